"""What only shows with real commits: the anchor follows the commit, and a test's database can be emptied afterwards."""

import pytest
from django.db import connection, transaction

from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations, queries, triggers
from beredt.ground.audit.models import EntryRow

pytestmark = pytest.mark.django_db(transaction=True)
SOMEBODY = Actor(user_id=7, municipality="825", roles=frozenset({"coordinator"}))


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.BEREDT_DATA = tmp_path


@pytest.mark.parametrize("time", ["first", "again"])
def test_the_anchor_follows_the_commit_and_the_guard_stands(time):
    assert EntryRow.objects.count() == 0
    assert triggers.are_in_place(connection)
    with transaction.atomic():
        operations.record(actor=SOMEBODY, event="a.b", subject="c:d")
        operations.record(actor=SOMEBODY, event="a.b", subject="c:e")
        assert queries.verify("825").anchored == 0
    report = queries.verify("825")
    assert (report.count, report.anchored, report.breaks) == (2, 2, ())


def test_one_commit_costs_one_anchor(monkeypatch):
    written = []
    write = operations.anchors.write
    monkeypatch.setattr(operations.anchors, "write", lambda *words: written.append(write(*words)))
    with transaction.atomic():
        for number in range(5):
            operations.record(actor=SOMEBODY, event="a.b", subject=f"c:{number}")
    assert written.count(True) == 2
