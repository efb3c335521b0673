"""Borders and parts: one truth, however the map file spells it."""

import json

import pytest
import shapely

from beredt.adapters.open_data import geopackage, map_features
from beredt.adapters.open_data.defaults import known_municipalities
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.open_data.outlines import read_outlines
from beredt.domain.municipality.drafting.names import municipality_names
from factories import open_data as made
from factories.open_data import box, collection, feature

NAMES = municipality_names(known_municipalities().values())
BORDER = box(*made.BORNHOLM_BOX)
METRE = 1e-5
"""Degrees: about a metre to the north."""


def read(data):
    features = map_features.read_features(data)
    return None if features is None else read_outlines(features, source="kort.geojson", names=NAMES)


def the_one(data):
    (outline,) = read(data)
    return outline


def is_same(shape, expected, tolerance=METRE):
    return shapely.hausdorff_distance(shape, shapely.geometry.shape(expected)) < tolerance


@pytest.mark.parametrize(
    "properties",
    [
        {"kode": "0400", "navn": "Bornholm", "regionskode": "1084"},
        {"kode": 400, "navn": "Bornholm"},
        {"kommunekode": "0400", "navn": "Bornholm"},
        {"KOMKODE": "0400", "KOMNAVN": "Bornholm"},
        {"lau_1": "400", "label_dk": "Bornholm"},
        {"LAU_ID": 400.0, "LAU_NAME": "Bornholm"},
        {"navn": "Bornholms Regionskommune"},
    ],
    ids=str,
)
def test_a_border_by_any_key(properties):
    outline = the_one(collection(feature(properties, BORDER)))
    assert (outline.level, outline.code) == ("municipality", "400")
    assert is_same(outline.shape, BORDER)


UTM = made.moved(BORDER, made.utm32)


@pytest.mark.parametrize(
    ("geometry", "crs"),
    [
        (BORDER, None),
        (BORDER, "urn:ogc:def:crs:OGC:1.3:CRS84"),
        (BORDER, "EPSG:4326"),
        (BORDER, "urn:ogc:def:crs:EPSG::25832"),
        (UTM, "urn:ogc:def:crs:EPSG::25832"),
        (UTM, "EPSG:25832"),
        (UTM, None),
        (made.moved(BORDER, lambda lon, lat: (lat, lon)), None),
    ],
    ids=["bare", "CRS84", "4326", "degrees called 25832", "25832 urn", "25832", "metres, unsaid", "latitude first"],
)
def test_a_border_in_any_coordinates(geometry, crs):
    outline = the_one(collection(feature({"kode": "0400"}, geometry), crs=crs))
    assert is_same(outline.shape, BORDER)


@pytest.mark.parametrize("wrapped", [lambda border: border, lambda border: {**border, **as_many(border)}])
def test_a_border_in_a_collection_with_a_line_is_the_border(wrapped):
    line = {"type": "LineString", "coordinates": [[14.7, 55.0], [14.9, 55.1]]}
    mixed = {"type": "GeometryCollection", "geometries": [line, wrapped(BORDER)]}
    assert is_same(the_one(collection(feature({"kode": "0400"}, mixed))).shape, BORDER)


def as_many(border):
    return {"type": "MultiPolygon", "coordinates": [border["coordinates"]]}


def test_heights_are_dropped():
    high = made.moved(BORDER, lambda lon, lat: (lon, lat, -999.0))
    shape = the_one(collection(feature({"kode": "400"}, high))).shape
    assert not shape.has_z
    assert is_same(shape, BORDER)


def test_islands_of_one_municipality_become_one_outline():
    island = box(15.3, 55.31, 15.4, 55.35)
    outline = the_one(collection(feature({"kode": "400"}, BORDER), feature({"kode": "400"}, island)))
    expected = shapely.union_all([shapely.geometry.shape(BORDER), shapely.geometry.shape(island)])
    assert outline.shape.equals(expected)


def test_an_outline_that_crosses_itself_is_mended():
    bow = {"type": "Polygon", "coordinates": [[[14.7, 55.0], [15.0, 55.2], [15.0, 55.0], [14.7, 55.2], [14.7, 55.0]]]}
    shape = the_one(collection(feature({"kode": "400"}, bow))).shape
    assert shape.is_valid
    assert shape.area > 0


@pytest.mark.parametrize(
    ("properties", "level", "code", "name"),
    [
        ({"SOGNEKODE": "7560", "SOGNENAVN": "Rønne"}, "parish", "7560", "Rønne Sogn"),
        ({"kode": "7560", "navn": "Rønne"}, "parish", "7560", "Rønne Sogn"),
        ({"kode": "7560", "navn": "Rønne Sogn"}, "parish", "7560", "Rønne Sogn"),
        ({"postnr": "3700", "navn": "Rønne"}, "postcode", "3700", "3700 Rønne"),
        ({"nr": 3700, "navn": "Rønne"}, "postcode", "3700", "3700 Rønne"),
        ({"nr": "0999", "navn": "Test"}, "postcode", "0999", "0999 Test"),
        ({"postal_code": "1000-1499", "label_dk": "København K"}, "postcode", "1000-1499", "1000-1499 København K"),
        (
            {"kommunekode": "0400", "nummer": 8, "navn": "Rønne", "afstemningsstednavn": "Hallen"},
            "polling_area",
            "400-8",
            "Rønne",
        ),
    ],
)
def test_parts_of_municipalities(properties, level, code, name):
    outline = the_one(collection(feature(properties, BORDER)))
    assert (outline.level, outline.code, outline.name) == (level, code, name)


