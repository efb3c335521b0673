"""Every used-up need is traced to disruptions, by steps that the run itself shows."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings

from beredt.domain.impact import trace
from oracles import networks


def traced(network, run):
    groups_of = defaultdict(list)
    for group, owner in enumerate(network.owners):
        groups_of[owner].append(group)
    # The snapshot sorts groups by owner and id: positions there are looked up by the group's id.
    snapshot = networks.as_snapshot(network)
    place = {group_id: row for row, group_id in enumerate(snapshot.dependencies.group_id)}
    start = {
        ("asset", place[networks.group_id(g)]): group.initial_minutes
        for g, group in enumerate(network.dependencies)
        if group.initial_minutes is not None
    }
    start |= {
        ("need", n): need.initial_minutes for n, need in enumerate(network.needs) if need.initial_minutes is not None
    }
    return trace.DrawTrace(
        snapshot=snapshot,
        groups_of={owner: [place[networks.group_id(g)] for g in owned] for owner, owned in groups_of.items()},
        down={asset: spans for asset, spans in enumerate(run.asset_down) if spans},
        disrupted=network.outages,
        start_minutes=start,
    )


@pytest.mark.slow
@given(network=networks.networks(stocks=True))
@settings(max_examples=150, deadline=None)
def test_onsets_are_the_reference_s(network):
    run = networks.run_reference(network)
    seen = traced(network, run)
    for need in range(len(network.needs)):
        found = seen.need_onset(need, network.horizon)
        assert (found and found[0]) == run.onset_minute(need)


@pytest.mark.slow
@given(network=networks.networks(stocks=True))
@settings(max_examples=150, deadline=None)
def test_every_harm_has_a_chain_from_a_disruption(network):
    run = networks.run_reference(network)
    seen = traced(network, run)
    for need, group in enumerate(network.needs):
        onset = run.onset_minute(need)
        if onset is None:
            continue
        paths = seen.paths_to_need(need, onset)
        assert paths
        for path in paths:
            assert_plausible(path, network, run)
            assert path[-1].asset in group.suppliers
            assert path[-1].down_minute <= onset


def assert_plausible(path, network, run):
    root = path[0]
    assert root.is_disrupted
    assert any(start <= root.down_minute < end for start, end in network.outages[root.asset])
    for step in path:
        assert any(start == step.down_minute for start, _ in run.asset_down[step.asset])
    for before, after in pairwise(path):
        assert not after.is_disrupted
        assert before.down_minute <= after.down_minute - after.held_minutes
        assert any(
            owner == after.asset and before.asset in group.suppliers
            for owner, group in zip(network.owners, network.dependencies, strict=True)
        )
