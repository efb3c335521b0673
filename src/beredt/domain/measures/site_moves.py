"""Opening a site: people move there before the run, and their needs are met at home or at the site.

Critical needs first, nearest area first, while there are beds; no choice depends on a draw (model.md section 4).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from beredt.domain.measures.blueprint import Blueprint, Group
from beredt.domain.measures.measure import OpenSite
from beredt.domain.municipality import recharge
from beredt.kit import units

_WHOLE_HORIZON = 10**9


@attrs.frozen(kw_only=True)
class Works:
    """A measure that works at its target with `probability` (0…1), drawn per draw under `name`."""

    name: str
    probability: float


@attrs.frozen(kw_only=True)
class Helper:
    """An asset that a measure adds: its groups, down until `down_until_minute`, and for good in draws it fails."""

    asset_id: str
    groups: tuple[Group, ...] = ()
    down_until_minute: int = 0
    works: Works | None = None


@attrs.frozen(kw_only=True)
class Move:
    """`people` of a stratum move; `need_groups` are their needs after the move, by need of the blueprint."""

    stratum: int
    people: int
    need_groups: Mapping[int, Group]


@attrs.frozen(kw_only=True)
class OpenedSite:
    """What opening a site adds."""

    helpers: tuple[Helper, ...]
    moves: tuple[Move, ...]


def move_to_site(
    *,
    blueprint: Blueprint,
    effect: OpenSite,
    site_id: str,
    works: Works | None,
    need_group: Callable[[int], Group],
    already_moved: Iterable[Move],
    first_helper: int,
) -> OpenedSite:
    """The helpers and moves of opening `site_id`; helpers are numbered from `first_helper`."""
    sites = blueprint.snapshot.sites
    site = sites.site_id.index(site_id)
    helpers, at_site = _site_helpers(blueprint, effect, site, works, first_helper)
    moved: dict[int, int] = {}
    for move in already_moved:
        moved[move.stratum] = moved.get(move.stratum, 0) + move.people
    beds = int(sites.beds[site])
    moves: list[Move] = []
    order = blueprint.recent.get(("who moves", effect.need_types, site), (), lambda: _in_order(blueprint, effect, site))
    for stratum in order:
        free = blueprint.strata[stratum].people - moved.get(stratum, 0)
        people = min(free, beds)
        if people <= 0:
            continue
        groups: dict[int, Group] = {}
        for need in blueprint.needs_of.get(stratum, ()):
            changed = _met_at_site(blueprint, need_group(need), at_site, site_id, helpers, first_helper, need)
            if changed is not None:
                groups[need] = changed
        if groups:
            moves.append(Move(stratum=stratum, people=people, need_groups=groups))
            beds -= people
    return OpenedSite(helpers=tuple(helpers), moves=tuple(moves))


def _site_helpers(
    blueprint: Blueprint, effect: OpenSite, site: int, works: Works | None, first_helper: int
) -> tuple[list[Helper], dict[str, int]]:
    """The site's own assets and which of them gives what."""
    sites = blueprint.snapshot.sites
    name, area = f"site/{sites.site_id[site]}", int(sites.area_index[site])
    helpers = [
        Helper(asset_id=f"{name}/open", down_until_minute=units.minutes_from_hours(effect.open_hours), works=works)
    ]
    is_open = _plain_group((first_helper,), "open")

    def add(what: str, groups: Sequence[Group]) -> int:
        helpers.append(Helper(asset_id=f"{name}/{what}", groups=(is_open, *groups)))
        return first_helper + len(helpers) - 1

    given: dict[str, int] = {}
    grid = _area_supply(blueprint, "power", area)
    fuel = max(int(sites.fuel_minutes[site]), units.minutes_from_hours(effect.power_hours))
    if fuel and not grid:
        # No grid is known: the site is taken to run on its own fuel from the start.
        helpers.append(Helper(asset_id=f"{name}/no-grid", down_until_minute=_WHOLE_HORIZON))
        grid = (first_helper + len(helpers) - 1,)
    if grid:
        given["power"] = add("power", [_with_fuel(grid, fuel)])
    for service, has_own in (("heat", sites.has_heat[site]), ("water", sites.has_water[site])):
        supply = _area_supply(blueprint, service, area)
        if (has_own or service in effect.brings_services) and "power" in given:
            given[service] = add(service, [_plain_group((given["power"],), "power")])
        elif supply:
            given[service] = add(service, [_plain_group(supply, service)])
    return helpers, given


