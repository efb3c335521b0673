"""Where people and things are put: parts by the best source, points that the map contradicts, quays off the coast."""

import numpy as np
import pytest
import shapely

from beredt.domain.municipality.drafting.facts import AddressPoints, OpenData, Outline
from factories import drafts
from factories.drafts import EAST, MIDDLE, NORTH, SOUTH, WEST, border, facts, grid_roads, halves, home, island, spot

WEST_HALF = (WEST + 0.01, SOUTH + 0.01, MIDDLE - 0.01, NORTH - 0.01)
EAST_HALF = (MIDDLE + 0.01, SOUTH + 0.01, EAST - 0.01, NORTH - 0.01)


def shares(plan):
    return {part.code: pytest.approx(part.share) for part in plan.parts}


def addresses(*boxes_and_numbers):
    lon, lat = [], []
    for (west, south, east, north), number in boxes_and_numbers:
        side = int(number**0.5)
        xs, ys = np.meshgrid(np.linspace(west, east, side), np.linspace(south, north, side))
        lon += xs.ravel().tolist()
        lat += ys.ravel().tolist()
    as_whole = [np.round(np.array(values) * 1e7).astype(np.int32) for values in (lon, lat)]
    return AddressPoints(file="kort.osm.pbf", lon=as_whole[0], lat=as_whole[1])


def test_people_by_statistics_come_first():
    plan = facts(island(roads=(grid_roads(EAST_HALF),), addresses=(addresses((EAST_HALF, 400)),))).plan
    assert (plan.level, plan.method) == ("postcode", "statistics")
    assert shares(plan) == {"3700": 30_000 / 38_677, "3730": 8_677 / 38_677}


def test_then_addresses_then_junctions_then_shops():
    things = {
        "addresses": (addresses((WEST_HALF, 900), (EAST_HALF, 100)),),
        "roads": (grid_roads((WEST + 0.01, SOUTH + 0.01, EAST - 0.01, NORTH - 0.01), columns=12),),
        "spots": tuple(
            spot("shop", lon=lon, lat=lat)
            for lon in np.linspace(WEST + 0.02, EAST - 0.02, 8)
            for lat in (55.05, 55.1, 55.25)
        ),
    }
    for method in ("addresses", "junctions", "shops"):
        plan = facts(island(head_counts=(), **things)).plan
        assert plan.method == method
        expected = {"addresses": (0.9, 0.1), "junctions": (0.5, 0.5), "shops": (0.5, 0.5)}[method]
        assert [part.share for part in plan.parts] == pytest.approx(expected)
        things.pop({"addresses": "addresses", "junctions": "roads", "shops": "spots"}[method])
    assert facts(island(head_counts=())).plan.method == "whole"


def test_an_extract_of_one_town_does_not_put_everybody_there():
    town = grid_roads((WEST + 0.01, SOUTH + 0.01, WEST + 0.05, SOUTH + 0.05), columns=20, rows=20)
    assert facts(island(head_counts=(), roads=(town,))).plan.method == "whole"


def test_an_extract_of_one_town_that_lies_across_parts_does_not_either():
    town = grid_roads((MIDDLE - 0.02, SOUTH + 0.1, MIDDLE + 0.02, SOUTH + 0.12), columns=20, rows=20)
    assert facts(island(head_counts=(), roads=(town,))).plan.method == "whole"


def test_a_postcode_that_the_border_cuts_gives_its_people_by_area():
    cut = shapely.box(MIDDLE, SOUTH, MIDDLE + 2 * (EAST - MIDDLE), NORTH)
    west, _ = halves()
    east = Outline(level="postcode", code="3730", name="3730", shape=cut, source="p")
    plan = facts(island(outlines=(border(), west, east), head_counts=drafts.counts(west=10_000, east=20_000))).plan
    assert shares(plan) == {"3700": 0.5, "3730": 0.5}


def test_a_thing_that_states_another_municipality_is_not_ours():
    data = island(spots=(spot(municipality_code="101"), spot(municipality_code="400", lon=14.9)))
    assert [placed.spot.lon for placed in facts(data).spots] == [14.9]


def test_a_piece_that_mostly_lies_elsewhere_is_left_out():
    abroad = Outline(
        level="postcode", code="3799", name="3799", shape=shapely.box(EAST - 0.001, SOUTH, EAST + 1, NORTH), source="p"
    )
    plan = facts(island(outlines=(border(), *halves(), abroad))).plan
    assert [part.code for part in plan.parts] == ["3700", "3730"]


def test_parts_are_cut_at_the_border():
    wide = tuple(
        Outline(level="postcode", code=code, name=code, shape=shape.buffer(0.2).intersection(cell), source="p")
        for (code, shape), cell in zip(
            drafts.HALVES.items(), (shapely.box(14, 54, MIDDLE, 56), shapely.box(MIDDLE, 54, 16, 56)), strict=True
        )
    )
    plan = facts(island(outlines=(border(), *wide))).plan
    assert all(part.shape.within(drafts.BORDER.buffer(1e-9)) for part in plan.parts)


