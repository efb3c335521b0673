"""The page of the access log: for the administrator and the data-protection officer, filtered, in pages, as a file."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.urls import reverse

from beredt.ground.access.actor import ROLES, Actor
from beredt.ground.audit import forms, operations, queries, triggers, views
from beredt.ground.audit.models import EntryRow
from factories import web

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.datetime(2025, 12, 31, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Denmark


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.BEREDT_DATA = tmp_path


@pytest.fixture
def log(django_capture_on_commit_callbacks):
    def add(count=1, *, code=web.HOME, user_id=7, event="municipality.asset_changed", moment=NEW_YEAR, **details):
        actor = Actor(user_id=user_id, municipality=code, roles=frozenset())
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(count):
                operations.record(
                    actor=actor, event=event, subject=f"asset:a{number}", details=details, clock=lambda: moment
                )

    return add


@pytest.fixture
def officer():
    return web.member_client(["data_protection_officer"])


def address(verb="show_log", code=web.HOME):
    return reverse(f"audit:{verb}", kwargs={"code": code})


def page(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def lines(response):
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_administrator_and_the_data_protection_officer_read_it(role):
    browser = web.member_client([role])
    expected = 200 if role in {"administrator", "data_protection_officer"} else 403
    assert browser.get(address()).status_code == expected
    assert browser.get(address("export_log")).status_code == expected


def test_a_foreign_log_is_a_404(log):
    log(code=web.FOREIGN)
    web.municipality(web.FOREIGN, "Nabo")
    browser = web.member_client(["administrator"])
    assert browser.get(address(code=web.FOREIGN)).status_code == 404
    assert browser.get(address("export_log", code=web.FOREIGN)).status_code == 404


def test_the_first_sentence_says_how_many_and_whether_it_is_whole(log, officer):
    assert "Loggen er tom indtil nu." in page(officer.get(address()))
    log(1200)
    shown = page(officer.get(address()))
    assert "Loggen rummer 1.200 poster, og alle er, som de blev skrevet." in shown
    assert "Ankeret uden for databasen kender den sidste post." in shown
    assert "1. januar 2026 kl. 00.30" in shown


def test_a_broken_log_says_so_first_and_names_the_entry(log, officer):
    log(4)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject = 'asset:x' WHERE sequence = 2")
    triggers.install(connection)
    shown = page(officer.get(address()))
    assert "Loggen rummer 4 poster, men den er ændret eller beskadiget." in shown
    assert "Post 2 er ikke, som den blev skrevet." in shown
    assert "Intet er rettet." in shown


def test_a_long_log_is_checked_in_part_and_whole_on_request(log, officer, monkeypatch):
    monkeypatch.setattr(views, "CHECKED_ENTRIES", 3)
    log(5)
    shown = page(officer.get(address()))
    assert "de sidste 3 hænger sammen" in shown
    assert "?check=whole" in shown
    shown = page(officer.get(address(), {"check": "whole"}))
    assert "5 poster, og alle er, som de blev skrevet" in shown
    assert 'href="?check=whole"' not in shown


FILTERS = {
    "event": ({"event": "municipality.asset_removed"}, {3}),
    "user": ({"user": "8"}, {2, 3}),
    "nobody": ({"user": "99"}, set()),
    "from the Danish day": ({"first": "2026-01-01"}, {1, 2, 3}),
    "to and with the Danish day": ({"last": "2025-12-31"}, {4}),
    "a day as Danes write it": ({"first": "01-01-2026", "last": "01.01.2026"}, {1}),
    "all at once": ({"event": "municipality.asset_changed", "user": "8", "first": "2026-01-02"}, {2}),
}


@pytest.mark.parametrize("name", FILTERS)
def test_it_is_filtered_by_event_period_and_user(log, officer, name):
    log(moment=NEW_YEAR)
    log(moment=NEW_YEAR + datetime.timedelta(days=1), user_id=8)
    log(moment=NEW_YEAR + datetime.timedelta(days=2), user_id=8, event="municipality.asset_removed")
    log(moment=NEW_YEAR - datetime.timedelta(hours=1), user_id=None)
    query, expected = FILTERS[name]
    shown = page(officer.get(address(), query))
    assert f"{len(expected)} post{'' if len(expected) == 1 else 'er'} passer" in shown
    found = lines(officer.get(address("export_log"), query))
    assert {int(row[0]) for row in found[1:] if row[3] != "audit.log_exported"} == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"first": "i går"}, "Angiv en dag"),
        ({"first": "9999-12-31"}, "Angiv en dag"),
        ({"first": "0001-01-01"}, "Angiv en dag"),
        ({"first": "2026-02-01", "last": "2026-01-01"}, "Den sidste dag ligger før den første."),
        ({"user": "Inga"}, "En bruger angives med sit nummer."),
        ({"user": "9" * 30}, "En bruger angives med sit nummer."),
        ({"user": "²"}, "En bruger angives med sit nummer."),
    ],
)
def test_what_cannot_be_read_is_told_and_filters_nothing(log, officer, query, said):
    log(moment=NEW_YEAR + datetime.timedelta(days=40))
    shown = page(officer.get(address(), query))
    assert said in shown
    assert "1 post passer" in shown


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "9" * 40, "²"])
def test_a_page_that_is_not_there_is_the_nearest(log, officer, number):
    log(queries.PAGE_LENGTH + 1)
    assert "poster passer" in page(officer.get(address(), {"page": number}))


def test_pages_keep_the_filter(log, officer):
    log(queries.PAGE_LENGTH + 1, user_id=8)
    first = page(officer.get(address(), {"user": "8"}))
    assert 'href="?user=8&amp;page=2"' in first
    second = page(officer.get(address(), {"user": "8", "page": "2"}))
    assert 'href="?user=8&amp;page=1"' in second
    assert "Side 2 af 2" in second


def test_what_is_typed_comes_back_without_doing_harm(officer):
    shown = page(officer.get(address(), {"user": '"><script>alert(1)</script>', "event": "<b>"}))
    assert "<script>alert" not in shown
    assert "<b>" not in shown


def test_the_file_holds_everything_and_fetching_it_is_an_entry(log, officer):
    log(3, table="assets", version=2)
    found = lines(officer.get(address("export_log")))
    assert found[0] == ["sequence", "moment_utc", "user_id", "event", "subject", "details"]
    assert found[1][:5] == ["1", "2025-12-31T23:30:00.000000Z", "7", "municipality.asset_changed", "asset:a0"]
    assert found[1][5] == "table=assets version=2"
    assert [row[3] for row in found[4:]] == ["audit.log_exported"]
    assert EntryRow.objects.filter(event="audit.log_exported").count() == 1
    assert queries.verify(web.HOME).breaks == ()


def test_an_empty_filter_is_no_filter():
    assert forms.read({}).wanted == queries.Filter()
    assert forms.read({"event": " ", "first": "", "last": "", "user": ""}).wanted == queries.Filter()


@pytest.mark.parametrize("count", [1, 120])
def test_the_page_costs_the_same_however_long_the_log_is(log, officer, count, django_assert_max_num_queries):
    log(count)
    with django_assert_max_num_queries(15):
        officer.get(address())


def test_the_filter_stands_open_while_it_is_in_use(officer):
    assert '<details class="log-filter">' in page(officer.get(address()))
    assert '<details class="log-filter" open>' in page(officer.get(address(), {"user": "8"}))
