"""Budgets walked along: affordable, never worse for more money, and near the best set there is on small cases."""

from __future__ import annotations

from itertools import chain, combinations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.apps.measures import ladder
from beredt.domain.measures.alternatives import first_clash
from beredt.domain.measures.best_set import cost_of
from beredt.domain.measures.trials import Averted
from factories import rankings


@attrs.frozen
class Additive:
    """Trials in which everybody is helped by one measure alone: what a set averts is the sum of its members'."""

    gains: dict[str, int]
    overlap: tuple[frozenset[str], ...] = ()
    draws: int = 10
    baselines: tuple[object, ...] = ()
    weights: tuple[float, ...] = ()

    def of(self, candidates):
        ids = {candidate.candidate_id for candidate in candidates}
        people = sum(self.gains[name] for name in ids)
        # Two that help the same people avert together what the better one does.
        for pair in self.overlap:
            if pair <= ids:
                people -= min(self.gains[name] for name in pair)
        return Averted(
            critical_people=float(people),
            mc_se=0.0,
            critical_under_four=0.0,
            person_hours=(0.0, 0.0, 0.0),
            per_hazard=(float(people),),
        )


@st.composite
def cases(draw, kinds=("",)):
    count = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(0, 400), min_size=count, max_size=count))
    gains = {str(number): draw(st.integers(0, 50)) for number in range(count)}
    pairs = st.frozensets(st.sampled_from(sorted(gains)), min_size=2, max_size=2)
    overlap = tuple(draw(st.lists(pairs, max_size=2, unique=True))) if count > 1 else ()
    # Members of two pairs at once would be counted off twice.
    overlap = overlap if len(set(chain.from_iterable(overlap))) == 2 * len(overlap) else overlap[:1]
    # All stand at one place, so that those of the same kind are alternatives.
    measures = [attrs.evolve(rankings.HOOKUP, alternatives=draw(st.sampled_from(kinds))) for _ in costs]
    items = [
        (rankings.build_candidate(made_of, candidate_id=str(n), capital_kr=rankings.exactly(1_000.0 * cost)),)
        for n, (made_of, cost) in enumerate(zip(measures, costs, strict=True))
    ]
    items.sort(key=lambda item: (-gains[item[0].candidate_id], item[0].candidate_id))
    return tuple(items), Additive(gains=gains, overlap=overlap)


def best_by_trying_all(items, trials, budget):
    every = chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))
    sets = [tuple(chain.from_iterable(chosen)) for chosen in every]
    return max(
        trials.of(chosen).critical_people
        for chosen in sets
        if cost_of(chosen) <= budget and first_clash(chosen) is None
    )


@given(case=cases())
@settings(max_examples=150, deadline=None)
def test_a_walk_takes_all_that_helps_and_nothing_that_does_not(case):
    items, trials = case
    order = ladder.walk(items, trials, objective="people")
    assert len(set(order)) == len(order)
    everything = trials.of(chain.from_iterable(items)).critical_people
    assert trials.of(chain.from_iterable(order)).critical_people == everything
    assert all(trials.gains[item[0].candidate_id] > 0 for item in order)


@given(case=cases(kinds=("", "power", "site")), budgets=st.lists(st.integers(0, 1_500_000), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_sets_are_affordable_and_more_money_never_averts_less(case, budgets):
    items, trials = case
    order = ladder.walk(items, trials, objective="people")
    before, least = (), 0.0
    for budget in sorted(budgets):
        rung = ladder.rung_for(
            order, trials, items=items, objective="people", budget_kr=float(budget), besides=[before]
        )
        assert cost_of(rung.best.candidates) <= budget
        assert first_clash(rung.best.candidates) is None
        averted = trials.of(rung.best.candidates).critical_people
        assert averted >= least
        before, least = rung.best.candidates, averted
        # Greedy by gain per krone, or the best single one, is never worse than a third of the best there is.
        assert averted >= best_by_trying_all(items, trials, budget) / 3


@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_with_money_for_everything_nothing_better_is_left(case):
    items, trials = case
    order = ladder.walk(items, trials, objective="people")
    rung = ladder.rung_for(order, trials, items=items, objective="people", budget_kr=1e9)
    assert trials.of(rung.best.candidates).critical_people == best_by_trying_all(items, trials, 1e9)


def test_a_walk_can_be_stopped_at_every_look():
    items = tuple((rankings.build_candidate(candidate_id=str(number)),) for number in range(3))
    trials = Additive(gains={"0": 3, "1": 2, "2": 1})
    looks = []
    ladder.walk(items, trials, objective="people", told=lambda: looks.append(1))
    assert len(looks) >= 3
