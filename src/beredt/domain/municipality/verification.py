"""How much of a row is verified: the row's own basis, overridden value by value through provenance."""

from __future__ import annotations

from collections.abc import Iterable

from beredt.domain.municipality import provenance
from beredt.domain.municipality.tables import ProvenanceRow

VALUES_OF = {
    "assets": ("service", "people", "restart_hours"),
    "dependencies": ("supplier_id", "min_up", "buffer_hours", "recharge_hours"),
    "need_profiles": ("people", "supplier_id", "min_up", "tolerance_hours", "recharge_hours"),
}
"""The values of each table that move a result."""


class ValueOrigins:
    """What provenance says of single values, found by table, ids of the row, and column."""

    def __init__(self, rows: Iterable[ProvenanceRow]) -> None:
        self._rows = {(provenance.table_named(row.table), row.row_key, row.column): row for row in rows}

    def of(self, table: str, ids: tuple[str, ...], column: str) -> ProvenanceRow | None:
        """The provenance of one value, however its row key is spelt; None where the row's own origin holds."""
        for row_key in provenance.spellings(*ids):
            if (table, row_key, column) in self._rows:
                return self._rows[table, row_key, column]
        return None


def verified_share(*, table: str, key: tuple[str, ...], row_basis: str, origins: ValueOrigins) -> float:
    """Share (0…1) of the row's values that are verified."""
    columns = VALUES_OF[table]
    found = [origins.of(table, key, column) or _of_profile(table, key, column, origins) for column in columns]
    return sum((origin.basis if origin else row_basis) == "verified" for origin in found) / len(columns)


def _of_profile(table: str, key: tuple[str, ...], column: str, origins: ValueOrigins) -> ProvenanceRow | None:
    """What is said of a profile's head-count once, for all its needs."""
    return origins.of(table, key[:1], column) if table == "need_profiles" and column == "people" else None
