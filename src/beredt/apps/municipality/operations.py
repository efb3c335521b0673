"""Changes of the municipality's data: each one whole, checked as `municipality check` does, numbered and audited."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs
from django.db import transaction

from beredt.apps.municipality import packs, policies, records, storing
from beredt.apps.municipality.changes import Changed, ChangedMeanwhile, DataMovedOn
from beredt.apps.municipality.models import Municipality, Revision, RowRevision
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.storing import Extras, Occasion
from beredt.domain.municipality import differences, editing
from beredt.domain.municipality.differences import RowKey
from beredt.domain.municipality.tables import Origin, PackTables
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.access.permissions import Permission
from beredt.ground.audit import operations as audit
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark

_NO_EXTRAS: Extras = {}
_NO_PROPERTIES: Mapping[str, Any] = {}


@attrs.frozen(kw_only=True, eq=False)
class Made:
    """What a change makes of a pack; `meant` are the rows that a person looked at, by table."""

    tables: PackTables
    extras: Extras
    meant: tuple[str, tuple[RowKey, ...]] = ("", ())


def create_municipality(
    *,
    actor: Actor,
    code: str,
    tables: PackTables,
    source: str,
    extras: Extras = _NO_EXTRAS,
    properties: Mapping[str, Any] = _NO_PROPERTIES,
    token: str = "",
) -> Changed:
    """The first revision of a municipality's data; raises `InvalidInput` where there is data already.

    `source` says where it comes from (`demo`, a file's name). Raises `RefusedChange` where the tables have errors.
    """
    permissions.check_may(actor, policies.EDIT)
    if not code == actor.municipality == tables.municipality.code:
        raise InvalidInput(
            mark("The data are those of municipality {found}, not of {wanted}."),
            code="other_municipality",
            hint=mark("Choose the file of this municipality."),
            found=tables.municipality.code,
            wanted=code,
        )
    with transaction.atomic():
        if Municipality.objects.filter(code=code).exists():
            again = Revision.objects.filter(municipality__code=code, token=token or None).first() if token else None
            if again is not None:
                return Changed(revision=again.number)
            raise InvalidInput(
                mark("The municipality has data already."),
                code="has_pack",
                hint=mark("Take the file in under “The municipality”: it shows what would change."),
            )
        occasion = Occasion(kind=storing.CREATED, source=source, token=token)
        told = json.dumps(dict(properties), ensure_ascii=False) if properties else ""
        created = storing.create(actor=actor, tables=tables, extras=extras, properties=told, occasion=occasion)
        audit.record(actor=actor, event="municipality.created", subject=f"municipality:{code}", details={"revision": 1})
    return created


def replace_tables(
    *,
    actor: Actor,
    tables: PackTables,
    expected_revision: int,
    extras: Extras | None = None,
    kind: str = storing.REPLACED,
    source: str = "",
    token: str = "",
) -> Changed:
    """The whole pack replaced by other tables: rows that are the same stay untouched, also in their history.

    Raises `DataMovedOn` where the pack is no longer at `expected_revision`, `RefusedChange` where the tables have
    errors. `extras` None keeps columns that are not ours.
    """
    return _change(
        actor,
        policies.EDIT,
        Occasion(kind=kind, source=source, token=token),
        lambda pack: Made(tables=tables, extras=pack.extras if extras is None else extras),
        expected_revision=expected_revision,
    )


def record_answers(
    *, actor: Actor, answers: PackTables, expected_revision: int, source: str, token: str = ""
) -> Changed:
    """The pack with the answers of a filled call list in it, as `doors.Spreadsheets.read_answers` makes it."""
    return replace_tables(
        actor=actor,
        tables=answers,
        expected_revision=expected_revision,
        kind=storing.ANSWERED,
        source=source,
        token=token,
    )


def change_value(
    *,
    actor: Actor,
    table: str,
    row_key: RowKey,
    column: str,
    value: Any,
    basis: str,
    source: str,
    as_of: str,
    expected_version: int,
    token: str = "",
) -> Changed:
    """One value changed, with where it comes from; rows that must agree on it follow.

    Raises `ChangedMeanwhile` where the row is no longer at `expected_version`, `RefusedChange` where the pack would no
    longer fit together, `NotFound` where the row is gone.
    """
    origin = Origin(basis=basis, source=source, as_of=as_of)

    def changed(pack: StoredPack) -> Made:
        _require_version(pack, table, row_key, expected_version)
        tables = editing.with_value(pack.tables, table=table, key=row_key, column=column, value=value, origin=origin)
        meant = editing.rows_meant(pack.tables, table=table, key=row_key, column=column)
        return Made(tables=tables, extras=_extras_moved(pack, table, row_key, column, value), meant=(table, meant))

    details = {"table": table, "column": column}
    return _change(actor, policies.to_edit(table), Occasion(kind=storing.EDITED, token=token), changed, details=details)


def add_row(*, actor: Actor, table: str, row: Any, token: str = "") -> Changed:
    """One row more; raises `InvalidInput` where there is one of that name, `RefusedChange` where it does not fit."""
    return _change(
        actor,
        policies.to_edit(table),
        Occasion(kind=storing.ADDED, token=token),
        lambda pack: Made(tables=editing.with_row(pack.tables, table=table, row=row), extras=pack.extras),
        details={"table": table},
    )


def make_row(table: str, values: Mapping[str, Any]) -> Any:
    """A row of a table from its values by column, blanks as the pack format reads them."""
    return records.make_row(table, values)


def remove_row(*, actor: Actor, table: str, row_key: RowKey, expected_version: int, token: str = "") -> Changed:
    """One row less; raises `RefusedChange` where others refer to it, `ChangedMeanwhile` where it was changed."""

    def removed(pack: StoredPack) -> Made:
        _require_version(pack, table, row_key, expected_version)
        return Made(tables=editing.without_row(pack.tables, table=table, key=row_key), extras=pack.extras)

    return _change(
        actor,
        policies.to_edit(table),
        Occasion(kind=storing.REMOVED, token=token),
        removed,
        details={"table": table},
    )


def undo(*, actor: Actor, revision: int, token: str = "") -> Changed:
    """A revision taken back, as a new revision.

    Raises `InvalidInput` for the first one and for one that is undone already, `ChangedMeanwhile` where its rows were
    changed since, `RefusedChange` where later changes build on it.
    """

    def undone(pack: StoredPack) -> Made:
        found = Revision.objects.filter(municipality__code=pack.code, number=revision).first()
        if found is None:
            raise NotFound(mark("There is no such change."), code="no_such_revision")
        if found.kind == storing.CREATED:
            raise InvalidInput(mark("The first data cannot be taken back."), code="first_revision")
        if Revision.objects.filter(municipality__code=pack.code, undoes=revision).exists():
            raise InvalidInput(mark("This change was taken back already."), code="undone_already")
        return _before(pack, list(RowRevision.objects.filter(revision=found)))

    occasion = Occasion(kind=storing.UNDONE, undoes=revision, token=token)
    return _change(actor, policies.EDIT, occasion, undone, details={"undoes": revision})


def _change(
    actor: Actor,
    permission: Permission,
    occasion: Occasion,
    make: Callable[[StoredPack], Made],
    *,
    expected_revision: int | None = None,
    details: Mapping[str, str | int | bool] | None = None,
) -> Changed:
    """Gate, load, the pure change, store, audit: one transaction."""
    permissions.check_may(actor, permission)
    with transaction.atomic():
        head = packs.lock_head(actor.municipality)
        again = Revision.objects.filter(municipality=head, token=occasion.token).first() if occasion.token else None
        if again is not None:
            return Changed(revision=again.number)
        if expected_revision is not None and head.revision != expected_revision:
            raise DataMovedOn(revision=head.revision)
        before = packs.load_locked(head)
        made = make(before)
        _require_same_municipality(before, made.tables)
        changed = storing.write(
            actor=actor,
            head=head,
            before=before,
            tables=made.tables,
            extras=_of_rows(made.tables, made.extras),
            occasion=attrs.evolve(occasion, meant=made.meant),
        )
        if changed.changes:
            _audit(actor, occasion, before, changed, details or {})
    return changed


def _audit(
    actor: Actor, occasion: Occasion, before: StoredPack, changed: Changed, details: Mapping[str, str | int | bool]
) -> None:
    told: dict[str, str | int | bool] = {**details, "revision": changed.revision, "rows": len(changed.changes)}
    subject = f"revision:{changed.revision}"
    if occasion.kind in {storing.EDITED, storing.REMOVED}:
        first = changed.changes[0]
        stored = before.keys[first.table].get(first.key)
        subject = f"{first.table}:{stored.row_id}" if stored else subject
    audit.record(actor=actor, event=f"municipality.{occasion.kind}", subject=subject, details=told)


def _require_version(pack: StoredPack, table: str, key: RowKey, expected: int) -> None:
    stored = pack.keys.get(table, {}).get(key)
    if stored is None or stored.version != expected:
        theirs = pack.rows.get(table, {}).get(key)
        raise ChangedMeanwhile(theirs=theirs, version=stored.version if stored else 0)


def _require_same_municipality(pack: StoredPack, tables: PackTables) -> None:
    if tables.municipality.code != pack.code:
        raise InvalidInput(
            mark("The data are those of municipality {found}, not of {wanted}."),
            code="other_municipality",
            hint=mark("Choose the file of this municipality."),
            found=tables.municipality.code,
            wanted=pack.code,
        )


def _extras_moved(pack: StoredPack, table: str, key: RowKey, column: str, value: Any) -> Extras:
    """Columns that are not ours follow their row when its key changes."""
    own = pack.extras.get(table, {})
    if column not in differences.KEYS[table] or key not in own:
        return pack.extras
    names = differences.KEYS[table]
    moved = tuple(value if name == column else part for name, part in zip(names, key, strict=True))
    rest = {found: cells for found, cells in own.items() if found != key}
    return {**pack.extras, table: {**rest, moved: own[key]}}


def _of_rows(tables: PackTables, extras: Extras) -> Extras:
    """The extras of rows that there are."""
    kept: dict[str, Any] = {}
    for table, cells in extras.items():
        keys = {differences.key_of(table, row) for row in differences.rows_of(tables, table)}
        if found := {key: values for key, values in cells.items() if key in keys}:
            kept[table] = found
    return kept


def _before(pack: StoredPack, found: list[RowRevision]) -> Made:
    """The pack with the rows of a revision as they were before it; raises `ChangedMeanwhile`."""
    rows: dict[str, dict[RowKey, Any]] = {table: dict(by_key) for table, by_key in pack.rows.items()}
    extras: dict[str, dict[RowKey, Any]] = {table: dict(cells) for table, cells in pack.extras.items()}
    restored: list[tuple[str, Any, Mapping[str, Any]]] = []
    for record in found:
        after, after_extra = records.row_of_text(record.table, record.after)
        key = tuple(json.loads(record.row_key))
        now = rows[record.table].get(key)
        has_changed = not differences.is_same_row(now, after)
        if has_changed or dict(pack.extras.get(record.table, {}).get(key, {})) != dict(after_extra):
            raise ChangedMeanwhile(theirs=now, version=pack.revision)
        if after is not None:
            del rows[record.table][key]
            extras.get(record.table, {}).pop(key, None)
        before, extra = records.row_of_text(record.table, record.before)
        if before is not None:
            restored.append((record.table, before, extra))
    for table, row, extra in restored:
        key = differences.key_of(table, row)
        rows[table][key] = row
        if extra:
            extras.setdefault(table, {})[key] = extra
    own = next(iter(rows.pop("municipality").values()))
    tables = PackTables(
        municipality=own, **{differences.attribute_of(table): tuple(by_key.values()) for table, by_key in rows.items()}
    )
    return Made(tables=tables, extras=extras)