def test_a_part_with_hardly_anybody_is_merged_into_its_neighbour():
    plan = facts(island(head_counts=drafts.counts(west=38_660, east=17))).plan
    assert (plan.level, len(plan.parts)) == ("whole", 1)


def test_the_finest_border_is_used():
    fine = drafts.BORDER.segmentize(0.01)
    found = facts(island(outlines=(border(), border(shape=fine), *halves()))).border
    assert shapely.get_num_coordinates(found.shape) == shapely.get_num_coordinates(fine)


def test_a_home_in_another_municipality_is_told_and_its_point_left_out():
    neighbour = border("101", shapely.box(12, 55, 13, 56))
    data = island(outlines=(border(), neighbour, *halves()), care_homes=(home(lon=12.5, lat=55.5),))
    (placed,) = facts(data).homes
    assert (placed.trouble, placed.lon, placed.part_code) == ("misplaced", None, "3700")


@pytest.mark.parametrize(
    ("off", "others", "trouble"),
    [(0.001, False, ""), (0.001, True, ""), (0.02, True, ""), (0.2, True, "misplaced"), (0.02, False, "misplaced")],
)
def test_a_point_just_off_the_coast_is_believed(off, others, trouble):
    """0.001 degrees of longitude are 64 m here, 0.02 are 1.3 km, 0.2 are 13 km; without neighbours less is believed."""
    outlines = (border(), *halves(), *((border("101", shapely.box(12, 55, 13, 56)),) if others else ()))
    (placed,) = facts(island(outlines=outlines, care_homes=(home(lon=WEST - off),))).homes
    assert placed.trouble == trouble


def test_a_quay_does_not_lie_outside_its_own_part():
    found = facts(island(outlines=(border(), *halves()), care_homes=(home(lon=WEST - 0.002),)))
    assert found.homes[0].part_code == "3700"
    part = next(part for part in found.plan.parts if part.code == "3700")
    assert shapely.intersects_xy(part.shape, WEST - 0.002, 55.1)
    assert part.shape.is_valid


@pytest.mark.parametrize(("postcode", "part"), [("3700", "3700"), ("3730", "3730"), ("9999", "")])
def test_a_home_without_a_point_goes_by_its_postcode(postcode, part):
    (placed,) = facts(island(care_homes=(home(lon=None, lat=None, postcode=postcode),))).homes
    assert (placed.trouble, placed.part_code) == ("no_place", part)


def test_a_home_without_a_municipality_goes_by_its_point_then_by_its_postcode():
    unknown = {"municipality_code": ""}
    data = island(
        care_homes=(
            home("A", **unknown),
            home("B", lon=12.5, lat=55.5, **unknown),
            home("C", lon=None, lat=None, **unknown),
            home("D", lon=None, lat=None, postcode="1000", **unknown),
        )
    )
    assert {placed.home.name for placed in facts(data).homes} == {"A", "C"}


def test_closed_homes_are_set_apart():
    found = facts(island(care_homes=(home("A"), home("B", is_closed=True))))
    assert [placed.home.name for placed in found.homes] == ["A"]
    assert [closed.name for closed in found.closed_homes] == ["B"]


def test_homes_of_the_map_count_only_where_the_register_names_none():
    mapped = (home("Kortets hjem", municipality_code="", homes=None),)
    both = facts(island(mapped_homes=mapped))
    alone = facts(island(mapped_homes=mapped, care_homes=()))
    assert [placed.home.name for placed in both.homes] == ["Vintergækken"]
    assert ([placed.home.name for placed in alone.homes], alone.homes_are_mapped) == (["Kortets hjem"], True)


def test_one_thing_told_by_two_files_is_one_thing():
    data = island(
        spots=(spot(lon=14.8), spot(lon=14.801), spot(lon=14.9), spot("pharmacy", lon=14.8), spot(lon=12.5, lat=55.6))
    )
    assert sorted(placed.spot.kind for placed in facts(data).spots) == ["fuel_station", "fuel_station", "pharmacy"]


def test_without_a_border_things_go_by_the_municipality_they_state():
    data = OpenData(spots=(spot(municipality_code="400"), spot(municipality_code="101", lon=14.9), spot(lon=15.0)))
    assert len(facts(data).spots) == 1


@pytest.mark.parametrize(("as_of", "people"), [("2026-07", 39_000), ("2026", 39_000), ("2020-01", 38_677)])
def test_the_newest_population_counts(as_of, people):
    count = drafts.HeadCount(level="municipality", code="400", people=39_000, as_of=as_of, source="folk1a.csv")
    assert facts(OpenData(head_counts=(count,))).population.people == people
