"""More trouble never helps: a wrong specification can agree with its reference, but not with this."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oracles import kernel_runs, networks


def minutes_of(intervals):
    return {minute for start, end in intervals for minute in range(start, end)}


def assert_no_better(network, worse):
    """In `worse` everything is down at least when it is in `network`, and needs are exhausted as early and as long."""
    before, after = kernel_runs.run_kernel(network), kernel_runs.run_kernel(worse)
    for was, became in zip(before.asset_down, after.asset_down, strict=True):
        assert minutes_of(was) <= minutes_of(became)
    for was, became in zip(before.beyond, after.beyond, strict=True):
        assert was <= became
    for was, became in zip(before.onset, after.onset, strict=True):
        assert was is None or (became is not None and became <= was)


def monotone(test):
    return settings(max_examples=80, deadline=None)(given(network=networks.networks(), data=st.data())(test))


def pick(data, groups, *, is_fit=lambda group: True):
    fit = [g for g, group in enumerate(groups) if is_fit(group)]
    assume(fit)
    return data.draw(st.sampled_from(fit))


def has_a_spare(group):
    return group.min_up < len(group.suppliers)


@monotone
def test_one_more_outage(network, data):
    asset = data.draw(st.integers(0, len(network.restart) - 1))
    more = [*network.outages.get(asset, []), data.draw(networks.intervals(network.horizon))]
    assert_no_better(network, network.where(outages={**network.outages, asset: more}))


@pytest.mark.slow
@monotone
def test_a_smaller_buffer(network, data):
    g = pick(data, network.dependencies)
    smaller = data.draw(st.integers(0, network.dependencies[g].buffer_minutes))
    assert_no_better(network, network.with_dependency(g, buffer_minutes=smaller))


@pytest.mark.slow
@monotone
def test_a_slower_recharge(network, data):
    g = pick(data, network.dependencies)
    recharge = network.dependencies[g].recharge_minutes
    slower = networks.NEVER if recharge == networks.NEVER else recharge + data.draw(st.integers(0, 50))
    slower = data.draw(st.sampled_from([slower, networks.NEVER]))
    assert_no_better(network, network.with_dependency(g, recharge_minutes=slower))


@pytest.mark.slow
@monotone
def test_a_longer_restart(network, data):
    asset = data.draw(st.integers(0, len(network.restart) - 1))
    longer = network.restart[asset] + data.draw(st.integers(1, 20))
    restart = (*network.restart[:asset], longer, *network.restart[asset + 1 :])
    assert_no_better(network, network.where(restart=restart))


@pytest.mark.slow
@monotone
def test_one_more_supplier_needed(network, data):
    g = pick(data, network.dependencies, is_fit=has_a_spare)
    group = network.dependencies[g]
    assert_no_better(network, network.with_dependency(g, min_up=group.min_up + 1))


@pytest.mark.slow
@monotone
def test_one_supplier_fewer_to_choose_from(network, data):
    g = pick(data, network.dependencies, is_fit=has_a_spare)
    group = network.dependencies[g]
    lost = data.draw(st.sampled_from(group.suppliers))
    left = tuple(s for s in group.suppliers if s != lost)
    assert_no_better(network, network.with_dependency(g, suppliers=left))


@pytest.mark.slow
@monotone
def test_one_group_more(network, data):
    g = pick(data, network.dependencies)
    without = network.where(
        owners=network.owners[:g] + network.owners[g + 1 :],
        dependencies=network.dependencies[:g] + network.dependencies[g + 1 :],
    )
    assert_no_better(without, network)


@pytest.mark.slow
@monotone
def test_a_shorter_tolerance_and_a_slower_recovery(network, data):
    n = pick(data, network.needs)
    need = network.needs[n]
    slower = networks.NEVER if need.recharge_minutes == networks.NEVER else need.recharge_minutes + 7
    shorter = data.draw(st.integers(0, need.buffer_minutes))
    assert_no_better(network, network.with_need(n, buffer_minutes=shorter, recharge_minutes=slower))


@pytest.mark.slow
@monotone
def test_an_emptier_stock_at_the_start(network, data):
    g = pick(data, network.dependencies)
    fuller = data.draw(st.integers(0, network.dependencies[g].buffer_minutes))
    emptier = data.draw(st.integers(0, fuller))
    stocked = network.with_dependency(g, recharge_minutes=data.draw(st.integers(0, 30)), initial_minutes=fuller)
    assert_no_better(stocked, stocked.with_dependency(g, initial_minutes=emptier))
