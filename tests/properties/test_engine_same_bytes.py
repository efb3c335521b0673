"""Threads, blocks, row order and strangers in the pack change nothing; nor does which engine is asked."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.results.assess_document import assess_document
from beredt.domain.impact import draws as drawing
from beredt.domain.impact import ensemble, simulation
from beredt.domain.impact.result import Assessment
from beredt.domain.municipality import snapshot as snapshots
from oracles import chances, networks

DRAWS = 50


def drawn_case(**how):
    return networks.networks(max_assets=6, horizon_step=60, max_horizon=240, stocks=True).flatmap(
        lambda network: st.tuples(st.just(network), chances.scenarios(network))
    )


def told(snapshot, scenario, *, draws=DRAWS, seed=7, **how):
    """The bytes of the JSON document."""
    result = ensemble.assess_scenario(snapshot=snapshot, scenario=scenario, draws=draws, seed=seed, **how)
    assessment = Assessment(pack_hash="", hazards=(result,), single_points=(), not_modelled=())
    document = assess_document(assessment, municipality_code="999", municipality_name="Prøveby Kommune")
    return json.dumps(document, sort_keys=True)


@given(case=drawn_case())
@settings(max_examples=20, deadline=None)
def test_threads_and_blocks(case):
    network, scenario = case
    snapshot = networks.as_snapshot(network)
    alone = told(snapshot, scenario)
    for pace in ({"threads": 2, "block_draws": 37}, {"block_draws": 1}, {"threads": 3, "block_draws": 7}):
        assert told(snapshot, scenario, **pace) == alone


@given(case=drawn_case(), seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows(case, seed):
    network, scenario = case
    rng = random.Random(seed)
    shuffled = networks.as_snapshot(network, shuffle=lambda rows: rng.sample(rows, len(rows)))
    assert told(shuffled, scenario) == told(networks.as_snapshot(network), scenario)


@given(case=drawn_case())
@settings(max_examples=15, deadline=None)
def test_the_tick_reference_tells_the_same(case):
    network, scenario = case
    snapshot = networks.as_snapshot(network)
    assert told(snapshot, scenario, draws=4, reference=True) == told(snapshot, scenario, draws=4)


@given(case=drawn_case())
@settings(max_examples=20, deadline=None)
def test_strangers_in_the_pack(case):
    network, scenario = case
    crowded = snapshots.build_snapshot(chances.with_strangers(networks.pack_tables(network)))
    before = json.loads(told(networks.as_snapshot(network), scenario))["hazards"][0]
    after = json.loads(told(crowded, scenario))["hazards"][0]
    needs = [row for row in after["needs"] if row["profile_id"] != "p000 between"]
    assert needs == before["needs"]
    assert after["services"] == before["services"]
    if needs:
        assert after["harm"]["critical_people"] == before["harm"]["critical_people"]


@given(case=drawn_case(), first=st.integers(0, 30), count=st.integers(1, 20))
@settings(max_examples=20, deadline=None)
def test_a_draw_is_the_same_in_whatever_block_it_is_drawn(case, first, count):
    network, scenario = case
    plan = drawing.plan_draws(snapshot=networks.as_snapshot(network), scenario=scenario, seed=3)
    whole, part = drawing.draw_disruptions(plan, 0, 60), drawing.draw_disruptions(plan, first, count)
    begin, end = whole.offsets[first], whole.offsets[first + count]
    assert (part.offsets == whole.offsets[first : first + count + 1] - begin).all()
    for column in ("asset", "start", "end"):
        assert (getattr(part, column) == getattr(whole, column)[begin:end]).all()


@given(case=drawn_case())
@settings(max_examples=20, deadline=None)
def test_little_room_is_made_larger_without_a_trace(case):
    network, scenario = case
    snapshot = networks.as_snapshot(network)
    enough = told(snapshot, scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "_first_room", lambda network: 2)
        assert told(snapshot, scenario, block_draws=13) == enough


def test_another_seed_is_another_fate():
    network = networks.Network(
        restart=(0, 0),
        owners=(1,),
        dependencies=(networks.Group((0,), 1, 30, 60),),
        needs=(networks.Group((1,), 1, 10, 0),),
        outages={},
        horizon=600,
    )
    rule = chances.Disruption(
        cause="storm",
        selector=chances.Selector(asset_ids=("a000",)),
        probability=0.5,
        duration_p50_hours=1,
        duration_p90_hours=4,
    )
    scenario = chances.Scenario(hazard="h", disruptions=(rule,), horizon_hours=10)
    snapshot = networks.as_snapshot(network)
    assert told(snapshot, scenario, seed=1) == told(snapshot, scenario, seed=1)
    hazards = [json.loads(told(snapshot, scenario, seed=seed))["hazards"][0] for seed in (1, 2)]
    assert hazards[0]["needs"] != hazards[1]["needs"]
