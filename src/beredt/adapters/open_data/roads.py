"""Any OpenStreetMap extract: car-routable ways, addresses, and the few things beside the road that a draft uses."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import attrs
import numpy as np
import osmium

from beredt.adapters.open_data import points
from beredt.adapters.open_data.files import UnreadableFile
from beredt.domain.municipality.drafting.facts import AddressPoints, CareHome, RoadWays, Spot
from beredt.domain.municipality.drafting.names import plain_key
from beredt.kit.language import mark

SOURCE = "OpenStreetMap"
ROUTABLE = frozenset({
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link",
    "tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service", "road", "track",
})  # fmt: skip
KEYS = ("highway", "amenity", "shop", "addr:housenumber")
CARE_HOME_FACILITIES = frozenset({"nursing_home", "assisted_living"})

Box = tuple[float, float, float, float]
Address = tuple[str, str]
"""Street with number in plain letters, and postcode."""


@attrs.frozen(kw_only=True, eq=False)
class OsmReading:
    """What one extract holds; `address_points` are those that were asked for."""

    roads: RoadWays
    addresses: AddressPoints
    spots: tuple[Spot, ...]
    address_points: Mapping[Address, tuple[float, float]]
    care_homes: tuple[CareHome, ...]


def address_key(street: str, postcode: str) -> Address:
    """How an address is looked up."""
    return plain_key(street), postcode


@attrs.define
class _Collected:
    offsets: array[int] = attrs.field(factory=lambda: array("q", [0]))
    node: array[int] = attrs.field(factory=lambda: array("q"))
    lon: array[int] = attrs.field(factory=lambda: array("i"))
    lat: array[int] = attrs.field(factory=lambda: array("i"))
    address_lon: array[int] = attrs.field(factory=lambda: array("i"))
    address_lat: array[int] = attrs.field(factory=lambda: array("i"))
    spots: list[Spot] = attrs.field(factory=list)
    found: dict[Address, tuple[float, float]] = attrs.field(factory=dict)
    care_homes: list[CareHome] = attrs.field(factory=list)


def read_osm(path: Path, *, file: str, box: Box | None = None, wanted: Collection[Address] = frozenset()) -> OsmReading:
    """What an extract holds inside `box` (west, south, east, north) [degrees], streamed; raises `UnreadableFile`."""
    collected = _Collected()
    source = f"{SOURCE}, {file}"
    try:
        for thing in _things(path):
            if isinstance(thing, osmium.osm.Way):
                _collect_way(thing, collected, box, wanted, source)
            elif isinstance(thing, osmium.osm.Node) and _is_inside(thing.location.x, thing.location.y, box):
                _collect_tagged(thing.tags, thing.location.x, thing.location.y, collected, wanted, source)
    except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
        raise UnreadableFile(mark("it is not OpenStreetMap data, or it is damaged")) from error
    return OsmReading(
        roads=RoadWays(
            file=file,
            offsets=np.array(collected.offsets, dtype=np.int64),
            node=np.array(collected.node, dtype=np.int64),
            lon=np.array(collected.lon, dtype=np.int32),
            lat=np.array(collected.lat, dtype=np.int32),
        ),
        addresses=AddressPoints(
            file=file,
            lon=np.array(collected.address_lon, dtype=np.int32),
            lat=np.array(collected.address_lat, dtype=np.int32),
        ),
        spots=tuple(dict.fromkeys(collected.spots)),
        address_points=collected.found,
        care_homes=tuple(dict.fromkeys(collected.care_homes)),
    )


def _care_home(tags: osmium.osm.TagList, x: int, y: int, source: str) -> CareHome:
    """A care home as the map has it: a name and a point, never a number of dwellings."""
    street = f"{tags.get('addr:street') or ''} {tags.get('addr:housenumber') or ''}".strip()
    return CareHome(
        name=tags.get("name") or "",
        municipality_code="",
        street=street,
        postcode=tags.get("addr:postcode") or "",
        lon=round(x * 1e-7, 7),
        lat=round(y * 1e-7, 7),
        source=source,
    )


def copy_as_pbf(path: Path, target: Path) -> None:
    """Writes an extract as a .pbf file, whatever form it had; raises `UnreadableFile`."""
    try:
        with osmium.SimpleWriter(str(target), overwrite=True) as writer:
            for thing in osmium.FileProcessor(str(path)):
                writer.add(thing)
    except (RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile(mark("it is not OpenStreetMap data, or it is damaged")) from error


def cut_as_pbf(path: Path, target: Path, box: Box) -> None:
    """Writes the roads of an extract whose middle lies in `box`, with their nodes; raises `UnreadableFile`."""
    try:
        with osmium.BackReferenceWriter(str(target), ref_src=str(path), overwrite=True) as writer:
            roads = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.KeyFilter("highway"))
            for thing in roads:
                if isinstance(thing, osmium.osm.Way) and _middle_inside(thing, box):
                    writer.add(thing)
    except (RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile(mark("it is not OpenStreetMap data, or it is damaged")) from error


def _middle_inside(way: osmium.osm.Way, box: Box) -> bool:
    """Whether a way's middle node lies in the box: asked first, for most ways of a country lie elsewhere."""
    nodes = way.nodes
    if not len(nodes):
        return False
    location = nodes[len(nodes) // 2].location
    return location.valid() and _is_inside(location.x, location.y, box)


def _things(path: Path) -> Iterator[object]:
    wanted = osmium.filter.KeyFilter(*KEYS)
    yield from osmium.FileProcessor(str(path)).with_locations().with_filter(wanted)


def _is_inside(x: int, y: int, box: Box | None) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    return west <= x * 1e-7 <= east and south <= y * 1e-7 <= north


def _collect_way(
    way: osmium.osm.Way, collected: _Collected, box: Box | None, wanted: Collection[Address], source: str
) -> None:
    if box is not None and not _middle_inside(way, box):
        return
    placed = [(node.ref, node.location) for node in way.nodes]
    nodes = [(ref, location.x, location.y) for ref, location in placed if location.valid()]
    if not nodes:
        return
    _, x, y = nodes[len(nodes) // 2]
    if way.tags.get("highway") in ROUTABLE and len(nodes) > 1:
        collected.node.extend(ref for ref, _, _ in nodes)
        collected.lon.extend(x for _, x, _ in nodes)
        collected.lat.extend(y for _, _, y in nodes)
        collected.offsets.append(len(collected.node))
    else:
        _collect_tagged(way.tags, x, y, collected, wanted, source)


def _collect_tagged(
    tags: osmium.osm.TagList, x: int, y: int, collected: _Collected, wanted: Collection[Address], source: str
) -> None:
    number = tags.get("addr:housenumber")
    if number is not None:
        collected.address_lon.append(x)
        collected.address_lat.append(y)
        if wanted:
            key = address_key(f"{tags.get('addr:street') or ''} {number}", tags.get("addr:postcode") or "")
            if key in wanted:
                collected.found.setdefault(key, (x * 1e-7, y * 1e-7))
    if "amenity" not in tags and "shop" not in tags:
        return
    said = {key: tags[key] for key in ("amenity", "shop", "social_facility", "name") if key in tags}
    if said.get("amenity") == "nursing_home" or said.get("social_facility") in CARE_HOME_FACILITIES:
        collected.care_homes.append(_care_home(tags, x, y, source))
        return
    kind = points.kind_of(said)
    if kind is not None and points.is_in_denmark(x * 1e-7, y * 1e-7):
        name = said.get("name", "") if kind in points.NAMED_KINDS else ""
        collected.spots.append(
            Spot(kind=kind, name=name, lon=round(x * 1e-7, 7), lat=round(y * 1e-7, 7), source=source)
        )
