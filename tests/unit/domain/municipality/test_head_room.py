"""More people in a group are fewer of whom nothing special is known; nobody vulnerable is made fewer for it."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from beredt.domain.municipality.head_room import with_room_for
from beredt.domain.municipality.tables import AreaRow
from factories import impact


def need(profile_id, area_id, people, need_type, severity="serious"):
    return impact.build_need_row(
        profile_id=profile_id,
        area_id=area_id,
        people=people,
        need_type=need_type,
        group_id=need_type,
        severity=severity,
        supplier_id="feeder",
    )


def town(oxygen=2, alarms=4, diabetes=10):
    """Two areas that are full, and one for those who are counted for the municipality as a whole."""
    tables = impact.build_tables()
    areas = (("whole", 6), ("east", 300), ("west", 100))
    return attrs.evolve(
        tables,
        municipality=attrs.evolve(tables.municipality, population=406),
        areas=tuple(AreaRow(area_id=area, name=area, population=people) for area, people in areas),
        needs=(
            need("oxygen", "whole", oxygen, "oxygen", "critical"),
            need("alarms", "whole", alarms, "call_alarm"),
            need("diabetes", "west", diabetes, "insulin", "critical"),
            need("households-east", "east", 300, "water"),
            need("households-west", "west", 90, "water"),
        ),
    )


def people_of(tables):
    return {row.profile_id: row.people for row in tables.needs}


def living_in(tables):
    return {row.area_id: row.population for row in tables.areas}


def test_what_fits_is_left_as_it_is():
    assert with_room_for(town(), {"oxygen"}) == town()
    assert with_room_for(town(diabetes=3), {"diabetes"}) == town(diabetes=3)


def test_the_rest_of_the_same_area_gives_room():
    found = with_room_for(town(diabetes=17), {"diabetes"})
    assert people_of(found) == {**people_of(town()), "diabetes": 17, "households-west": 83}
    assert living_in(found) == living_in(town())


def test_an_area_without_a_rest_gets_its_people_from_where_most_are():
    """Citizens counted for the municipality as a whole live somewhere: the call alarms beside them are not fewer."""
    found = with_room_for(town(oxygen=5), {"oxygen"})
    assert people_of(found) == {**people_of(town()), "oxygen": 5, "households-east": 297}
    assert living_in(found) == {"whole": 9, "east": 297, "west": 100}


def test_where_nobody_is_left_to_give_room_nothing_is_hidden():
    assert with_room_for(town(oxygen=400), {"oxygen"}) == town(oxygen=400)


@given(oxygen=st.integers(0, 90), alarms=st.integers(0, 60), diabetes=st.integers(0, 60))
def test_profiles_fit_their_areas_and_those_who_were_asked_about_stay(oxygen, alarms, diabetes):
    before = town(oxygen, alarms, diabetes)
    found = with_room_for(before, {"oxygen", "alarms", "diabetes"})
    people, living = people_of(found), living_in(found)
    assert (people["oxygen"], people["alarms"], people["diabetes"]) == (oxygen, alarms, diabetes)
    assert sum(living.values()) == found.municipality.population
    for area, population in living.items():
        assert sum(row.people for row in found.needs if row.area_id == area) <= population
    assert with_room_for(found, {"oxygen", "alarms", "diabetes"}) == found
