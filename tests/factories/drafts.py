"""Facts of made-up open data for drafts: a Bornholm of two halves, in plain values."""

from __future__ import annotations

import numpy as np
import shapely

from beredt.adapters.open_data.defaults import known_municipalities, load_defaults
from beredt.domain.municipality.drafting.draft import draft_pack
from beredt.domain.municipality.drafting.facts import CareHome, HeadCount, OpenData, Outline, RoadWays, Spot
from beredt.domain.municipality.drafting.local import local_facts

WEST, SOUTH, EAST, NORTH = 14.68, 55.0, 15.16, 55.3
MIDDLE = (WEST + EAST) / 2
BORDER = shapely.box(WEST, SOUTH, EAST, NORTH)
HALVES = {"3700": shapely.box(WEST, SOUTH, MIDDLE, NORTH), "3730": shapely.box(MIDDLE, SOUTH, EAST, NORTH)}


def border(code="400", shape=BORDER):
    """A municipality's border."""
    return Outline(level="municipality", code=code, name=code, shape=shape, source="kommuner.geojson")


def halves():
    """The two postcode areas of the made-up island."""
    return tuple(
        Outline(level="postcode", code=code, name=code, shape=shape, source="postnumre.geojson")
        for code, shape in HALVES.items()
    )


def counts(west=30_000, east=8_677):
    """People by postcode from Statistics Denmark."""
    people = {"3700": west, "3730": east}
    return tuple(
        HeadCount(level="postcode", code=code, people=number, as_of="2026-01", source="postnr1.csv")
        for code, number in people.items()
    )


def home(name="Vintergækken", lon=14.8, lat=55.1, homes=40, **changes):
    """A row of the care-home register."""
    values = {"municipality_code": "400", "postcode": "3700", "source": "Plejehjemsoversigten", "as_of": "2026-08-22"}
    return CareHome(name=name, lon=lon, lat=lat, homes=homes, **{**values, **changes})


def spot(kind="fuel_station", lon=14.8, lat=55.1, **changes):
    """A located thing."""
    return Spot(kind=kind, name="", lon=lon, lat=lat, source="punkter.csv", **changes)


def grid_roads(bounds, columns=6, rows=6):
    """Streets in a grid as a road file has them."""
    west, south, east, north = bounds
    xs = np.linspace(west, east, columns)
    ys = np.linspace(south, north, rows)
    number = np.arange(columns * rows).reshape(rows, columns)
    lines = [*number.tolist(), *number.T.tolist()]
    nodes = np.array([node for line in lines for node in line])
    return RoadWays(
        file="veje.osm.pbf",
        offsets=np.cumsum([0, *map(len, lines)]),
        node=nodes,
        lon=np.round(xs[nodes % columns] * 1e7).astype(np.int32),
        lat=np.round(ys[nodes // columns] * 1e7).astype(np.int32),
    )


def facts(data=None, code="400"):
    """Local facts of a municipality from open data."""
    return local_facts(known=known_municipalities()[code], data=data or OpenData())


def draft(data=None, code="400"):
    """A draft of a municipality from open data."""
    return draft_pack(facts=facts(data, code), defaults=load_defaults())


def island(**changes):
    """Open data of the island: border, halves, people by postcode, one home."""
    values = {"outlines": (border(), *halves()), "head_counts": counts(), "care_homes": (home(),)}
    return OpenData(**{**values, **changes})
