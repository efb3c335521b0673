"""Stored rankings come back whole: every field, bit for bit, whatever is in them."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.measures import load_measures
from beredt.apps.measures.stored import Beside, HazardName, RankSettings, Rung, StepTime
from beredt.domain.measures.call_recipients import Recipient
from beredt.domain.measures.calls import About, CallList, CallQuestion, CallSheet
from beredt.domain.measures.measure import Candidate, Range, Target
from beredt.domain.measures.ranges import AssumedValue
from beredt.domain.measures.result import (
    BestSet,
    Effect,
    Estimate,
    HazardEffect,
    LeftWithout,
    RankedCandidate,
    RankResult,
    Unranked,
)
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from beredt.kit.packing import packed, unpacked
from factories.impact import build_result
from factories.rankings import build_ranking

MEASURES = load_measures()
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**60), 2**60)
maybe = st.none() | numbers
words = st.text(max_size=12)
ranges = st.builds(Range, low=numbers, likely=numbers, high=numbers)
targets = st.builds(Target, what=words, target_id=words, place=words)
candidates = st.builds(
    Candidate,
    candidate_id=words,
    measure=st.sampled_from(MEASURES),
    targets=st.lists(targets, max_size=3).map(tuple),
    capital_kr=ranges,
    yearly_kr=ranges,
    people=st.integers(0, 10**9),
)
estimates = st.builds(Estimate, mean=numbers, low=maybe, high=maybe, mc_se=numbers)
effects = st.builds(
    Effect,
    critical_people=estimates,
    critical_under_4h_mean=numbers,
    person_hours_critical=numbers,
    person_hours_serious=numbers,
    person_hours_welfare=numbers,
)
ranked = st.builds(
    RankedCandidate,
    candidate=candidates,
    members=st.lists(candidates, min_size=1, max_size=3).map(tuple),
    effect=effects,
    kr_per_person=maybe,
    kr_per_person_low=maybe,
    kr_per_person_high=maybe,
    group=st.integers(1, 50),
    is_do_now=st.booleans(),
    first_in_sets=st.none() | st.integers(0, 40),
    sets=st.integers(0, 40),
    top_three_in=st.integers(0, 9),
    per_hazard=st.lists(
        st.builds(HazardEffect, hazard=words, rank=st.none() | st.integers(1, 9), critical_people_mean=numbers),
        max_size=2,
    ).map(tuple),
    flips_at_twice_horizon=st.none() | st.booleans(),
    hours_gained=maybe,
)
best_sets = st.builds(
    BestSet,
    budget_kr=numbers,
    cost_kr=ranges,
    candidates=st.lists(candidates, max_size=2).map(tuple),
    effect=st.none() | effects,
    left_without=st.lists(
        st.builds(LeftWithout, need_type=words, severity=words, under_4h=st.booleans(), people_mean=numbers), max_size=2
    ).map(tuple),
    found_by=words,
)
unranked = st.builds(Unranked, candidate_id=words, measure_id=words, name_da=words, name_en=words, reason=words)
disruptions = st.builds(
    Disruption,
    cause=words,
    selector=st.builds(Selector, services=st.lists(words, max_size=2).map(tuple), top_share=maybe),
    probability=numbers,
    onset_hours=st.tuples(numbers, numbers),
    duration_p50_hours=numbers,
    duration_p90_hours=numbers,
)
scenarios = st.builds(
    Scenario,
    hazard=words,
    disruptions=st.lists(disruptions, max_size=2).map(tuple),
    horizon_hours=st.integers(1, 336),
    temperature_c=maybe,
)
rungs = st.builds(Rung, best=best_sets, draws=st.integers(1, 10_000), left_people=numbers, left_under_4h=numbers)


@st.composite
def results(draw):
    return attrs.evolve(
        build_ranking(),
        measures=tuple(draw(st.lists(ranked, max_size=3))),
        best_set=draw(best_sets),
        unranked=tuple(draw(st.lists(unranked, max_size=3))),
        first_by_other_objective=draw(st.none() | words),
    )


def same(first, second):
    """Equal, and of the same kinds of numbers: 24 is not 24.0 in a file."""
    return first == second and repr(first) == repr(second)


@given(results())
@settings(max_examples=25)
def test_a_result_comes_back_whole(result):
    back = unpacked(packed(result, RankResult), RankResult)
    for field in attrs.fields(RankResult):
        if field.name != "base":
            assert same(getattr(back, field.name), getattr(result, field.name))
    assert packed(back, RankResult) == packed(result, RankResult)


def test_curves_come_back_bit_for_bit():
    result = build_ranking(base=(build_result(),))
    back = unpacked(packed(result, RankResult), RankResult)
    for before, after in zip(result.base[0].services, back.base[0].services, strict=True):
        for name in ("mean", "p10", "p50", "p90"):
            assert getattr(before, name).tobytes() == getattr(after, name).tobytes()
            assert getattr(before, name).dtype == getattr(after, name).dtype
    assert repr(back.base[0].needs) == repr(result.base[0].needs)


@given(
    st.lists(scenarios, max_size=2),
    st.lists(candidates, max_size=2),
    st.lists(st.builds(HazardName, hazard=words, da=words, en=words), max_size=2),
    st.lists(rungs, max_size=2),
    st.lists(st.builds(StepTime, step=words, seconds=numbers), max_size=2),
)
@settings(max_examples=20)
def test_what_is_kept_beside_comes_back_whole(scenarios, candidates, names, ladder, times):
    beside = Beside(
        scenarios=tuple(scenarios),
        candidates=tuple(candidates),
        hazard_names=tuple(names),
        ladder=tuple(ladder),
        step_times=tuple(times),
    )
    assert same(unpacked(packed(beside, Beside), Beside), beside)


def test_every_measure_of_the_catalogue_comes_back_with_its_own_kinds_of_effect():
    for measure in MEASURES:
        made = Candidate(
            candidate_id="x",
            measure=measure,
            targets=(),
            capital_kr=measure.cost.capital_kr,
            yearly_kr=measure.cost.yearly_kr,
        )
        back = unpacked(packed(made, Candidate), Candidate)
        assert same(back, made)
        assert list(map(type, back.measure.effects)) == list(map(type, measure.effects))


def test_settings_and_calls_come_back_whole():
    settings_ = RankSettings(hazards=("a/b",), budget_kr=1.5, sets=0)
    assert same(unpacked(packed(settings_, RankSettings), RankSettings), settings_)
    value = AssumedValue(table="assets", key=("a", "b"), column="restart_hours", value=1, low=0.5, high=2)
    recipient = Recipient(role="grid", asset_id="station")
    question = CallQuestion(
        question_id="q",
        assumption_id="a",
        recipient=recipient,
        about=About(asks="restart", subjects=("a",)),
        unit="hours",
        value=1,
        low=0.5,
        high=2,
        source="",
        settles=(value,),
        swing_people=1.25,
        swing_person_hours=0.0,
        regret_people=None,
        changes_first_choice=None,
    )
    calls = CallList(sheets=(CallSheet(recipient=recipient, questions=(question,), left_out=2),), unasked=(question,))
    assert same(unpacked(packed(calls, CallList), CallList), calls)
