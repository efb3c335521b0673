"""Cases small enough to work out with a pencil (the model's description, section 5), told to both engines."""

import pytest

from oracles import kernel_runs, networks
from oracles.networks import NEVER, Group, Network

HOUR = 60


def kernel_intervals(network):
    return kernel_runs.run_kernel(network).asset_down


def reference_intervals(network):
    return networks.run_reference(network).asset_down


@pytest.fixture(params=[kernel_intervals, reference_intervals], ids=["kernel", "reference"])
def down(request):
    """Down intervals of every asset of a network."""
    return request.param


def behind_a_buffer(outages, *, buffer, recharge, horizon=72 * HOUR, restart=0, initial=None):
    """Asset 0 suffers the outages, asset 1 hangs on it behind one buffer."""
    group = Group((0,), min_up=1, buffer_minutes=buffer, recharge_minutes=recharge, initial_minutes=initial)
    return Network(
        restart=(0, restart),
        owners=(1,),
        dependencies=(group,),
        needs=(group,),
        outages={0: outages},
        horizon=horizon,
    )


def total(intervals):
    return sum(end - start for start, end in intervals)


def test_a_four_hour_battery_covers_four_hours(down):
    assert down(behind_a_buffer([(0, 240)], buffer=240, recharge=480)) == (((0, 240),), ())


def test_a_four_hour_battery_lacks_one_minute_of_four_hours_and_one(down):
    assert down(behind_a_buffer([(0, 241)], buffer=240, recharge=480))[1] == ((240, 241),)


def test_two_outages_an_hour_apart_exhaust_after_two_hours_of_the_second(down):
    network = behind_a_buffer([(0, 3 * HOUR), (4 * HOUR, 7 * HOUR)], buffer=4 * HOUR, recharge=4 * HOUR)
    assert down(network)[1] == ((6 * HOUR, 7 * HOUR),)


ROLLING_BLACKOUT = [(6 * HOUR * k, 6 * HOUR * k + 3 * HOUR) for k in range(12)]


@pytest.mark.parametrize(("recharge_hours", "down_hours"), [(8, 15.5), (4, 0), (0, 0)])
def test_a_rolling_blackout_wears_out_a_slow_battery(down, recharge_hours, down_hours):
    network = behind_a_buffer(ROLLING_BLACKOUT, buffer=4 * HOUR, recharge=recharge_hours * HOUR)
    assert total(down(network)[1]) == down_hours * HOUR


def test_a_tank_without_delivery_covers_its_hours_once(down):
    intervals = down(behind_a_buffer(ROLLING_BLACKOUT, buffer=4 * HOUR, recharge=NEVER))[1]
    assert intervals[0] == (7 * HOUR, 9 * HOUR)
    assert total(intervals) == (36 - 4) * HOUR


@pytest.mark.parametrize(("second_start", "first_uncovered"), [(5, 5), (7, 7), (8, 9)])
def test_an_exhausted_buffer_keeps_no_remainder(down, second_start, first_uncovered):
    """A buffer of 3 ticks that recharges in 10 gains 3 a tick and spends 10 a tick, from 30.

    After 0…4 it is empty. One tick of supply gives 3, three give 9: too little for a tick. Four give 12: one tick.
    """
    intervals = down(behind_a_buffer([(0, 4), (second_start, 20)], buffer=3, recharge=10, horizon=100))[1]
    assert intervals == ((3, 4), (first_uncovered, 20))


def test_what_is_left_in_a_failing_buffer_is_lost(down):
    """Twice four ticks of supply give 12 each, but the 2 over after the first time do not help the second."""
    intervals = down(behind_a_buffer([(0, 4), (8, 10), (14, 16)], buffer=3, recharge=10, horizon=100))[1]
    assert intervals == ((3, 4), (9, 10), (15, 16))


def test_what_is_left_in_a_buffer_that_held_is_kept(down):
    """From 30: two ticks take 20, one gives 3, one takes 10: 3 left and no tick more."""
    assert down(behind_a_buffer([(0, 2), (3, 4)], buffer=3, recharge=10, horizon=100))[1] == ()
    assert down(behind_a_buffer([(0, 2), (3, 5)], buffer=3, recharge=10, horizon=100))[1] == ((4, 5),)


def test_the_restart_lag_counts_from_the_return_of_supply(down):
    assert down(behind_a_buffer([(10, 20)], buffer=4, recharge=8, restart=5))[1] == ((14, 25),)


def test_short_outages_within_the_lag_are_one(down):
    network = behind_a_buffer([(10, 12), (15, 16), (22, 23)], buffer=0, recharge=0, restart=4)
    assert down(network)[1] == ((10, 20), (22, 27))


def test_a_half_charged_stock_covers_half(down):
    network = behind_a_buffer([(0, 4 * HOUR)], buffer=4 * HOUR, recharge=8 * HOUR, initial=2 * HOUR)
    assert down(network)[1] == ((2 * HOUR, 4 * HOUR),)


def test_the_buffer_drains_while_the_asset_itself_is_broken(down):
    network = behind_a_buffer([(0, 10)], buffer=6, recharge=12, horizon=50)
    assert down(network.where(outages={0: [(0, 10)], 1: [(0, 8)]}))[1] == ((0, 10),)


def loop(*, restart, buffer=0, horizon=100):
    """Two assets that need each other, asset 0 out from 10 to 20."""
    groups = [Group((other,), min_up=1, buffer_minutes=buffer, recharge_minutes=2 * buffer) for other in (1, 0)]
    return Network(
        restart=(restart, restart),
        owners=(0, 1),
        dependencies=tuple(groups),
        needs=(),
        outages={0: [(10, 20)]},
        horizon=horizon,
    )


def test_a_loop_without_lag_needs_a_cause(down):
    assert down(loop(restart=0)) == (((10, 20),), ((10, 20),))


def test_a_loop_with_lags_beyond_its_buffers_locks(down):
    assert down(loop(restart=3)) == (((10, 100),), ((10, 100),))
    assert down(loop(restart=3, buffer=5)) == (((10, 100),), ((15, 100),))


def test_a_loop_with_buffers_beyond_its_lags_comes_back(down):
    assert down(loop(restart=3, buffer=15)) == (((10, 23),), ())


def test_two_of_three_pumps_are_enough(down):
    group = Group((0, 1, 2), min_up=2, buffer_minutes=0, recharge_minutes=0)
    network = Network(
        restart=(0, 0, 0, 0),
        owners=(3,),
        dependencies=(group,),
        needs=(group,),
        outages={0: [(0, 10)], 1: [(5, 15)], 2: [(12, 14)]},
        horizon=20,
    )
    assert down(network)[3] == ((5, 10), (12, 14))
    run = kernel_runs.run_kernel(network)
    assert (run.onset, run.beyond) == ((5,), (7,))


def test_overlapping_and_clipped_outages_are_one(down):
    network = behind_a_buffer([(0, 3), (2, 6), (6, 8), (9, 9), (90, 200)], buffer=0, recharge=0, horizon=100)
    assert down(network) == (((0, 8), (90, 100)),) * 2
