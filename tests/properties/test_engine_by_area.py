"""What stands in the areas adds up to what stands in the result, and each hour to a run of that many hours."""

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import ensemble
from beredt.domain.impact.by_area import area_timeline
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AreaRow
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from factories.impact import build_municipality
from oracles import chances, networks

DRAWS = 120
SEED = 11


def spread_over_areas(network, rng):
    """The network's pack with its assets and profiles in three areas; some assets in none."""
    tables = networks.pack_tables(network)
    areas = ("o1", "o2", "o3")
    profile_area = {}
    return attrs.evolve(
        tables,
        areas=tuple(AreaRow(area_id=area, name=area, population=40_000) for area in areas),
        assets=tuple(attrs.evolve(row, area_id=rng.choice((*areas, ""))) for row in tables.assets),
        needs=tuple(
            attrs.evolve(row, area_id=profile_area.setdefault(row.profile_id, rng.choice(areas)))
            for row in tables.needs
        ),
    )


def cases():
    found = networks.networks(max_assets=6, horizon_step=60, max_horizon=360, stocks=True)
    return found.flatmap(
        lambda network: st.tuples(st.just(network), chances.scenarios(network), st.randoms(use_true_random=False))
    )


@given(case=cases())
@settings(max_examples=40, deadline=None)
def test_areas_add_up_to_the_result(case):
    network, scenario, rng = case
    snapshot = build_snapshot(spread_over_areas(network, rng))
    result = ensemble.assess_scenario(snapshot=snapshot, scenario=scenario, draws=DRAWS, seed=SEED)
    timeline = area_timeline(snapshot=snapshot, scenario=scenario, draws=DRAWS, seed=SEED)
    assert timeline.services == tuple(curve.service for curve in result.services)
    for row, curve in zip(timeline.without, result.services, strict=True):
        assert (row.sum(axis=0) / DRAWS == curve.mean).all()
    assert timeline.need_at(scenario.horizon_hours) == result.harm.critical_people
    assert (timeline.in_need.sum(axis=0) / DRAWS == timeline.need_mean).all()
    assert (np.diff(timeline.in_need, axis=1) >= 0).all()
    assert (timeline.without >= 0).all()


@given(case=cases())
@settings(max_examples=25, deadline=None)
def test_an_hour_lies_between_the_runs_of_that_hour_and_the_next(case):
    """A tolerance used up in the very minute counts in the hour's value, and only in the longer of the two runs."""
    network, scenario, rng = case
    snapshot = build_snapshot(spread_over_areas(network, rng))
    timeline = area_timeline(snapshot=snapshot, scenario=scenario, draws=DRAWS, seed=SEED)

    def run_to(hours):
        shorter = attrs.evolve(scenario, horizon_hours=hours)
        return ensemble.assess_scenario(snapshot=snapshot, scenario=shorter, draws=DRAWS, seed=SEED).harm

    for hour in range(1, scenario.horizon_hours):
        assert run_to(hour).critical_people.mean <= timeline.need_at(hour).mean
        assert timeline.need_at(hour).mean <= run_to(hour + 1).critical_people.mean


def failing_station(hours=5.0):
    return Scenario(
        hazard="made-up/power",
        horizon_hours=8,
        disruptions=(
            Disruption(
                cause="fault",
                selector=Selector(asset_ids=("station",)),
                onset_hours=(1.0, 1.0),
                duration_p50_hours=hours,
                duration_p90_hours=hours,
            ),
        ),
    )


def test_twelve_with_oxygen_for_two_hours_when_the_station_fails_after_one():
    timeline = area_timeline(snapshot=build_municipality(), scenario=failing_station(), draws=3, seed=1)
    assert timeline.need_mean.tolist() == [0, 0, 0, 12, 12, 12, 12, 12, 12]
    assert [timeline.mean_in_need(timeline.area_ids.index("havneby"), hour) for hour in (2, 3, 8)] == [0, 12, 12]
    assert timeline.area_ids == ("havneby", "")
    assert timeline.services == ("mobile", "power")
    mobile, power = timeline.without[:, 0, :].tolist()
    assert power == [0, 9_000, 9_000, 9_000, 9_000, 9_000, 0, 0]
    assert mobile == [0, 0, 0, 0, 2_700, 2_700, 0, 0]
    assert timeline.mean_without(0, 0, 8) == 0
    assert timeline.mean_without(1, 0, 3) == 3_000


def test_nobody_is_hit_where_nothing_fails():
    timeline = area_timeline(snapshot=build_municipality(), scenario=failing_station(hours=0.0), draws=2, seed=1)
    assert not timeline.without.any()
    assert not timeline.in_need.any()
