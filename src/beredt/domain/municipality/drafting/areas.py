"""The parts of a municipality: which outlines to use, clipped to the border, and how many people live in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from beredt.domain.municipality.drafting import roads as road_facts
from beredt.domain.municipality.drafting.facts import LEVELS, HeadCount, KnownMunicipality, OpenData, Outline

SLIVER_SHARE = 0.005
"""Share of the municipality's area below which a piece of an outline that mostly lies elsewhere is a sliver."""
MOSTLY_ELSEWHERE = 0.2
FEWEST_PEOPLE = 50
"""Persons; a smaller part is merged into its neighbour."""
FEWEST_POINTS = 20
"""Located things (shops, junctions, addresses) below which they say nothing of where people live."""
LEAST_REACH = 0.3
"""Share of the municipality's area that located things must lie around to say where people live."""
SHOP_KINDS = frozenset({"shop"})
WHOLE = "whole"


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """A part of the municipality with its share (0…1) of the people; `shape` is None only for the whole."""

    code: str
    name: str
    shape: BaseGeometry | None
    share: float


@attrs.frozen(kw_only=True, eq=False)
class AreaPlan:
    """The parts; `level` of the outlines used (`whole`: one part), `method` says how people were shared out.

    Methods: statistics, addresses, junctions, shops, whole. `source` names the files. `uncounted` is the level of
    outlines that are there, but of which nothing tells how many people live in each; blank where there are none.
    """

    parts: tuple[Part, ...]
    level: str
    method: str
    source: str = ""
    as_of: str = ""
    uncounted: str = ""


def plan_areas(*, known: KnownMunicipality, border: Outline | None, data: OpenData) -> AreaPlan:
    """The best parts that the open data give, the whole municipality where they give none worth having."""
    whole = Part(code=known.code, name=known.official_name, shape=border.shape if border else None, share=1.0)
    fallback = AreaPlan(parts=(whole,), level=WHOLE, method=WHOLE, source=border.source if border else "")
    if border is None:
        return fallback
    candidates = {level: _clipped(level, known, border, data.outlines) for level in LEVELS[1:]}
    for level, counts in _counted_levels(candidates, data.head_counts):
        pieces = candidates[level]
        return _plan(level, pieces, _by_statistics(pieces, counts), known, "statistics", counts)
    for level in LEVELS[1:]:
        pieces = candidates[level]
        if len(pieces) < 2:
            continue
        for method, weigh in _METHODS:
            weights = weigh(data, [piece.shape for piece in pieces], border.shape)
            if sum(weights) >= FEWEST_POINTS:
                return _plan(level, pieces, weights, known, method, {})
    divided = [level for level, pieces in candidates.items() if len(pieces) > 1]
    return attrs.evolve(fallback, uncounted=divided[0]) if divided else fallback


@attrs.frozen(kw_only=True, eq=False)
class _Piece:
    outline: Outline
    shape: BaseGeometry
    share_of_outline: float


def _clipped(level: str, known: KnownMunicipality, border: Outline, outlines: Sequence[Outline]) -> list[_Piece]:
    """The outlines of a level that lie in the municipality, cut at its border, without slivers."""
    own = [outline for outline in outlines if outline.level == level]
    own = [outline for outline in own if outline.municipality_code in {"", known.code}]
    near = [outline for outline in own if outline.shape.intersects(border.shape)]
    pieces = []
    for outline in near:
        shape = polygons_of(outline.shape.intersection(border.shape))
        whole = outline.shape.area
        share = shape.area / whole if whole else 0.0
        is_sliver = shape.area < SLIVER_SHARE * border.shape.area and share < MOSTLY_ELSEWHERE
        if not is_sliver and shape.area > 0:
            pieces.append(_Piece(outline=outline, shape=shape, share_of_outline=share))
    return sorted(pieces, key=lambda piece: piece.outline.code)


def polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without the lines and points that cutting leaves behind."""
    parts = [part for part in shapely.get_parts(shape, return_index=False) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _counted_levels(
    candidates: Mapping[str, list[_Piece]], head_counts: Sequence[HeadCount]
) -> list[tuple[str, dict[str, HeadCount]]]:
    """Levels where official head-counts exist for all but a few of the pieces."""
    found = []
    for level, pieces in candidates.items():
        counts = latest_counts(head_counts, level)
        known = [piece for piece in pieces if piece.outline.code in counts]
        people = sum(counts[piece.outline.code].people for piece in known)
        if people and len(known) >= 2 and len(known) >= 0.8 * len(pieces):
            found.append((level, counts))
    return found


def latest_counts(head_counts: Sequence[HeadCount], level: str) -> dict[str, HeadCount]:
    """The newest head-count per code of a level."""
    latest: dict[str, HeadCount] = {}
    for count in sorted((count for count in head_counts if count.level == level), key=lambda count: count.as_of):
        latest[count.code] = count
    return latest


def _by_statistics(pieces: Sequence[_Piece], counts: Mapping[str, HeadCount]) -> list[float]:
    """People per piece; an outline that the border cuts gives its people by area."""
    return [
        counts[piece.outline.code].people * piece.share_of_outline if piece.outline.code in counts else 0.0
        for piece in pieces
    ]


def _by_addresses(data: OpenData, shapes: list[BaseGeometry], border: BaseGeometry) -> list[float]:
    return _most(shapes, border, [(points.lon, points.lat) for points in data.addresses])


def _by_junctions(data: OpenData, shapes: list[BaseGeometry], border: BaseGeometry) -> list[float]:
    return _most(shapes, border, [road_facts.junctions(roads) for roads in data.roads])


def _by_shops(data: OpenData, shapes: list[BaseGeometry], border: BaseGeometry) -> list[float]:
    shops = [spot for spot in data.spots if spot.kind in SHOP_KINDS]
    lon = np.array([round(spot.lon * 1e7) for spot in shops], dtype=np.int32)
    lat = np.array([round(spot.lat * 1e7) for spot in shops], dtype=np.int32)
    return _most(shapes, border, [(lon, lat)])


_METHODS: tuple[tuple[str, Callable[[OpenData, list[BaseGeometry], BaseGeometry], list[float]]], ...] = (
    ("addresses", _by_addresses),
    ("junctions", _by_junctions),
    ("shops", _by_shops),
)


def _most(
    shapes: list[BaseGeometry], border: BaseGeometry, files: list[tuple[NDArray[np.int32], NDArray[np.int32]]]
) -> list[float]:
    """Points per shape of the file that has most of them.

    An extract of one town would put everybody there: the points must reach over a good part of the municipality, and
    at least half of the shapes must have some.
    """
    best = [0.0] * len(shapes)
    for lon, lat in files:
        inside = road_facts.points_inside(lon, lat, border) if len(lon) else np.zeros(0, dtype=bool)
        if not inside.any():
            continue
        places = np.column_stack([lon[inside], lat[inside]]) * road_facts.DEGREES
        if _reach(places, border) < LEAST_REACH:
            continue
        hits = shapely.STRtree(shapes).query(np.asarray(shapely.points(places)), predicate="intersects")[1]
        counts = np.bincount(hits, minlength=len(shapes)).astype(float).tolist()
        if sum(counts) > sum(best) and 2 * sum(count > 0 for count in counts) >= len(shapes):
            best = counts
    return best


def _reach(places: NDArray[np.float64], border: BaseGeometry) -> float:
    """Share of the municipality's area that lies between the places."""
    hull = shapely.convex_hull(shapely.multipoints(places))
    return float(shapely.area(shapely.intersection(hull, border)) / shapely.area(border))


def _plan(
    level: str,
    pieces: Sequence[_Piece],
    weights: Sequence[float],
    known: KnownMunicipality,
    method: str,
    counts: Mapping[str, HeadCount],
) -> AreaPlan:
    total = sum(weights)
    parts = [
        Part(code=piece.outline.code, name=piece.outline.name, shape=piece.shape, share=weight / total)
        for piece, weight in zip(pieces, weights, strict=True)
    ]
    kept = tuple(_without_tiny(parts, known.population))
    used = [counts[part.code] for part in parts if part.code in counts]
    sources = sorted({piece.outline.source for piece in pieces} | {count.source for count in used})
    return AreaPlan(
        parts=kept,
        level=level if len(kept) > 1 else WHOLE,
        method=method if len(kept) > 1 else WHOLE,
        source=", ".join(sources),
        as_of=max((count.as_of for count in used), default=""),
    )


def _without_tiny(parts: list[Part], population: int) -> list[Part]:
    """Parts with too few people are merged into the neighbour they share most border with, else the nearest."""
    parts = list(parts)
    while len(parts) > 1:
        smallest = min(parts, key=lambda part: (part.share, part.code))
        if smallest.share * population >= FEWEST_PEOPLE:
            break
        parts.remove(smallest)
        host = max(parts, key=lambda part: (*_closeness(part, smallest), part.code))
        parts[parts.index(host)] = attrs.evolve(
            host, shape=shapely.union_all([host.shape, smallest.shape]), share=host.share + smallest.share
        )
    return parts


def _closeness(part: Part, other: Part) -> tuple[float, float]:
    shared = shapely.length(shapely.intersection(part.shape, other.shape))
    return float(shared), -float(shapely.distance(part.shape, other.shape))
