"""The fast engine gives what the tick reference gives, interval by interval, on any small network."""

import random

import pytest
from hypothesis import given, settings

from beredt.domain.impact import ensemble
from oracles import kernel_runs, networks, simpy_oracle


def assert_equal_to_reference(network):
    fast = kernel_runs.run_kernel(network)
    slow = networks.run_reference(network)
    assert fast.asset_down == slow.asset_down
    assert fast.onset == tuple(slow.onset_minute(need) for need in range(len(network.needs)))
    assert fast.beyond == tuple(slow.beyond_minutes(need) for need in range(len(network.needs)))


@given(network=networks.networks())
@settings(max_examples=250, deadline=None)
def test_any_small_network(network):
    assert_equal_to_reference(network)


@pytest.mark.slow
@given(network=networks.networks(stocks=True))
@settings(max_examples=120, deadline=None)
def test_stocks_that_do_not_start_full(network):
    assert_equal_to_reference(network)


@pytest.mark.slow
@given(network=networks.networks(max_assets=4, max_horizon=400))
@settings(max_examples=120, deadline=None)
def test_dense_loops_over_a_longer_time(network):
    assert_equal_to_reference(network)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_larger_networks_with_tangled_loops(seed):
    rng = random.Random(seed)
    for _ in range(15):
        assert_equal_to_reference(tangled_network(rng))


def tangled_network(rng):
    """Some dozens of assets in a few large loops, many short outages, buffers and lags of the same order."""
    count = rng.randint(10, 40)

    def group(candidates):
        chosen = tuple(sorted(rng.sample(candidates, min(len(candidates), rng.randint(1, 4)))))
        return networks.Group(
            suppliers=chosen,
            min_up=rng.randint(1, len(chosen)),
            buffer_minutes=rng.choice([0, 0, 1, 5, 20, 60]),
            recharge_minutes=rng.choice([networks.NEVER, 0, 1, 7, 40, 200]),
        )

    owners = [rng.randrange(count) for _ in range(rng.randint(count, 2 * count))]
    return networks.Network(
        restart=tuple(rng.choice([0, 0, 1, 4, 15]) for _ in range(count)),
        owners=tuple(owners),
        dependencies=tuple(group([i for i in range(count) if i != owner]) for owner in owners),
        needs=tuple(group(list(range(count))) for _ in range(8)),
        outages={
            asset: [(start, start + rng.randint(1, 40)) for start in rng.sample(range(500), rng.randint(1, 6))]
            for asset in rng.sample(range(count), rng.randint(1, 5))
        },
        horizon=rng.randint(300, 900),
    )


@pytest.mark.slow
@given(network=networks.networks(acyclic=True, stocks=True))
@settings(max_examples=120, deadline=None)
def test_simpy_says_the_same_without_loops(network):
    fast = kernel_runs.run_kernel(network)
    events = simpy_oracle.simulate(network)
    assert list(fast.asset_down) == events.down


@given(network=networks.networks(horizon_step=60, max_horizon=360))
@settings(max_examples=100, deadline=None)
def test_the_front_door_says_the_same(network):
    """`assess_outages` on the municipality's own values: minutes of assets and needs, people, harm."""
    slow = networks.run_reference(network)
    result = ensemble.assess_outages(
        snapshot=networks.as_snapshot(network),
        outages=networks.as_outages(network),
        horizon_hours=network.horizon // 60,
    )
    assert [row.down_minutes for row in result.assets] == [
        slow.down_minutes(asset) for asset in range(len(network.restart))
    ]
    assert [(row.nominal_onset_minute, row.nominal_beyond_minutes) for row in result.needs] == [
        (slow.onset_minute(need), slow.beyond_minutes(need)) for need in range(len(network.needs))
    ]
    firsts = {(row.severity, row.need_type): [] for row in result.needs}
    for row in result.needs:
        firsts[row.severity, row.need_type].append(row.nominal_onset_minute)
    assert {(entry.severity, entry.need_type): entry.onset.p50 for entry in result.first_onsets} == {
        kind: min((minute for minute in minutes if minute is not None), default=None)
        for kind, minutes in firsts.items()
    }
    struck = {n // 2 for n in range(len(network.needs)) if n % 3 == 0 and slow.onset_minute(n) is not None}
    assert result.harm.critical_people.mean == sum(5 + profile for profile in struck)
