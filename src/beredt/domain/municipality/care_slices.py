"""Care as capacity: a team as 20 slices, and classes of visits that need some of them (model.md section 1).

Staff absence takes the highest slices. A slice also needs what carries the work: the team's base, lists, vehicles and
keys; whatever fails for all takes all slices. Staff lent between teams is not modelled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

import attrs

from beredt.domain.municipality.tables import AssetRow, DependencyRow, Origin

SLICES_PER_TEAM = 20
SLICE_KIND = "care_slice"
SLICE_SERVICE = "staff"
VISIT_KIND = "care_visit"


@attrs.frozen(kw_only=True)
class SliceNeed:
    """One thing that every slice of a team needs: a supplier group as in `DependencyRow`, without its owner."""

    group_id: str
    supplier_ids: tuple[str, ...]
    min_up: int = 1
    buffer_hours: float = 0.0
    recharge_hours: float | None = None
    buffer_kind: str = ""
    origin: Origin


@attrs.frozen(kw_only=True)
class VisitClass:
    """A class of visits; `share` (0…1] is the hours of this and all more urgent classes over the normal hours."""

    visit_id: str
    name: str
    service: str
    share: float
    origin: Origin


@attrs.frozen(kw_only=True)
class Expansion:
    """Rows to add to a pack."""

    assets: tuple[AssetRow, ...]
    dependencies: tuple[DependencyRow, ...]


def slices_needed(share: float) -> int:
    """⌈20 x share⌉ of the written decimal, at least 1; raises `ValueError` outside 0 < share ≤ 1.

    `share` is the hours of visits of a class and all more urgent ones, divided by the team's normal hours.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share of the normal hours lies above 0 and up to 1, not {share}")
    return math.ceil(Decimal(repr(float(share))) * SLICES_PER_TEAM)


def expand_team(*, team_id: str, name: str, area_id: str, needs: Sequence[SliceNeed], origin: Origin) -> Expansion:
    """The 20 slices of one team, each needing the team's asset itself and all of `needs`.

    Ids end in -01 … -20, so that the highest by id are the ones that absence takes first. All slices of a team have the
    same suppliers: that, with kind and area, is how a selector tells teams apart.
    """
    slice_ids = slice_ids_of(team_id)
    everything = (SliceNeed(group_id="team", supplier_ids=(team_id,), origin=origin), *needs)
    assets = tuple(
        AssetRow(
            asset_id=slice_id,
            kind=SLICE_KIND,
            name=f"{name} {number}/{SLICES_PER_TEAM}",
            area_id=area_id,
            service=SLICE_SERVICE,
            origin=origin,
        )
        for number, slice_id in enumerate(slice_ids, start=1)
    )
    rows = tuple(
        _row(slice_id, need, supplier_id)
        for slice_id in slice_ids
        for need in everything
        for supplier_id in need.supplier_ids
    )
    return Expansion(assets=assets, dependencies=rows)


def expand_visits(*, team_id: str, area_id: str, classes: Sequence[VisitClass]) -> Expansion:
    """One asset per class of visits, up while enough of the team's slices are."""
    assets = tuple(
        AssetRow(
            asset_id=visits.visit_id,
            kind=VISIT_KIND,
            name=visits.name,
            area_id=area_id,
            service=visits.service,
            origin=visits.origin,
        )
        for visits in classes
    )
    rows = tuple(
        DependencyRow(
            asset_id=visits.visit_id,
            group_id="slices",
            supplier_id=slice_id,
            min_up=slices_needed(visits.share),
            origin=visits.origin,
        )
        for visits in classes
        for slice_id in slice_ids_of(team_id)
    )
    return Expansion(assets=assets, dependencies=rows)


def slice_ids_of(team_id: str) -> tuple[str, ...]:
    """Ids of a team's slices, lowest first."""
    return tuple(f"{team_id}-{number:02d}" for number in range(1, SLICES_PER_TEAM + 1))


def _row(slice_id: str, need: SliceNeed, supplier_id: str) -> DependencyRow:
    return DependencyRow(
        asset_id=slice_id,
        group_id=need.group_id,
        supplier_id=supplier_id,
        min_up=need.min_up,
        buffer_hours=need.buffer_hours,
        recharge_hours=need.recharge_hours,
        buffer_kind=need.buffer_kind,
        origin=need.origin,
    )
