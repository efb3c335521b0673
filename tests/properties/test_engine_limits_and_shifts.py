"""What the rules become at their edges: no delay, buffers without end, loops, time moved, no cause."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import kernel_runs, networks


def timeless(network):
    """Without buffers or lags, and over after one minute."""
    bare = [replace(group, buffer_minutes=0) for group in (*network.dependencies, *network.needs)]
    split = len(network.dependencies)
    return network.where(
        restart=(0,) * len(network.restart),
        dependencies=tuple(bare[:split]),
        needs=tuple(bare[split:]),
        outages={asset: [(0, 1)] for asset in network.outages},
        horizon=1,
    )


@given(network=networks.networks())
@settings(max_examples=80, deadline=None)
def test_without_delays_it_is_plain_threshold_reachability(network):
    network = timeless(network)
    down = set(network.outages)
    for _ in network.restart:
        down |= {
            owner
            for owner, group in zip(network.owners, network.dependencies, strict=True)
            if len(set(group.suppliers) - down) < group.min_up
        }
    run = kernel_runs.run_kernel(network)
    assert {asset for asset, spans in enumerate(run.asset_down) if spans} == down
    assert [onset == 0 for onset in run.onset] == [len(set(n.suppliers) - down) < n.min_up for n in network.needs]


@pytest.mark.slow
@given(network=networks.networks(), data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_buffer_as_long_as_the_horizon_cuts_the_edge(network, data):
    if not network.dependencies:
        return
    g = data.draw(st.integers(0, len(network.dependencies) - 1))
    endless = network.with_dependency(g, buffer_minutes=network.horizon + data.draw(st.integers(0, 3)))
    cut = network.where(
        owners=network.owners[:g] + network.owners[g + 1 :],
        dependencies=network.dependencies[:g] + network.dependencies[g + 1 :],
    )
    assert kernel_runs.run_kernel(endless) == kernel_runs.run_kernel(cut)


@pytest.mark.slow
@given(network=networks.networks(), later=st.integers(1, 2000))
@settings(max_examples=80, deadline=None)
def test_outages_moved_in_time_move_the_results(network, later):
    moved = network.where(
        outages={asset: [(s + later, e + later) for s, e in spans] for asset, spans in network.outages.items()},
        horizon=network.horizon + later,
    )
    before, after = kernel_runs.run_kernel(network), kernel_runs.run_kernel(moved)
    shifted = [tuple((s + later, e + later) for s, e in spans) for spans in before.asset_down]
    assert list(after.asset_down) == shifted
    assert list(after.onset) == [None if onset is None else onset + later for onset in before.onset]
    assert after.beyond == before.beyond


@pytest.mark.slow
@given(network=networks.networks())
@settings(max_examples=100, deadline=None)
def test_no_outage_no_loss(network):
    run = kernel_runs.run_kernel(network.where(outages={}))
    assert not any(run.asset_down)
    assert run.onset == (None,) * len(network.needs)


@given(network=networks.networks())
@settings(max_examples=80, deadline=None)
def test_without_lags_no_loop_outlives_its_cause(network):
    """At zero delay an outage needs a cause: nothing is down in a minute without any disruption."""
    run = kernel_runs.run_kernel(network.where(restart=(0,) * len(network.restart)))
    disrupted = {m for spans in network.outages.values() for s, e in spans for m in range(s, min(e, network.horizon))}
    for spans in run.asset_down:
        assert all(minute in disrupted for start, end in spans for minute in range(start, end))


@pytest.mark.slow
@given(network=networks.networks(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_the_horizon_only_cuts(network, data):
    """What happens before a shorter horizon is what happens before it in the longer run."""
    shorter = data.draw(st.integers(1, network.horizon))
    long, short = kernel_runs.run_kernel(network), kernel_runs.run_kernel(network.where(horizon=shorter))
    cut = [tuple((s, min(e, shorter)) for s, e in spans if s < shorter) for spans in long.asset_down]
    assert list(short.asset_down) == cut
    assert list(short.onset) == [None if onset is None or onset >= shorter else onset for onset in long.onset]


@pytest.mark.slow
@given(network=networks.networks(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_an_outage_told_in_pieces_is_the_same_outage(network, data):
    if not network.outages:
        return
    asset = data.draw(st.sampled_from(sorted(network.outages)))
    pieces = []
    for start, end in network.outages[asset]:
        middle = data.draw(st.integers(start, end))
        overlap = data.draw(st.integers(0, 2))
        pieces += [(start, min(middle + overlap, end)), (middle, end)]
    told = network.where(outages={**network.outages, asset: data.draw(st.permutations(pieces))})
    assert kernel_runs.run_kernel(told) == kernel_runs.run_kernel(network)
