"""A form from before a second sign-in: what was typed is held, sent only by hand, and never for another site."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredt.ground.access import queries, typed_fields
from factories import web

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
ADDRESS = f"/{web.HOME}/adgang/ny/"
PAGE = f"http://localhost{ADDRESS}?fra=liste"
TYPED = {"name": "Åse Ærø <b>&\"'", "login": "aase@fjordby.example", "roles": ["reader", "unit_leader"]}
OWN = {"Origin": "http://localhost", "Referer": PAGE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def klara():
    return web.member(["administrator"], login="klara@fjordby.example", password=web.PASSWORD)


@pytest.fixture
def browser(klara):
    """A browser that checks tokens, in which Klara signed in twice: `old` is the token of her first form."""
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    sign_in(client)
    client.old = token_of(client.get(ADDRESS))
    client.cookies.pop("beredt_session")
    sign_in(client)
    return client


def sign_in(client, login="klara@fjordby.example"):
    token = token_of(client.get("/logind/"))
    sent = {"login": login, "password": web.PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/logind/", sent, headers={"Origin": "http://localhost"}).status_code == 302


def token_of(response):
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', response.content.decode())[-1]


def send(client, fields=TYPED, address=ADDRESS, headers=OWN, token=None):
    return client.post(address, {**fields, "csrfmiddlewaretoken": token or client.old}, headers=headers)


def form(response):
    """Where the form that sends again goes to, and its (name, value) pairs."""
    text = response.content.decode()
    found = re.search(r'<form method="post" action="([^"]*)" class="form">(.*?)</form>', text, re.DOTALL)
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', found[2])
    return html.unescape(found[1]), [(html.unescape(name), html.unescape(value)) for name, value in pairs]


def holds_nothing(response):
    text = response.content.decode()
    return response.status_code == 403 and "Formularen er for gammel" in text and "aase" not in text


def names(user):
    return {member.name for member in queries.list_members(actor=queries.actor_in(user, web.HOME))}


def test_what_was_typed_is_shown_and_saved_only_when_the_button_is_pressed(browser, klara):
    answer = send(browser)
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert "Formularen var ældre end din indlogning" in answer.content.decode()
    assert "<b>" not in answer.content.decode()
    assert names(klara) == {"Vagten"}, "nothing was stored before the button"
    address, pairs = form(answer)
    token = dict(pairs).pop("csrfmiddlewaretoken")
    assert token != browser.old
    assert (address, [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]) == (
        ADDRESS,
        [("name", TYPED["name"]), ("login", TYPED["login"]), ("roles", "reader"), ("roles", "unit_leader")],
    )
    sent = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    assert browser.post(ADDRESS, sent, headers=OWN).status_code == 200
    assert names(klara) == {"Vagten", TYPED["name"]}


def test_the_way_back_leads_to_the_page_where_the_form_stood(browser):
    assert f'href="{ADDRESS}?fra=liste">Gå til siden uden det' in send(browser).content.decode()


FOREIGN = {
    "another site": {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    "a site that hides its address": {"Origin": "null"},
    "nobody says from where": {},
    "another port": {"Origin": "http://localhost:8001", "Referer": "http://localhost:8001/"},
    "another scheme": {"Origin": "https://localhost"},
    "a host that begins alike": {"Origin": "http://localhost.evil.example"},
    "a page that disagrees with its origin": {"Origin": "http://localhost", "Referer": "https://evil.example/"},
    "an address with our name in it": {"Referer": "https://evil.example/http://localhost/"},
    "our name as a user": {"Referer": "http://localhost@evil.example/"},
    "a broken address": {"Referer": "http://[localhost/"},
    "the browser says another site": {**OWN, "Sec-Fetch-Site": "cross-site"},
    "the browser says a sister site": {**OWN, "Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_form_that_may_come_from_elsewhere_is_held_nothing(browser, klara, headers):
    answer = send(browser, headers=headers)
    assert holds_nothing(answer)
    assert names(klara) == {"Vagten"}


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Referer": PAGE}])
def test_one_word_of_the_browser_is_enough(browser, headers):
    assert dict(form(send(browser, headers=headers))[1])["name"] == TYPED["name"]


def test_the_address_that_the_installation_has_outside_is_its_own(browser, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://beredt.example"]
    assert form(send(browser, headers={"Origin": "https://beredt.example"}))
    assert holds_nothing(send(browser, headers={"Origin": "https://beredt.example.evil"}))


def test_no_token_at_all_is_like_an_old_one(browser):
    answer = browser.post(ADDRESS, TYPED, headers=OWN)
    assert dict(form(answer)[1])["login"] == TYPED["login"]


def test_passwords_and_codes_are_never_held(browser):
    answer = send(
        browser, {**TYPED, "password": "hemmelig", "new_password2": "hemmelig", "secret": "hemmelig", "code": "1"}
    )
    assert "hemmelig" not in answer.content.decode()
    assert {name for name, _ in form(answer)[1]} == {"csrfmiddlewaretoken", "name", "login", "roles"}


@pytest.mark.parametrize("address", ["/konto/adgangskode/", "/konto/", "/logind/", "/konto/logud/"])
def test_forms_of_ones_own_account_are_not_held(browser, address):
    assert holds_nothing(send(browser, {"name": "aase", "old_password": "hemmelig"}, address=address))


def test_files_are_named_as_lost_and_cannot_be_sent_without(browser):
    answer = send(browser, {"sheet": "Ark ét", "chosen": SimpleUploadedFile("aase.csv", b"hemmeligt indhold")})
    text = answer.content.decode()
    assert "Ark ét" in text
    assert "Filer er ikke gemt" in text
    assert "hemmeligt" not in text
    assert "Send det, jeg skrev" not in text


def test_a_mere_button_is_asked_for_afresh(browser):
    assert holds_nothing(send(browser, {"version": "0f" * 20}))


def test_a_part_of_a_page_gets_the_whole_page(browser):
    answer = send(browser, headers={**OWN, "HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "body")
    assert form(answer)


def test_a_session_that_ended_again_leads_through_the_sign_in(browser, klara):
    browser.cookies.pop("beredt_session")
    answer = send(browser)
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]*)"', answer.content.decode())[1]
    assert typed_fields.given_back(kept, klara).fields[0] == ("name", TYPED["name"])
    assert holds_nothing(send(browser, headers={"Origin": "https://evil.example"}))


def test_who_still_has_to_set_up_a_second_factor_is_held_nothing(browser, settings):
    settings.BEREDT_SECOND_FACTOR = "everyone"
    assert holds_nothing(send(browser))


def test_sending_again_is_no_way_around_the_rules(browser, klara):
    """Somebody else's session in the same browser: her permissions count."""
    web.member(["reader"], login="bo@fjordby.example", password=web.PASSWORD)
    browser.cookies.pop("beredt_session")
    sign_in(browser, "bo@fjordby.example")
    _, pairs = form(send(browser))
    assert browser.post(ADDRESS, dict(pairs), headers=OWN).status_code == 403
    assert names(klara) == {"Vagten"}


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "/konto/", "/logind/?next=/x"])
def test_the_way_back_never_leads_elsewhere(browser, path):
    text = send(browser, headers={**OWN, "Referer": f"http://localhost{path}"}).content.decode()
    back = re.search(r'href="([^"]*)">Gå til siden uden det', text)[1]
    assert back in {ADDRESS, "/%2Fevil.example/x", "/%2F/evil.example"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=40)
NAMES = TEXTS.filter(lambda name: name.strip() and typed_fields._may_keep(name))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_text_comes_back_as_it_was_and_nothing_of_it_is_read_as_html(browser, fields):
    sent = {**fields, "name": ["mindst ét ord"]}
    answer = send(browser, sent)
    pairs = [pair for pair in form(answer)[1] if pair[0] != "csrfmiddlewaretoken"]
    assert pairs == [(name, value) for name, values in sent.items() for value in values]
