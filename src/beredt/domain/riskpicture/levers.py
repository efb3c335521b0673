"""The few levers that scenario templates pull, each turned into selectors for one municipality.

A lever goes by service first, because kinds are an open vocabulary; several selectors are alternatives, the first
that meets anything counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from beredt.domain.municipality.care_slices import SLICE_KIND
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import Lever
from beredt.domain.riskpicture.scenario import Selector
from beredt.domain.riskpicture.selection import select_assets

EXTENTS = ("roots", "all", "serving")
"""`roots`: assets with no supplier of their own service, so that all behind them fails; `all`: every one on its own
draw; `serving`: those that serve people directly, leaving what is behind them up."""
INSTITUTIONS = ("care_home", "residential_home", "childrens_home")
SHELTER = "shelter"
_IT_SYSTEMS = ("data_centre", "it_system", "alarm_centre")
_VENDOR = "vendor"


@attrs.frozen(kw_only=True)
class LeverKind:
    """One lever: which fields of `catalogue.Lever` it needs and may have, and its selectors."""

    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()
    selectors: Callable[[Lever, MunicipalitySnapshot], tuple[Selector, ...]]
    fixed: Selector = attrs.field(factory=Selector)

    def asks_for(self, lever: Lever) -> Selector:
        """The services and kinds that a municipality must have for `lever`, for saying that it has none."""
        services = lever.services or ((lever.condition,) if lever.condition else self.fixed.services)
        return Selector(services=services, kinds=lever.kinds or self.fixed.kinds)


def select_for(*, lever: Lever, snapshot: MunicipalitySnapshot, area_ids: tuple[str, ...] = ()) -> Selector | None:
    """The selector of a lever in one municipality, None where it would meet nothing.

    With `area_ids`, only assets in those areas are hit, each on its own: what feeds them stays up.
    """
    for selector in LEVERS[lever.lever].selectors(lever, snapshot):
        placed = _placed(selector, area_ids)
        if placed is not None and len(select_assets(snapshot, placed)):
            return placed
    return None


def _placed(selector: Selector, area_ids: tuple[str, ...]) -> Selector | None:
    if not area_ids:
        return selector
    wanted = tuple(area for area in area_ids if area in selector.area_ids) if selector.area_ids else area_ids
    return attrs.evolve(selector, area_ids=wanted, roots_only=False) if wanted else None


def _supply(lever: Lever, snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    if lever.extent == "serving":
        return _serving(lever, snapshot)
    return (Selector(services=lever.services, kinds=lever.kinds, roots_only=lever.extent != "all"),)


def _serving(lever: Lever, snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    wanted = select_assets(snapshot, Selector(services=lever.services, kinds=lever.kinds))
    assets = snapshot.assets
    serving = tuple(assets.asset_id[asset] for asset in wanted if assets.people[asset] > 0)
    return (Selector(services=lever.services, kinds=lever.kinds, asset_ids=serving),) if serving else ()


def _it_systems(lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    roots = lever.extent != "all"
    return (
        Selector(services=("it",), kinds=_IT_SYSTEMS, roots_only=roots),
        Selector(services=("it",), roots_only=roots),
    )


def _vendors(lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    return (Selector(services=lever.services or ("it",), kinds=(_VENDOR,)),)


def _staff(lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    return (Selector(kinds=(SLICE_KIND,), top_share=lever.share),)


def _condition(lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    return (Selector(services=(lever.condition,)),)


def _closing(_lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    return (Selector(services=("road",)),)


def _evacuation(lever: Lever, snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    """Homes with staff in the areas that have the condition at all."""
    hit = select_assets(snapshot, Selector(services=(lever.condition,)))
    indices = sorted({int(snapshot.assets.area_index[asset]) for asset in hit} - {-1})
    areas = tuple(snapshot.areas.area_id[index] for index in indices)
    if not areas:
        return ()
    return (Selector(services=(SHELTER,), area_ids=areas), Selector(kinds=INSTITUTIONS, area_ids=areas))


def _parts(lever: Lever, _snapshot: MunicipalitySnapshot) -> tuple[Selector, ...]:
    return (Selector(kinds=lever.kinds, services=lever.services),)


LEVERS: Mapping[str, LeverKind] = {
    "supply_failure": LeverKind(needs=("services", "extent"), may_have=("kinds",), selectors=_supply),
    "shortage": LeverKind(needs=("services",), selectors=_supply),
    "it_failure": LeverKind(needs=("extent",), selectors=_it_systems, fixed=Selector(services=("it",))),
    "vendor_failure": LeverKind(needs=(), may_have=("services",), selectors=_vendors, fixed=Selector(kinds=(_VENDOR,))),
    "staff_absence": LeverKind(needs=("share",), selectors=_staff, fixed=Selector(kinds=(SLICE_KIND,))),
    "area_condition": LeverKind(needs=("condition",), selectors=_condition),
    "closing": LeverKind(needs=(), selectors=_closing, fixed=Selector(services=("road",))),
    "evacuation": LeverKind(needs=("condition",), selectors=_evacuation),
    "part_failure": LeverKind(needs=("kinds",), may_have=("services",), selectors=_parts),
}
"""supply_failure: a service fails; shortage: what supplies a service (fuel, medicine, food) delivers nothing;
it_failure, vendor_failure: IT systems, or those who run them; staff_absence: the highest `share` of care slices;
area_condition: flood, heat, smoke, unsafe water; closing: roads; evacuation: homes with staff in areas that have the
condition must be left; part_failure: assets of a kind, such as generators that do not start."""
