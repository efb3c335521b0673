"""One value, or one row, of a pack changed by hand, with what follows from it: the group, the profile, the origin.

Whether the result is a pack that can be used is for `checks` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from beredt.domain.municipality import differences, provenance
from beredt.domain.municipality.differences import ORIGIN_PARTS, RowKey
from beredt.domain.municipality.tables import Origin, PackTables, ProvenanceRow
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark

MOST_HOURS = 1_000_000.0
"""What a pack can hold [h]."""

_GROUP_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"dependencies": ("asset_id", "group_id"), "need_profiles": ("profile_id", "group_id")}
)
_PROFILE_COLUMNS = frozenset({"people", "area_id"})
_OWN_TO_EACH_ROW = frozenset({"supplier_id", *ORIGIN_PARTS})


def with_value(tables: PackTables, *, table: str, key: RowKey, column: str, value: Any, origin: Origin) -> PackTables:
    """The pack with one value changed, and its origin told in `provenance` (or in the row, for the row's own origin).

    All rows of a group, or of a profile, that must agree on the value get it. Raises `NotFound` for a row that the pack
    does not have and `InvalidInput` for a column that is an id.
    """
    row = require_row(tables, table=table, key=key)
    _require_changeable(table, column, row)
    old = differences.cells_of(row)[column]
    is_hit = _hit(table, key, column)
    rows = [
        _with_cell(found, column, value) if is_hit(found) else found for found in differences.rows_of(tables, table)
    ]
    changed = differences.with_rows(tables, table, rows)
    if column in ORIGIN_PARTS or table == "provenance":
        return changed
    return attrs.evolve(changed, provenance=_with_origin(tables.provenance, table, key, column, (old, value), origin))


def rows_meant(tables: PackTables, *, table: str, key: RowKey, column: str) -> tuple[RowKey, ...]:
    """The keys of all rows that a change of one value means: its own, and those that must agree with it."""
    is_hit = _hit(table, key, column)
    return tuple(differences.key_of(table, row) for row in differences.rows_of(tables, table) if is_hit(row))


def with_row(tables: PackTables, *, table: str, row: Any) -> PackTables:
    """The pack with one row more; raises `InvalidInput` where there is one of that name already."""
    key = differences.key_of(table, row)
    if table == "municipality" or find_row(tables, table=table, key=key) is not None:
        raise InvalidInput(
            mark("There is already a row {id}."),
            code="duplicate_row",
            hint=mark("Change that row, or choose another id."),
            id="/".join(key),
        )
    return differences.with_rows(tables, table, (*differences.rows_of(tables, table), row))


def without_row(tables: PackTables, *, table: str, key: RowKey) -> PackTables:
    """The pack without one row, and without what provenance says of it; raises `NotFound`."""
    gone = require_row(tables, table=table, key=key)
    if table == "municipality":
        raise InvalidInput(mark("The municipality itself cannot be removed."), code="municipality_stays")
    rest = [row for row in differences.rows_of(tables, table) if row is not gone]
    left = differences.with_rows(tables, table, rest)
    if table == "provenance":
        return left
    named = _names_of(table, gone) - {name for row in rest for name in _names_of(table, row)}
    return attrs.evolve(
        left,
        provenance=tuple(
            row for row in left.provenance if provenance.table_named(row.table) != table or row.row_key not in named
        ),
    )


def find_row(tables: PackTables, *, table: str, key: RowKey) -> Any:
    """The row of that name, None where there is none."""
    rows = differences.rows_of(tables, table)
    return next((row for row in rows if differences.key_of(table, row) == key), None)


def require_row(tables: PackTables, *, table: str, key: RowKey) -> Any:
    """The row of that name; raises `NotFound`."""
    row = find_row(tables, table=table, key=key)
    if row is None:
        raise NotFound(
            mark("There is no row {id} any more."),
            code="no_such_row",
            hint=mark("Somebody may have removed it; look in the history."),
            id="/".join(key),
        )
    return row


def origin_key(table: str, key: RowKey, column: str) -> RowKey:
    """The ids by which provenance speaks of a value: those of the group, or of the profile, that agrees on it."""
    if table == "need_profiles" and column in _PROFILE_COLUMNS:
        return key[:1]
    return key[:2] if table in _GROUP_KEYS else key


def moved_with(end: float | None, old_middle: float, new_middle: float) -> float | None:
    """An end of the spread between people: it keeps its shape around the new middle; around nothing it has none."""
    if end is None or not old_middle:
        return None
    return min(end / old_middle * new_middle, MOST_HOURS)


def _require_changeable(table: str, column: str, row: Any) -> None:
    if column not in differences.cells_of(row):
        raise InvalidInput(mark("There is no column {column}."), code="no_such_column", column=column)
    if column in differences.KEYS[table] and column != "supplier_id":
        raise InvalidInput(
            mark("An id is not changed: other rows refer to it."),
            code="id_is_fixed",
            hint=mark("Add a row with the new id, let the others refer to it, and remove this one."),
        )


def _hit(table: str, key: RowKey, column: str) -> Callable[[Any], bool]:
    """Whether a row gets the new value."""
    if table in _GROUP_KEYS and column not in _OWN_TO_EACH_ROW:
        length = len(origin_key(table, key, column))
        names = differences.KEYS[table][:length]
        return lambda row: tuple(getattr(row, name) for name in names) == key[:length]
    return lambda row: differences.key_of(table, row) == key


def _with_cell(row: Any, column: str, value: Any) -> Any:
    if column in ORIGIN_PARTS and hasattr(row, "origin"):
        changes: dict[str, Any] = {column: value}
        return attrs.evolve(row, origin=attrs.evolve(row.origin, **changes))
    if column != "tolerance_hours":
        return attrs.evolve(row, **{column: value})
    return attrs.evolve(
        row,
        tolerance_hours=value,
        tolerance_p10_hours=moved_with(row.tolerance_p10_hours, row.tolerance_hours, value),
        tolerance_p90_hours=moved_with(row.tolerance_p90_hours, row.tolerance_hours, value),
    )


def _with_origin(
    rows: tuple[ProvenanceRow, ...],
    table: str,
    key: RowKey,
    column: str,
    values: tuple[Any, Any],
    origin: Origin,
) -> tuple[ProvenanceRow, ...]:
    """Provenance in which the value has its new origin; rows are found in every spelling and by every need."""
    ids = origin_key(table, key, column)
    told = set(_told(rows, table, ids, column))
    found = [_renewed(row, values, origin) if row in told else row for row in rows]
    if not any(row.row_key in provenance.spellings(*ids) for row in told):
        found.append(
            ProvenanceRow(
                table=table,
                row_key="/".join(ids),
                column=column,
                basis=origin.basis,
                source=origin.source,
                as_of=origin.as_of,
            )
        )
    return tuple(found)


def _told(rows: tuple[ProvenanceRow, ...], table: str, ids: RowKey, column: str) -> Iterator[ProvenanceRow]:
    names = set(provenance.spellings(*ids))
    starts = tuple(f"{ids[0]}{separator}" for separator in provenance.SEPARATORS)
    # A head-count may also be told once for each need of the profile.
    is_wide = table == "need_profiles" and len(ids) == 1
    for row in rows:
        if provenance.table_named(row.table) != table or row.column != column:
            continue
        if row.row_key in names or (is_wide and row.row_key.startswith(starts)):
            yield row


def _renewed(row: ProvenanceRow, values: tuple[Any, Any], origin: Origin) -> ProvenanceRow:
    """The row with its new origin; a range that no longer holds the value, or has become needless, goes."""
    old, new = values
    changed = attrs.evolve(row, basis=origin.basis, source=origin.source, as_of=origin.as_of)
    if origin.basis == "verified":
        return attrs.evolve(changed, low=None, high=None)
    if old == new:
        return changed
    is_inside = isinstance(new, int | float) and all(
        end is None or (end - new) * sign <= 0 for end, sign in ((row.low, 1), (row.high, -1))
    )
    kept = changed if is_inside else attrs.evolve(changed, low=None, high=None)
    # It was copied from a default and is now a value of its own.
    return attrs.evolve(kept, assumption_id="")


def _names_of(table: str, row: Any) -> set[str]:
    """Every row key by which provenance may speak of a row."""
    return {
        spelling
        for columns in provenance.ROW_KEYS[table]
        for spelling in provenance.spellings(*(getattr(row, name) for name in columns))
    }
