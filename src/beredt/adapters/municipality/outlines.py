"""Outlines as map programs export them: in metres, with crossings. Put right where that is safe, else refused.

Coordinates in EPSG:25832 (or another system that the file states) become degrees; outlines that cross themselves are
repaired where hardly any ground changes hands.
"""

from __future__ import annotations

import json
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from beredt.adapters.municipality.notes import ReadingNote
from beredt.adapters.open_data import projection
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.packs.json_text import parse_json
from beredt.domain.municipality.problem import shown
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

_DECIMALS = 7
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})
_MOST_LOST = 0.02
"""Share of the ground by which a repair may differ from the drawn ring; beyond it nobody can say what was meant."""


def put_right(data: bytes, *, file: str) -> tuple[bytes, tuple[ReadingNote, ...]]:
    """The file's bytes with outlines in degrees and without crossings, and what was done.

    Unchanged where there is nothing to do, or where it is no GeoJSON (which is for the reader to tell). Raises
    `InvalidInput` where the coordinate system is not known or an outline cannot be repaired.
    """
    document, problem = parse_json(data, file=file)
    features = document.get("features") if problem is None and isinstance(document, dict) else None
    if not isinstance(features, list):
        return data, ()
    shapes = {index: found for index, feature in enumerate(features) if (found := _shape_of(feature)) is not None}
    if not shapes:
        return data, ()
    notes: list[ReadingNote] = []
    turned = _in_degrees(document, shapes, file, notes)
    mended = {index: _mended(found, _name_of(features[index], index), notes) for index, found in turned.items()}
    if not notes:
        return data, ()
    for index, found in mended.items():
        features[index] = {**features[index], "geometry": mapping(found)}
    rest = {name: value for name, value in document.items() if name != "crs"}
    return json.dumps({**rest, "features": features}, ensure_ascii=False).encode("utf-8"), tuple(notes)


def _shape_of(feature: Any) -> BaseGeometry | None:
    """The feature's outline; None for anything that the reader will tell of."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") not in _POLYGONS:
        return None
    try:
        found = shape(geometry)
        return None if found.is_empty else shapely.force_2d(found)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None


def _in_degrees(
    document: dict[str, Any], shapes: dict[int, BaseGeometry], file: str, notes: list[ReadingNote]
) -> dict[int, BaseGeometry]:
    stated = projection.stated_system(document)
    bounds = shapely.total_bounds(list(shapes.values()))
    is_degrees = bounds[0] >= -180 and bounds[2] <= 180 and bounds[1] >= -90 and bounds[3] <= 90
    try:
        turned = projection.to_degrees(list(shapes.values()), system=stated)
    except UnreadableFile as error:
        raise InvalidInput(
            mark("The outlines in {file} are neither in degrees nor in a coordinate system that is known."),
            code="unknown_coordinates",
            hint=mark("Export them in WGS 84 (EPSG:4326) or in UTM zone 32 (EPSG:25832)."),
            file=file,
        ) from error
    if is_degrees and all(old == new for old, new in zip(shapes.values(), turned, strict=True)):
        return shapes
    system = "EPSG:4326" if is_degrees else f"EPSG:{stated if stated not in {None, 4326, 84} else projection.UTM32}"
    sentence = (
        mark("{file}: longitude and latitude were swapped and have been put right.")
        if is_degrees
        else mark("{file}: the coordinates were in metres ({system}) and have been converted to degrees.")
    )
    notes.append(ReadingNote(sentence=sentence, values={"file": file, "system": system}))
    return dict(zip(shapes, _rounded(turned), strict=True))


def _rounded(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    return [shapely.transform(found, lambda points: points.round(_DECIMALS)) for found in shapes]


def _mended(found: BaseGeometry, name: str, notes: list[ReadingNote]) -> BaseGeometry:
    if found.is_valid:
        return found
    mended = shapely.make_valid(found, method="structure", keep_collapsed=False)
    kept = shapely.transform(mended, lambda points: points.round(_DECIMALS))
    # The area of a crossing ring counts its loops with different signs: a figure of eight has next to none.
    moved = abs(kept.area - found.area) / max(kept.area, 1e-12)
    if kept.geom_type not in _POLYGONS or kept.is_empty or not kept.is_valid or moved > _MOST_LOST:
        raise InvalidInput(
            mark("The outline of {name} crosses itself, and how it was meant cannot be told."),
            code="crossing_outline",
            hint=mark("Repair the outline in a map program, and take the file in again."),
            name=name,
        )
    sentence = mark("The outline of {name} crossed itself and has been repaired.")
    notes.append(ReadingNote(sentence=sentence, values={"name": name}))
    return kept


def _name_of(feature: Any, index: int) -> str:
    properties = feature.get("properties")
    told = properties.get("area_id") or properties.get("name") if isinstance(properties, dict) else None
    return shown(told) if isinstance(told, str | int) else str(index + 1)
