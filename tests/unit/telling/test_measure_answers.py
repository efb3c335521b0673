"""What a page on measures answers: taken from fields, said once, sure only where the ranking is."""

from __future__ import annotations

import re

import attrs
import pytest

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.kit.language import language
from beredt.telling import measure_answers, measure_charts, measure_words
from beredt.telling.measure_words import Places
from beredt.telling.names import Names
from factories import rankings


def places(code="da", is_named=True):
    names = Names(
        language=language(code),
        vocabulary=load_vocabulary(),
        municipality="Vestby",
        asset_names={"mast": "Mast Nordby", "feeder": "Udføring 1"},
        area_names={},
    )
    return Places(names=names, is_named=is_named)


def priced(name, kr, low, high, **changes):
    made = rankings.build_candidate(attrs.evolve(rankings.HOOKUP, measure_id=name, name_da=name, name_en=name))
    return rankings.build_ranked(
        made, kr_per_person=kr, kr_per_person_low=low, kr_per_person_high=high, **{"group": 1, **changes}
    )


# --- most help per krone ----------------------------------------------------------------------------------------------


def test_the_cheapest_per_citizen_is_named_whatever_its_place():
    result = rankings.build_ranking(
        measures=(priced("stor", 9_000.0, 5_000.0, 20_000.0), priced("lille", 400.0, 300.0, 600.0))
    )
    assert measure_answers.per_krone(result).entry.candidate.measure.measure_id == "lille"
    assert measure_answers.first_sentence(result, places()).startswith("Mest hjælp pr. krone: lille")
    assert "400 kr. pr. borger" in measure_answers.first_sentence(result, places())


@pytest.mark.parametrize(("low", "alike"), [(599.0, 1), (600.0, 1), (601.0, 0)])
def test_one_whose_range_begins_inside_the_bests_cannot_be_told_apart(low, alike):
    result = rankings.build_ranking(measures=(priced("a", 400.0, 300.0, 600.0), priced("b", 5_000.0, low, 9_000.0)))
    assert measure_answers.per_krone(result).alike == alike
    told = measure_answers.range_sentence(result, places())
    assert ("kan ikke skelnes" in told) == bool(alike)


def test_where_others_pay_that_is_said_at_once():
    battery = rankings.build_battery(kr_per_person=10.0, kr_per_person_low=5.0, kr_per_person_high=20.0)
    told = measure_answers.range_sentence(rankings.build_ranking(measures=(battery,)), places())
    assert "Forsyningsselskabet betaler og beslutter" in told


def test_bundles_and_what_can_be_done_now_have_no_price_per_citizen():
    first, second = rankings.build_candidate(), rankings.build_candidate(rankings.BATTERY, "mast")
    bundle = rankings.build_ranked(first, second, kr_per_person=1.0)
    result = rankings.build_ranking(measures=(bundle, rankings.build_do_now()))
    assert measure_answers.per_krone(result) is None
    assert "Udskrevne lister" in measure_answers.first_sentence(result, places())
    assert "1 tiltag koster så lidt" in measure_answers.range_sentence(result, places())


def test_where_nothing_helps_it_says_so():
    result = rankings.build_ranking(measures=())
    for code, told in (("da", "Intet tiltag"), ("en", "No measure")):
        assert measure_answers.first_sentence(result, places(code)).startswith(told)
        assert measure_answers.range_sentence(result, places(code)) == ""


# --- whom a set leaves ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "under", "told"),
    [
        (35.2, 4.1, "Uden hjælp bliver: ca. 35, heraf 4 inden 4 timer."),
        (35.2, 0.2, "Uden hjælp bliver: ca. 35, ingen af dem inden 4 timer."),
        (0.4, 0.0, "Uden hjælp bliver: ingen i hændelsestyperne, som de er regnet."),
        (1234.0, 99.0, "Uden hjælp bliver: ca. 1.200, heraf 99 inden 4 timer."),
    ],
)
def test_whom_a_set_leaves_is_said_in_one_line(people, under, told):
    assert measure_answers.left_sentence(people, under, places()) == told


def test_members_of_one_measure_stand_in_one_line_with_their_price_together():
    one = rankings.build_candidate(rankings.HOOKUP, "mast")
    two = rankings.build_candidate(rankings.HOOKUP, "feeder")
    battery = rankings.build_candidate(rankings.BATTERY, "mast")
    lines = measure_answers.set_lines([one, two, battery], places())
    assert len(lines) == 2
    assert lines[0] == "Tilslutning: Mast Nordby og Udføring 1 (1,2 til 2,2 mio. kr.)"


# --- without names ----------------------------------------------------------------------------------------------------


def test_without_names_no_place_is_said_anywhere():
    result = rankings.build_ranking()
    hidden = places(is_named=False)
    told = [
        measure_answers.first_sentence(result, hidden),
        *measure_answers.set_lines(result.best_set.candidates, hidden),
    ]
    told += [measure_words.title(entry, hidden) for entry in result.measures]
    assert not re.search("Nordby|Udføring|mast|feeder", " ".join(told))
    assert "Tilslutning, 1 sted" in " ".join(told)
    assert "Mast Nordby" in measure_words.title(result.measures[0], places())


# --- before and after -------------------------------------------------------------------------------------------------


def test_the_curve_says_what_it_shows_and_stands_in_the_table_too():
    before, after = [0.0, 10.0, 40.0, 90.0], [0.0, 5.0, 5.0, 30.0]
    chart = measure_charts.before_after_chart(before, after, names=places().names, caption="")
    assert "90 før og 30 efter" in chart.svg
    assert chart.rows[-1][1:] == ("90", "30")
    assert len({len(row) for row in chart.rows} | {len(chart.header)}) == 1
    assert chart.svg.count('class="before"') == chart.svg.count('class="curve"') == 1
    assert "style=" not in chart.svg


def test_two_equal_curves_are_called_the_same():
    chart = measure_charts.before_after_chart([0.0, 4.0], [0.0, 4.0], names=places().names, caption="")
    assert "det samme" in chart.svg


@pytest.mark.parametrize(("hours", "told"), [(None, ""), (0.0, "flytter ikke"), (20.5, "20 t 30 min senere")])
def test_hours_gained_are_said_where_they_are_known(hours, told):
    assert told in measure_answers.hours_gained(hours, places())
    assert bool(measure_answers.hours_gained(hours, places())) == bool(told)
