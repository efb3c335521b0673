"""Signing in: password, second factor, lock-out, and nothing of it in a log."""

import logging
import re
from http.cookies import Morsel

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from beredt.ground.access import second_factor
from beredt.ground.access.models import SecondFactor, User
from factories import web

pytestmark = pytest.mark.django_db
LOGIN = "klara.test@fjordby.example"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def klara():
    return web.member(["coordinator"], login=LOGIN, password=web.PASSWORD)


def sign_in(client, login=LOGIN, password=web.PASSWORD, **more):
    return client.post("/logind/", {"login": login, "password": password, **more})


def is_signed_in(client):
    return client.get("/konto/").status_code == 200


def with_second_factor(user, moment=1_000_000_000):
    secret = second_factor.begin(user)
    assert second_factor.confirm(user, code_at(secret, moment), clock=lambda: moment)
    return secret


def code_at(secret, moment):
    import base64

    return second_factor._totp(base64.b32decode(secret)).generate(moment // 30 * 30).decode()


def test_the_right_password_signs_in_and_a_wrong_one_does_not(klara):
    client = web.client()
    assert sign_in(client, password="forkert kodeord her").status_code == 400
    assert not is_signed_in(client)
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_case_and_blanks_around_a_login_name_do_not_matter(klara):
    client = web.client()
    sign_in(client, login=f"  {LOGIN.upper()} ")
    assert is_signed_in(client)


def test_an_unknown_login_name_looks_like_a_wrong_password(klara):
    known = sign_in(web.client(), password="forkert kodeord her")
    unknown = sign_in(web.client(), login="ingen@fjordby.example", password="forkert kodeord her")
    assert known.status_code == unknown.status_code

    def shown(answer):
        text = re.sub(r'(csrfmiddlewaretoken" value)="[^"]*"', r"\1", answer.content.decode())
        return text.replace(LOGIN, "?").replace("ingen@fjordby.example", "?")

    assert shown(known) == shown(unknown)


def test_somebody_shut_out_is_out_at_once_and_stays_out(klara):
    client = web.client()
    sign_in(client)
    User.objects.filter(pk=klara.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert sign_in(client).status_code == 400


def test_the_session_gets_a_new_key_so_that_a_planted_one_is_worth_nothing(klara):
    client = web.client()
    client.get("/logind/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[web.session_name()] = session.session_key
    sign_in(client)
    assert client.cookies[web.session_name()].value != session.session_key
    other = web.client()
    other.cookies[web.session_name()] = session.session_key
    assert not is_signed_in(other)


def test_signing_out_ends_the_session_on_the_server(klara):
    client = web.client()
    sign_in(client)
    stolen = client.cookies[web.session_name()].value
    assert client.get("/konto/logud/").status_code == 405
    client.post("/konto/logud/")
    thief = web.client()
    thief.cookies[web.session_name()] = stolen
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "",
    ],
)
def test_next_never_leads_to_another_site(klara, asked):
    answer = sign_in(web.client(), next=asked)
    assert answer["Location"].startswith("/")
    assert answer["Location"] == "/" or "evil" not in answer["Location"]


def test_next_leads_back_to_the_page_that_was_asked_for(klara):
    client = web.client()
    sent = client.get(f"/{web.HOME}/adgang/roller/?vis=alle")
    assert sent["Location"].startswith("/logind/?next=")
    page = client.get(sent["Location"]).content.decode()
    there = re.search(r'name="next" value="([^"]*)" id="id_next"', page)[1]
    assert sign_in(client, next=there)["Location"] == f"/{web.HOME}/adgang/roller/?vis=alle"


def test_a_form_from_elsewhere_is_refused(klara):
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.get("/logind/")
    assert sign_in(strict).status_code == 403
    token = strict.cookies["beredt_csrf"].value
    assert sign_in(strict, csrfmiddlewaretoken=token).status_code == 302
    assert strict.post("/konto/logud/").status_code == 403


def test_five_wrong_passwords_lock_the_right_one_out_too(klara):
    client = web.client()
    for _ in range(4):
        assert sign_in(client, password="forkert kodeord her").status_code == 400
    assert sign_in(client, password="forkert kodeord her").status_code == 429
    assert sign_in(client).status_code == 429
    assert not is_signed_in(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timezone.timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_the_lock_holds_for_a_login_name_that_nobody_has(klara):
    answers = [sign_in(web.client(), login="ingen@fjordby.example").status_code for _ in range(5)]
    assert answers == [400] * 4 + [429]


def tries(client, forwarded, number):
    wrong = {"login": LOGIN, "password": "forkert kodeord her"}
    return [client.post("/logind/", wrong, headers={"X-Forwarded-For": forwarded}).status_code for _ in range(number)]


def test_behind_a_proxy_the_lock_goes_by_what_the_proxy_added(klara, settings):
    settings.IS_BEHIND_PROXY = True
    client = web.client()
    assert tries(client, "198.51.100.7", 4) == [400] * 4
    assert tries(client, "203.0.113.99, 198.51.100.7", 1) == [429], "a forged beginning does not help"
    assert tries(client, "198.51.100.8", 1) == [400], "a colleague elsewhere is not locked out"


def test_without_a_proxy_nobody_chooses_an_address(klara):
    client = web.client()
    assert [tries(client, f"203.0.113.{number}", 1)[0] for number in range(5)] == [400] * 4 + [429]


def test_writing_the_login_name_differently_does_not_get_around_the_lock(klara):
    names = [LOGIN, LOGIN.upper(), f" {LOGIN}", LOGIN.title(), f"{LOGIN} "]
    answers = [sign_in(web.client(), login=name, password="forkert kodeord her").status_code for name in names]
    assert answers[-1] == 429


def test_a_lock_out_is_for_the_data_protection_officer_to_see(klara):
    from beredt.ground.audit.models import EntryRow

    for _ in range(5):
        sign_in(web.client(), password="forkert kodeord her")
    entry = EntryRow.objects.get(event="access.locked_out")
    assert (entry.municipality, entry.subject) == (web.HOME, f"user:{klara.pk}")


def test_the_second_factor_is_asked_for_and_a_password_alone_does_not_sign_in(klara):
    with_second_factor(klara)
    client = web.client()
    assert b"one-time-code" in sign_in(client).content
    assert not is_signed_in(client)
    assert client.get(f"/{web.HOME}/adgang/roller/").status_code == 302


def test_a_code_works_once(klara, monkeypatch):
    import time

    secret = with_second_factor(klara)
    code = code_at(secret, int(time.time()))
    client, other = web.client(), web.client()
    sign_in(client)
    assert client.post("/logind/kode/", {"code": code}).status_code == 302
    assert is_signed_in(client)
    sign_in(other)
    assert other.post("/logind/kode/", {"code": code}).status_code == 400
    assert not is_signed_in(other)


@pytest.mark.parametrize(("drift", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(klara, drift, fits):
    secret = with_second_factor(klara)
    moment = 1_700_000_010
    assert second_factor.check(klara, code_at(secret, moment + drift), clock=lambda: moment) is fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000'--", "é23456"])
def test_anything_but_the_code_is_refused(klara, typed):
    secret = with_second_factor(klara)
    moment = 1_700_000_010
    right = code_at(secret, moment)
    assert typed != right
    assert not second_factor.check(klara, typed, clock=lambda: moment)


def test_wrong_codes_lock_out_like_wrong_passwords_and_the_right_password_does_not_reset_them(klara):
    with_second_factor(klara)
    client = web.client()
    answers = []
    for _ in range(5):
        sign_in(client)
        answers.append(client.post("/logind/kode/", {"code": "000000"}).status_code)
    assert answers == [400] * 4 + [429]
    assert sign_in(client).status_code == 429


def test_nobody_reaches_the_second_step_without_the_first(klara):
    with_second_factor(klara)
    assert web.client().post("/logind/kode/", {"code": "000000"})["Location"] == "/logind/"


def test_the_first_step_lasts_ten_minutes(klara):
    secret = with_second_factor(klara)
    client = web.client()
    sign_in(client)
    session = client.session
    session["waiting_for_second_factor"] = {**session["waiting_for_second_factor"], "at": 1}
    session.save()
    import time

    assert client.post("/logind/kode/", {"code": code_at(secret, int(time.time()))})["Location"] == "/logind/"


def test_recovery_codes_work_once_each_however_they_are_written(klara):
    with_second_factor(klara)
    codes = second_factor.new_recovery_codes(klara)
    assert len(set(codes)) == 10
    assert second_factor.check(klara, codes[0].upper().replace("-", " "))
    assert not second_factor.check(klara, codes[0])
    assert second_factor.recovery_codes_left(klara) == 9


def test_new_recovery_codes_end_the_old_and_belong_to_one_user(klara):
    old = second_factor.new_recovery_codes(klara)
    new = second_factor.new_recovery_codes(klara)
    assert not second_factor.check(klara, old[0])
    assert not second_factor.check(web.user(), new[0])


def test_a_secret_moved_to_another_users_row_opens_nothing(klara):
    with_second_factor(klara)
    thief = web.user()
    row = SecondFactor.objects.get(user=klara)
    SecondFactor.objects.create(user=thief, sealed_secret=row.sealed_secret, confirmed_at=row.confirmed_at)
    moment = 1_700_000_010
    assert not any(second_factor.check(thief, f"{code:06}", clock=lambda: moment) for code in range(0, 1_000_000, 9973))


def test_the_secret_and_codes_are_nowhere_readable_in_the_database(klara):
    import base64

    secret = with_second_factor(klara)
    codes = second_factor.new_recovery_codes(klara)
    stored = bytes(SecondFactor.objects.get(user=klara).sealed_secret)
    assert base64.b32decode(secret) not in stored
    digests = " ".join(klara.recovery_codes.values_list("digest", flat=True))
    assert not any(code in digests or code.replace("-", "") in digests for code in codes)


def test_a_set_up_authenticator_counts_from_its_first_code_on(klara):
    client = web.client(klara)
    assert client.get("/konto/totrin/").status_code == 200
    assert client.post("/konto/totrin/", {"code": "000000"}).status_code == 400
    assert not SecondFactor.objects.filter(user=klara, confirmed_at__isnull=False).exists()
    import time

    code = code_at(second_factor.waiting_secret(klara), int(time.time()))
    answer = client.post("/konto/totrin/", {"code": code})
    assert len(re.findall(r"<li><code>", answer.content.decode())) == 10
    assert answer["Cache-Control"].find("no-store") >= 0


def test_removing_the_authenticator_takes_the_password(klara):
    with_second_factor(klara)
    client = web.client(klara)
    assert client.post("/konto/totrin/fjern/", {"password": "forkert kodeord her"}).status_code == 400
    assert SecondFactor.objects.filter(user=klara).exists()
    assert client.post("/konto/totrin/fjern/", {"password": web.PASSWORD}).status_code == 302
    assert not SecondFactor.objects.filter(user=klara).exists()


def test_where_everybody_must_have_one_the_way_leads_to_setting_it_up(klara, settings):
    settings.BEREDT_SECOND_FACTOR = "everyone"
    client = web.client(klara)
    for address in ("/", "/konto/", f"/{web.HOME}/adgang/roller/", "/konto/adgangskode/"):
        assert client.get(address)["Location"] == "/konto/totrin/", address
    assert client.get("/konto/totrin/").status_code == 200


def test_a_new_password_ends_the_other_sessions(klara):
    here, there = web.client(klara), web.client(klara)
    new = "en helt anden lang sætning"
    sent = {"old_password": web.PASSWORD, "password": new, "again": new}
    assert here.post("/konto/adgangskode/", sent).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


@pytest.mark.parametrize(
    "changed",
    [
        {"old_password": "forkert"},
        {"again": "noget andet"},
        {"password": "kort", "again": "kort"},
        {"password": "klara.test@fjordby", "again": "klara.test@fjordby"},
        {"password": "qwerty123456", "again": "qwerty123456"},
    ],
)
def test_a_bad_new_password_is_refused(klara, changed):
    new = "en helt anden lang sætning"
    sent = {"old_password": web.PASSWORD, "password": new, "again": new, **changed}
    assert web.client(klara).post("/konto/adgangskode/", sent).status_code == 400
    klara.refresh_from_db()
    assert klara.check_password(web.PASSWORD)


def cookie(client, name) -> Morsel:
    return client.cookies[name]


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_kept_from_scripts_and_other_sites(klara, settings, secure):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    client = web.client()
    client.get("/logind/")
    sign_in(client)
    for name in ("beredt_session", "beredt_csrf", "beredt_last"):
        assert cookie(client, name)["httponly"]
        assert cookie(client, name)["samesite"] in {"Lax", "Strict"}
        assert bool(cookie(client, name)["secure"]) is secure


def test_nothing_that_was_typed_ends_in_a_log(klara):
    written = []
    handler = logging.Handler()
    handler.emit = lambda record: written.append(record.getMessage())
    writing = [logging.getLogger(), *(logging.getLogger(name) for name in ("django", "django.server"))]
    for logger in writing:
        logger.addHandler(handler)
    try:
        client = web.client()
        for _ in range(6):
            sign_in(client, password="hemmelig sætning 17")
        client.post("/logind/kode/", {"code": "hemmelig"})
        client.get("/link/hemmelig-nøgle/")
        logging.getLogger("beredt").warning("so that something is written")
    finally:
        for logger in writing:
            logger.removeHandler(handler)
    text = "\n".join(written).lower()
    assert "something is written" in text
    assert "klara" not in text
    assert "hemmelig" not in text


def test_the_token_of_a_link_is_cut_out_of_the_log_of_a_bug(klara, monkeypatch):
    from beredt.ground.access import one_time_links

    written = []
    handler = logging.StreamHandler()
    handler.emit = lambda record: written.append(handler.format(record))
    for kept in logging.getLogger("django.request").filters:
        handler.addFilter(kept)

    def fail(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr(one_time_links, "find", fail)
    logging.getLogger().addHandler(handler)
    try:
        client = web.client()
        client.raise_request_exception = False
        assert client.get("/link/hemmelig/").status_code == 500
    finally:
        logging.getLogger().removeHandler(handler)
    assert "a bug" in "\n".join(written)
    assert "hemmelig" not in "\n".join(written)


def test_the_failed_attempts_that_are_kept_hold_no_password(klara):
    sign_in(web.client(), password="hemmelig sætning 17")
    attempt = AccessAttempt.objects.get()
    kept = " ".join(str(value) for value in attempt.__dict__.values())
    assert "hemmelig" not in kept
