"""Runs come back from their rows whole: every figure bit for bit, and so the same result file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.results.web_files import assessment_file
from beredt.apps.impact import records
from beredt.domain.impact.by_area import AreaTimeline, area_timeline
from beredt.domain.impact.result import CauseChain, ImpactResult
from beredt.kit.packing import packed, unpacked
from factories import impact
from oracles import chances, networks


def same(one, other):
    """Whether two values are the same field by field, arrays by their bytes and kinds."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if hasattr(one, "__attrs_attrs__"):
        return type(one) is type(other) and all(
            same(getattr(one, field.name), getattr(other, field.name)) for field in one.__attrs_attrs__
        )
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


@given(result=impact.results())
@settings(max_examples=60, deadline=None)
def test_a_result_comes_back_whole(result):
    back = unpacked(packed(result, ImpactResult), ImpactResult)
    assert same(result, back)
    told = [
        assessment_file(impact.build_assessment(value), municipality_code="999", municipality_name="Vestby")
        for value in (result, back)
    ]
    assert told[0] == told[1]


@given(
    case=networks.networks(max_assets=5, horizon_step=60, max_horizon=240).flatmap(
        lambda network: st.tuples(st.just(network), chances.scenarios(network))
    )
)
@settings(max_examples=15, deadline=None)
def test_a_timeline_comes_back_whole(case):
    network, scenario = case
    timeline = area_timeline(snapshot=networks.as_snapshot(network), scenario=scenario, draws=20, seed=3)
    assert same(timeline, unpacked(packed(timeline, AreaTimeline), AreaTimeline))


def test_chains_come_back_whole():
    chains = (impact.build_chain(), impact.build_chain(share_of_harm=0.1, causes=()))
    assert records.chains_of(records.chains_bytes(chains)) == chains
    assert all(isinstance(chain, CauseChain) for chain in records.chains_of(records.chains_bytes(chains)))


@pytest.mark.django_db
def test_a_stored_run_is_the_run_that_was_computed(runs, vestby):
    from beredt.apps.impact import operations, queries
    from beredt.apps.impact.operations import Asked

    asked = Asked(catalogue_id="nrb-2022", draws=runs.DRAWS)
    actor = runs.planner()
    pack, computed = operations.compute_run(actor=actor, asked=asked, on_start=lambda number, total: None)
    run_id = operations.keep_run(actor=actor, asked=asked, pack=pack, computed=computed)
    run = queries.get_run(actor=actor, run_id=run_id)
    assert run.header == computed.header
    assert len(run.assessment.hazards) == len(computed.hazards) > 1
    for stored, made in zip(run.assessment.hazards, computed.hazards, strict=True):
        assert same(stored, made.result)
        one = queries.get_hazard(actor=actor, run_id=run_id, hazard=stored.hazard)
        assert same(one.timeline, made.timeline)
        assert one.chains == made.chains
