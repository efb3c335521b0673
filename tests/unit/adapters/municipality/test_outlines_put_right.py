"""Outlines in metres become degrees, small crossings are repaired, what cannot be told is refused with the reason."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import shape

from beredt.adapters.municipality.outlines import put_right
from beredt.kit.errors import InvalidInput
from beredt.kit.language import language
from factories.municipality import square

UTM = [[500_000, 6_200_000], [510_000, 6_200_000], [510_000, 6_210_000], [500_000, 6_210_000], [500_000, 6_200_000]]
BOW = [[9.0, 56.0], [9.1, 56.1], [9.1, 56.0], [9.0, 56.1], [9.0, 56.0]]
SMALL_LOOP = [[9.0, 56.0], [9.1, 56.0], [9.1, 56.1], [9.05, 56.1], [9.051, 56.099], [9.05, 56.099], [9.051, 56.1],
              [9.0, 56.1], [9.0, 56.0]]  # fmt: skip


def document(*rings, crs=None, **geometry):
    features = [
        {
            "type": "Feature",
            "properties": {"area_id": f"a{index}", "name": "Nord", "population": 5, "note": "æ"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for index, ring in enumerate(rings)
    ]
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", **named, "features": features, **geometry}).encode()


def told(notes):
    return [note.told_in(language("en")) for note in notes]


def test_degrees_stay_as_they_are_to_the_last_byte():
    data = document(square(9.0, 56.0)["coordinates"][0])
    assert put_right(data, file="areas.geojson") == (data, ())


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:EPSG::25832", "EPSG:25832"])
def test_metres_become_degrees(crs):
    data, notes = put_right(document(UTM, crs=crs), file="areas.geojson")
    found = json.loads(data)
    (west, south), (east, north) = found["features"][0]["geometry"]["coordinates"][0][0:3:2]
    # 500 000 m is the central meridian, 9 degrees east; 6 200 000 m is 55.945 degrees north (GRS80).
    assert (west, south) == (9.0, pytest.approx(55.94537, abs=1e-4))
    assert (east, north) == (pytest.approx(9.1605, abs=1e-3), pytest.approx(56.0351, abs=1e-3))
    assert "crs" not in found
    assert found["features"][0]["properties"]["note"] == "æ"
    assert told(notes) == [
        "areas.geojson: the coordinates were in metres (EPSG:25832) and have been converted to degrees."
    ]


def test_swapped_degrees_are_turned():
    data, notes = put_right(document([[y, x] for x, y in square(9.0, 56.0)["coordinates"][0]]), file="areas.geojson")
    assert shape(json.loads(data)["features"][0]["geometry"]).equals(shape(square(9.0, 56.0)))
    assert len(notes) == 1


def test_unknown_systems_are_refused_with_the_reason():
    far = [[1e7, 1e7], [2e7, 1e7], [2e7, 2e7], [1e7, 1e7]]
    with pytest.raises(InvalidInput, match=r"areas\.geojson are neither in degrees"):
        put_right(document(far), file="areas.geojson")


def test_a_small_loop_is_repaired():
    before = shape({"type": "Polygon", "coordinates": [SMALL_LOOP]})
    data, notes = put_right(document(SMALL_LOOP), file="areas.geojson")
    after = shape(json.loads(data)["features"][0]["geometry"])
    assert not before.is_valid
    assert after.is_valid
    assert after.area == pytest.approx(0.01, rel=0.01)
    assert told(notes) == ["The outline of a0 crossed itself and has been repaired."]


def test_a_figure_of_eight_is_refused_with_its_name():
    with pytest.raises(InvalidInput, match="outline of a1 crosses itself"):
        put_right(document(square(9.0, 56.0)["coordinates"][0], BOW), file="areas.geojson")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe{",
        b"{}",
        b"[]",
        b'{"features": 3}',
        b'{"features": [null, 3, {"geometry": {"type": "Polygon", "coordinates": "x"}}]}',
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[9, 56], [9, 57]]]}}]}',
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[9, null], [9, 57], [8, 57], [9, 56]]]}}]}',
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": []}}]}',
    ],
)
def test_what_is_no_outline_is_left_for_the_reader(data):
    assert put_right(data, file="areas.geojson") == (data, ())
