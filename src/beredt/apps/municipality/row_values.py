"""Rows with the origin of every value: what lists and cards show."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality import differences, editing, verification
from beredt.domain.municipality.differences import ORIGIN_PARTS, RowKey
from beredt.domain.municipality.tables import Origin, ProvenanceRow

COUNTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **verification.VALUES_OF,
        "municipality": ("population",),
        "areas": ("population",),
        "sites": ("beds", "generator_kw", "fuel_hours", "heat", "water"),
        "measures": ("capital_kr", "yearly_kr"),
    }
)
"""The values of each table that count when a row is called verified."""


@attrs.frozen(kw_only=True)
class ValueView:
    """One value with where it comes from; `low` and `high` where a range is known."""

    column: str
    value: Any
    basis: str
    source: str
    as_of: str
    low: float | None = None
    high: float | None = None


@attrs.frozen(kw_only=True, eq=False)
class RowView:
    """One row of a table as it stands now; `verified_share` (0…1) of the values that count."""

    table: str
    row_id: int
    key: RowKey
    version: int
    values: Mapping[str, ValueView]
    verified_share: float


def view_row(pack: StoredPack, table: str, key: RowKey) -> RowView:
    """The row with the origin of every value; raises `KeyError` where there is none."""
    row = pack.rows[table][key]
    stored = pack.keys[table][key]
    cells = differences.cells_of(row)
    return RowView(
        table=table,
        row_id=stored.row_id,
        key=key,
        version=stored.version,
        values={column: _view(pack, table, key, column, value, row) for column, value in cells.items()},
        verified_share=verified_share(pack, table, key),
    )


def verified_share(pack: StoredPack, table: str, key: RowKey) -> float:
    """Share (0…1) of the row's values that are verified."""
    counted = COUNTED.get(table)
    row = pack.rows[table][key]
    if counted is None:
        return float(row.basis == "verified")
    found = [_said(pack, table, key, column) for column in counted]
    verified = [said.basis if said else row.origin.basis for said in found].count("verified")
    return verified / len(counted)


def basis_of(pack: StoredPack, table: str, key: RowKey) -> str:
    """The weakest basis among the row's values that count."""
    row = pack.rows[table][key]
    own = row.origin.basis if hasattr(row, "origin") else row.basis
    found = [_said(pack, table, key, column) for column in COUNTED.get(table, ())]
    all_of_them = {said.basis if said else own for said in found} or {own}
    return next(basis for basis in ("default", "assumed", "verified") if basis in all_of_them)


def _view(pack: StoredPack, table: str, key: RowKey, column: str, value: Any, row: Any) -> ValueView:
    own = row.origin if hasattr(row, "origin") else Origin(basis=row.basis, source=row.source, as_of=row.as_of)
    said = None if column in ORIGIN_PARTS or table == "provenance" else _said(pack, table, key, column)
    if said is None:
        return ValueView(column=column, value=value, basis=own.basis, source=own.source, as_of=own.as_of)
    return ValueView(
        column=column,
        value=value,
        basis=said.basis,
        source=said.source,
        as_of=said.as_of,
        low=said.low,
        high=said.high,
    )


def _said(pack: StoredPack, table: str, key: RowKey, column: str) -> ProvenanceRow | None:
    """What provenance says of a value; of a head-count also where it is told once for one of the needs."""
    found = pack.origins.of(table, editing.origin_key(table, key, column), column)
    if found is None and table == "need_profiles":
        found = pack.origins.of(table, key[:2], column)
    return found or pack.origins.of(table, key, column)
