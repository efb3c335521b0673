"""Pages of one municipality asked for with rows of another: every link that a crawl finds, with the code changed."""

from uuid import UUID

import attrs
import pytest
from django.db import transaction
from django.urls import Resolver404, resolve
from lxml import html

from beredt.adapters.demo import fjordby
from beredt.apps.impact import demo as impact_demo
from beredt.apps.municipality import operations as municipality
from beredt.ground.access.actor import COMMAND_LINE
from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PAGES_EACH = 3
"""So many pages of one view are looked at: views, not rows, are what leaks."""


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker, tmp_path_factory):
    """(browser of the neighbour, addresses of the demo's pages), both municipalities with data of their own."""
    from django.conf import settings

    old = settings.BEREDT_DATA
    settings.BEREDT_DATA = str(tmp_path_factory.mktemp("data"))
    with django_db_blocker.unblock(), transaction.atomic():
        tables = fjordby.build_fjordby(seed=1)
        for code in (web.HOME, web.FOREIGN):
            web.municipality(code)
            place = attrs.evolve(tables.municipality, code=code, name=f"Kommune {code}")
            made = attrs.evolve(tables, municipality=place)
            actor = COMMAND_LINE(code)
            municipality.create_municipality(actor=actor, code=code, tables=made, source="demo")
            impact_demo.build_demo(actor=actor)
        owner = web.member_client(code=web.HOME)
        yield web.member_client(code=web.FOREIGN), crawl(owner)
        transaction.set_rollback(True)
    settings.BEREDT_DATA = old


def crawl(client):
    """Addresses that links and forms lead to, a few of each view."""
    waiting, seen, per_view = [f"/{web.HOME}/", *starts()], set(), {}
    while waiting:
        address = waiting.pop(0).split("#")[0].split("?")[0]
        if address in seen or not address.startswith(f"/{web.HOME}/"):
            continue
        seen.add(address)
        view = view_of(address)
        if view is None:
            continue
        per_view.setdefault(view, [])
        if len(per_view[view]) >= PAGES_EACH:
            continue
        per_view[view].append(address)
        if "GET" not in resolve(address).func.gate_methods:
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code in {200, 404}, address
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = html.fromstring(answer.content)
            waiting += [*page.xpath("//a/@href"), *page.xpath("//form/@action"), *page.xpath("//button/@formaction")]
    return [address for found in per_view.values() for address in found]


def starts():
    from beredt.shell import rooms

    return [f"/{web.HOME}/{prefix}" for prefix, _ in rooms.INSIDE]


def view_of(address):
    """The name of the view behind an address; None where nothing stands there."""
    try:
        return resolve(address).view_name
    except Resolver404:
        return None


def names_a_row(address):
    """True if the address names a row by a number or id that is one's own alone; all have a revision number 1."""
    found = resolve(address)
    return any(isinstance(value, int | UUID) for value in found.kwargs.values()) and "revision" not in found.url_name


def test_the_crawl_finds_pages_of_rows(crawled):
    _, addresses = crawled
    views = {resolve(address).view_name for address in addresses}
    assert len(views) > 25
    assert len([address for address in addresses if names_a_row(address)]) > 10


def test_no_row_of_one_municipality_is_reached_under_another(crawled):
    client, addresses = crawled
    reached = []
    for address in filter(names_a_row, addresses):
        swapped = address.replace(f"/{web.HOME}/", f"/{web.FOREIGN}/", 1)
        for method in sorted(resolve(address).func.gate_methods):
            answer = getattr(client, method.lower())(swapped)
            if answer.status_code not in {403, 404}:
                reached.append((method, swapped, answer.status_code))
    assert not reached


def test_no_page_under_another_municipality_names_the_first(crawled):
    client, addresses = crawled
    for address in addresses:
        if "GET" in resolve(address).func.gate_methods:
            answer = client.get(address.replace(f"/{web.HOME}/", f"/{web.FOREIGN}/", 1), follow=True)
            if not answer.streaming:
                assert f"Kommune {web.HOME}".encode() not in answer.content, address
