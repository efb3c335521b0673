"""Property: one change of any kind, anywhere in the table, by whoever got past the triggers, is found."""

import attrs
import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations, queries, triggers
from beredt.ground.audit.chain import digest_of, sealed
from beredt.ground.audit.models import ChainRow, EntryRow
from beredt.ground.audit.records import entries_of, row_of
from factories.audit_chains import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
SOMEBODY = Actor(user_id=7, municipality="825", roles=frozenset())
OTHER_VALUES = {
    "municipality": "'400'",
    "sequence": "sequence + 100",
    "moment": "'2026-01-03 12:00:00+00:00'",
    "actor_user_id": "COALESCE(actor_user_id, 0) + 1",
    "event": "event || '_x'",
    "subject": "subject || '0'",
    "details": "details || ' '",
    "previous": "REPLACE(previous, SUBSTR(previous, 1, 1), 'g')",
    "digest": "REPLACE(digest, SUBSTR(digest, 1, 1), 'g')",
}


@pytest.fixture
def unguarded():
    triggers.remove(connection)
    yield
    triggers.install(connection)


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change_a_field(sequence, column):
    execute(f"UPDATE audit_entry SET {column} = {OTHER_VALUES[column]} WHERE sequence = %s", sequence)


def delete(sequence, _):
    execute("DELETE FROM audit_entry WHERE sequence = %s", sequence)


def delete_and_close_the_gap(sequence, _):
    delete(sequence, _)
    for later in range(sequence + 1, EntryRow.objects.count() + 2):
        execute("UPDATE audit_entry SET sequence = sequence - 1 WHERE sequence = %s", later)
    put_head_right()


def insert_a_copy(sequence, _):
    last = EntryRow.objects.count()
    for later in range(last, sequence, -1):
        execute("UPDATE audit_entry SET sequence = sequence + 1 WHERE sequence = %s", later)
    (copied,) = entries_of(EntryRow.objects.filter(sequence=sequence))
    forged = row_of(copied)
    forged.sequence = sequence + 1
    forged.save()
    put_head_right()


def exchange(sequence, _):
    other = sequence % EntryRow.objects.count() + 1
    for old, new in ((sequence, 999), (other, sequence), (999, other)):
        execute("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", new, old)


def cut_the_tail(sequence, _):
    execute("DELETE FROM audit_entry WHERE sequence >= %s", sequence)
    put_head_right()


def rewrite_the_rest(sequence, _):
    """What somebody does who knows how: a forged entry, and every digest after it made anew."""
    entries = list(entries_of(EntryRow.objects.order_by("sequence")))
    execute("DELETE FROM audit_entry")

    previous = entries[0].previous
    for entry in entries:
        subject = "asset:forged" if entry.sequence == sequence else entry.subject
        made = sealed(attrs.evolve(entry, previous=previous, subject=subject))
        row_of(made).save()
        previous = made.digest
    put_head_right()


def put_head_right():
    last = EntryRow.objects.order_by("-sequence").first()
    head = {"count": last.sequence, "digest": last.digest} if last else {"count": 0, "digest": "0" * 64}
    ChainRow.objects.filter(pk="825").update(**head)


CHANGES = (
    change_a_field,
    delete,
    delete_and_close_the_gap,
    insert_a_copy,
    exchange,
    cut_the_tail,
    rewrite_the_rest,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_single_change_is_found(change, data, unguarded, tmp_path_factory):
    execute("DELETE FROM audit_entry")
    execute("DELETE FROM audit_chain")
    count = data.draw(st.integers(2 if change is exchange else 1, 6), label="entries")
    with override_settings(BEREDT_DATA=tmp_path_factory.mktemp("data")):
        for number in range(count):
            operations.record(
                actor=SOMEBODY, event="a.b", subject=f"asset:a{number}", details={"n": number}, clock=lambda: NOON
            )
        operations.anchor("825")
        assert {found.kind for found in queries.verify("825").breaks} == {"unguarded"}
        change(data.draw(st.integers(1, count), label="at"), data.draw(st.sampled_from(sorted(OTHER_VALUES))))
        assert {found.kind for found in queries.verify("825").breaks} > {"unguarded"}


def test_the_forger_of_this_test_knows_the_format():
    operations.record(actor=SOMEBODY, event="a.b", subject="asset:a", clock=lambda: NOON)
    (entry,) = entries_of(EntryRow.objects.all())
    assert digest_of(entry) == entry.digest
