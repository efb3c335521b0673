"""What became of the rows between two versions of the same pack: added, removed, changed, and cell by cell."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from beredt.domain.municipality.tables import Origin, PackTables

RowKey = tuple[str, ...]

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "municipality": ("code",),
        "areas": ("area_id",),
        "assets": ("asset_id",),
        "dependencies": ("asset_id", "group_id", "supplier_id"),
        "need_profiles": ("profile_id", "group_id", "supplier_id"),
        "sites": ("site_id",),
        "measures": ("measure_id",),
        "provenance": ("table", "row_key", "column"),
    }
)
"""The columns that name a row, by table, in the order in which tables are told."""

ORIGIN_PARTS = ("basis", "source", "as_of")


@attrs.frozen(kw_only=True)
class CellChange:
    """One value that became another; None is an empty cell."""

    column: str
    old: Any
    new: Any


@attrs.frozen(kw_only=True, eq=False)
class RowChange:
    """One row before and after; `before` is None for a new row, `after` for one that is gone."""

    table: str
    key: RowKey
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The cells that differ; of a row that came or went all that are not empty."""
        old = cells_of(self.before) if self.before is not None else {}
        new = cells_of(self.after) if self.after is not None else {}
        return tuple(
            CellChange(column=column, old=old.get(column), new=new.get(column))
            for column in {**old, **new}
            if not _are_same(old.get(column), new.get(column))
        )


def rows_of(tables: PackTables, table: str) -> Sequence[Any]:
    """The rows of one table, by the table's name in files."""
    if table == "municipality":
        return (tables.municipality,)
    rows: Sequence[Any] = getattr(tables, attribute_of(table))
    return rows


def attribute_of(table: str) -> str:
    """Where `PackTables` keeps a table."""
    return "needs" if table == "need_profiles" else table


def with_rows(tables: PackTables, table: str, rows: Sequence[Any]) -> PackTables:
    """The tables with the rows of one of them replaced."""
    value = rows[0] if table == "municipality" else tuple(rows)
    changes: dict[str, Any] = {attribute_of(table): value}
    return attrs.evolve(tables, **changes)


def key_of(table: str, row: Any) -> RowKey:
    """The ids that name a row."""
    return tuple(getattr(row, name) for name in KEYS[table])


def cells_of(row: Any) -> dict[str, Any]:
    """A row's values by column, its origin as three columns at the end."""
    cells: dict[str, Any] = {}
    for field in attrs.fields(type(row)):
        value = getattr(row, field.name)
        if isinstance(value, Origin):
            cells.update({part: getattr(value, part) for part in ORIGIN_PARTS})
        else:
            cells[field.name] = value
    return cells


def cell_of(row: Any, column: str) -> Any:
    """One value of a row by its column; raises `AttributeError` for a column that the row does not have."""
    return getattr(row.origin if column in ORIGIN_PARTS and hasattr(row, "origin") else row, column)


def compare(before: PackTables | None, after: PackTables) -> tuple[RowChange, ...]:
    """The rows that differ, table by table, each table by key; without a `before` every row is new."""
    return tuple(change for table in KEYS for change in _compare_table(before, after, table))


def _compare_table(before: PackTables | None, after: PackTables, table: str) -> Iterator[RowChange]:
    if before is not None and _are_the_very_same(rows_of(before, table), rows_of(after, table)):
        return
    old = {key_of(table, row): row for row in (rows_of(before, table) if before is not None else ())}
    new = {key_of(table, row): row for row in rows_of(after, table)}
    for key in sorted({**old, **new}):
        was, becomes = old.get(key), new.get(key)
        if not is_same_row(was, becomes):
            yield RowChange(table=table, key=key, before=was, after=becomes)


def _are_the_very_same(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Whether two tables hold the same objects: what most tables do after one change of a large pack."""
    return len(old) == len(new) and all(map(operator.is_, old, new))


def is_same_row(old: Any, new: Any) -> bool:
    """Whether two rows say the same, outlines included (which rows leave out of `==`)."""
    return old is new or (old == new and getattr(old, "geometry", None) == getattr(new, "geometry", None))


def _are_same(old: Any, new: Any) -> bool:
    return old == new or (old in {None, ""} and new in {None, ""}) if _is_plain(old) and _is_plain(new) else old == new


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def in_order(tables: PackTables) -> PackTables:
    """The same tables with rows sorted by their keys, as they are written to files."""
    for table in KEYS:
        if table != "municipality":
            rows = sorted(rows_of(tables, table), key=lambda row, name=table: key_of(name, row))  # type: ignore[misc]
            tables = with_rows(tables, table, rows)
    return tables
