"""Located values to row values and back: the one place that knows how a row value is made of columns."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from beredt.adapters.packs import schema
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.located import LocatedTable
from beredt.domain.municipality.tables import Origin, PackTables

_ORIGIN_PARTS = ("basis", "source", "as_of")
_GROUP_SIZES = {"dependencies": ("asset_id", "group_id"), "need_profiles": ("profile_id", "group_id")}


def build_tables(located: Mapping[str, LocatedTable]) -> PackTables:
    """The tables of a pack without errors, rows in the order in which they were read."""
    rows = {table.attribute: _build_rows(located[table.name], table) for table in schema.FILE_ORDER}
    return PackTables(municipality=rows.pop("municipality")[0], **rows)


def in_order(tables: PackTables) -> PackTables:
    """The same tables with rows sorted by their keys, as they are written."""
    ordered: dict[str, Any] = {
        table.attribute: tuple(sorted(rows_of(tables, table), key=_key_of(table)))
        for table in schema.FILE_ORDER
        if table is not schema.MUNICIPALITY
    }
    return attrs.evolve(tables, **ordered)


def rows_of(tables: PackTables, table: TableSchema) -> Sequence[Any]:
    """The row values of one table."""
    if table is schema.MUNICIPALITY:
        return (tables.municipality,)
    rows: Sequence[Any] = getattr(tables, table.attribute)
    return rows


def columns_of(rows: Sequence[Any], table: TableSchema) -> dict[str, list[Any]]:
    """The rows' values by column name, in the order of the schema."""
    nested = _has_origin(table)
    return {name: list(map(_reader(name, nested=nested), rows)) for name in table.column_names}


def _build_rows(located: LocatedTable, table: TableSchema) -> tuple[Any, ...]:
    columns = {
        column.name: located.columns.get(column.name) or [column.default] * len(located) for column in table.columns
    }
    if table.name in _GROUP_SIZES:
        columns["min_up"] = _filled_min_up(columns["min_up"], [columns[name] for name in _GROUP_SIZES[table.name]])
    if table is schema.AREAS:
        columns["geometry"] = located.columns.get("geometry") or [None] * len(located)
    if _has_origin(table):
        parts = [columns.pop(name) for name in _ORIGIN_PARTS]
        origins = {
            texts: Origin(basis=texts[0], source=texts[1], as_of=texts[2]) for texts in set(zip(*parts, strict=True))
        }
        columns["origin"] = [origins[texts] for texts in zip(*parts, strict=True)]
    names = tuple(columns)
    make = table.row_class
    return tuple(make(**dict(zip(names, values, strict=True))) for values in zip(*columns.values(), strict=True))


def _filled_min_up(min_up: Sequence[int | None], key: Sequence[Sequence[Any]]) -> list[int]:
    """Blank thresholds as 1: the checks have let them pass only in groups of one supplier."""
    if None in min_up and any(size > 1 for size in _blank_sizes(min_up, key)):
        raise ValueError("a blank min_up in a group of several suppliers")
    return [1 if value is None else value for value in min_up]


def _blank_sizes(min_up: Sequence[int | None], key: Sequence[Sequence[Any]]) -> list[int]:
    groups = list(zip(*key, strict=True))
    sizes = Counter(groups)
    return [sizes[group] for group, value in zip(groups, min_up, strict=True) if value is None]


def _has_origin(table: TableSchema) -> bool:
    return any(field.name == "origin" for field in attrs.fields(table.row_class))


def _reader(column: str, *, nested: bool) -> Callable[[Any], Any]:
    return operator.attrgetter(f"origin.{column}" if nested and column in _ORIGIN_PARTS else column)


def _key_of(table: TableSchema) -> Callable[[Any], tuple[Any, ...]]:
    return lambda row: tuple(getattr(row, name) for name in table.key)
