"""What the engine says of many draws is what counting the reference's draws gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import ensemble
from oracles import chances, networks
from oracles.chances import INFINITE, mean, quantile

DRAWS = 13


def drawn_case():
    return networks.networks(max_assets=6, horizon_step=60, max_horizon=300, stocks=True).flatmap(
        lambda network: st.tuples(st.just(network), chances.scenarios(network), st.integers(0, 2**40))
    )


def assess(network, scenario, seed, **how):
    return ensemble.assess_scenario(
        snapshot=networks.as_snapshot(network), scenario=scenario, draws=DRAWS, seed=seed, **how
    )


@pytest.mark.slow
@given(case=drawn_case())
@settings(max_examples=40, deadline=None)
def test_needs(case):
    network, scenario, seed = case
    tally = chances.Tally.of(network, scenario, draws=DRAWS, seed=seed)
    for n, told in enumerate(assess(network, scenario, seed).needs):
        onsets = tally.onset[n]
        told_onsets = (told.onset_p10_minute, told.onset_p50_minute, told.onset_p90_minute)
        assert [INFINITE if t is None else t for t in told_onsets] == [quantile(onsets, p) for p in (10, 50, 90)]
        assert told.p_harm == pytest.approx(mean([onset < INFINITE for onset in onsets]))
        assert told.mean_beyond_minutes == pytest.approx(mean(tally.beyond[n]))
        assert told.p_still_down_at_horizon == pytest.approx(mean(tally.still_down[n]))
        assert told.nominal_onset_minute is None


@pytest.mark.slow
@given(case=drawn_case())
@settings(max_examples=40, deadline=None)
def test_services(case):
    network, scenario, seed = case
    tally = chances.Tally.of(network, scenario, draws=DRAWS, seed=seed)
    curves = {curve.service: curve for curve in assess(network, scenario, seed).services}
    for place, service in enumerate(networks.SERVICES):
        people = {i: 10 + i for i in range(len(network.restart)) if i % len(networks.SERVICES) == place}
        if not service or not people:
            continue
        curve = curves[service]
        for hour in range(scenario.horizon_hours):
            by_draw = tally.people_without(people, hour)
            assert curve.mean[hour] == pytest.approx(mean(by_draw))
            assert [curve.p10[hour], curve.p50[hour], curve.p90[hour]] == [quantile(by_draw, p) for p in (10, 50, 90)]


@pytest.mark.slow
@given(case=drawn_case())
@settings(max_examples=40, deadline=None)
def test_harm(case):
    network, scenario, seed = case
    tally = chances.Tally.of(network, scenario, draws=DRAWS, seed=seed)
    harm = assess(network, scenario, seed).harm

    def people_struck(draw, *, tolerance_under=INFINITE):
        struck = {
            n // 2
            for n, need in enumerate(network.needs)
            if n % 3 == 0 and tally.onset[n][draw] < INFINITE and need.buffer_minutes < tolerance_under
        }
        return sum(5 + profile for profile in struck)

    critical = [people_struck(draw) for draw in range(DRAWS)]
    told = harm.critical_people
    assert told.mean == pytest.approx(mean(critical))
    assert [told.p10, told.p50, told.p90] == [quantile(critical, p) for p in (10, 50, 90)]
    under_four = [people_struck(draw, tolerance_under=240) for draw in range(DRAWS)]
    assert harm.critical_under_4h_mean == pytest.approx(mean(under_four))
    hours = [0.0, 0.0, 0.0]
    for n in range(len(network.needs)):
        hours[n % 3] += (5 + n // 2) * mean(tally.beyond[n]) / 60
    assert [harm.person_hours_critical, harm.person_hours_serious, harm.person_hours_welfare] == pytest.approx(hours)
