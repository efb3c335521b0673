"""The register of care homes, as it is handed out and as copies of it look."""

import attrs
import pytest

from beredt.adapters.open_data.care_homes import read_care_homes
from beredt.adapters.open_data.csv_tables import read_csv
from beredt.adapters.open_data.defaults import known_municipalities
from beredt.domain.municipality.drafting.facts import CareHome
from beredt.domain.municipality.drafting.names import municipality_names
from factories.open_data import csv_bytes, register

NAMES = municipality_names(known_municipalities().values())
SNOWDROP = ("Plejehjemmet Vintergækken", "Åvej", "4", "3700", "Bornholms Regionskommune", "40", "False")


def read(data, file="Plejehjem-20260822.csv"):
    return read_care_homes(read_csv(data), file=file, as_of="2026-08-22", names=NAMES)


def only(data, **options):
    (home,) = read(data, **options)
    return home


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_the_official_file(encoding):
    home = only(register(SNOWDROP, encoding=encoding))
    assert home == CareHome(
        name="Plejehjemmet Vintergækken",
        municipality_code="400",
        street="Åvej 4",
        postcode="3700",
        ownership="Kommunal",
        homes=40,
        source="Plejehjemsoversigten, Plejehjem-20260822.csv",
        as_of="2026-08-22",
    )


def test_a_copy_with_points_and_codes():
    rows = [
        ("name", "street", "postcode", "city", "municipality", "kommunekode", "ownership", "homes", "lat", "lon"),
        ("Vintergækken", "Åvej 4", "3700", "Rønne", "Bornholm", "0400", "Kommunal", "40", "55.1", "14.7"),
    ]
    home = only(csv_bytes(rows, separator=","), file="plejecentre.csv")
    assert (home.municipality_code, home.homes, home.lon, home.lat) == ("400", 40, 14.7, 55.1)


@pytest.mark.parametrize(
    ("lon", "lat", "point"),
    [
        ("14.7", "55.1", (14.7, 55.1)),
        ("14,7", "55,1", (14.7, 55.1)),
        ("55.1", "14.7", (14.7, 55.1)),
        ("0", "0", (None, None)),
        ("", "55.1", (None, None)),
        ("øst", "nord", (None, None)),
    ],
)
def test_points_are_turned_the_right_way_or_left_out(lon, lat, point):
    rows = [
        ("Plejehjem", "Postnr", "Kommune", "Adresse", "Longitude", "Latitude"),
        ("A", "3700", "400", "B 1", lon, lat),
    ]
    home = only(csv_bytes(rows))
    assert (home.lon, home.lat) == point


@pytest.mark.parametrize(
    ("name", "inactive", "closed"),
    [
        ("Vintergækken", "False", False),
        ("Vintergækken", "True", True),
        ("Vintergækken - LUKKET!", "False", True),
        ("Vintergækken *midlertidigt lukket for udlejning*", "", True),
        ("Den lukkede have", "False", False),
    ],
)
def test_closed_homes_are_told(name, inactive, closed):
    row = (name, *SNOWDROP[1:-1], inactive)
    assert only(register(row)).is_closed is closed


@pytest.mark.parametrize(
    ("dwellings", "homes"), [("40", 40), ("", None), ("0", None), ("ca. 40", None), ("-3", None), ("99999", None)]
)
def test_a_number_of_dwellings_is_a_number_or_missing(dwellings, homes):
    assert only(register((*SNOWDROP[:5], dwellings, "False"))).homes == homes


@pytest.mark.parametrize(
    ("street", "number", "postcode", "told"),
    [
        ("Åvej 4", "4", "3700", ("Åvej 4", "3700")),
        ("Åvej", "4A", "3700 Rønne", ("Åvej 4A", "3700")),
        ("Åvej 4, 3700 Rønne", "", "", ("Åvej 4, 3700 Rønne", "3700")),
        ("Åvej  Øst", " 4 ", "DK-3700", ("Åvej Øst 4", "3700")),
    ],
)
def test_addresses_are_tidied_and_nothing_is_invented(street, number, postcode, told):
    home = only(register((SNOWDROP[0], street, number, postcode, *SNOWDROP[4:])))
    assert (home.street, home.postcode) == told


def test_a_home_twice_is_a_home_once_and_a_row_without_a_name_is_none():
    assert len(read(register(SNOWDROP, SNOWDROP, ("", *SNOWDROP[1:])))) == 1


def test_an_unknown_municipality_is_left_open():
    assert only(register((*SNOWDROP[:4], "Atlantis", "40", "False"))).municipality_code == ""


def test_no_way_to_reach_a_person_is_kept():
    rows = [
        ("Plejehjemsnavn", "Vejnavn", "Postalcode", "Kommune", "Phone", "Email"),
        ("A", "B 1", "3700", "400", "ring", "skriv"),
    ]
    told = str(attrs.asdict(only(csv_bytes(rows))))
    assert "ring" not in told
    assert "skriv" not in told


@pytest.mark.parametrize(
    "rows",
    [
        [("navn", "postnr", "adresse"), ("Bageren", "3700", "Åvej 4")],
        [("Plejehjemsnavn", "Telefon"), ("A", "ring")],
        [("kommune", "folketal"), ("Bornholm", "1")],
    ],
)
def test_other_tables_are_no_register(rows):
    assert read(csv_bytes(rows), file="liste.csv") is None
