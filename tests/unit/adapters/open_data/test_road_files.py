"""Map extracts: ways as they are, addresses, and what lies beside the road."""

import math

import numpy as np
import pytest

from beredt.adapters.open_data import roads
from beredt.adapters.open_data.files import UnreadableFile
from beredt.domain.municipality.drafting.roads import describe_roads
from factories.open_data import OsmText


def read(made, tmp_path, **options):
    return roads.read_osm(made.write(tmp_path / "udtraek.osm"), file="udtraek.osm", **options)


def test_ways_keep_their_nodes_in_order(tmp_path):
    made = OsmText()
    a, b, c = made.node(14.7, 55.1), made.node(14.71, 55.1), made.node(14.72, 55.11)
    made.way(a, b, c, highway="residential")
    made.way(c, a, highway="primary")
    found = read(made, tmp_path).roads
    assert found.offsets.tolist() == [0, 3, 5]
    assert found.node.tolist() == [a, b, c, c, a]
    assert found.lon.tolist() == [147000000, 147100000, 147200000, 147200000, 147000000]


@pytest.mark.parametrize(
    ("highway", "ways"), [("track", 1), ("service", 1), ("footway", 0), ("cycleway", 0), ("platform", 0)]
)
def test_only_roads_that_a_car_can_use_count(tmp_path, highway, ways):
    made = OsmText()
    made.way(made.node(14.7, 55.1), made.node(14.71, 55.1), highway=highway)
    assert len(read(made, tmp_path).roads) == ways


def test_a_kilometre_is_a_kilometre(tmp_path):
    """Along a meridian a degree is 111.195 km on the sphere; along a parallel that times the cosine."""
    made = OsmText()
    made.way(made.node(14.7, 55.0), made.node(14.7, 55.2), highway="primary")
    made.way(made.node(14.0, 55.0), made.node(14.1, 55.0), made.node(14.2, 55.0), highway="primary")
    expected = 0.2 * 111.195 * (1 + math.cos(math.radians(55)))
    facts = describe_roads(read(made, tmp_path).roads, None)
    assert facts.km == pytest.approx(expected, rel=1e-4)
    assert (facts.ways, facts.components) == (2, 2)


def test_only_what_lies_in_the_box_is_kept(tmp_path):
    made = OsmText()
    made.way(made.node(14.7, 55.1), made.node(14.71, 55.1), highway="primary")
    made.way(made.node(12.5, 55.7), made.node(12.51, 55.7), highway="primary")
    made.node(12.5, 55.7, amenity="fuel")
    found = read(made, tmp_path, box=(14.0, 55.0, 15.0, 56.0))
    assert len(found.roads) == 1
    assert found.spots == ()


def test_things_beside_the_road(tmp_path):
    made = OsmText()
    made.node(14.7, 55.1, amenity="fuel", name="Et navn")
    corners = [made.node(14.75, 55.1), made.node(14.76, 55.1), made.node(14.76, 55.11)]
    made.way(*corners, corners[0], amenity="hospital", name="Bornholms Hospital")
    found = read(made, tmp_path)
    assert {(spot.kind, spot.name) for spot in found.spots} == {
        ("fuel_station", ""),
        ("hospital", "Bornholms Hospital"),
    }


@pytest.mark.parametrize(
    "tags", [{"amenity": "nursing_home"}, {"amenity": "social_facility", "social_facility": "nursing_home"}]
)
def test_care_homes_of_the_map_have_no_number_of_dwellings(tmp_path, tags):
    made = OsmText()
    made.node(14.7, 55.1, name="Plejehjemmet Vintergækken", addr_street="Åvej", addr_housenumber="4", **tags)
    (home,) = read(made, tmp_path).care_homes
    assert (home.name, home.street, home.homes, home.lon) == ("Plejehjemmet Vintergækken", "Åvej 4", None, 14.7)


def test_addresses_are_counted_and_wanted_ones_located(tmp_path):
    made = OsmText()
    for number in range(1, 6):
        made.node(14.7 + number / 1000, 55.1, addr_street="Åvej", addr_housenumber=str(number), addr_postcode="3700")
    wanted = {roads.address_key("åvej 4", "3700"), roads.address_key("Åvej 9", "3700")}
    found = read(made, tmp_path, wanted=wanted)
    assert len(found.addresses.lon) == 5
    assert {key: pytest.approx(point) for key, point in found.address_points.items()} == {
        roads.address_key("Åvej 4", "3700"): (14.704, 55.1)
    }


def test_any_form_says_the_same(tmp_path):
    made = OsmText()
    made.grid((14.7, 55.1, 14.8, 55.2), 4, 5)
    made.node(14.7, 55.1, amenity="fuel")
    path = made.write(tmp_path / "a.osm")
    roads.copy_as_pbf(path, tmp_path / "b.osm.pbf")
    xml, pbf = (roads.read_osm(tmp_path / name, file="f") for name in ("a.osm", "b.osm.pbf"))
    assert np.array_equal(xml.roads.node, pbf.roads.node)
    assert np.array_equal(xml.roads.lon, pbf.roads.lon)
    assert xml.spots == pbf.spots


@pytest.mark.parametrize(
    ("name", "data"), [("a.osm.pbf", b"\x00\x01\x02"), ("a.osm", b"<html>"), ("a.osm.pbf", b""), ("a.osm", b"")]
)
def test_broken_extracts_are_told(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        roads.read_osm(path, file=name)
    with pytest.raises(UnreadableFile):
        roads.copy_as_pbf(path, tmp_path / "ud.osm.pbf")


def test_a_file_cut_off_in_the_middle_is_told(tmp_path):
    made = OsmText()
    made.grid((14.7, 55.1, 14.8, 55.2), 20, 20)
    roads.copy_as_pbf(made.write(tmp_path / "a.osm"), tmp_path / "b.osm.pbf")
    whole = (tmp_path / "b.osm.pbf").read_bytes()
    (tmp_path / "c.osm.pbf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile):
        roads.read_osm(tmp_path / "c.osm.pbf", file="c.osm.pbf")


def test_a_way_without_its_nodes_is_left_out(tmp_path):
    made = OsmText()
    made.way(98, 99, highway="primary")
    path = made.write(tmp_path / "a.osm")
    assert len(roads.read_osm(path, file="a.osm").roads) == 0
