"""Two runs side by side: exact differences, sentences that say which way, and hazards of only one run."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.result import FirstOnset, OnsetQuantiles, Spread
from beredt.kit.language import language
from beredt.telling.names import names_of
from beredt.telling.run_comparison import change_sentence, compare_hazards
from factories import impact

NAMES = names_of(
    snapshot=impact.build_municipality(),
    vocabulary=load_vocabulary(),
    language=language("da"),
    hazard_names={"made-up/power": "strømsvigt"},
)


def with_people(mean, **changes):
    spread = Spread(mean=mean, p10=mean, p50=mean, p90=mean)
    return impact.build_result(harm=impact.build_harm(critical_people=spread), **changes)


def assessed(*results):
    return impact.build_assessment(*results)


@given(result=impact.results())
@settings(max_examples=40, deadline=None)
def test_a_run_beside_itself_changes_nothing(result):
    (pair,) = compare_hazards(assessed(result), assessed(result))
    says_people = any(need.severity == "critical" for need in result.needs)
    assert pair.people_more == pair.hours_more == (0.0 if says_people else None)
    assert not any(need.is_change for need in pair.needs)


@given(one=impact.results(), other=impact.results())
@settings(max_examples=40, deadline=None)
def test_turned_round_every_difference_changes_its_sign(one, other):
    other = attrs.evolve(other, hazard=one.hazard)
    (there,), (back,) = (compare_hazards(assessed(a), assessed(b)) for a, b in ((one, other), (other, one)))
    assert (there.people_more is None) == (there.hours_more is None) == (back.people_more is None)
    if there.people_more is not None:
        assert there.people_more == -back.people_more
        assert there.hours_more == -back.hours_more
    turned = {(n.severity, n.need_type): (n.passing_after, n.passing_before) for n in back.needs}
    assert {(n.severity, n.need_type): (n.passing_before, n.passing_after) for n in there.needs} == turned


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (210.0, 180.0, "Strømsvigt: 180 i stedet for 210, 30 færre."),
        (180.0, 210.0, "Strømsvigt: 210 i stedet for 180, 30 flere."),
        (143.0, 137.0, "Strømsvigt: 6 færre end 140."),
        (137.0, 143.0, "Strømsvigt: 6 flere end 140."),
        (10.0, 9.8, "Strømsvigt: <1 færre end 10."),
        (42.0, 42.0, "Strømsvigt: 42 borgere ud over en kritisk tålegrænse i begge."),
    ],
)
def test_which_way_it_went(before, after, told):
    (pair,) = compare_hazards(assessed(with_people(before)), assessed(with_people(after)))
    assert pair.people_more == after - before
    assert change_sentence(pair, names=NAMES) == told


def test_hazards_of_only_one_run_and_those_without_critical_needs():
    only = with_people(1.0, hazard="made-up/only")
    both = with_people(5.0)
    pairs = compare_hazards(assessed(both, only), assessed(both))
    assert [pair.hazard for pair in pairs] == ["made-up/power", "made-up/only"]
    assert pairs[1].people_more is None
    assert change_sentence(pairs[1], names=NAMES).endswith("kun i den tidligere beregning.")
    turned = compare_hazards(assessed(both), assessed(both, only))
    assert change_sentence(turned[1], names=NAMES).endswith("kun i den seneste beregning.")
    empty = with_people(0.0, needs=())
    (pair,) = compare_hazards(assessed(empty), assessed(both))
    assert pair.people_more is None
    assert "ikke vurderet i begge" in change_sentence(pair, names=NAMES)


def test_the_largest_change_comes_first():
    before = [with_people(10.0, hazard=f"made-up/{name}") for name in "abc"]
    after = [with_people(mean, hazard=f"made-up/{name}") for name, mean in (("a", 11.0), ("b", 2.0), ("c", 10.0))]
    pairs = compare_hazards(assessed(*before), assessed(*after))
    assert [pair.hazard[-1] for pair in pairs] == ["b", "a", "c"]


def test_a_need_that_comes_an_hour_earlier_is_a_change():
    def with_onset(minute):
        onset = OnsetQuantiles(p10=minute, p50=minute, p90=minute)
        return impact.build_result(first_onsets=(FirstOnset(need_type="oxygen", severity="critical", onset=onset),))

    (pair,) = compare_hazards(assessed(with_onset(190)), assessed(with_onset(130)))
    changed = [need for need in pair.needs if need.is_change]
    assert [(need.need_type, need.first_before, need.first_after) for need in changed] == [("oxygen", 190, 130)]
