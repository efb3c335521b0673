"""`areas.geojson` as located values: a table whose columns are properties and whose last is the geometry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from beredt.adapters.packs import cells, schema
from beredt.adapters.packs.cells import Fault
from beredt.adapters.packs.frames import Frame, RowKey
from beredt.adapters.packs.json_text import parse_json
from beredt.adapters.packs.schema import AREAS, Column
from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem

_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many lists a geometry's positions lie in."""
_RINGED = frozenset({"Polygon", "MultiPolygon"})


def build_area_frame(data: bytes, *, file: str) -> Frame | list[Problem]:
    """The located values of the areas, or the problems if the file holds no features at all."""
    value, problem = parse_json(data, file=file)
    if problem is not None:
        return [problem]
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        return [Problem(file=file, code="not_a_feature_collection")]
    columns: dict[str, list[Any]] = {name: [] for name in (*AREAS.column_names, "geometry")}
    problems: list[Problem] = []
    extras: dict[RowKey, Mapping[str, Any]] = {}
    for row, feature in enumerate(features, start=1):
        values, faults = _read_feature(feature)
        problems.extend(
            Problem(file=file, row=row, column=column, code=fault.code, values=fault.values) for column, fault in faults
        )
        for name, cells_so_far in columns.items():
            cells_so_far.append(values.get(name, UNREADABLE))
        if kept := _unknown_properties(feature):
            extras[(values.get("area_id"),)] = kept
    rows = range(1, len(features) + 1)
    # A feature without properties may be the area that others refer to.
    whole = all(isinstance(feature, dict) and isinstance(feature.get("properties"), dict) for feature in features)
    located = LocatedTable(name=AREAS.name, file=file, rows=rows, columns=columns, whole=whole)
    return Frame(table=located, problems=problems, extras=extras)


def _read_feature(feature: Any) -> tuple[dict[str, Any], list[tuple[str, Fault]]]:
    """The feature's readable values, and a fault per property that is not."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}, [("", Fault("bad_feature"))]
    values: dict[str, Any] = {}
    faults: list[tuple[str, Fault]] = [] if feature.get("type") == "Feature" else [("", Fault("bad_feature"))]
    for column in AREAS.columns:
        value = _read_property(column, properties)
        if isinstance(value, Fault):
            faults.append((column.name, value))
        else:
            values[column.name] = value
    geometry = _read_geometry(feature.get("geometry"))
    if isinstance(geometry, Fault):
        faults.append(("geometry", geometry))
    else:
        values["geometry"] = geometry
    return values, faults


def _read_property(column: Column, properties: Mapping[str, Any]) -> Any:
    if column.required and column.name not in properties:
        return Fault("missing_column", {"name": column.name})
    value = properties.get(column.name)
    if value is None:
        return cells.parse_cell(column, "")
    if column.type == "integer":
        return _read_whole_number(column, value)
    if isinstance(value, str):
        return cells.parse_cell(column, value)
    # Map programs write ids that look like numbers as numbers.
    if column.type == "id" and isinstance(value, int) and not isinstance(value, bool):
        return cells.parse_cell(column, _digits(value))
    return Fault("not_text")


def _read_whole_number(column: Column, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Fault("not_a_whole_number")
    if isinstance(value, float):
        return cells.parse_cell(column, repr(value))
    return cells.parse_cell(column, _digits(value))


def _digits(number: int) -> str:
    # Python refuses to print integers of several thousand digits.
    return str(number) if abs(number) < 10**schema.LONGEST_ID else "9" * (schema.LONGEST_ID + 1)


def _unknown_properties(feature: Any) -> Mapping[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}
    return {name: value for name, value in properties.items() if AREAS.column(name) is None and value is not None}


def _read_geometry(geometry: Any) -> Any:
    """The geometry with all coordinates as decimals and without heights, None, or a `Fault`."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTHS:
        return Fault("bad_geometry")
    coordinates = _read_coordinates(geometry.get("coordinates"), _DEPTHS[kind])
    if not coordinates or (kind in _RINGED and not _has_good_rings(kind, coordinates)):
        return Fault("bad_geometry")
    if kind in {"LineString", "MultiLineString"} and not _has_good_lines(kind, coordinates):
        return Fault("bad_geometry")
    return {"type": kind, "coordinates": coordinates}


def _read_coordinates(value: Any, depth: int) -> list[Any] | None:
    """Positions in `depth` lists, None if they are anything else."""
    if not isinstance(value, list) or not value:
        return None
    if depth == 0:
        return _read_position(value)
    parts = [_read_coordinates(part, depth - 1) for part in value]
    return None if None in parts else parts


def _read_position(value: list[Any]) -> list[float] | None:
    if len(value) not in {2, 3}:
        return None
    numbers: list[float] = []
    for part in value:
        if isinstance(part, bool) or not isinstance(part, int | float) or abs(part) > 1e6:
            return None
        numbers.append(float(part) + 0.0)
    if not all(math.isfinite(number) for number in numbers) or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        return None
    return numbers[:2]


def _has_good_rings(kind: str, coordinates: list[Any]) -> bool:
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return all(len(ring) >= 4 and ring[0] == ring[-1] for polygon in polygons for ring in polygon)


def _has_good_lines(kind: str, coordinates: list[Any]) -> bool:
    lines = coordinates if kind == "MultiLineString" else [coordinates]
    return all(len(line) >= 2 for line in lines)
