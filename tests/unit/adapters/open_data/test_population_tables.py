"""The same people in every form in which Statistics Denmark hands them out."""

import pytest

from beredt.adapters.open_data.csv_tables import read_csv
from beredt.adapters.open_data.defaults import known_municipalities
from beredt.adapters.open_data.population import read_population, time_from
from beredt.domain.municipality.drafting.names import municipality_names
from factories.open_data import csv_bytes

KNOWN = known_municipalities()
NAMES = municipality_names(KNOWN.values())
PEOPLE = {"400": 38_677, "751": 378_361, "820": 35_632, "480": 29_179, "169": 60_458, "101": 671_714}
SPELT = {
    "400": "Bornholms Regionskommune",
    "751": "Århus",
    "820": "Vesthimmerland",
    "480": "Nordfyn",
    "169": "Høje Taastrup",
    "101": "Københavns Kommune",
}
TOTAL = sum(PEOPLE.values())


def read(data, file="FOLK1A.csv"):
    found = read_population(read_csv(data), file=file, names=NAMES, known=KNOWN)
    return None if found is None else {count.code: count.people for count in found}


def newest(data):
    return {count.as_of for count in read_population(read_csv(data), file="f.csv", names=NAMES, known=KNOWN)}


def by_text(time="2026K1", factor=1):
    return [(SPELT[code], time, people * factor) for code, people in PEOPLE.items()]


