"""The three slow tellings of the model agree: tick reference, plain text oracle, SimPy."""

import pytest
from hypothesis import given, settings

from oracles import networks, simpy_oracle


@pytest.mark.slow
@given(network=networks.networks())
@settings(max_examples=150, deadline=None)
def test_the_reference_agrees_with_the_plain_oracle(network):
    run = networks.run_reference(network)
    verdict = networks.run_plain(network)
    for asset in range(len(network.restart)):
        assert list(run.asset_down[asset]) == verdict.down_intervals(networks.asset_id(asset))
    for need in range(len(network.needs)):
        key = networks.need_key(need)
        assert list(run.need_exhausted[need]) == verdict.exhausted_intervals(*key)
        assert run.onset_minute(need) == verdict.onset_minute(*key)
        assert run.beyond_minutes(need) == verdict.beyond_minutes(*key)


@pytest.mark.slow
@given(network=networks.networks(acyclic=True))
@settings(max_examples=150, deadline=None)
def test_the_reference_agrees_with_simpy_without_loops(network):
    run = networks.run_reference(network)
    events = simpy_oracle.simulate(network)
    assert list(run.asset_down) == events.down
    assert list(run.need_exhausted) == events.exhausted


def test_simpy_refuses_loops():
    with pytest.raises(simpy_oracle.CyclicNetwork):
        simpy_oracle.network_depths(2, [0, 1], [networks.Group((1,), 1, 0, 0), networks.Group((0,), 1, 0, 0)])
