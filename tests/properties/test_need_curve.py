"""Who is in need by each hour: equal to another way of counting the same draws, with a change in place or without."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from beredt.domain.impact.by_area import area_timeline
from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.need_curve import people_in_need
from tests.properties.test_whatif import cases, in_full

pytestmark = pytest.mark.slow


def counted_one_by_one(baseline, change):
    """The same from the whole changed network, draw by draw and person group by person group."""
    whole = in_full(baseline, change)
    onset = baseline.onset_by_need(whole, change)
    needs, people = whole.part.snapshot.needs, whole.part.snapshot.profiles.people
    hours = baseline.scenario.horizon_hours
    total = [0] * (hours + 1)

    def is_passed(minute, hour):
        return minute <= 60 * hour and minute < 60 * hours

    for draw in range(baseline.draws):
        first = defaultdict(lambda: 10**9)
        for need, owner in enumerate(needs.groups.owner.tolist()):
            if needs.severity[need] == 0:
                first[owner] = min(first[owner], int(onset[draw, need]))
        for hour in range(hours + 1):
            total[hour] += sum(int(people[owner]) for owner, minute in first.items() if is_passed(minute, hour))
    return [value / baseline.draws for value in total]


@given(case=cases())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_with_a_change_it_is_the_whole_network_counted_one_by_one(case):
    _, baseline, candidates = case
    for change in (Change(), apply_candidates(baseline.blueprint, candidates)):
        assert people_in_need(baseline, change).tolist() == counted_one_by_one(baseline, change)


@given(case=cases())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_without_a_change_it_is_the_runs_own_curve(case):
    snapshot, baseline, _ = case
    timeline = area_timeline(snapshot=snapshot, scenario=baseline.scenario, draws=baseline.draws, seed=baseline.seed)
    assert np.array_equal(people_in_need(baseline, Change()), timeline.need_mean)


@given(case=cases())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_rises_to_what_is_left_of_the_harm(case):
    _, baseline, candidates = case
    change = apply_candidates(baseline.blueprint, candidates)
    curve = people_in_need(baseline, change)
    left = baseline.harm.critical_people.mean() - baseline.averted_by(change).critical_people.mean()
    assert curve[0] >= 0
    assert (np.diff(curve) >= 0).all()
    assert np.isclose(curve[-1], left)
