"""`areas.geojson`: which outlines and properties are read, and which are not."""

import json

import pytest

from beredt.adapters.packs import features
from beredt.domain.municipality.located import UNREADABLE

RING = [[9, 56], [10, 56], [10, 57], [9, 56]]
HOLE = [[9.2, 56.1], [9.3, 56.1], [9.3, 56.2], [9.2, 56.1]]

GOOD = [
    None,
    {"type": "Point", "coordinates": [9, 56]},
    {"type": "MultiPoint", "coordinates": [[9, 56], [-180, -90], [180, 90]]},
    {"type": "LineString", "coordinates": [[9, 56], [10, 56]]},
    {"type": "MultiLineString", "coordinates": [[[9, 56], [10, 56]], [[9, 57], [10, 57], [9, 55]]]},
    {"type": "Polygon", "coordinates": [RING]},
    {"type": "Polygon", "coordinates": [RING, HOLE]},
    {"type": "MultiPolygon", "coordinates": [[RING, HOLE], [RING]]},
]
BAD = [
    {},
    [],
    "Point",
    {"type": "Punkt", "coordinates": [9, 56]},
    {"type": ["Point"], "coordinates": [9, 56]},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "Point"},
    {"type": "Point", "coordinates": []},
    {"type": "Point", "coordinates": [9]},
    {"type": "Point", "coordinates": [9, 56, 0, 0]},
    {"type": "Point", "coordinates": ["9", "56"]},
    {"type": "Point", "coordinates": [True, 56]},
    {"type": "Point", "coordinates": [[9, 56]]},
    {"type": "Point", "coordinates": [180.1, 56]},
    {"type": "Point", "coordinates": [9, 90.1]},
    {"type": "Point", "coordinates": [-180.1, 56]},
    {"type": "Point", "coordinates": [9, -90.1]},
    {"type": "Point", "coordinates": [725_000, 6_175_000]},
    {"type": "Point", "coordinates": [10**400, 56]},
    {"type": "MultiPoint", "coordinates": [[9, 56], None]},
    {"type": "LineString", "coordinates": [[9, 56]]},
    {"type": "LineString", "coordinates": [9, 56]},
    {"type": "MultiLineString", "coordinates": [[[9, 56], [10, 56]], [[9, 57]]]},
    {"type": "MultiLineString", "coordinates": [[9, 56], [10, 56]]},
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": RING},
    {"type": "Polygon", "coordinates": [RING[:3]]},
    {"type": "Polygon", "coordinates": [[[9, 56], [10, 56], [9, 56]]]},
    {"type": "Polygon", "coordinates": [RING, HOLE[:3]]},
    {"type": "Polygon", "coordinates": [[*RING[:3], [9, 56.5]]]},
    {"type": "MultiPolygon", "coordinates": [RING]},
    {"type": "MultiPolygon", "coordinates": [[RING], [RING[:3]]]},
    {"type": "MultiPolygon", "coordinates": [[[RING]]]},
]


def collection(*entries):
    return json.dumps({"type": "FeatureCollection", "features": entries}).encode()


def area(geometry=None, **properties):
    return {
        "type": "Feature",
        "properties": {"area_id": "a", "name": "A", "population": 1, **properties},
        "geometry": geometry,
    }


def built(*entries):
    return features.build_area_frame(collection(*entries), file="areas.geojson")


def codes(frame):
    return [(problem.row, problem.column, problem.code) for problem in frame.problems]


@pytest.mark.parametrize("geometry", GOOD)
def test_read(geometry):
    frame = built(area(geometry))
    assert frame.problems == []
    assert frame.table.values("geometry")[0] == geometry


@pytest.mark.parametrize("geometry", BAD)
def test_refused(geometry):
    frame = built(area(), area(geometry))
    assert codes(frame) == [(2, "geometry", "bad_geometry")]
    assert frame.table.values("geometry")[1] is UNREADABLE
    assert frame.table.whole


def test_heights_are_dropped_and_coordinates_become_decimals():
    frame = built(area({"type": "Point", "coordinates": [9, 56, 12.5]}))
    assert repr(frame.table.values("geometry")[0]["coordinates"]) == "[9.0, 56.0]"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"area_id": None}, (1, "area_id", "blank_id")),
        ({"area_id": " "}, (1, "area_id", "blank_id")),
        ({"area_id": True}, (1, "area_id", "not_text")),
        ({"area_id": 1.5}, (1, "area_id", "not_text")),
        ({"area_id": {"id": 1}}, (1, "area_id", "not_text")),
        ({"area_id": 10**300}, (1, "area_id", "cell_too_long")),
        ({"area_id": -(10**300)}, (1, "area_id", "cell_too_long")),
        ({"name": 3}, (1, "name", "not_text")),
        ({"population": None}, (1, "population", "blank_value")),
        ({"population": "1200"}, (1, "population", "not_a_whole_number")),
        ({"population": True}, (1, "population", "not_a_whole_number")),
        ({"population": 1.5}, (1, "population", "not_a_whole_number")),
        ({"population": -1}, (1, "population", "out_of_range")),
        ({"population": 10**300}, (1, "population", "not_a_whole_number")),
        ({"basis": "guess"}, (1, "basis", "not_a_choice")),
        ({"as_of": "i går"}, (1, "as_of", "not_a_date")),
    ],
)
def test_properties_refused(properties, expected):
    frame = built(area(**properties))
    assert codes(frame) == [expected]
    assert frame.table.values(expected[1])[0] is UNREADABLE


@pytest.mark.parametrize(
    ("properties", "column", "value"),
    [
        ({"area_id": 7}, "area_id", "7"),
        ({"area_id": " a "}, "area_id", "a"),
        ({"name": None}, "name", ""),
        ({"population": 12.0}, "population", 12),
        ({"population": 0}, "population", 0),
        ({}, "basis", "assumed"),
        ({"basis": "verified"}, "basis", "verified"),
    ],
)
def test_properties_read(properties, column, value):
    frame = built(area(**properties))
    assert frame.problems == []
    assert frame.table.values(column) == [value]


@pytest.mark.parametrize("name", ["area_id", "name", "population"])
def test_a_property_that_is_not_there(name):
    entry = area()
    del entry["properties"][name]
    assert codes(built(area(), entry)) == [(2, name, "missing_column")]


@pytest.mark.parametrize("entry", [None, 3, [], {}, {"type": "Feature"}, {"type": "Feature", "properties": []}])
def test_a_feature_without_properties_leaves_ids_in_doubt(entry):
    frame = built(area(), entry)
    assert codes(frame) == [(2, "", "bad_feature")]
    assert not frame.table.whole


@pytest.mark.parametrize(
    "document", [None, 3, [], {}, {"type": "FeatureCollection"}, {"type": "FeatureCollection", "features": {}}, area()]
)
def test_not_a_collection(document):
    problems = features.build_area_frame(json.dumps(document).encode(), file="areas.geojson")
    assert [problem.code for problem in problems] == ["not_a_feature_collection"]


def test_properties_that_are_not_ours_are_kept():
    frame = built(area(bydel={"nr": 3}, tom=None), area(area_id="b"))
    assert frame.extras == {("a",): {"bydel": {"nr": 3}}}
