"""GeoPackages as features: SQLite files of the Open Geospatial Consortium, in which Danish map data are handed out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from beredt.adapters.open_data import projection
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.open_data.map_features import Feature, plain_properties
from beredt.kit.language import mark

NOT_ONE = mark("it is not a GeoPackage, or it is damaged")
_SQLITE = b"SQLite format 3\x00"
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Length of the box before the shape, by the header's envelope code (GeoPackage 1.3, clause 2.1.3)."""
_USELESS = frozenset({"LINESTRING", "MULTILINESTRING", "CURVE", "MULTICURVE"})


def read_geopackage(data: bytes) -> list[Feature]:
    """The surfaces and points of all layers, in degrees; raises `UnreadableFile`."""
    if not data.startswith(_SQLITE):
        raise UnreadableFile(NOT_ONE)
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        return [feature for layer in _layers(connection) for feature in _features(connection, *layer)]
    except (sqlite3.Error, shapely.errors.ShapelyError, IndexError, TypeError, ValueError) as error:
        raise UnreadableFile(NOT_ONE) from error
    finally:
        connection.close()


def _layers(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    found = connection.execute("SELECT table_name, column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns")
    for table, column, kind, system in found.fetchall():
        if str(kind).upper() not in _USELESS:
            yield table, column, int(system)


def _features(connection: sqlite3.Connection, table: str, column: str, system: int) -> Iterator[Feature]:
    rows = connection.execute(f"SELECT * FROM {_quoted(table)}")
    names = [entry[0] for entry in rows.description]
    kept = []
    for row in rows:
        properties = dict(zip(names, row, strict=True))
        shape = _shape(properties.pop(column))
        if shape is not None and not shape.is_empty:
            kept.append((plain_properties(properties), shape))
    if kept:
        shapes = projection.to_degrees([shape for _, shape in kept], system=system)
        for (properties, _), shape in zip(kept, shapes, strict=True):
            yield Feature(properties=properties, shape=shape)


def _shape(blob: object) -> BaseGeometry | None:
    if not isinstance(blob, bytes):
        return None
    if blob[:2] != b"GP":
        raise ValueError("not a GeoPackage shape")
    return shapely.from_wkb(blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7] :])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