def test_a_polling_area_says_which_municipality_it_is_in():
    properties = {"kommunekode": 400, "nummer": 8, "navn": "Rønne", "afstemningsstednavn": "Hallen"}
    assert the_one(collection(feature(properties, BORDER))).municipality_code == "400"


@pytest.mark.parametrize(
    "properties",
    [
        {"REGIONKODE": "1084", "REGIONNAVN": "Region Hovedstaden"},
        {"kode": "1084", "navn": "Hovedstaden"},
        {},
        {"navn": "Skoven"},
    ],
    ids=str,
)
def test_other_surfaces_are_no_outlines(properties):
    assert read(collection(feature(properties, BORDER))) is None


def test_points_and_missing_shapes_are_no_outlines():
    assert read(collection(feature({"kode": "400"}, None))) is None
    assert read(collection(feature({"kode": "400"}, {"type": "Point", "coordinates": [14.7, 55.1]}))) is None


def test_topojson_says_the_same_as_geojson():
    features = [
        feature({"KOMKODE": "0400"}, BORDER),
        feature(
            {"KOMKODE": "0101"},
            {
                "type": "MultiPolygon",
                "coordinates": [box(12.4, 55.6, 12.5, 55.7)["coordinates"], box(12.6, 55.6, 12.7, 55.7)["coordinates"]],
            },
        ),
    ]
    by_code = {outline.code: outline.shape for outline in read(made.topojson(features))}
    assert by_code.keys() == {"400", "101"}
    for entry, code in zip(features, ("400", "101"), strict=True):
        assert is_same(by_code[code], entry["geometry"], tolerance=2 * METRE)


def test_an_arc_of_topojson_that_two_shapes_share_is_walked_both_ways():
    """Two squares side by side: the edge between them is one arc, used forwards by one and backwards by the other."""
    arcs = [
        [[15, 55], [15, 55.1]],
        [[15, 55.1], [14.9, 55.1], [14.9, 55], [15, 55]],
        [[15, 55], [15.1, 55], [15.1, 55.1], [15, 55.1]],
    ]
    shapes = [("400", [0, 1]), ("101", [~0, 2])]
    geometries = [{"type": "Polygon", "properties": {"KOMKODE": code}, "arcs": [ring]} for code, ring in shapes]
    document = {
        "type": "Topology",
        "objects": {"k": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    by_code = {outline.code: outline.shape for outline in read(json.dumps(document).encode())}
    assert by_code["400"].equals(shapely.box(14.9, 55, 15, 55.1))
    assert by_code["101"].equals(shapely.box(15, 55, 15.1, 55.1))


def test_a_geopackage_says_the_same_as_geojson():
    data = made.geopackage([feature({"kommunekode": "0400", "navn": "Bornholm"}, UTM)])
    features = geopackage.read_geopackage(data)
    (outline,) = read_outlines(features, source="dagi.gpkg", names=NAMES)
    assert (outline.level, outline.code, outline.name) == ("municipality", "400", "Bornholm")
    assert is_same(outline.shape, BORDER)


def test_lines_of_a_geopackage_are_not_even_looked_at():
    data = made.geopackage([feature({"type": "Off. kommunevej"}, UTM)], kind="LINESTRING")
    assert geopackage.read_geopackage(data) == []


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[" * 100_000,
        collection(feature({"kode": "400"}, {"type": "Polygon", "coordinates": "her"})),
        collection(feature({"kode": "400"}, {"type": "Kugle", "coordinates": []})),
        collection(feature({"kode": "400"}, box(1e9, 1e9, 2e9, 2e9))),
        collection(feature({"kode": "400"}, box(5e5, 6.1e6, 5.1e5, 6.2e6)), crs="EPSG:99999"),
        json.dumps(
            {
                "type": "Topology",
                "objects": {"a": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[7]]}]}},
                "arcs": [],
            }
        ).encode(),
    ],
    ids=["cut off", "too deep", "no numbers", "no shape", "off the map", "no such system", "no such arc"],
)
def test_broken_maps_are_told_and_never_a_traceback(data):
    with pytest.raises(UnreadableFile):
        read(data)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00", b"noget helt andet" * 100])
def test_broken_geopackages_are_told(data):
    with pytest.raises(UnreadableFile):
        geopackage.read_geopackage(data)


@pytest.mark.parametrize("document", [[1, 2], {"a": 1}, {"type": "FeatureCollection"}, 7])
def test_other_json_is_no_map(document):
    assert read(json.dumps(document).encode()) is None
