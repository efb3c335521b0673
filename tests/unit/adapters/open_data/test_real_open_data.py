"""Drafts from real open data, where there are any beside the checkout or where BEREDT_OPEN_DATA points.

The data are not part of the project. Where they are absent every test here is skipped, and the run says so.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from beredt.adapters.open_data.defaults import known_municipalities, load_defaults
from beredt.adapters.open_data.folder import USED, read_folder
from beredt.adapters.packs.reader import shipped_words
from beredt.domain.municipality import checks
from beredt.domain.municipality.drafting.draft import draft_pack
from beredt.domain.municipality.drafting.local import local_facts

BESIDE = Path(__file__).resolve().parents[5] / "shared" / "data"
FOLDER = Path(os.environ.get("BEREDT_OPEN_DATA") or BESIDE)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="no real open data: set BEREDT_OPEN_DATA to a folder of it, or put it beside the checkout",
    ),
]


@pytest.fixture(scope="module")
def reading():
    return read_folder(FOLDER, known=known_municipalities())


@pytest.fixture(scope="module")
def draft(reading):
    made = {}

    def draft(code):
        if code not in made:
            facts = local_facts(known=known_municipalities()[code], data=reading.data)
            made[code] = draft_pack(facts=facts, defaults=load_defaults())
        return made[code]

    return draft


def test_the_forms_are_recognised(reading):
    forms = Counter(note.form for note in reading.notes if note.state == USED)
    assert {"municipality", "postcode", "parish", "care_homes", "population_municipality", "points", "osm"} <= set(
        forms
    )


@pytest.mark.parametrize("code", sorted(known_municipalities()))
def test_every_municipality_gives_a_pack_without_a_problem(draft, code):
    drafted = draft(code)
    assert checks.check_tables(drafted.tables, words=shipped_words()) == []
    people = {need.profile_id: need.people for need in drafted.tables.needs}
    assert sum(people.values()) == drafted.tables.municipality.population


def test_bornholm(draft):
    report = draft("400").report
    assert report.population.people == 38_677
    assert report.homes.homes == 7
    assert report.area_level == "postcode"
    assert report.area_method == "junctions"
    longest = max(report.roads, key=lambda entry: entry.km)
    assert longest.km == pytest.approx(1_288, abs=10)
    assert longest.covers > 0.8


def test_a_wrong_geocode_is_told(draft):
    assert draft("350").report.homes.misplaced == ("Hvalsø Plejehjem",)


def test_a_closed_home_is_told(draft):
    assert any("LUKKET" in name for name in draft("330").report.homes.closed)


def test_a_municipality_that_the_register_leaves_out_has_residents_by_statistics(draft):
    report = draft("773").report
    assert report.homes.homes == 0
    assert report.residents is not None
    assert report.residents.people > 0
