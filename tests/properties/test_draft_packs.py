"""Any open data, however odd, give a pack without errors in which everybody is counted exactly once."""

from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.open_data.defaults import known_municipalities
from beredt.adapters.packs.reader import shipped_words
from beredt.domain.municipality import checks
from beredt.domain.municipality.drafting.estimates import SMALLEST_CELL
from factories import drafts
from factories.drafts import EAST, NORTH, SOUTH, WEST, border, grid_roads, halves, home, spot

pytestmark = pytest.mark.thorough

UTILITY_PARTS = {
    "transmission_station", "substation", "feeder", "cable", "waterworks", "well", "pump", "pumping_station",
    "water_tower", "mast", "mobile_core", "fibre_node", "heat_plant", "wastewater_plant", "generator",
}  # fmt: skip
LON, LAT = st.floats(WEST - 0.5, EAST + 0.5), st.floats(SOUTH - 0.5, NORTH + 0.5)
HOMES = st.builds(
    home,
    name=st.sampled_from(["Vintergækken", "Åhuset", "Plejecenter Øst (afdeling 2)", "- ", "Ø"]),
    lon=st.none() | LON,
    lat=st.none() | LAT,
    homes=st.none() | st.integers(1, 120),
    postcode=st.sampled_from(["3700", "3730", "9999", ""]),
    municipality_code=st.sampled_from(["400", "400", "101", ""]),
    is_closed=st.booleans(),
)
SPOTS = st.builds(
    spot,
    kind=st.sampled_from(["fuel_station", "pharmacy", "hospital", "harbour", "shop", "residential_home"]),
    lon=LON,
    lat=LAT,
)
COUNTS = st.none() | st.builds(drafts.counts, west=st.integers(0, 40_000), east=st.integers(0, 40_000))
OUTLINES = st.sampled_from([(), (border(),), (border(), *halves()), (*halves(),)])
ROADS = st.sampled_from([(), (grid_roads((WEST, SOUTH, EAST, NORTH), columns=9),)])


@st.composite
def open_data(draw):
    return drafts.OpenData(
        outlines=draw(OUTLINES),
        care_homes=tuple(draw(st.lists(HOMES, max_size=6))),
        mapped_homes=tuple(draw(st.lists(HOMES, max_size=2))),
        spots=tuple(draw(st.lists(SPOTS, max_size=8))),
        head_counts=draw(COUNTS) or (),
        roads=draw(ROADS),
    )


CODES = st.sampled_from(["400", "400", "825", "101"])


def people_by_profile(tables):
    return {need.profile_id: (need.area_id, need.people) for need in tables.needs}


@pytest.mark.slow
@settings(max_examples=60)
@given(open_data(), CODES)
def test_every_draft_passes_every_check(data, code):
    tables = drafts.draft(data, code).tables
    assert checks.check_tables(tables, words=shipped_words()) == []


@settings(max_examples=60)
@given(open_data(), CODES)
def test_everybody_is_in_exactly_one_profile(data, code):
    tables = drafts.draft(data, code).tables
    profiles = people_by_profile(tables)
    assert sum(people for _, people in profiles.values()) == known_municipalities()[code].population
    by_area = Counter()
    for area_id, people in profiles.values():
        by_area[area_id] += people
    assert {area.area_id: area.population for area in tables.areas} == dict(by_area)


@settings(max_examples=60)
@given(open_data(), CODES)
def test_no_small_estimate_is_spread(data, code):
    draft = drafts.draft(data, code)
    whole = {"kommunen", "ikke-fordelt"}
    estimated = [entry.profile.profile_id for entry in draft.report.estimates]
    for profile_id, (area_id, people) in people_by_profile(draft.tables).items():
        if any(profile_id.startswith(f"{name}-") for name in estimated) and area_id not in whole:
            assert people >= SMALLEST_CELL


@settings(max_examples=40)
@given(open_data(), CODES)
def test_nothing_of_a_utility_is_invented(data, code):
    tables = drafts.draft(data, code).tables
    assert not {asset.kind for asset in tables.assets} & UTILITY_PARTS
    served = [asset for asset in tables.assets if asset.people is not None]
    assert all(asset.origin.basis == "default" and asset.origin.source for asset in served)
    assert max(Counter(asset.service for asset in served).values()) == 1


@settings(max_examples=40)
@given(open_data(), CODES)
def test_every_row_says_where_it_is_from_and_none_is_verified(data, code):
    tables = drafts.draft(data, code).tables
    for row in (*tables.areas, *tables.assets, *tables.dependencies, *tables.needs, tables.municipality):
        assert row.origin.basis in {"assumed", "default"}
        assert row.origin.source
    for row in tables.provenance:
        assert row.basis in {"assumed", "default"}
        assert (row.low is None) == (row.assumption_id == "")


@settings(max_examples=30)
@given(open_data(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(data, dice):
    def shuffled(values):
        return tuple(dice.sample(values, len(values)))

    other = attrs.evolve(
        data,
        outlines=shuffled(data.outlines),
        care_homes=shuffled(data.care_homes),
        spots=shuffled(data.spots),
        head_counts=shuffled(data.head_counts),
    )
    assert drafts.draft(other).tables == drafts.draft(data).tables
