"""How much of a row is verified: the row's own basis, overridden value by value through provenance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from beredt.domain.municipality.tables import ProvenanceRow

VALUES_OF = {
    "assets": ("service", "people", "restart_hours"),
    "dependencies": ("supplier_id", "min_up", "buffer_hours", "recharge_hours"),
    "need_profiles": ("people", "supplier_id", "min_up", "tolerance_hours", "recharge_hours"),
}
"""The values of each table that move a result."""

_KEY_SEPARATOR = re.compile(r"[/|:]")


def split_key(row_key: str) -> tuple[str, ...]:
    """The parts of a provenance row's key (`a/b`, `a|b` or `a:b`)."""
    return tuple(_KEY_SEPARATOR.split(row_key))


ValueBases = Mapping[tuple[str, tuple[str, ...]], Mapping[str, str]]


def value_bases(provenance: Iterable[ProvenanceRow]) -> ValueBases:
    """Basis per column of each row that provenance speaks of, by (table, key parts)."""
    bases: defaultdict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for row in provenance:
        bases[row.table, split_key(row.row_key)][row.column] = row.basis
    return bases


def verified_share(*, table: str, key: tuple[str, ...], row_basis: str, bases: ValueBases) -> float:
    """Share (0…1) of the row's values that are verified."""
    columns = VALUES_OF[table]
    overrides = bases.get((table, key), {})
    return sum(overrides.get(column, row_basis) == "verified" for column in columns) / len(columns)
