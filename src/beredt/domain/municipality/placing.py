"""Whether points and outlines lie where they should: all of it implausible rather than wrong, hence warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem, shown

WEST, EAST, SOUTH, NORTH = 7.0, 16.0, 54.0, 58.5
"""A box around Denmark [degrees, WGS 84], Bornholm included; Greenland and the Faroes have no pack."""


def check_places(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    """Warnings on outlines of areas, and on points of assets and sites."""
    outlines: dict[str, BaseGeometry] = {}
    if areas := pack.get("areas"):
        yield from _check_outlines(areas, outlines)
    for name in ("assets", "sites"):
        if table := pack.get(name):
            yield from _check_points(table, outlines)


def _check_outlines(areas: LocatedTable, outlines: dict[str, BaseGeometry]) -> Iterator[Problem]:
    """Tells of the outlines, and fills `outlines` with those that points can be compared with."""
    for index, (area_id, geometry) in enumerate(areas.tuples("area_id", "geometry")):
        if geometry is None or geometry is UNREADABLE:
            continue
        outline = shapely.geometry.shape(geometry)
        west, south, east, north = outline.bounds
        if not (west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH):
            yield areas.problem("geometry_outside_denmark", index, "geometry")
        elif not outline.is_valid:
            yield areas.problem("geometry_crosses_itself", index, "geometry")
        elif outline.area > 0 and area_id is not UNREADABLE:
            outlines[area_id] = outline


def _check_points(table: LocatedTable, outlines: Mapping[str, BaseGeometry]) -> Iterator[Problem]:
    inside_of: dict[str, list[tuple[int, float, float]]] = {}
    for index, (lon, lat, area_id) in enumerate(table.tuples("lon", "lat", "area_id")):
        if lon is UNREADABLE or lat is UNREADABLE or (lon is None and lat is None):
            continue
        if lon is None or lat is None:
            yield table.problem("half_point", index, "lon" if lon is None else "lat")
        elif _in_denmark(lon, lat):
            inside_of.setdefault(area_id, []).append((index, lon, lat))
        else:
            yield table.problem("point_swapped" if _in_denmark(lat, lon) else "point_outside_denmark", index, "lon")
    for area_id, points in inside_of.items():
        if area_id in outlines:
            yield from _check_inside(table, area_id, outlines[area_id], points)


def _check_inside(
    table: LocatedTable, area_id: str, outline: Any, points: list[tuple[int, float, float]]
) -> Iterator[Problem]:
    shapely.prepare(outline)
    inside = shapely.intersects_xy(
        outline, np.array([lon for _, lon, _ in points]), np.array([lat for _, _, lat in points])
    )
    for (index, _, _), is_inside in zip(points, inside, strict=True):
        if not is_inside:
            yield table.problem("point_outside_area", index, "lon", id=shown(area_id))


def _in_denmark(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH
