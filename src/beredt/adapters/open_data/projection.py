"""Coordinates in any system that a map file may use, turned into longitude and latitude (WGS 84)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from beredt.adapters.open_data.files import UnreadableFile
from beredt.kit.language import mark

WGS84 = 4326
UTM32 = 25832
"""ETRS89 / UTM zone 32: what Danish map data come in unless they say otherwise."""
PLAIN_DEGREES = frozenset({4326, 4258, 84})

_EPSG = re.compile(r"(?:EPSG|CRS)\D*(?:[0-9.]+:+)?:?([0-9]{2,6})$", re.IGNORECASE)


def stated_system(document: Mapping[str, Any]) -> int | None:
    """The EPSG number a GeoJSON document states in its `crs` member, None where it states none."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    found = _EPSG.search(str(name).strip()) if name is not None else None
    return int(found[1]) if found else None


def to_degrees(shapes: list[BaseGeometry], *, system: int | None) -> list[BaseGeometry]:
    """The shapes without heights, in degrees with longitude first; raises `UnreadableFile` if that cannot be.

    Without a stated system, or where it contradicts the numbers, the numbers decide: degrees, swapped degrees, or
    metres in UTM 32.
    """
    flat = np.array([shapely.force_2d(shape) for shape in shapes], dtype=object)
    points = shapely.get_coordinates(flat)
    if not len(points):
        return list(flat)
    if not np.isfinite(points).all():
        raise UnreadableFile(mark("it has coordinates that are no numbers"))
    return list(shapely.set_coordinates(flat, _degrees(points, system)))


def _degrees(points: NDArray[np.float64], system: int | None) -> NDArray[np.float64]:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        looks_swapped = west >= 54 and east <= 58.5 and south >= 7 and north <= 16
        return points[:, ::-1] if looks_swapped else points
    number = UTM32 if system is None or system in PLAIN_DEGREES else system
    if number == UTM32 and not (west >= 100_000 and east <= 1_200_000 and south >= 5_900_000 and north <= 6_600_000):
        raise UnreadableFile(mark("its coordinate system is not known"))
    turned = np.column_stack(_transformer(number).transform(points[:, 0], points[:, 1]))
    if not np.isfinite(turned).all():
        raise UnreadableFile(mark("its coordinate system is not known"))
    return turned


@cache
def _transformer(number: int) -> Transformer:
    try:
        return Transformer.from_crs(number, WGS84, always_xy=True)
    except CRSError as error:
        raise UnreadableFile(mark("its coordinate system is not known")) from error
