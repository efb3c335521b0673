"""GeoJSON and TopoJSON as features: properties with plain keys, and shapes in degrees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from beredt.adapters.open_data import projection
from beredt.adapters.open_data.csv_tables import decode
from beredt.adapters.open_data.files import UnreadableFile
from beredt.domain.municipality.drafting.names import plain_key
from beredt.kit.language import mark


@attrs.frozen(kw_only=True, eq=False)
class Feature:
    """One feature; `properties` by key in plain letters, values as text (blank for null)."""

    properties: Mapping[str, str]
    shape: BaseGeometry

    def first(self, *keys: str) -> str:
        """The first value of `keys` that is filled in, blank without any."""
        return next((found for key in keys if (found := self.properties.get(key, ""))), "")


def read_features(data: bytes) -> list[Feature] | None:
    """The features with a shape in degrees, None where the file is no map; raises `UnreadableFile`."""
    try:
        document = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(mark("it is not valid JSON")) from error
    found = _features_of(document)
    if found is None:
        return None
    kept = [(properties, shape) for properties, shape in found if shape is not None and not shape.is_empty]
    if not kept:
        return []
    shapes = projection.to_degrees([shape for _, shape in kept], system=projection.stated_system(document))
    return [
        Feature(properties=plain_properties(properties), shape=shape)
        for (properties, _), shape in zip(kept, shapes, strict=True)
    ]


def _features_of(document: Any) -> list[tuple[Mapping[str, Any], BaseGeometry | None]] | None:
    if not isinstance(document, dict):
        return None
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        return [
            (_properties(feature), _shape(feature.get("geometry")))
            for feature in document["features"]
            if isinstance(feature, dict)
        ]
    if document.get("type") == "Feature":
        return [(_properties(document), _shape(document.get("geometry")))]
    if document.get("type") == "Topology":
        return list(_topology(document))
    return None


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _shape(geometry: Any) -> BaseGeometry | None:
    if not isinstance(geometry, dict):
        return None
    try:
        return shapely.geometry.shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise UnreadableFile(mark("it has a shape that cannot be read")) from error


def plain_properties(properties: Mapping[str, Any]) -> dict[str, str]:
    """Properties by key in plain letters, values as text: null and anything nested as blank."""
    return {plain_key(str(key)): _text(value) for key, value in properties.items()}


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list | bytes):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _topology(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], BaseGeometry | None]]:
    """TopoJSON 1.0: shapes are made of shared arcs, quantised and delta-coded where there is a transform."""
    try:
        arcs = _arcs(document)
        for layer in document["objects"].values():
            for geometry in layer.get("geometries", [layer]):
                yield _properties(geometry), _shape(_untangled(geometry, arcs))
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise UnreadableFile(mark("it has a shape that cannot be read")) from error


def _arcs(document: Mapping[str, Any]) -> list[list[list[float]]]:
    transform = document.get("transform")
    if transform is None:
        return [[point[:2] for point in arc] for arc in document["arcs"]]
    scale, move = np.array(transform["scale"]), np.array(transform["translate"])
    arcs: list[list[list[float]]] = []
    for arc in document["arcs"]:
        steps = np.array([point[:2] for point in arc], dtype=float)
        arcs.append((np.cumsum(steps, axis=0) * scale + move).tolist())
    return arcs


def _untangled(geometry: Mapping[str, Any], arcs: list[list[list[float]]]) -> dict[str, Any] | None:
    kind = geometry.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": _rings(geometry["arcs"], arcs)}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [_rings(polygon, arcs) for polygon in geometry["arcs"]]}
    return None


def _rings(rings: list[list[int]], arcs: list[list[list[float]]]) -> list[list[list[float]]]:
    joined = []
    for ring in rings:
        points: list[list[float]] = []
        for index in ring:
            piece = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += piece[1:] if points else piece
        joined.append(points)
    return joined
