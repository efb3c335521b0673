"""Every address × every role × a foreign municipality: a new page is covered as soon as it has an address."""

import inspect
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from beredt.ground.access import gate
from beredt.ground.access.actor import ROLES
from beredt.ground.access.permissions import EVERYBODY_INSIDE
from factories import web

pytestmark = pytest.mark.thorough

ARGUMENTS = {
    "int": "7",
    "str": "ukendt",
    "slug": "ukendt",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "ukendt/ting",
    "municipality": web.FOREIGN,
}
# A part of an address may be of a kind of its own: one example of each is enough to reach the gate before it.
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


def views():
    """(address pattern, view) of everything that can be asked for."""

    def walk(patterns, before):
        for found in patterns:
            if isinstance(found, URLResolver):
                yield from walk(found.url_patterns, before + str(found.pattern))
            elif isinstance(found, URLPattern):
                yield before + str(found.pattern), found.callback

    return list(walk(get_resolver().url_patterns, "/"))


def filled(pattern, code):
    def value(found):
        converter, name = found[1] or "str", found[2]
        if converter == "municipality":
            return code
        if converter in ARGUMENTS:
            return ARGUMENTS[converter]
        return example_of(converter, name)

    return PLACE.sub(value, pattern)


def example_of(converter, name):
    """A text that the converter takes: its own `example`, else found by trying the kinds above."""
    from django.urls.converters import get_converters

    known = get_converters()[converter]
    example = getattr(known, "example", None)
    if example is not None:
        return example
    for candidate in [*ARGUMENTS.values(), "1", "72", "2026-11-23", "assets", "da", "nrb-2022/storm"]:
        if re.fullmatch(known.regex, candidate):
            return candidate
    raise AssertionError(f"the converter {converter} of {name} needs an attribute `example` for this test")


VIEWS = views()
PAGES = [(pattern, view) for pattern, view in VIEWS if getattr(view, "gate", "") == gate.PAGE]


def shown(value):
    return value if isinstance(value, str) else getattr(value, "__name__", "")


def test_there_are_pages_to_look_at():
    assert len(PAGES) > 20
    assert {pattern for pattern, _ in VIEWS} >= {"/", "/logind/", "/konto/"}


@pytest.mark.parametrize(("pattern", "view"), VIEWS, ids=shown)
def test_every_address_leads_through_the_gate(pattern, view):
    assert getattr(view, "gate", None) in {gate.PAGE, gate.SIGNED_IN, gate.INSTALLATION, gate.PUBLIC}
    assert set(view.gate_methods) <= {"GET", "POST"}


@pytest.mark.parametrize(("pattern", "view"), VIEWS, ids=shown)
def test_a_page_of_a_municipality_names_it_and_no_other_page_does(pattern, view):
    assert (view.gate == gate.PAGE) is ("<municipality:code>" in pattern)


def test_few_pages_need_no_sign_in():
    """A list that is read at review: whoever opens a page to everybody says so here."""
    public = {pattern for pattern, view in VIEWS if view.gate == gate.PUBLIC}
    outside = {pattern for pattern in public if not pattern.startswith("/ui/")}
    assert outside == {
        "/logind/",
        "/logind/kode/",
        "/link/<str:token>/",
        "/konto/logud/",
        "/sprog/",
    }


@pytest.mark.parametrize(("pattern", "view"), PAGES, ids=shown)
def test_views_take_the_municipality_from_the_actor(pattern, view):
    assert "code" not in inspect.signature(inspect.unwrap(view)).parameters


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    """A browser per role, signed in as a member of HOME who holds that role, and nothing in FOREIGN."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        web.municipality(web.FOREIGN, "Kommune 997")
        web.join(web.user(), ["administrator"], code=web.FOREIGN)
        yield {role: web.member_client([role]) for role in ROLES}
        transaction.set_rollback(True)


@pytest.mark.parametrize(("pattern", "view"), PAGES, ids=shown)
def test_nobody_gets_into_a_foreign_municipality(walked, pattern, view):
    address = filled(pattern, web.FOREIGN)
    for method in sorted({*view.gate_methods, *(["HEAD"] if "GET" in view.gate_methods else [])}):
        for role, client in walked.items():
            assert getattr(client, method.lower())(address).status_code == 404, (role, method)


@pytest.mark.parametrize(("pattern", "view"), VIEWS, ids=shown)
def test_a_page_answers_no_other_method_than_it_says(walked, pattern, view):
    allowed = {*view.gate_methods, *(["HEAD"] if "GET" in view.gate_methods else [])}
    for method in {"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"} - allowed:
        answer = getattr(walked["administrator"], method.lower())(filled(pattern, web.HOME))
        assert answer.status_code == 405, method


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("pattern", "view"), PAGES, ids=shown)
def test_a_municipality_that_is_not_there_looks_like_a_foreign_one(walked, pattern, view, method):
    if method.upper() not in view.gate_methods:
        return
    client = walked["administrator"]
    foreign = getattr(client, method)(filled(pattern, web.FOREIGN))
    nowhere = getattr(client, method)(filled(pattern, "000"))
    assert foreign.status_code == nowhere.status_code == 404
    hide = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|997|000|kl\. \d+[.:]\d+')
    assert hide.sub(b"", foreign.content) == hide.sub(b"", nowhere.content)


@pytest.mark.parametrize(("pattern", "view"), PAGES, ids=shown)
def test_a_role_without_the_permission_is_told_who_may(walked, pattern, view):
    for role, client in walked.items():
        if role in view.gate_permission.roles:
            continue
        for method in view.gate_methods:
            answer = getattr(client, method.lower())(filled(pattern, web.HOME))
            assert answer.status_code == 403, (role, method)
            assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(("pattern", "view"), PAGES, ids=shown)
def test_the_data_protection_officer_sees_the_access_log_and_what_roles_mean(pattern, view):
    if "data_protection_officer" in view.gate_permission.roles:
        assert view.gate_permission.permission_id in {"audit.read_log", "access.explain"}


@pytest.mark.django_db
@pytest.mark.parametrize(("pattern", "view"), [found for found in VIEWS if found[1].gate != gate.PUBLIC], ids=shown)
def test_without_signing_in_every_page_leads_to_the_sign_in_page(pattern, view):
    client = web.client()
    address = filled(pattern, web.HOME)
    if "GET" in view.gate_methods:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/logind/")
    if "POST" in view.gate_methods:
        assert client.post(address, {"x": "1"}).status_code == 401


@pytest.mark.parametrize(
    ("pattern", "view"), [found for found in VIEWS if found[1].gate == gate.INSTALLATION], ids=shown
)
def test_an_administrator_of_a_municipality_does_not_run_the_installation(walked, pattern, view):
    for client in walked.values():
        for method in view.gate_methods:
            assert getattr(client, method.lower())(filled(pattern, web.HOME)).status_code == 403


@pytest.mark.django_db
def test_whoever_runs_the_installation_gets_into_no_municipality_by_that():
    client = web.client(web.user(runs_installation=True))
    web.municipality(web.FOREIGN, "Kommune 997")
    for pattern, view in PAGES:
        if "GET" in view.gate_methods:
            assert client.get(filled(pattern, web.FOREIGN)).status_code == 404


def test_everybody_inside_leaves_the_data_protection_officer_out():
    assert set(ROLES) - EVERYBODY_INSIDE == {"data_protection_officer"}
