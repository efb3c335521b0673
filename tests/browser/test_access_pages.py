"""Signing in, one's own account and the members' pages in a real browser: axe, small windows, the first start."""

import base64
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from beredt.ground.access import one_time_links, second_factor
from beredt.ground.access.models import OneTimeLink, SecondFactor
from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SENTENCE = "en lang sætning om vejret"


@pytest.fixture
def klara(settings, tmp_path):
    settings.BEREDT_DATA = str(tmp_path)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = web.member(login="klara@fjordby.example", name="Klara", password=web.PASSWORD, runs_installation=True)
    web.join(made, ["reader"], code=web.FOREIGN)
    return made


def addresses(user):
    bo = web.member(["reader", "care_worker"], name="Bodil af Fjordby med et temmelig langt navn")
    link = one_time_links.make(OneTimeLink.INVITATION, user=bo)
    home = f"/{web.HOME}/adgang"
    return [
        "/",
        "/konto/",
        "/konto/adgangskode/",
        "/konto/totrin/",
        "/konto/totrin/fjern/",
        f"/link/{link}/",
        "/link/udtjent/",
        "/findes-ikke/",
        "/ops/",
        f"{home}/",
        f"{home}/ny/",
        f"{home}/roller/",
        f"{home}/hvorfor/?member={bo.pk}&permission=access.manage_members",
        f"{home}/{bo.pk}/",
        f"{home}/{bo.pk}/fjern/",
        f"{home}/{user.pk}/",
    ]


@pytest.mark.parametrize(("language", "size"), [("da", "desk"), ("en", "phone")])
def test_axe_finds_nothing_and_nothing_lies_outside_the_window(
    klara, open_page, session_of, findings, sideways, live_server, language, size
):
    page = open_page("/logind/", language=language, size=size)
    assert findings(page) == []
    page = open_page("/", language=language, size=size, cookies=session_of(klara))
    wrong = {}
    for address in addresses(klara):
        page.goto(live_server.url + address)
        found = findings(page) + ([f"{sideways(page)} px outside"] if sideways(page) > 0 else [])
        if found:
            wrong[address] = found
    assert not wrong


def test_pages_stay_inside_at_400_percent(klara, open_page, session_of, sideways, live_server):
    page = open_page("/", size="zoom 400 %", cookies=session_of(klara))
    wide = []
    for address in addresses(klara):
        page.goto(live_server.url + address)
        wide += [address] if sideways(page) > 0 else []
    assert not wide


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_with_mistakes_is_told_to_everybody(klara, open_page, findings, scripts):
    page = open_page("/logind/", scripts=scripts)
    page.fill("#id_login", "klara@fjordby.example")
    page.fill("#id_password", "forkert")
    page.click("main button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("passer ikke sammen")
    expect(page.locator("#id_login")).to_have_value("klara@fjordby.example")
    expect(page.locator("#id_password")).to_have_value("")
    if scripts:
        assert findings(page) == []


def test_the_first_start_with_the_keyboard_alone(open_page, settings, tmp_path):
    settings.BEREDT_DATA = str(tmp_path)
    page = open_page(f"/link/{one_time_links.make(OneTimeLink.FIRST_START)}/")
    page.locator("#id_name").focus()
    for text in ("Klara", "klara@fjordby.example", SENTENCE, SENTENCE):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("form[data-sign-out], [data-sign-out]").first).to_be_visible()
    assert "/link/" not in page.url


def test_an_authenticator_set_up_and_used(klara, open_page, session_of, live_server):
    page = open_page("/konto/totrin/", cookies=session_of(klara))
    expect(page.locator("img.second-factor-picture")).to_be_visible()
    secret = page.locator("main code").inner_text().replace(" ", "")
    totp = second_factor._totp(base64.b32decode(secret))
    page.fill("#id_code", totp.generate(int(time.time())).decode())
    page.click("main button[type=submit]")
    expect(page.locator(".codes code")).to_have_count(10)
    recovery = page.locator(".codes code").first.inner_text()
    assert SecondFactor.objects.get().confirmed_at
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/logind/?next=/konto/")
    page.fill("#id_login", klara.login)
    page.fill("#id_password", web.PASSWORD)
    page.click("main button[type=submit]")
    page.fill("#id_code", recovery)
    page.click("main button[type=submit]")
    expect(page).to_have_url(f"{live_server.url}/konto/")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ends_under_a_half_written_form_loses_nothing(klara, open_page, live_server, scripts):
    page = open_page(f"/logind/?next=/{web.HOME}/adgang/ny/", scripts=scripts)
    page.fill("#id_login", klara.login)
    page.fill("#id_password", web.PASSWORD)
    page.click("main button[type=submit]")
    page.fill("#id_name", "Åse Ærø")
    page.fill("#id_login", "aase@fjordby.example")
    page.check("input[value=reader]")
    Session.objects.all().delete()
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Det, du skrev, er gemt")
    page.fill("#id_login", klara.login)
    page.fill("#id_password", web.PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Åse Ærø")
    page.click("main button[type=submit]")
    expect(page.locator(".one-time-link")).to_contain_text("/link/")
