"""A new state of the pack written as one revision: only rows that differ, with what they were before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import attrs
from django.utils import timezone

from beredt.apps.municipality import changes as telling
from beredt.apps.municipality import doors, records
from beredt.apps.municipality.changes import Changed
from beredt.apps.municipality.models import Municipality, Revision, RowRevision
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality import differences
from beredt.domain.municipality.differences import RowChange, RowKey
from beredt.domain.municipality.tables import PackTables
from beredt.ground.access.actor import Actor

CREATED, EDITED, ADDED, REMOVED = "created", "edited", "added", "removed"
IMPORTED, ANSWERED, REPLACED, UNDONE = "imported", "answered", "replaced", "undone"

Extras = doors.Extras


@attrs.frozen(kw_only=True)
class Occasion:
    """Why a revision is made: `kind` as above, what it came from, what it takes back, and the form's token."""

    kind: str
    source: str = ""
    undoes: int | None = None
    token: str = ""
    meant: tuple[str, tuple[RowKey, ...]] = ("", ())
    """The table and rows that a person looked at: they get a new version also where only their origin changed."""


def create(*, actor: Actor, tables: PackTables, extras: Extras, properties: str, occasion: Occasion) -> Changed:
    """The first revision of a municipality that has no pack; raises `RefusedChange`."""
    ordered = differences.in_order(tables)
    warnings = telling.judge(ordered, differences.compare(None, ordered), words=doors.PACK_FILES.value.words())
    own = ordered.municipality
    head = Municipality.objects.create(
        code=own.code,
        name=own.name,
        population=own.population,
        basis=own.origin.basis,
        source=own.origin.source,
        as_of=own.origin.as_of,
        extra=records.extra_text(extras.get("municipality", {}).get((own.code,))),
        properties=properties,
        pack_hash=doors.PACK_FILES.value.pack_hash(ordered, extras=extras),
    )
    rows = {table: differences.rows_of(ordered, table) for table in records.STORAGES}
    for table, found in rows.items():
        records.insert_rows(head, table, found, extras=extras.get(table, {}))
    _add_revision(head, actor, occasion, Counter(added=1 + sum(map(len, rows.values()))))
    return Changed(revision=1, warnings=warnings)


def write(
    *, actor: Actor, head: Municipality, before: StoredPack, tables: PackTables, extras: Extras, occasion: Occasion
) -> Changed:
    """The change from `before` to `tables`, stored; nothing is stored where nothing differs.

    `head` is held by `packs.lock_head`. Raises `RefusedChange` where the result could not be used.
    """
    ordered = differences.in_order(tables)
    changes = _changes(before, ordered, extras)
    if not changes:
        return Changed(revision=head.revision)
    warnings = telling.judge(ordered, changes, words=doors.PACK_FILES.value.words())
    _write_rows(head, before, changes, extras)
    _touch(head, before, changes, occasion)
    head.revision += 1
    head.pack_hash = doors.PACK_FILES.value.pack_hash(ordered, extras=extras)
    head.save(update_fields=["revision", "pack_hash"])
    revision = _add_revision(head, actor, occasion, Counter(change.kind for change in changes))
    _keep_history(head, revision, changes, before.extras, extras)
    return Changed(revision=head.revision, changes=changes, warnings=warnings)


def _changes(before: StoredPack, tables: PackTables, extras: Extras) -> tuple[RowChange, ...]:
    """Rows that differ in our columns, and rows that differ only in columns that are not ours."""
    found = differences.compare(before.tables, tables)
    told = {(change.table, change.key) for change in found}
    return (*found, *_changes_of_extras(before, tables, extras, told))


def _changes_of_extras(
    before: StoredPack, tables: PackTables, extras: Extras, told: set[tuple[str, RowKey]]
) -> Sequence[RowChange]:
    if before.extras == extras:
        return ()
    changes = []
    for table in differences.KEYS:
        old, new = before.extras.get(table, {}), extras.get(table, {})
        for row in differences.rows_of(tables, table) if old != new else ():
            key = differences.key_of(table, row)
            if (table, key) not in told and old.get(key) != new.get(key):
                changes.append(RowChange(table=table, key=key, before=row, after=row))
    return changes


def _write_rows(head: Municipality, before: StoredPack, changes: Sequence[RowChange], extras: Extras) -> None:
    by_table: defaultdict[str, list[RowChange]] = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    for change in by_table.pop("municipality", []):
        _write_own_row(head, change, extras)
    for table, found in by_table.items():
        stored = before.keys[table]
        own = extras.get(table, {})
        records.delete_rows(table, [stored[change.key].row_id for change in found if change.kind == "removed"])
        kept = [(stored[change.key].row_id, change.after) for change in found if change.kind == "changed"]
        records.update_rows(table, kept, extras=own)
        records.insert_rows(head, table, [change.after for change in found if change.kind == "added"], extras=own)


def _touch(head: Municipality, before: StoredPack, changes: Sequence[RowChange], occasion: Occasion) -> None:
    table, keys = occasion.meant
    written = {change.key for change in changes if change.table == table}
    if table == "municipality" and not written:
        head.version += 1
        head.save(update_fields=["version"])
    elif table in records.STORAGES:
        records.touch_rows(table, [before.keys[table][key].row_id for key in keys if key not in written])


def _write_own_row(head: Municipality, change: RowChange, extras: Extras) -> None:
    row = change.after
    head.name, head.population = row.name, row.population
    head.basis, head.source, head.as_of = row.origin.basis, row.origin.source, row.origin.as_of
    head.extra = records.extra_text(extras.get("municipality", {}).get(change.key))
    head.version += 1
    head.save()


def _add_revision(head: Municipality, actor: Actor, occasion: Occasion, counts: Counter[str]) -> Revision:
    return Revision.objects.create(
        municipality=head,
        number=head.revision,
        at=timezone.now(),
        user_id=actor.user_id,
        kind=occasion.kind,
        source=occasion.source,
        added=counts["added"],
        changed=counts["changed"],
        removed=counts["removed"],
        undoes=occasion.undoes,
        token=occasion.token or None,
        pack_hash=head.pack_hash,
    )


def _keep_history(
    head: Municipality, revision: Revision, changes: Sequence[RowChange], old: Extras, new: Extras
) -> None:
    columns = ("municipality_id", "revision_id", "table", "row_key", "before", "after")
    records.insert_many(
        RowRevision,
        columns,
        [
            (
                head.pk,
                revision.pk,
                change.table,
                records.text_of_key(change.key),
                _text(change.table, change.before, old),
                _text(change.table, change.after, new),
            )
            for change in changes
        ],
    )


def _text(table: str, row: Any, extras: Extras) -> str:
    if row is None:
        return ""
    return records.text_of_row(row, extras.get(table, {}).get(differences.key_of(table, row)))
