"""Cases small enough to work out with a pencil, from section 5 of the model's description, on the tick reference."""

import pytest

from beredt.domain.impact.reference import ReferenceGroup, run_ticks
from beredt.domain.municipality.recharge import NOT_WITHIN_HORIZON

HOUR = 60


def behind_a_buffer(outages, *, buffer, recharge, horizon=72 * HOUR, restart=0, initial=None):
    """Asset 0 suffers the outages, asset 1 hangs on it behind one buffer; the run."""
    group = ReferenceGroup(
        suppliers=(0,), min_up=1, buffer_minutes=buffer, recharge_minutes=recharge, initial_minutes=initial
    )
    return run_ticks(
        restart_minutes=[0, restart],
        owners=[1],
        dependencies=[group],
        needs=[],
        disruptions={0: outages},
        horizon_minutes=horizon,
    )


def test_a_four_hour_battery_covers_four_hours():
    run = behind_a_buffer([(0, 4 * HOUR)], buffer=4 * HOUR, recharge=8 * HOUR)
    assert run.asset_down == (((0, 240),), ())


def test_a_four_hour_battery_lacks_one_minute_of_four_hours_and_one():
    run = behind_a_buffer([(0, 4 * HOUR + 1)], buffer=4 * HOUR, recharge=8 * HOUR)
    assert run.asset_down[1] == ((240, 241),)


def test_two_outages_an_hour_apart_meet_a_quarter_recharged_battery():
    run = behind_a_buffer([(0, 3 * HOUR), (4 * HOUR, 7 * HOUR)], buffer=4 * HOUR, recharge=4 * HOUR)
    assert run.asset_down[1] == ((6 * HOUR, 7 * HOUR),)


TWELVE_OUTAGES = [(6 * HOUR * k, 6 * HOUR * k + 3 * HOUR) for k in range(12)]


@pytest.mark.parametrize(("recharge_hours", "down_hours"), [(8, 15.5), (4, 0), (0, 0)])
def test_a_rolling_blackout_wears_out_a_slow_battery(recharge_hours, down_hours):
    run = behind_a_buffer(TWELVE_OUTAGES, buffer=4 * HOUR, recharge=recharge_hours * HOUR)
    assert run.down_minutes(1) == down_hours * HOUR


def test_a_tank_without_delivery_covers_its_hours_once():
    run = behind_a_buffer(TWELVE_OUTAGES, buffer=4 * HOUR, recharge=NOT_WITHIN_HORIZON)
    assert run.asset_down[1][0] == (7 * HOUR, 9 * HOUR)
    assert run.down_minutes(1) == (36 - 4) * HOUR


def test_an_exhausted_buffer_keeps_no_remainder():
    """A buffer of 3 ticks that recharges in 10: it gains 3 a tick and spends 10 a tick."""
    run = behind_a_buffer([(0, 4), (5, 20)], buffer=3, recharge=10)
    # Full 30: three ticks covered, the fourth empties; one tick of recharge gives 3 < 10: the next outage is bare.
    assert run.asset_down[1] == ((3, 4), (5, 20))
    run = behind_a_buffer([(0, 4), (8, 20)], buffer=3, recharge=10)
    # Four ticks of recharge give 12: one tick covered, the remainder of 2 is lost.
    assert run.asset_down[1] == ((3, 4), (9, 20))


def test_the_restart_lag_counts_from_the_return_of_supply():
    run = behind_a_buffer([(10, 20)], buffer=4, recharge=8, restart=5)
    assert run.asset_down[1] == ((14, 25),)


def test_a_half_charged_battery_covers_half():
    run = behind_a_buffer([(0, 4 * HOUR)], buffer=4 * HOUR, recharge=8 * HOUR, initial=2 * HOUR)
    assert run.asset_down[1] == ((2 * HOUR, 4 * HOUR),)


def loop(*, restart, buffer=0, horizon=100):
    """Two assets that need each other, asset 0 out from 10 to 20."""
    groups = [
        ReferenceGroup(suppliers=(other,), min_up=1, buffer_minutes=buffer, recharge_minutes=2 * buffer)
        for other in (1, 0)
    ]
    return run_ticks(
        restart_minutes=[restart, restart],
        owners=[0, 1],
        dependencies=groups,
        needs=[],
        disruptions={0: [(10, 20)]},
        horizon_minutes=horizon,
    )


def test_a_loop_without_lag_needs_a_cause():
    assert loop(restart=0).asset_down == (((10, 20),), ((10, 20),))


def test_a_loop_with_lags_beyond_its_buffers_locks():
    assert loop(restart=3).asset_down == (((10, 100),), ((10, 100),))


def test_a_loop_with_buffers_beyond_its_lags_comes_back():
    assert loop(restart=3, buffer=15).asset_down == (((10, 23),), ())


def test_two_of_three_pumps_are_enough():
    group = ReferenceGroup(suppliers=(0, 1, 2), min_up=2, buffer_minutes=0, recharge_minutes=0)
    run = run_ticks(
        restart_minutes=[0, 0, 0, 0],
        owners=[3],
        dependencies=[group],
        needs=[group],
        disruptions={0: [(0, 10)], 1: [(5, 15)], 2: [(12, 14)]},
        horizon_minutes=20,
    )
    assert run.asset_down[3] == ((5, 10), (12, 14))
    assert run.need_exhausted == (((5, 10), (12, 14)),)
    assert run.onset_minute(0) == 5
    assert run.beyond_minutes(0) == 7


def test_overlapping_and_clipped_outages_are_one():
    run = behind_a_buffer([(-5, 3), (2, 6), (6, 8), (9, 9), (90, 200)], buffer=0, recharge=0, horizon=100)
    assert run.asset_down[0] == ((0, 8), (90, 100))
    assert run.asset_down[1] == run.asset_down[0]
