"""What maps show: areas with their totals, assets by name where one may see them, roads as lines or tiles."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from beredt.apps.municipality import doors, packs, policies, queries, row_values, storage_places
from beredt.apps.municipality.models import PackFile
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality import placing
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import Language, mark

MOST_PLAIN_WAYS = 10_000
"""Roads up to this number are sent as they are; above it as tiles."""
ROADS_FILE = "roads.osm.pbf"
SMALL_ROADS_BYTES = 5_000_000
"""Road files up to this size are made fit for a map while somebody waits."""
_FEW = 5
_SHADED = frozenset({"Polygon", "MultiPolygon"})
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@attrs.frozen(kw_only=True)
class RoadMap:
    """The roads ready for a map: `kind` is `geojson` or `tiles`; `ways` is their number."""

    kind: str
    path: Path
    ways: int


def areas_geojson(*, actor: Actor) -> dict[str, Any]:
    """The areas with inhabitants and people in need profiles; small counts are told as fewer than five."""
    pack = queries.get_pack(actor=actor)
    people = queries.area_people(pack)
    return _collection(
        [
            _feature(
                area.geometry,
                {
                    "id": area.area_id,
                    "name": area.name or area.area_id,
                    "population": area.population,
                    "people": _shown(people.get(area.area_id, 0)),
                },
            )
            for area in pack.tables.areas
            if area.geometry is not None and area.geometry["type"] in _SHADED
        ]
    )


def assets_geojson(*, actor: Actor) -> dict[str, Any]:
    """The assets that have a place, with their basis and the address of their card."""
    permissions.check_may(actor, policies.READ_ASSETS)
    pack = packs.load(actor.municipality)
    return _collection(
        [
            _feature(
                {"type": "Point", "coordinates": [asset.lon, asset.lat]},
                {
                    "id": pack.keys["assets"][(asset.asset_id,)].row_id,
                    "name": asset.name or asset.asset_id,
                    "kind": asset.kind,
                    "service": asset.service,
                    "basis": row_values.basis_of(pack, "assets", (asset.asset_id,)),
                },
            )
            for asset in pack.tables.assets
            if asset.lon is not None and asset.lat is not None
        ]
    )


def bounds(pack: StoredPack) -> tuple[float, float, float, float] | None:
    """West, south, east and north [degrees] of everything that has a place in Denmark; None where nothing has."""
    points = [(row.lon, row.lat) for row in pack.tables.assets]
    points += [(row.lon, row.lat) for row in pack.tables.sites]
    for area in pack.tables.areas:
        points.extend(_positions(area.geometry["coordinates"]) if area.geometry else ())
    placed = [(x, y) for x, y in points if x is not None and y is not None and _is_in_denmark(x, y)]
    if not placed:
        return None
    xs, ys = zip(*placed, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def get_roads(*, actor: Actor) -> RoadMap:
    """The municipality's roads, made fit for a map the first time; raises `NotFound` where there are none."""
    permissions.check_may(actor, policies.READ)
    found = PackFile.objects.filter(municipality__code=actor.municipality, name=ROADS_FILE).first()
    if found is None:
        raise NotFound(mark("There is no road network."), code="no_roads", hint=mark("Take in a pack with its roads."))
    return make_roads(actor.municipality, found.sha256)


def roads_at_hand(*, actor: Actor) -> RoadMap | None:
    """The roads where they are fit for a map already, or quickly are; None where there are none of use."""
    permissions.check_may(actor, policies.READ)
    found = PackFile.objects.filter(municipality__code=actor.municipality, name=ROADS_FILE).first()
    if found is None:
        return None
    is_made = (storage_places.map_folder(actor.municipality) / f"{found.sha256}.json").exists()
    if not is_made and found.size_bytes > SMALL_ROADS_BYTES:
        return None
    try:
        return make_roads(actor.municipality, found.sha256)
    except InvalidInput:
        return None


def make_roads(code: str, sha256: str) -> RoadMap:
    """The roads of one road file, kept under its check sum; raises `InvalidInput` where the file is of no use."""
    folder = storage_places.map_folder(code)
    told = folder / f"{sha256}.json"
    if not told.exists():
        lines, tiles = folder / f"{sha256}.geojson", folder / f"{sha256}.pmtiles"
        ways = doors.ROADS.value.write_geojson(storage_places.pack_file(code, sha256), lines)
        if ways > MOST_PLAIN_WAYS:
            doors.ROADS.value.write_tiles(lines, tiles)
        fresh = told.with_suffix(".new")
        fresh.write_text(json.dumps({"ways": ways}), encoding="utf-8")
        fresh.replace(told)
    ways = int(json.loads(told.read_text(encoding="utf-8"))["ways"])
    kind = "tiles" if ways > MOST_PLAIN_WAYS else "geojson"
    return RoadMap(kind=kind, path=folder / f"{sha256}.{'pmtiles' if kind == 'tiles' else 'geojson'}", ways=ways)


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a `Range` header that asks for one range of a file of `size` bytes; None for the whole.

    Raises `ValueError` where it lies outside the file.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    first = int(match[1]) if match[1] else max(0, size - int(match[2]))
    last = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
    if first > last:
        raise ValueError(header)
    return first, last


def sortable_people(people: int) -> int:
    """What a number of people is sorted by where fewer than five are not told exactly."""
    return 1 if 0 < people < _FEW else people


def _is_in_denmark(lon: float, lat: float) -> bool:
    return placing.WEST <= lon <= placing.EAST and placing.SOUTH <= lat <= placing.NORTH


def shown_people(people: int, language: Language) -> str:
    """A number of people as it is shown: fewer than five are not told exactly."""
    return f"<{_FEW}" if 0 < people < _FEW else language.number(people)


def _shown(people: int) -> int | str:
    return f"<{_FEW}" if 0 < people < _FEW else people


def _positions(coordinates: Any) -> list[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [position for part in coordinates for position in _positions(part)]


def _feature(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