API_TEXT = [
    ("OMRÅDE", "TID", "INDHOLD"),
    ("Hele landet", "2026K1", TOTAL),
    ("Region Hovedstaden", "2026K1", 99),
    *by_text(),
]
API_CODE = [("OMRÅDE", "TID", "INDHOLD"), ("000", "2026K1", TOTAL), ("084", "2026K1", 9), ("411", "2026K1", 89)] + [
    (code, "2026K1", people) for code, people in PEOPLE.items()
]
API_BOTH = [("OMRÅDE", "TID", "INDHOLD")] + [
    (f"{code} {SPELT[code]}", "2026K1 2026K1"[:6], people) for code, people in PEOPLE.items()
]
WITH_TOTALS = [("CIVILSTAND", "OMRÅDE", "TID", "INDHOLD")] + [
    (status, name, time, people if status == "I alt" else people // 2)
    for name, time, people in by_text()
    for status in ("I alt", "Gift", "Ugift")
]
WITHOUT_TOTALS = [("OMRÅDE", "KØN", "ALDER", "TID", "INDHOLD")] + [
    (code, sex, age, "2026K1", people // 4 + (people % 4 if (sex, age) == ("1", "0") else 0))
    for code, people in PEOPLE.items()
    for sex in ("1", "2")
    for age in ("0", "67")
]
SEVERAL_TIMES = [
    ("OMRÅDE", "TID", "INDHOLD"),
    *by_text(time="2008K1", factor=2),
    *by_text(),
    *by_text(time="2025K4", factor=2),
]
FROM_THE_WEB = [(" ", "2025K4", "2026K1")] + [(SPELT[code], people - 9, people) for code, people in PEOPLE.items()]
FROM_THE_WEB_WITH_STUB = [("", "", "2026K1")] + [
    (status, SPELT[code], people if status == "I alt" else people // 3)
    for status in ("I alt", "Ugift")
    for code, people in PEOPLE.items()
]
FROM_THE_WEB_IN_BLOCKS = [("", "", "2026K1")] + [
    (status if number == 0 else "", SPELT[code], people if status == "I alt" else people // 3)
    for status in ("I alt", "Ugift")
    for number, (code, people) in enumerate(PEOPLE.items())
]
BY_HAND = [("kommune_kode", "kommune_navn", "folketal", "aar")] + [
    (code, SPELT[code], people, 2026) for code, people in PEOPLE.items()
]
FORMS = {
    "API with texts": csv_bytes(API_TEXT),
    "API with codes": csv_bytes(API_CODE),
    "API with both": csv_bytes(API_BOTH),
    "commas": csv_bytes(API_TEXT, separator=","),
    "tabs": csv_bytes(API_TEXT, separator="\t"),
    "cp1252": csv_bytes(API_TEXT, encoding="cp1252"),
    "byte-order mark": csv_bytes(API_TEXT, encoding="utf-8-sig"),
    "UTF-16": csv_bytes(API_TEXT, encoding="utf-16"),
    "with totals": csv_bytes(WITH_TOTALS),
    "without totals": csv_bytes(WITHOUT_TOTALS),
    "several times": csv_bytes(SEVERAL_TIMES),
    "web page": csv_bytes(FROM_THE_WEB, title='"Folketal den 1. i kvartalet efter område og tid"', encoding="cp1252"),
    "web page with a stub": csv_bytes(FROM_THE_WEB_WITH_STUB, title="Folketal den 1. i kvartalet"),
    "web page in blocks": csv_bytes(FROM_THE_WEB_IN_BLOCKS, title="Folketal den 1. i kvartalet"),
    "by hand": csv_bytes(BY_HAND, separator=","),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_people(form):
    assert read(FORMS[form]) == PEOPLE


@pytest.mark.parametrize("form", [name for name in FORMS if name not in {"by hand"}])
def test_the_newest_time_is_told(form):
    assert newest(FORMS[form]) == {"2026-01"}


def test_numbers_with_points_between_thousands_are_read():
    rows = [("OMRÅDE", "TID", "INDHOLD"), ("Bornholm", "2026K1", "38.677"), ("Aarhus", "2026K1", "378.361")]
    assert read(csv_bytes(rows)) == {"400": 38_677, "751": 378_361}


def test_confidential_cells_are_left_out():
    rows = [("OMRÅDE", "TID", "INDHOLD"), ("Bornholm", "2026K1", ".."), ("Aarhus", "2026K1", "378361")]
    assert read(csv_bytes(rows)) == {"751": 378_361}


@pytest.mark.parametrize(
    "rows",
    [
        [("OMRÅDE", "TID", "INDHOLD"), *by_text(factor=20)],
        [("OMRÅDE", "YDELSESTYPE", "TID", "INDHOLD"), *((name, "Praktisk hjælp", t, n) for name, t, n in by_text())],
        [("kommune_kode", "oversvoemmelse_mio"), *PEOPLE.items()],
        [("OMRÅDE", "TID", "INDHOLD"), ("Malmø", "2026K1", 350_000)],
        [("kommunekode", "husstande_i_alt", "personer_i_alt"), *((c, n // 2, n) for c, n in PEOPLE.items())],
        [("noget", "andet"), ("1", "2")],
    ],
    ids=["far too many", "another dimension", "damage by floods", "abroad", "households", "no table of people"],
)
def test_a_table_of_something_else_is_no_population(rows):
    assert read(csv_bytes(rows)) is None


@pytest.mark.parametrize(
    ("header", "areas", "level"),
    [
        ("SOGN", ("7560 Rønne", "7571 Nexø"), "parish"),
        ("SOGN", ("7560", "7571"), "parish"),
        ("PNR20", ("3700 Rønne", "3730 Nexø"), "postcode"),
    ],
)
def test_parts_of_municipalities_have_people_too(header, areas, level):
    rows = [(header, "TID", "INDHOLD"), (areas[0], "2026K1", 13_000), (areas[1], "2026K1", 3_000)]
    found = read_population(read_csv(csv_bytes(rows)), file="f.csv", names=NAMES, known=KNOWN)
    assert [(count.level, count.code, count.people) for count in found] == [
        (level, areas[0][:4], 13_000),
        (level, areas[1][:4], 3_000),
    ]


def test_births_by_parish_are_no_population():
    rows = [("SOGN", "TID", "INDHOLD"), ("7560 Rønne", "2025", 90), ("7571 Nexø", "2025", 21)]
    assert read(csv_bytes(rows)) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026K1", "2026-01"),
        ("2026", "2026"),
        ("2026M05", "2026-05"),
        ("2026M13", None),
        ("2026 kvt. 3", "2026-07"),
        ("2026Q4", "2026-10"),
        ("1. kvartal", None),
        ("20261", None),
        ("INDHOLD", None),
    ],
)
def test_times_as_they_are_written(text, time):
    assert time_from(text) == time
