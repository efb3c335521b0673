"""Who the people of a profile are: the home they live in, and the needs that tell them from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from beredt.domain.municipality.tables import AssetRow

HOME_KINDS = frozenset({"care_home", "residential_home", "childrens_home"})
EVERYBODYS_NEEDS = frozenset(
    (
        *("heat", "cooling", "water", "safe_water", "food", "meals", "clean_air", "communication", "light", "power"),
        *("wastewater", "shelter", "dry_home", "access", "call_alarm"),
    )
)
"""Need types that say little of who somebody is."""


def marks_among(need_types: Sequence[str]) -> tuple[str, ...]:
    """The needs of one profile that not everybody has, in their order; all of them where there are no others."""
    return tuple(need for need in need_types if need not in EVERYBODYS_NEEDS) or tuple(need_types)


def home_among(suppliers: Iterable[str], assets: Mapping[str, AssetRow]) -> str:
    """The home (asset id) where people with these suppliers live; empty where there is none, or more than one."""
    homes = {supplier for supplier in suppliers if supplier in assets and assets[supplier].kind in HOME_KINDS}
    return homes.pop() if len(homes) == 1 else ""
