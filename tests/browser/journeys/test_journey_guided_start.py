"""From the link in the terminal to the first answer for Bornholm, on only what the screens say."""

import re

import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LOGIN = "klara@bornholm.example"
SENTENCE = "en lang sætning om vejret"


def link_in_the_terminal():
    """The path of the link that `beredt serve` prints while nobody has an account."""
    from beredt.kit.language import language
    from beredt.shell import web_start

    return web_start.first_start_links(language("da"), "")[-1].strip()


def make_account(page):
    expect(page.locator("h1")).to_contain_text("den første konto")
    page.get_by_label("Dit navn").fill("Klara")
    page.get_by_label(re.compile("Brugernavn")).fill(LOGIN)
    for field in page.locator("input[type=password]").all():
        field.fill(SENTENCE)
    page.get_by_role("button", name="Gem og log ind").click()


def leave_and_come_back(page):
    """In the middle of the questions, signed out in between."""
    waiting = page.locator("h1").inner_text()
    page.get_by_role("link", name="Fortsæt senere").click()
    page.context.clear_cookies(name=web.session_name())
    page.goto(f"{page.watch.home}/400/begynd/")
    page.get_by_label("Brugernavn").fill(LOGIN)
    page.get_by_label("Adgangskode").fill(SENTENCE)
    page.get_by_role("button", name="Log ind").click()
    expect(page.locator(".first-range")).to_contain_text(waiting)
    page.get_by_role("link", name="Fortsæt", exact=True).click()
    expect(page.locator("h1")).to_have_text(waiting)


def answer_five(page):
    """One answer of each kind: hours, none, don't know; returns the questions as asked."""
    asked = []
    for number in range(1, 6):
        expect(page.locator(".guide-place")).to_contain_text(f"{number} af 5")
        asked.append(page.locator("h1").inner_text())
        if number == 1:
            page.locator("#number").fill("6")
            page.get_by_role("button", name=re.compile("^(Ja, så mange timer|Så mange)$")).click()
        else:
            page.get_by_role("button", name="Ved ikke").click()
        if number < 5:
            expect(page.locator("h1")).not_to_have_text(asked[-1])
        if number == 2:
            leave_and_come_back(page)
    return asked


def test_from_the_link_to_the_first_answer_for_bornholm(open_page, work_off, picture):
    page = open_page(link_in_the_terminal())
    make_account(page)

    expect(page.locator("h1")).to_have_text("Hvilken kommune vil du have svar for?")
    page.get_by_label("Kommune", exact=True).select_option(label="Bornholm")
    picture(page, "choose-municipality")
    page.get_by_role("button", name="Begynd").click()

    expect(page.locator(".job")).to_be_visible()
    assert "/400/opgaver/" in page.url
    work_off()
    page.get_by_role("link", name="Se resultatet").click()
    expect(page.locator("h1")).to_contain_text("før det første svar")
    page.get_by_role("link", name="Fortsæt").click()

    picture(page, "question")
    asked = answer_five(page)
    assert len(set(asked)) == 5

    expect(page).to_have_url(re.compile("/400/begynd/svar/$"))
    expect(page.locator(".first")).to_contain_text("hurtigt skøn")
    assert re.search(r"\d", page.locator("h1").inner_text()), "an answer has a figure"
    expect(page.locator(".job")).to_have_count(2)
    picture(page, "first-answer")
    page.get_by_role("link", name="Svar på flere spørgsmål").click()
    expect(page.locator("#guide-ask")).to_be_visible()
    assert page.locator("section:has(#guide-ask) li").all_inner_texts() == asked[1:], "don't know is to be asked"

    work_off()
    page.get_by_role("link", name=re.compile("^Overblik")).first.click()
    expect(page.locator("h1")).to_contain_text("72 t")
    expect(page.locator(".start-card").first).to_be_visible()
    expect(page.locator("section:has(#start-do-now) .start-list li").first).to_be_visible()
    picture(page, "overview-bornholm")
    page.get_by_role("link", name="Alle tiltag").click()
    expect(page.locator(".measure-group").first).to_be_visible()
