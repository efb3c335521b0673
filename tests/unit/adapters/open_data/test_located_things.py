"""Service points, hospitals, health units and map exports: what a draft has use for, and nothing of any person."""

import pytest

from beredt.adapters.open_data import map_features, points
from beredt.adapters.open_data.csv_tables import read_csv
from beredt.adapters.open_data.defaults import known_municipalities
from beredt.domain.municipality.drafting.facts import Spot
from beredt.domain.municipality.drafting.names import municipality_names
from factories.open_data import collection, csv_bytes, feature

NAMES = municipality_names(known_municipalities().values())


def read(rows):
    return points.read_points(read_csv(csv_bytes(rows, separator=",")), file="punkter.csv", names=NAMES)


def at(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def test_service_points_by_type():
    rows = [
        ("kommunekode", "layer", "gruppe", "type", "lon", "lat"),
        ("0400", "facilit_indkoeb", "facilit_indkoeb", "tankstation", "14.7", "55.1"),
        ("0400", "facilit_indkoeb", "facilit_indkoeb", "supermarked", "14.71", "55.1"),
        ("0400", "facilit_rasteplads", "Supplement", "Bænk", "14.72", "55.1"),
        ("0400", "facilit_indkoeb", "facilit_indkoeb", "tankstation", "", "55.1"),
        ("0400", "facilit_indkoeb", "facilit_indkoeb", "tankstation", "2.3", "48.8"),
    ]
    assert read(rows) == (
        Spot(kind="fuel_station", name="", lon=14.7, lat=55.1, municipality_code="400", source="punkter.csv"),
        Spot(kind="shop", name="", lon=14.71, lat=55.1, municipality_code="400", source="punkter.csv"),
    )


def test_a_list_of_hospitals():
    rows = [("id", "hospital_name", "lat", "lon"), ("3", "Bornholms Hospital", "55.09", "14.7")]
    (spot,) = read(rows)
    assert (spot.kind, spot.name, spot.lon) == ("hospital", "Bornholms Hospital", 14.7)


@pytest.mark.parametrize(
    "rows", [[("type", "navn"), ("tankstation", "A")], [("type", "lon", "lat"), ("Bænk", "14.7", "55.1")]]
)
def test_tables_without_points_or_types_we_know_are_nothing(rows):
    assert read(rows) is None


def test_health_units_are_hospitals_and_never_a_practice():
    features = map_features.read_features(
        collection(
            feature({"Unit_type": "hospital", "Unit_name": "Bornholms Hospital"}, at(14.7, 55.1)),
            feature({"Unit_type": "speciallægepraksis", "Unit_name": "Et navn på en læge"}, at(14.71, 55.1)),
            feature({"Unit_type": "klinisk enhed", "Unit_name": "Ambulatoriet"}, at(14.71, 55.1)),
        )
    )
    found = points.read_point_features(features, source="sor.geojson")
    assert [(spot.kind, spot.name) for spot in found] == [("hospital", "Bornholms Hospital")]


def test_names_of_shops_and_pharmacies_are_not_kept():
    features = map_features.read_features(
        collection(feature({"amenity": "pharmacy", "name": "Et navn"}, at(14.7, 55.1)))
    )
    (spot,) = points.read_point_features(features, source="overpass.geojson")
    assert (spot.kind, spot.name) == ("pharmacy", "")


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "fuel"}, "fuel_station"),
        ({"amenity": "hospital"}, "hospital"),
        ({"amenity": "fire_station"}, "fire_station"),
        ({"amenity": "ferry_terminal"}, "harbour"),
        ({"amenity": "social_facility", "social_facility": "group_home"}, "residential_home"),
        ({"amenity": "social_facility"}, None),
        ({"shop": "supermarket"}, "shop"),
        ({"shop": "hairdresser"}, None),
        ({"amenity": "bench"}, None),
        ({}, None),
    ],
)
def test_what_map_tags_mean(tags, kind):
    assert points.kind_of(tags) == kind
