"""The open data of one municipality: its border, its parts, its homes and things put in their places."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from beredt.domain.municipality import placing
from beredt.domain.municipality.drafting import roads as road_facts
from beredt.domain.municipality.drafting.areas import WHOLE, AreaPlan, Part, latest_counts, plan_areas
from beredt.domain.municipality.drafting.facts import CareHome, KnownMunicipality, OpenData, Outline, RoadWays, Spot
from beredt.domain.municipality.drafting.roads import RoadFacts

BORDER_TOLERANCE_KM = 0.3
"""Kilometres [km] that a point may lie inside a neighbour: maps are simplified, registers are not."""
SHORE_TOLERANCE_KM = 2.0
"""Kilometres [km] that a point may lie off a simplified coast."""
SAME_PLACE_KM = 0.15
SAME_NAME_KM = 1.0
"""Kilometres [km] below which two things of a kind, or of a kind and a name, are one thing from two files."""
JETTY_DEGREES = 0.0004
"""Half the width [degrees] of the strip that joins a point off a simplified coast to its part."""
NEAR_DEGREES = 0.05
"""Degrees around a border within which things are looked at."""
DENMARK = shapely.box(placing.WEST, placing.SOUTH, placing.EAST, placing.NORTH)
MISPLACED = "misplaced"
NO_PLACE = "no_place"


@attrs.frozen(kw_only=True)
class PlacedHome:
    """A care home in the municipality; `part_code` is blank and lon, lat are None where its place is not known.

    `trouble`: `misplaced` (the register's point lies in another municipality, and is left out) or `no_place`.
    """

    home: CareHome
    part_code: str = ""
    lon: float | None = None
    lat: float | None = None
    trouble: str = ""


@attrs.frozen(kw_only=True)
class PlacedSpot:
    """A located thing and the part it lies in."""

    spot: Spot
    part_code: str = ""


@attrs.frozen(kw_only=True)
class Population:
    """Inhabitants [persons] with their source and date."""

    people: int
    source: str
    as_of: str


@attrs.frozen(kw_only=True, eq=False)
class LocalFacts:
    """What open data say of one municipality; `homes_are_mapped` where they are from a map, not from the register."""

    known: KnownMunicipality
    population: Population
    border: Outline | None
    plan: AreaPlan
    homes: tuple[PlacedHome, ...]
    closed_homes: tuple[CareHome, ...]
    has_register: bool
    homes_are_mapped: bool
    spots: tuple[PlacedSpot, ...]
    roads: tuple[RoadFacts, ...]


def local_facts(*, known: KnownMunicipality, data: OpenData) -> LocalFacts:
    """Everything in `data` that concerns the municipality."""
    border = best_border(data.outlines, known.code)
    data = _near(data, border)
    others = [outline.shape for outline in _borders(data.outlines) if outline.code != known.code]
    population = current_population(known, data)
    counted = attrs.evolve(known, population=population.people)
    plan = plan_areas(known=counted, border=border, data=data)
    registered = [home for home in data.care_homes if _is_own(home, known.code, border, data.outlines)]
    own = registered or [home for home in data.mapped_homes if _is_own(home, known.code, border, data.outlines)]
    homes = tuple(_place_home(home, border, others, plan) for home in own if not home.is_closed)
    spots = _place_spots(data.spots, known.code, border, others, plan)
    described = (_describe(roads, border) for roads in data.roads)
    return LocalFacts(
        known=counted,
        population=population,
        border=border,
        plan=_with_jetties(plan, [*homes, *spots]),
        homes=homes,
        closed_homes=tuple(home for home in own if home.is_closed),
        has_register=bool(data.care_homes),
        homes_are_mapped=bool(own) and not registered,
        spots=spots,
        roads=tuple(facts for facts in described if facts.ways),
    )


def _describe(roads: RoadWays, border: Outline | None) -> RoadFacts:
    """The roads in the municipality; without a border those in Denmark, covering nobody knows how much."""
    if border is not None:
        return road_facts.describe_roads(roads, border.shape)
    return attrs.evolve(road_facts.describe_roads(roads, DENMARK), covers=None)


def _near(data: OpenData, border: Outline | None) -> OpenData:
    """The data without road files, addresses and things that lie far from the municipality."""
    if border is None:
        return data
    west, south, east, north = border.shape.buffer(NEAR_DEGREES).bounds

    def reaches(lon: NDArray[np.int32], lat: NDArray[np.int32]) -> bool:
        if not len(lon):
            return False
        x, y = lon * road_facts.DEGREES, lat * road_facts.DEGREES
        return bool(x.max() >= west and x.min() <= east and y.max() >= south and y.min() <= north)

    return attrs.evolve(
        data,
        spots=tuple(spot for spot in data.spots if west <= spot.lon <= east and south <= spot.lat <= north),
        roads=tuple(roads for roads in data.roads if reaches(roads.lon, roads.lat)),
        addresses=tuple(points for points in data.addresses if reaches(points.lon, points.lat)),
    )


def best_border(outlines: Sequence[Outline], code: str) -> Outline | None:
    """The most detailed border of the municipality, None where there is none."""
    own = [outline for outline in _borders(outlines) if outline.code == code]
    return max(own, key=lambda outline: (shapely.get_num_coordinates(outline.shape), outline.source), default=None)


def current_population(known: KnownMunicipality, data: OpenData) -> Population:
    """The newest population: the folder's where it is at least as new as our own table."""
    found = latest_counts(data.head_counts, "municipality").get(known.code)
    if found is not None and found.as_of >= known.as_of:
        return Population(people=found.people, source=found.source, as_of=found.as_of)
    return Population(people=known.population, source=known.population_source, as_of=known.as_of)


def distance_km(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Distance [km] from a point to a shape, 0 inside; flat around the point, good for tens of kilometres."""
    point = shapely.Point(lon, lat)
    near = shapely.get_coordinates(shapely.shortest_line(shape, point))
    if not len(near):
        return float("inf")
    step = np.radians(near[1] - near[0]) * np.array([np.cos(np.radians(lat)), 1.0])
    return float(road_facts.EARTH_RADIUS_KM * np.hypot(*step))


def _borders(outlines: Sequence[Outline]) -> list[Outline]:
    return [outline for outline in outlines if outline.level == "municipality"]


def _is_own(home: CareHome, code: str, border: Outline | None, outlines: Sequence[Outline]) -> bool:
    """By the register's municipality; where it is blank, by point, then by postcode."""
    if home.municipality_code or border is None:
        return home.municipality_code == code
    if home.lon is not None and home.lat is not None:
        return bool(shapely.intersects_xy(border.shape, home.lon, home.lat))
    areas = [outline for outline in outlines if outline.level == "postcode" and covers_postcode(outline, home.postcode)]
    return any(area.shape.intersection(border.shape).area > 0.5 * area.shape.area for area in areas)


def covers_postcode(outline: Outline, postcode: str) -> bool:
    """Whether a postcode is that of an outline, or lies in its range (`1000-1499`)."""
    return _covers(outline.code, postcode)


def _covers(code: str, postcode: str) -> bool:
    first, _, last = code.partition("-")
    return bool(postcode) and first <= postcode <= (last or first)


def _place_home(home: CareHome, border: Outline | None, others: Sequence[BaseGeometry], plan: AreaPlan) -> PlacedHome:
    by_postcode = next((part.code for part in plan.parts if _covers(part.code, home.postcode)), "")
    fallback = by_postcode if plan.level == "postcode" else plan.parts[0].code if plan.level == WHOLE else ""
    if home.lon is None or home.lat is None:
        return PlacedHome(home=home, part_code=fallback, trouble=NO_PLACE)
    if border is not None and not _may_lie_there(border.shape, others, home.lon, home.lat):
        return PlacedHome(home=home, part_code=fallback, trouble=MISPLACED)
    return PlacedHome(home=home, part_code=_part_at(plan, home.lon, home.lat), lon=home.lon, lat=home.lat)


def _may_lie_there(border: BaseGeometry, others: Sequence[BaseGeometry], lon: float, lat: float) -> bool:
    """Whether a point can belong to the municipality although the map may be off."""
    away = distance_km(border, lon, lat)
    in_another = any(shapely.intersects_xy(other, lon, lat) for other in others)
    return away <= (BORDER_TOLERANCE_KM if in_another or not others else SHORE_TOLERANCE_KM)


def _part_at(plan: AreaPlan, lon: float, lat: float) -> str:
    """The code of the part that holds a point, else of the nearest."""
    shaped = [(part.code, part.shape) for part in plan.parts if part.shape is not None]
    if len(shaped) < 2:
        return plan.parts[0].code
    inside = [code for code, shape in shaped if shapely.intersects_xy(shape, lon, lat)]
    return inside[0] if inside else min((distance_km(shape, lon, lat), code) for code, shape in shaped)[1]


def _place_spots(
    spots: Sequence[Spot], code: str, border: Outline | None, others: Sequence[BaseGeometry], plan: AreaPlan
) -> tuple[PlacedSpot, ...]:
    if border is None:
        own = [spot for spot in spots if spot.municipality_code == code]
    else:
        own = [
            spot
            for spot in spots
            if spot.municipality_code in {"", code}
            and (
                shapely.intersects_xy(border.shape, spot.lon, spot.lat)
                or _may_lie_there(border.shape, others, spot.lon, spot.lat)
            )
        ]
    return tuple(PlacedSpot(spot=spot, part_code=_part_at(plan, spot.lon, spot.lat)) for spot in _once(own))


def _once(spots: Sequence[Spot]) -> list[Spot]:
    """Things told by several files, once; the named one is kept."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.kind, not spot.name, spot.name, spot.lon, spot.lat)):
        if not any(spot.kind == other.kind and _is_near(spot, other) for other in kept):
            kept.append(spot)
    return kept


def _is_near(spot: Spot, other: Spot) -> bool:
    if abs(spot.lat - other.lat) > 0.01 or abs(spot.lon - other.lon) > 0.02:
        return False
    apart = distance_km(shapely.Point(other.lon, other.lat), spot.lon, spot.lat)
    return apart <= (SAME_NAME_KM if spot.name and spot.name == other.name else SAME_PLACE_KM)


def _with_jetties(plan: AreaPlan, placed: Sequence[PlacedHome | PlacedSpot]) -> AreaPlan:
    """The parts stretched to the points just off them, so that a quay does not lie outside its own part."""
    strips: dict[str, list[BaseGeometry]] = {}
    shapes = {part.code: part.shape for part in plan.parts}
    for thing in placed:
        lon, lat = (thing.spot.lon, thing.spot.lat) if isinstance(thing, PlacedSpot) else (thing.lon, thing.lat)
        shape = shapes.get(thing.part_code)
        if shape is None or lon is None or lat is None or shapely.intersects_xy(shape, lon, lat):
            continue
        line = shapely.shortest_line(shape, shapely.Point(lon, lat))
        strips.setdefault(thing.part_code, []).append(line.buffer(JETTY_DEGREES))
    return attrs.evolve(plan, parts=tuple(_stretched(part, strips.get(part.code, [])) for part in plan.parts))


def _stretched(part: Part, strips: list[BaseGeometry]) -> Part:
    return attrs.evolve(part, shape=shapely.union_all([part.shape, *strips])) if strips else part
