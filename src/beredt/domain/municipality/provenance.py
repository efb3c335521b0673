"""How a row of `provenance.csv` names the row it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from beredt.domain.municipality.located import UNREADABLE, LocatedTable

SEPARATORS = ("/", "|", ":")

ROW_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "municipality": (("code",),),
        "areas": (("area_id",),),
        "assets": (("asset_id",),),
        "dependencies": (("asset_id", "group_id"), ("asset_id", "group_id", "supplier_id")),
        "need_profiles": (("profile_id",), ("profile_id", "group_id"), ("profile_id", "group_id", "supplier_id")),
        "sites": (("site_id",),),
        "measures": (("measure_id",),),
    }
)
"""The columns whose ids may make up a row key, per table."""


def table_named(text: str) -> str:
    """The table's name, also where the file's name was written (`assets.csv`, `areas.geojson`)."""
    return text.removesuffix(".csv").removesuffix(".geojson")


def spellings(*ids: str) -> tuple[str, ...]:
    """All ways to write a row key of these ids: `a/b`, `a|b` and `a:b`."""
    return tuple(separator.join(ids) for separator in SEPARATORS) if len(ids) > 1 else ids


def row_keys_of(table: LocatedTable) -> Iterator[str]:
    """Every row key that names a row of the table, in every spelling."""
    for columns in ROW_KEYS[table.name]:
        for ids in set(table.tuples(*columns)):
            if UNREADABLE not in ids:
                yield from spellings(*ids)
