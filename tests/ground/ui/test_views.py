"""Language, keyboard choice, gallery, error pages: through the HTTP client."""

import pytest
from django.test import Client

from beredt.kit.language import language

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(headers={"host": "localhost"}, raise_request_exception=False)


def test_danish_is_first_and_english_a_choice(visitor):
    assert b'<html lang="da">' in visitor.get("/ui/").content
    visitor.post("/sprog/", {"language": "en", "next": "/ui/"})
    answer = visitor.get("/ui/")
    assert b'<html lang="en">' in answer.content
    assert answer["Content-Language"] == "en"
    assert "Cookie" in answer["Vary"]
    visitor.post("/sprog/", {"language": "da", "next": "/ui/"})
    assert b'<html lang="da">' in visitor.get("/ui/").content


@pytest.mark.parametrize("unknown", ["", "de", "../../x", "x" * 5000])
def test_an_unknown_language_is_danish(visitor, unknown):
    visitor.cookies["language"] = unknown
    assert b'<html lang="da">' in visitor.get("/ui/").content
    assert visitor.post("/sprog/", {"language": unknown}).cookies["language"].value == "da"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "ui/", "", "http:///x"],
)
def test_the_way_back_never_leads_outside(visitor, wanted):
    assert visitor.post("/sprog/", {"language": "en", "next": wanted})["Location"] == "/"
    assert visitor.post("/ui/tastatur/", {"keys": "off", "next": wanted})["Location"] == "/"


def test_the_way_back_keeps_the_question(visitor):
    answer = visitor.post("/sprog/", {"language": "en", "next": "/400/log/?page=2&event=x"})
    assert answer["Location"] == "/400/log/?page=2&event=x"


def test_choices_are_kept_a_year_and_not_for_scripts(visitor):
    cookie = visitor.post("/sprog/", {"language": "en"}).cookies["language"]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/sprog/", "/ui/tastatur/"])
def test_choices_are_not_made_by_following_a_link(visitor, path):
    assert visitor.get(path).status_code == 405


def test_forms_without_their_token_are_refused():
    guarded = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    assert guarded.post("/sprog/", {"language": "en"}).status_code == 403


def test_shortcuts_are_on_until_switched_off(visitor):
    assert b'data-keys="on"' in visitor.get("/ui/").content
    visitor.post("/ui/tastatur/", {"keys": "off"})
    assert b'data-keys="off"' in visitor.get("/ui/").content
    visitor.post("/ui/tastatur/", {"keys": "on"})
    assert b'data-keys="on"' in visitor.get("/ui/").content


def test_the_gallery_asks_the_database_nothing(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert visitor.get("/ui/").status_code == 200


@pytest.mark.parametrize("code", ["da", "en"])
def test_a_missing_page_is_said_in_the_readers_language(visitor, code):
    visitor.cookies["language"] = code
    answer = visitor.get("/no-such-page/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert f'<html lang="{code}">' in text
    assert language(code).say("There is no such page.") in text
    assert 'class="button button-primary" href="/"' in text
    assert text.count("<h1") == 1


def test_pages_forbid_what_is_inline(visitor):
    policy = visitor.get("/ui/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("written", ["", "-1", "1.5", "x", "9" * 400, "<b>", "²"])
def test_an_amount_that_is_none_is_said_so(visitor, written):
    assert "hele kroner" in visitor.get("/ui/budget/", {"budget": written}).content.decode()
