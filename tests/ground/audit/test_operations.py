"""An entry is stored exactly if its change is, and cannot be changed; what changes behind our back is found."""

import contextlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from beredt.ground.access.actor import Actor
from beredt.ground.audit import anchors, operations, queries, triggers
from beredt.ground.audit.models import AppendOnly, EntryRow
from factories.audit_chains import NOON

pytestmark = pytest.mark.django_db
SOMEBODY = Actor(user_id=7, municipality="825", roles=frozenset({"coordinator"}))
OUTSIDE = Actor(user_id=None, municipality="", roles=frozenset())


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.BEREDT_DATA = tmp_path
    return tmp_path


@pytest.fixture
def log(django_capture_on_commit_callbacks):
    """Adds entries as operations do, each in a transaction that commits."""

    def add(*subjects, actor=SOMEBODY, event="municipality.asset_changed", clock=lambda: NOON, **details):
        for subject in subjects:
            with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
                operations.record(actor=actor, event=event, subject=subject, details=details, clock=clock)

    return add


@pytest.fixture
def unguarded():
    triggers.remove(connection)
    yield
    triggers.install(connection)


def breaks():
    return {found.kind: found.sequence for found in queries.verify("825").breaks}


def test_an_entry_says_who_what_and_when(log):
    log("asset:a1", table="assets", version=3, confirmed=True)
    row = EntryRow.objects.get()
    assert (row.municipality, row.sequence, row.moment, row.actor_user_id) == ("825", 1, NOON, 7)
    assert (row.event, row.subject) == ("municipality.asset_changed", "asset:a1")
    assert json.loads(row.details) == {"table": "assets", "version": 3, "confirmed": True}
    assert queries.verify("825").is_whole
    assert queries.verify("825").anchored == 1


def test_an_entry_goes_with_its_change(log):
    log("asset:a1")
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        operations.record(actor=SOMEBODY, event="a.b", subject="asset:a2")
        raise ZeroDivisionError
    assert queries.verify("825").count == 1
    log("asset:a3")
    assert list(EntryRow.objects.order_by("sequence").values_list("sequence", "subject")) == [
        (1, "asset:a1"),
        (2, "asset:a3"),
    ]
    assert breaks() == {}


def test_a_municipality_and_the_installation_have_a_chain_each(log):
    log("asset:a1", "asset:a2")
    log("asset:a1", actor=Actor(user_id=7, municipality="400", roles=frozenset()))
    log("user:7", actor=OUTSIDE)
    assert [(code, queries.verify(code).count) for code in queries.municipalities()] == [
        ("", 1),
        ("400", 1),
        ("825", 2),
    ]


def test_names_do_not_reach_the_table_and_the_log_line_does_not_say_them(log, caplog):
    log("person:Inga Prøve", kind="Inga Prøve", row_id="Inga Prøve")
    row = EntryRow.objects.get()
    assert "Inga" not in str(vars(row))
    assert json.loads(row.details)["kind"] == "withheld"
    assert "kind" in caplog.text
    assert "Inga" not in caplog.text


def test_a_failing_anchor_does_not_undo_what_is_stored(log, monkeypatch):
    log("asset:a1")

    def full(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(anchors, "write", full)
        log("asset:a2")
    assert (queries.verify("825").count, queries.verify("825").anchored, breaks()) == (2, 1, {})
    log("asset:a3")
    assert queries.verify("825").anchored == 3


def test_the_model_refuses_changes(log):
    log("asset:a1")
    row = EntryRow.objects.get()
    for change in (
        row.save,
        row.delete,
        EntryRow.objects.all().delete,
        lambda: EntryRow.objects.update(subject="asset:x"),
        lambda: EntryRow.objects.bulk_update([row], ["subject"]),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert breaks() == {}


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET subject = 'x:y'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes(log, statement):
    log("asset:a1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify("825").count == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows TRUNCATE")
def test_postgresql_refuses_to_empty_the_table(log):
    log("asset:a1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")
    assert queries.verify("825").count == 1


def test_missing_triggers_are_a_finding(log, unguarded):
    log("asset:a1")
    assert breaks() == {"unguarded": 0}


CHANGES = {
    "subject": ("UPDATE audit_entry SET subject = 'asset:x' WHERE sequence = 2", {"altered": 2}),
    "who": ("UPDATE audit_entry SET actor_user_id = 8 WHERE sequence = 2", {"altered": 2}),
    "nobody": ("UPDATE audit_entry SET actor_user_id = NULL WHERE sequence = 2", {"altered": 2}),
    "spaces": ("UPDATE audit_entry SET details = '{ }' WHERE sequence = 2", {"altered": 2}),
    "digest": (f"UPDATE audit_entry SET digest = '{'0' * 64}' WHERE sequence = 3", {"altered": 3, "unlinked": 4}),
    "middle gone": ("DELETE FROM audit_entry WHERE sequence = 2", {"missing": 2}),
    "first gone": ("DELETE FROM audit_entry WHERE sequence = 1", {"missing": 1}),
    "last gone": ("DELETE FROM audit_entry WHERE sequence = 4", {"cut": 4, "head": 3}),
    "all gone": ("DELETE FROM audit_entry", {"cut": 1, "head": 0}),
    "other municipality": ("UPDATE audit_entry SET municipality = '400' WHERE sequence = 2", {"missing": 2}),
    "head": ("UPDATE audit_chain SET count = 3", {"head": 4}),
    "head gone": ("DELETE FROM audit_chain", {"head": 4}),
    "order": ("UPDATE audit_entry SET sequence = 9 - sequence WHERE sequence IN (4)", {"missing": 4}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_in_the_table_is_found_at_its_entry(log, unguarded, change):
    log("asset:a1", "asset:a2", "asset:a3", "asset:a4")
    statement, expected = CHANGES[change]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = breaks()
    del found["unguarded"]
    assert expected.items() <= found.items()


def test_a_lost_file_of_anchors_and_a_lost_database_are_found(log, data_folder):
    log("asset:a1")
    path = anchors.path_of(operations.anchor_folder(), "825")
    kept = path.read_bytes()
    path.unlink()
    assert breaks() == {"not_anchored": 0}
    log("asset:a2")
    assert "anchors_altered" in breaks()
    path.write_bytes(kept)
    assert breaks() == {}
    assert anchors.municipalities_in(operations.anchor_folder()) == ["825"]


def test_only_the_last_entries_can_be_checked(log, unguarded):
    log(*(f"asset:a{number}" for number in range(1, 7)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET subject = 'asset:x' WHERE sequence = 2")
    assert {found.kind for found in queries.verify("825", only_last=3).breaks} == {"unguarded"}
    assert queries.verify("825", only_last=3).count == 6
    assert {found.kind for found in queries.verify("825", only_last=5).breaks} == {"unguarded", "altered"}


def test_checking_while_others_write_is_no_false_alarm(log, monkeypatch):
    log("asset:a1", "asset:a2")
    read = queries.records.entries_of

    def read_and_be_overtaken(rows):
        yield from read(rows)
        log("asset:a3")

    def be_overtaken_and_read(rows):
        log("asset:a4")
        yield from read(rows)

    for overtaking in (read_and_be_overtaken, be_overtaken_and_read):
        monkeypatch.setattr(queries.records, "entries_of", overtaking)
        assert breaks() == {}