def _with_fuel(grid: tuple[int, ...], fuel_minutes: int) -> Group:
    return Group(
        suppliers=grid,
        min_up=1,
        buffer_minutes=fuel_minutes,
        recharge_minutes=recharge.NOT_WITHIN_HORIZON if fuel_minutes else 0,
        buffer_kind="fuel",
        name="grid",
    )


def _area_supply(blueprint: Blueprint, service: str, area: int) -> tuple[int, ...]:
    """Assets that serve people of the area with a service; of the whole municipality where the area has none."""
    assets = blueprint.snapshot.assets
    givers = [a for a in range(blueprint.asset_count) if assets.service[a] == service and assets.people[a] > 0]
    return tuple(a for a in givers if int(assets.area_index[a]) == area) or tuple(givers)


def _in_order(blueprint: Blueprint, effect: OpenSite, site: int) -> list[int]:
    """Strata with a need that the site is opened for: most severe first, nearest area first."""
    distance = _area_distances(blueprint, site)
    ranked = []
    for stratum, people in enumerate(blueprint.strata):
        severities = [
            blueprint.needs[need].severity
            for need in blueprint.needs_of.get(stratum, ())
            if blueprint.needs[need].need_type in effect.need_types
        ]
        if severities:
            ranked.append((min(severities), distance.get(people.area, math.inf), people.profile_id, stratum))
    return [stratum for *_, stratum in sorted(ranked)]


def _area_distances(blueprint: Blueprint, site: int) -> dict[int, float]:
    """Distance [°, longitude shrunk to scale] from the site to the middle of each area's assets; its own area is 0."""
    assets, sites = blueprint.snapshot.assets, blueprint.snapshot.sites
    lon, lat = float(sites.lon[site]), float(sites.lat[site])
    sums: dict[int, list[float]] = {}
    for asset in range(blueprint.asset_count):
        if not math.isnan(assets.lon[asset]) and not math.isnan(assets.lat[asset]):
            found = sums.setdefault(int(assets.area_index[asset]), [0.0, 0.0, 0.0])
            found[0] += float(assets.lon[asset])
            found[1] += float(assets.lat[asset])
            found[2] += 1
    distances = {
        area: math.hypot((east / count - lon) * math.cos(math.radians(lat)), north / count - lat)
        for area, (east, north, count) in sums.items()
    }
    return {**distances, int(sites.area_index[site]): 0.0}


def _met_at_site(
    blueprint: Blueprint,
    group: Group,
    at_site: Mapping[str, int],
    site_id: str,
    helpers: list[Helper],
    first_helper: int,
    need: int,
) -> Group | None:
    """The need as 1-of {home, site}, or None where the site does not give what it hangs on."""
    service = blueprint.snapshot.assets.service
    known = {service[s] for s in group.suppliers if s < blueprint.asset_count}
    given = known & set(at_site)
    if not given:
        return None
    front = group.suppliers[0]
    if len(group.suppliers) > 1:
        plain = attrs.evolve(group, buffer_minutes=0, recharge_minutes=0, buffer_kind="battery", name="front")
        helpers.append(Helper(asset_id=f"site/{site_id}/home/{need}", groups=(plain,)))
        front = first_helper + len(helpers) - 1
    return attrs.evolve(group, suppliers=(front, at_site[min(given)]), min_up=1)


def _plain_group(suppliers: tuple[int, ...], name: str) -> Group:
    return Group(suppliers=suppliers, min_up=1, buffer_minutes=0, recharge_minutes=0, buffer_kind="battery", name=name)
