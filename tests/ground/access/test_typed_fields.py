"""A session that runs out under a half-written form loses nothing that was typed, and shows it to nobody else."""

import html
import re
import time

import pytest
from django.contrib.sessions.models import Session

from beredt.ground.access import second_factor, typed_fields
from factories import web

pytestmark = pytest.mark.django_db
ADDRESS = f"/{web.HOME}/adgang/ny/"
TYPED = {"name": "Åse Ærø <b>&\"'", "login": "aase@fjordby.example", "roles": ["reader", "unit_leader"]}


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def klara():
    return web.member(["administrator"], login="klara@fjordby.example", password=web.PASSWORD)


def sign_in(client, login="klara@fjordby.example", **more):
    return client.post("/logind/", {"login": login, "password": web.PASSWORD, **more})


def browser_with_expired_session():
    client = web.client()
    sign_in(client)
    Session.objects.all().delete()
    return client


def fields(page):
    """(name, value) of the hidden inputs of the form that sends again."""
    form = page[page.index('class="form"') :].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return [(name, html.unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


def kept(page):
    return re.search(r'name="kept" value="([^"]*)"', page)[1]


def test_what_was_typed_comes_back_after_signing_in_and_can_be_sent(klara):
    client = browser_with_expired_session()
    asked = client.post(ADDRESS, TYPED)
    assert asked.status_code == 401
    back = sign_in(client, kept=kept(asked.content.decode()))
    page = back.content.decode()
    assert back.status_code == 200
    expected = [("name", TYPED["name"]), ("login", TYPED["login"]), ("roles", "reader"), ("roles", "unit_leader")]
    assert fields(page) == expected
    assert f'action="{ADDRESS}"' in page
    sent = {}
    for name, value in fields(page):
        sent.setdefault(name, []).append(value)
    assert client.post(ADDRESS, sent).status_code == 200
    assert [member.roles for member in members(klara) if member.name == TYPED["name"]] == [
        frozenset({"reader", "unit_leader"})
    ]


def members(user):
    from beredt.ground.access import queries

    return queries.list_members(actor=queries.actor_in(user, web.HOME))


def test_nothing_was_stored_before_it_was_sent_again(klara):
    client = browser_with_expired_session()
    before = len(members(klara))
    sign_in(client, kept=kept(client.post(ADDRESS, TYPED).content.decode()))
    assert len(members(klara)) == before


def test_it_goes_through_a_wrong_password_and_the_second_factor(klara):
    moment = int(time.time())
    secret = second_factor.begin(klara)
    import base64

    totp = second_factor._totp(base64.b32decode(secret))
    assert second_factor.confirm(klara, totp.generate(moment - 3_000).decode(), clock=lambda: moment - 3_000)
    client = web.client(klara)
    client.cookies[typed_fields.LAST_USER_COOKIE] = remembered(klara)
    Session.objects.all().delete()
    page = client.post(ADDRESS, TYPED).content.decode()
    page = client.post("/logind/", {"login": klara.login, "password": "forkert", "kept": kept(page)}).content.decode()
    page = sign_in(client, kept=kept(page)).content.decode()
    page = client.post("/logind/kode/", {"code": "000000", "kept": kept(page)}).content.decode()
    back = client.post("/logind/kode/", {"code": totp.generate(int(time.time())).decode(), "kept": kept(page)})
    assert dict(fields(back.content.decode()))["name"] == TYPED["name"]


def remembered(user):
    from django.http import HttpResponse

    response = HttpResponse()
    typed_fields.remember_user(response, user)
    return response.cookies[typed_fields.LAST_USER_COOKIE].value


def test_another_user_at_the_same_machine_does_not_see_it(klara):
    web.member(["administrator"], login="bo@fjordby.example", password=web.PASSWORD)
    client = browser_with_expired_session()
    page = client.post(ADDRESS, TYPED).content.decode()
    answer = sign_in(client, login="bo@fjordby.example", kept=kept(page))
    assert answer.status_code == 302
    assert b"aase" not in answer.content


def test_it_cannot_be_read_or_changed_on_the_way(klara):
    client = browser_with_expired_session()
    sealed = kept(client.post(ADDRESS, TYPED).content.decode())
    assert "aase" not in sealed
    import base64

    assert b"aase" not in base64.urlsafe_b64decode(sealed)
    changed = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    for broken in (changed, sealed[:-8], "", "x", "æøå", "A" * 4_000):
        assert sign_in(web.client(), kept=broken).status_code == 302


def test_after_twelve_hours_it_is_gone(klara, monkeypatch):
    client = browser_with_expired_session()
    sealed = kept(client.post(ADDRESS, TYPED).content.decode())
    later = time.time() + 12 * 3600 + 1
    monkeypatch.setattr(typed_fields.time, "time", lambda: later)
    assert sign_in(client, kept=sealed).status_code == 302


def test_passwords_and_codes_are_never_kept(klara):
    client = browser_with_expired_session()
    client.cookies[typed_fields.LAST_USER_COOKIE] = remembered(klara)
    page = client.post(ADDRESS, {**TYPED, "password": "hemmelig", "new_password": "h", "code": "1"}).content.decode()
    back = sign_in(client, kept=kept(page)).content.decode()
    assert {name for name, _ in fields(back)} == {"name", "login", "roles"}


@pytest.mark.parametrize("address", ["/konto/adgangskode/", "/konto/", "/konto/totrin/"])
def test_forms_of_ones_own_account_are_not_kept(klara, address):
    client = browser_with_expired_session()
    page = client.post(address, {"old_password": "hemmelig", "name": "x"}).content.decode()
    assert 'name="kept" value="' not in page


def test_somebody_who_never_signed_in_here_is_kept_nothing(klara):
    page = web.client().post(ADDRESS, TYPED).content.decode()
    assert 'name="kept" value="' not in page
    assert "aase" not in page


def test_signing_out_on_purpose_leaves_nothing_to_give_back(klara):
    client = web.client()
    sign_in(client)
    client.post("/konto/logud/")
    assert 'name="kept" value="' not in client.post(ADDRESS, TYPED).content.decode()


def test_a_forged_cookie_is_no_user(klara):
    client = web.client()
    client.cookies[typed_fields.LAST_USER_COOKIE] = f"{klara.pk}:forged"
    assert 'name="kept" value="' not in client.post(ADDRESS, TYPED).content.decode()


def test_too_much_is_not_kept_and_said_so(klara):
    client = browser_with_expired_session()
    answer = client.post(ADDRESS, {**TYPED, "name": "x" * 1_100_000})
    assert answer.status_code == 401
    assert 'name="kept" value="' not in answer.content.decode()
    assert "blev ikke gemt" in answer.content.decode()


def test_a_part_of_a_page_that_asks_gets_the_whole_sign_in_page(klara):
    client = browser_with_expired_session()
    answer = client.post(ADDRESS, TYPED, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "body"
    assert kept(answer.content.decode())


def test_a_part_that_renews_itself_tears_no_page_away(klara):
    client = browser_with_expired_session()
    answer = client.get(f"/{web.HOME}/adgang/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_session_in_use_lives_on_and_an_unused_one_ends(klara, settings):
    client = web.client()
    sign_in(client)
    session = Session.objects.get(pk=client.session.session_key)
    first_end = session.expire_date
    stored = client.session
    stored["touched"] = int(time.time()) - 1_000
    stored.save()
    client.get("/konto/")
    assert Session.objects.get(pk=session.pk).expire_date > first_end
    from django.utils import timezone

    hours = (first_end - timezone.now()).total_seconds() / 3600
    assert hours == pytest.approx(settings.SESSION_HOURS, abs=0.1)


def test_reading_pages_writes_the_session_at_most_every_ten_minutes(klara, django_assert_num_queries):
    client = web.client()
    sign_in(client)
    client.get("/konto/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get("/konto/")
    assert not [query["sql"] for query in caught if not query["sql"].startswith("SELECT")]


def test_a_person_is_shown_what_a_person_typed():
    typed = typed_fields.Typed(
        path="/",
        fields=(
            ("name", "Åse Ærø"),
            ("again", " Åse Ærø "),
            ("empty", ""),
            ("hours", "72"),
            ("token", "3f0c5c1e-0d7a-4c59-8f2e-1c9f0a7b6d5e"),
            ("hash", "sha256:" + "0f" * 32),
            ("key", "x" * 43),
        ),
        files=(),
    )
    assert typed.readable == ("Åse Ærø", "72")
