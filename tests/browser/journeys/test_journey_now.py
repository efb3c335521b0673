"""Now, as somebody on duty uses it: power goes, who is next, a mistaken time put right, paper, power is back."""

import re

import pytest
from playwright.sync_api import expect

from factories import web
from factories.now import CODE, NOW, after

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
POWER = "Strøm: hele kommunen"


@pytest.fixture
def duty_page(open_page, session_of, monkeypatch):
    """The overview of the demo municipality, as a member of the crisis staff sees it at 13:05 on a Tuesday."""
    from beredt.apps.municipality import demo
    from beredt.apps.now import views
    from beredt.ground.access.actor import COMMAND_LINE

    monkeypatch.setattr(views, "read_clock", lambda: NOW)
    web.municipality(CODE, "Fjordby")
    demo.build_demo(actor=COMMAND_LINE(CODE))
    return open_page(f"/{CODE}/", cookies=session_of(web.member(["crisis_staff"], code=CODE)))


def test_the_first_minutes_of_a_power_cut(duty_page, picture, sheets, monkeypatch):
    from beredt.apps.now import views

    page = duty_page
    page.get_by_role("link", name=re.compile("^Nu")).first.click()
    expect(page.locator("h1")).to_contain_text("Intet er meldt nede")

    page.get_by_role("button", name=POWER, exact=True).click()
    expect(page.locator("h1")).to_contain_text("Næste: kl. ")
    first = page.locator("h1").inner_text()
    expect(page.locator(".now-who")).to_be_visible()
    assert page.locator(".now-who li, .now-who tr").count() > 1, "who, by profile and area"
    picture(page, "now")

    # It went two hours before anybody ticked it: then the next ones come two hours earlier.
    page.get_by_role("link", name="Ret tider").first.click()
    expect(page.locator("h1")).to_contain_text("Hvornår gik det")
    page.locator("input[type=time]").first.fill("11:05")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator("#now-reports")).to_contain_text("11:05")

    paper = sheets(page)
    assert len(paper) <= 2
    assert POWER in " ".join(paper)

    monkeypatch.setattr(views, "read_clock", lambda: after(0.5))
    page.get_by_role("button", name=re.compile(f"^Er tilbage nu.*{POWER}")).click()
    expect(page.locator("#now-reports")).to_contain_text("tilbage 13:35")
    page.get_by_role("link", name="Alt er tilbage").click()
    page.get_by_role("button", name="Alt er tilbage: ryd siden").click()
    expect(page.locator("h1")).to_contain_text("Intet er meldt nede")
