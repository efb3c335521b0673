"""A change run again in part is the whole municipality run again; help never hurts, in any draw."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beredt.domain.impact.network import compile_network
from beredt.domain.impact.reference_run import simulate_by_reference
from beredt.domain.measures import ground as grounds
from beredt.domain.measures import parts, whatif
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import (
    Backup,
    LongerBuffer,
    LowerThreshold,
    MilderDisruption,
    OpenSite,
    ShorterRestart,
)
from beredt.domain.measures.trials import Trials
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from tests.factories.measures import candidate, measure
from tests.factories.municipality import pack_tables

FIELDS = ("critical_people", "critical_under_four", "person_minutes")


@st.composite
def cases(draw):
    tables = draw(pack_tables().filter(lambda tables: tables.assets and tables.needs))
    snapshot = build_snapshot(tables)
    ids = snapshot.assets.asset_id
    rules = tuple(
        Disruption(
            cause=f"cause{number}",
            selector=Selector(asset_ids=tuple(draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)))),
            probability=draw(st.sampled_from([0.4, 1.0])),
            onset_hours=(0.0, draw(st.sampled_from([0.0, 6.0]))),
            duration_p50_hours=draw(st.sampled_from([2.0, 9.0])),
            duration_p90_hours=draw(st.sampled_from([9.0, 20.0])),
            lever="lever",
        )
        for number in range(draw(st.integers(1, 3)))
    )
    scenario = Scenario(
        hazard="h", horizon_hours=30, disruptions=rules, temperature_c=draw(st.sampled_from([None, -5]))
    )
    ground = grounds.make_ground(snapshot=snapshot, scenario=scenario)
    baseline = whatif.make_baseline(ground=ground, scenario=scenario, draws=12, seed=draw(st.integers(0, 99)))
    candidates = draw(
        st.lists(one_candidate(snapshot), min_size=1, max_size=4, unique_by=lambda item: item.candidate_id)
    )
    return snapshot, baseline, candidates


@st.composite
def one_candidate(draw, snapshot):
    services = tuple(sorted({*snapshot.assets.service}))
    supply = tuple(draw(st.lists(st.sampled_from(services), min_size=1, unique=True)))
    effect = draw(
        st.one_of(
            st.builds(
                Backup,
                supply_services=st.just(supply),
                hours=st.sampled_from([None, 0.5, 6.0]),
                kind=st.sampled_from(["battery", "fuel", "routine"]),
                needs_services=st.sampled_from([(), services[:1]]),
                after_hours=st.sampled_from([0.0, 3.0]),
            ),
            st.builds(LongerBuffer, supply_services=st.just(supply), hours=st.sampled_from([1.0, 12.0])),
            st.builds(LowerThreshold, supply_services=st.just(supply), share=st.sampled_from([0.3, 0.6])),
            st.just(ShorterRestart(hours=0.1)),
            st.builds(MilderDisruption, levers=st.just(("lever",)), duration_factor=st.sampled_from([0.3, 0.8])),
            st.just(OpenSite(open_hours=2.0, need_types=tuple(sorted(set(snapshot.needs.need_type))))),
        )
    )
    number, p_works = draw(st.integers(0, 99)), draw(st.sampled_from([1.0, 0.6]))
    if isinstance(effect, OpenSite):
        if not snapshot.sites.site_id:
            effect = ShorterRestart(hours=0.1)
        else:
            made_of = measure(f"site{number}", (effect,), p_works=p_works, what="sites")
            return candidate(made_of, draw(st.sampled_from(snapshot.sites.site_id)))
    if draw(st.booleans()) and isinstance(effect, Backup | LongerBuffer | LowerThreshold):
        types = tuple(sorted(set(snapshot.needs.need_type)))
        made_of = measure(f"need{number}", (effect,), p_works=p_works, what="needs", need_types=types)
        return candidate(made_of, draw(st.sampled_from(snapshot.profiles.profile_id)))
    targets = draw(st.lists(st.sampled_from(snapshot.assets.asset_id), min_size=1, max_size=3, unique=True))
    return candidate(measure(f"asset{number}", (effect,), p_works=p_works), *targets)


def in_full(baseline, change):
    whole = parts.whole_network(baseline.blueprint, change)
    return grounds.Compiled(part=whole, network=compile_network(whole.snapshot))


@given(case=cases())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_in_part_is_in_full(case):
    _, baseline, candidates = case
    change = apply_candidates(baseline.blueprint, candidates)
    averted = baseline.averted_by(change)
    again = whatif.harm_of(baseline.run(in_full(baseline, change), change))
    for field in FIELDS:
        assert np.array_equal(getattr(averted, field), getattr(baseline.harm, field) - getattr(again, field)), field


@pytest.mark.slow
@given(case=cases())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_the_changed_network_is_put_together_as_the_reference_reads_it(case):
    _, baseline, candidates = case
    change = apply_candidates(baseline.blueprint, candidates)
    full = in_full(baseline, change)
    told = simulate_by_reference(
        network=full.network,
        make_block=lambda first, count: baseline.block(full, change),
        draws=1,
        horizon_minutes=baseline.horizon_minutes,
    )
    again = baseline.run(full, change)
    assert np.array_equal(told.onset[0], again.onset[0])
    for field in FIELDS:
        assert np.array_equal(getattr(told, field)[0], getattr(again, field)[0]), field


@pytest.mark.slow
@given(case=cases())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_step_by_step_is_at_once(case):
    _, baseline, candidates = case
    steps = Trials(baselines=(baseline,), weights=(1.0,), draws=baseline.draws)
    for count in range(1, len(candidates) + 1):
        stepwise = steps.of(candidates[:count])
        change = apply_candidates(baseline.blueprint, candidates[:count])
        at_once = baseline.averted_by(change)
        assert stepwise.critical_people == at_once.critical_people.mean()
        assert sum(stepwise.person_hours) == pytest.approx(at_once.person_minutes.sum() / 60 / baseline.draws)


@pytest.mark.slow
@given(case=cases())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_help_never_hurts(case):
    _, baseline, candidates = case
    averted = baseline.averted_by(apply_candidates(baseline.blueprint, candidates))
    for field in ("critical_people", "person_minutes"):
        assert (getattr(averted, field) >= 0).all(), field


@pytest.mark.slow
@given(case=cases())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_more_help_never_less(case):
    _, baseline, candidates = case
    fewer = baseline.averted_by(apply_candidates(baseline.blueprint, candidates[:-1]))
    more = baseline.averted_by(apply_candidates(baseline.blueprint, candidates))
    assert (more.person_minutes.sum(axis=1) >= 0).all()
    if not any(isinstance(effect, OpenSite) for c in candidates for effect in c.measure.effects):
        assert (more.critical_people >= fewer.critical_people).all()
