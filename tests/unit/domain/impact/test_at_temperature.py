"""Whole profiles at an outdoor temperature, beside those that are split for a scenario."""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact import strata
from beredt.domain.municipality.snapshot import build_snapshot
from factories.impact import build_need_row, build_tables

DEMO = build_snapshot(build_fjordby())
NO_SPREAD = attrs.evolve(
    build_fjordby(),
    needs=tuple(
        attrs.evolve(need, tolerance_p10_hours=None, tolerance_p90_hours=None) for need in build_fjordby().needs
    ),
)


@given(temperature=st.floats(-30, 30).map(lambda t: round(t, 1)))
@settings(max_examples=15)
def test_without_a_spread_it_is_what_a_scenario_runs_on(temperature):
    snapshot = build_snapshot(NO_SPREAD)
    ours, theirs = (
        strata.at_temperature(snapshot, temperature),
        strata.split_profiles(snapshot, temperature_c=temperature),
    )
    for column in ("owner", "suppliers", "min_up", "buffer_minutes", "recharge_minutes", "supplier_offsets"):
        assert np.array_equal(getattr(ours.needs.groups, column), getattr(theirs.snapshot.needs.groups, column)), column
    assert ours.needs.groups.group_id == theirs.snapshot.needs.groups.group_id
    assert ours.needs.need_type == theirs.snapshot.needs.need_type
    assert ours.profiles is snapshot.profiles


def test_at_freezing_point_nothing_is_changed():
    ours = strata.at_temperature(DEMO, 0.0)
    for column in ("buffer_minutes", "recharge_minutes"):
        assert np.array_equal(getattr(ours.needs.groups, column), getattr(DEMO.needs.groups, column))
    assert np.array_equal(ours.needs.tolerance_p10_minutes, DEMO.needs.tolerance_p10_minutes)
    assert np.array_equal(ours.needs.tolerance_p90_minutes, DEMO.needs.tolerance_p90_minutes)


@pytest.mark.parametrize(("temperature", "expected"), [(-10.0, (38, 385, 1154)), (10.0, (137, 1374, 4121))])
def test_heat_and_only_heat_is_scaled_with_its_spread(temperature, expected):
    """ln(30/26) / ln(20/16) = 0.64129 of it at −10 °C, ln(10/6) / ln(20/16) = 2.28923 at 10 °C."""
    heat = build_need_row(
        need_type="heat", group_id="heat", tolerance_hours=10, tolerance_p10_hours=1, tolerance_p90_hours=30
    )
    snapshot = build_snapshot(attrs.evolve(build_tables(), needs=(heat, build_need_row())))
    needs = strata.at_temperature(snapshot, temperature).needs
    position = needs.need_type.index("heat")
    found = (
        needs.tolerance_p10_minutes[position],
        needs.groups.buffer_minutes[position],
        needs.tolerance_p90_minutes[position],
    )
    assert found == expected
    assert needs.groups.buffer_minutes[1 - position] == 120
    assert needs.tolerance_p10_minutes[1 - position] == -1


def test_when_it_is_warm_nobody_needs_heat():
    needs = strata.at_temperature(DEMO, 16.0).needs
    assert "heat" not in needs.need_type
    assert len(needs.groups) == sum(1 for need in DEMO.needs.need_type if need != "heat")
