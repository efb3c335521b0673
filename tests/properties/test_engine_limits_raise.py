"""What cannot be held exactly is refused in words; nothing is silently cut."""

import pytest

from beredt.domain.impact import simulation
from beredt.domain.impact.network import compile_network
from beredt.kit.errors import CapacityExceeded
from oracles import kernel_runs, networks
from oracles.networks import Group, Network


def long_buffer(minutes):
    group = Group((0,), 1, buffer_minutes=minutes, recharge_minutes=minutes)
    return Network(restart=(0, 0), owners=(1,), dependencies=(group,), needs=(), outages={0: [(0, 5)]}, horizon=60)


def test_a_charge_beyond_64_bits_is_refused():
    with pytest.raises(CapacityExceeded) as refused:
        compile_network(networks.as_snapshot(long_buffer(2**31)))
    assert refused.value.code == "charge_too_large"


def test_a_buffer_of_a_century_is_counted():
    assert kernel_runs.run_kernel(long_buffer(60_000_000)).asset_down[1] == ()


def test_more_outages_than_can_be_held_are_refused(monkeypatch):
    monkeypatch.setattr(simulation, "_MOST_ROOM", 64)
    monkeypatch.setattr(simulation, "_first_room", lambda network: 4)
    group = Group((0,), 1, buffer_minutes=0, recharge_minutes=0)
    outages = {0: [(2 * k, 2 * k + 1) for k in range(200)]}
    network = Network(restart=(0, 0), owners=(1,), dependencies=(group,), needs=(group,), outages=outages, horizon=600)
    with pytest.raises(CapacityExceeded) as refused:
        kernel_runs.run_kernel(network)
    assert refused.value.code == "too_many_outages"


def test_room_grows_with_the_outages(monkeypatch):
    monkeypatch.setattr(simulation, "_first_room", lambda network: 1)
    group = Group((0,), 1, buffer_minutes=0, recharge_minutes=0)
    outages = {0: [(2 * k, 2 * k + 1) for k in range(300)]}
    network = Network(restart=(0, 0), owners=(1,), dependencies=(group,), needs=(group,), outages=outages, horizon=600)
    run = kernel_runs.run_kernel(network)
    assert run.asset_down[1] == tuple(outages[0])
    assert run.beyond == (300,)
