"""Forecasts of small municipalities, worked out by hand."""

import time

import attrs
import pytest

from beredt.domain.impact import course, forecast
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AssetRow, DependencyRow
from beredt.domain.riskpicture.scenario import Outage
from factories.impact import build_need_row, build_tables
from factories.municipality import small_pack_tables

LONG = 96 * 60


def seen_at(tables, minute, *outages, hours=72):
    ground = course.prepare(build_snapshot(tables))
    told = tuple(Outage(asset_id=a, start_minute=s, end_minute=e) for a, s, e in outages)
    return forecast.forecast_at(course.run_course(ground, outages=told, horizon_hours=hours), minute)


def test_who_passes_when_as_the_clock_runs():
    """Power fails at 0: oxygen manages 2 h; the mast's battery 3 h, and the silent alarm not a minute."""
    for minute, passed in ((0, []), (119, []), (120, ["oxygen"]), (179, ["oxygen"]), (180, ["oxygen", "call_alarm"])):
        seen = seen_at(build_tables(), minute, ("station", 0, LONG))
        assert [(p.minute, p.need_type, p.people) for p in seen.passings] == [
            (120, "oxygen", 12),
            (180, "call_alarm", 12),
        ]
        assert [p.need_type for p in seen.passed] == passed
        assert all(p.area_ids == ("havneby",) and p.back_minute is None for p in seen.passings)


def test_one_person_with_two_needs_is_one_person():
    tables = build_tables()
    found = course.run_course(
        course.prepare(build_snapshot(tables)),
        outages=(Outage(asset_id="station", start_minute=0, end_minute=LONG),),
        horizon_hours=72,
    )
    passings = forecast.forecast_at(found, 0).passings
    assert [p.people for p in passings] == [12, 12]
    assert forecast.people_in(found, passings) == 12
    assert forecast.people_in(found, ()) == 0
    assert forecast.critical_people(found) == 12


def test_what_is_over_is_not_told_and_a_second_outage_is_what_comes_next():
    outages = (("station", 0, 150), ("station", 400, 800))
    at_100, at_130, at_200 = (seen_at(build_tables(), minute, *outages) for minute in (100, 130, 200))
    # Two hours to the oxygen's end: 120 to 150, and, recharged for 250 of 240 minutes, again from 520.
    assert at_100.passings[0].minute == at_130.passings[0].minute == 120
    assert at_130.passings[0].back_minute == 150
    assert next((p.minute, p.back_minute, p.need_type) for p in at_200.passings) == (520, 800, "oxygen")


def test_what_holds_until_when():
    (holding,) = seen_at(build_tables(), 10, ("station", 5, LONG)).holdings
    assert (holding.asset_id, holding.lost_minute, holding.until_minute, holding.back_minute) == ("mast", 5, 185, None)
    (holding,) = seen_at(build_tables(), 10, ("station", 5, 100)).holdings
    assert (holding.until_minute, holding.back_minute) == (None, 100)
    assert seen_at(build_tables(), 4, ("station", 5, 100)).holdings == ()
    assert seen_at(build_tables(), 185, ("station", 5, LONG)).holdings == ()
    assert seen_at(build_tables(), 10, ("station", 5, LONG), ("mast", 0, LONG)).holdings == ()


def test_of_two_reserves_the_one_that_is_empty_first_decides():
    tables = build_tables()
    second = DependencyRow(asset_id="mast", group_id="line", supplier_id="station", buffer_hours=1, buffer_kind="fuel")
    tables = attrs.evolve(tables, dependencies=(*tables.dependencies, second))
    (holding,) = seen_at(tables, 0, ("station", 0, LONG)).holdings
    assert (holding.until_minute, holding.buffer_kind) == (60, "fuel")


def test_a_reserve_that_outlasts_what_is_solved_has_no_end():
    tables = build_tables()
    long = attrs.evolve(tables.dependencies[1], buffer_hours=200.0)
    (holding,) = seen_at(
        attrs.evolve(tables, dependencies=(tables.dependencies[0], long)), 0, ("station", 0, LONG)
    ).holdings
    assert (holding.until_minute, holding.back_minute) == (None, None)


def test_services_that_are_down_now_and_for_whom():
    seen = seen_at(build_tables(), 200, ("station", 0, LONG))
    assert [(s.service, s.people, s.area_ids) for s in seen.services] == [
        ("power", 3_000, ("havneby",)),
        ("mobile", 900, ("havneby",)),
    ]
    assert [s.service for s in seen_at(build_tables(), 179, ("station", 0, LONG)).services] == ["power"]


def test_day_four_names_needs_and_reserves_that_run_out_after_the_horizon():
    tables = build_tables()
    slow = attrs.evolve(tables.dependencies[1], buffer_hours=80.0, buffer_kind="fuel")
    needs = (build_need_row(tolerance_hours=75.0), build_need_row(group_id="later", tolerance_hours=200.0))
    tables = attrs.evolve(tables, dependencies=(tables.dependencies[0], slow), needs=needs)
    seen = seen_at(tables, 0, ("station", 0, LONG))
    assert seen.passings == ()
    assert [(d.need_type, d.people_mean) for d in seen.day_after] == [("oxygen", 12)]
    assert [(r.asset_id, r.buffer_kind, r.minute) for r in seen.running_out] == [("mast", "fuel", 80 * 60)]


def test_the_spread_is_that_of_those_who_manage_least_and_most():
    seen = seen_at(small_pack_tables(), 0, ("substation", 0, LONG))
    oxygen = next(p for p in seen.passings if p.need_type == "oxygen")
    # Tolerance 2.5 h; the one in ten who manages least 1 h, the one who manages most 6 h.
    assert (oxygen.minute, oxygen.earliest_minute, oxygen.latest_minute) == (150, 60, 360)
    without = tuple(
        attrs.evolve(n, tolerance_p10_hours=None, tolerance_p90_hours=None) for n in small_pack_tables().needs
    )
    seen = seen_at(small_pack_tables(needs=without), 0, ("substation", 0, LONG))
    assert {(p.earliest_minute, p.latest_minute) for p in seen.passings} == {(None, None)}


def test_areas_and_the_weakest_basis_are_put_together():
    tables = build_tables()
    verified = attrs.evolve(tables.needs[0].origin, basis="verified")
    default = attrs.evolve(tables.needs[0].origin, basis="default")
    needs = (
        build_need_row(profile_id="a", origin=verified),
        build_need_row(profile_id="b", area_id="nordby", people=5, origin=default),
    )
    area = attrs.evolve(tables.areas[0], area_id="nordby", name="Nordby")
    seen = seen_at(attrs.evolve(tables, areas=(*tables.areas, area), needs=needs), 0, ("station", 0, LONG))
    (passing,) = seen.passings
    assert (passing.area_ids, passing.people, passing.basis) == (("havneby", "nordby"), 17, "default")


@pytest.mark.parametrize(
    ("minute", "hours"),
    [(0, 72), (47 * 60 + 59, 72), (48 * 60, 96), (72 * 60 - 1, 96), (72 * 60, 120), (240 * 60, 288)],
)
def test_the_horizon_is_three_days_and_always_a_day_ahead(minute, hours):
    assert forecast.horizon_hours_at(minute) == hours
    assert hours * 60 - minute >= 24 * 60


def test_nothing_reported_is_nothing_to_tell():
    seen = seen_at(build_tables(), 0)
    assert (seen.passings, seen.holdings, seen.services, seen.day_after, seen.running_out) == ((), (), (), (), ())
    assert seen.coverage


def test_after_warming_up_the_first_course_is_quick():
    course.warm_up()
    begun = time.perf_counter()
    seen_at(build_tables(), 10, ("station", 0, LONG))
    assert time.perf_counter() - begun < 1.0


def test_what_ends_this_minute_is_over():
    assert seen_at(build_tables(), 149, ("station", 0, 150)).passings[0].need_type == "oxygen"
    assert seen_at(build_tables(), 150, ("station", 0, 150)).passings == ()
    assert [s.service for s in seen_at(build_tables(), 99, ("station", 0, 100)).services] == ["power"]
    assert seen_at(build_tables(), 100, ("station", 0, 100)).services == ()
    assert len(seen_at(build_tables(), 99, ("station", 5, 100)).holdings) == 1
    assert seen_at(build_tables(), 100, ("station", 5, 100)).holdings == ()


def test_what_is_used_up_at_the_horizon_belongs_to_the_day_after():
    tables = attrs.evolve(build_tables(), needs=(build_need_row(tolerance_hours=72.0),))
    seen = seen_at(tables, 0, ("station", 0, LONG))
    assert seen.passings == ()
    assert [d.people_mean for d in seen.day_after] == [12]
    earlier = attrs.evolve(build_tables(), needs=(build_need_row(tolerance_hours=71.99),))
    seen = seen_at(earlier, 0, ("station", 0, LONG))
    assert [p.minute for p in seen.passings] == [72 * 60 - 1]
    assert seen.day_after == ()


def test_together_they_are_over_when_the_last_of_them_is():
    needs = (build_need_row(profile_id="a"), build_need_row(profile_id="b", supplier_id="mast", tolerance_hours=2))
    tables = attrs.evolve(build_tables(), needs=needs)
    (passing,) = seen_at(tables, 0, ("station", 0, 300), ("mast", 0, 500)).passings
    assert (passing.minute, passing.people, passing.back_minute) == (120, 24, 500)
    (passing,) = seen_at(tables, 0, ("station", 0, 300), ("mast", 0, LONG)).passings
    assert passing.back_minute is None


def test_the_spread_is_told_of_the_first_time_only():
    spread = build_need_row(tolerance_p10_hours=1, tolerance_p90_hours=3)
    tables = attrs.evolve(build_tables(), needs=(spread,))
    outages = (("station", 0, 200), ("station", 2_000, LONG))
    first, second = (seen_at(tables, minute, *outages).passings[0] for minute in (10, 300))
    assert (first.minute, first.earliest_minute, first.latest_minute) == (120, 60, 180)
    assert (second.minute, second.earliest_minute, second.latest_minute) == (2_120, None, None)


def test_of_two_reserves_that_last_the_supply_that_is_back_last_counts():
    tables = build_tables()
    line = DependencyRow(asset_id="mast", group_id="a-line", supplier_id="line", buffer_hours=9)
    assets = (*tables.assets, AssetRow(asset_id="line", kind="fibre_node", name="Knude"))
    tables = attrs.evolve(tables, assets=assets, dependencies=(*tables.dependencies, line))
    (holding,) = seen_at(tables, 50, ("line", 0, 150), ("feeder", 0, 100)).holdings
    assert (holding.until_minute, holding.back_minute) == (None, 150)
    (holding,) = seen_at(tables, 50, ("line", 0, 100), ("feeder", 0, 150)).holdings
    assert (holding.until_minute, holding.back_minute) == (None, 150)


def test_only_a_reserve_that_takes_its_asset_down_runs_out():
    tables = build_tables()
    battery = attrs.evolve(tables.dependencies[1], buffer_hours=80.0)
    tables = attrs.evolve(tables, dependencies=(tables.dependencies[0], battery))
    assert [r.minute for r in seen_at(tables, 0, ("station", 0, LONG)).running_out] == [80 * 60]
    assert seen_at(tables, 0, ("station", 0, LONG), ("mast", 600, LONG)).running_out == (), "it was down already"
    longer = attrs.evolve(battery, buffer_hours=200.0, group_id="a")
    line = DependencyRow(asset_id="mast", group_id="b", supplier_id="line", buffer_hours=80, buffer_kind="fuel")
    both = attrs.evolve(
        tables,
        assets=(*tables.assets, AssetRow(asset_id="line", kind="fuel_station", name="Tank")),
        dependencies=(tables.dependencies[0], longer, line),
    )
    seen = seen_at(both, 0, ("station", 0, 80 * 60), ("line", 0, LONG))
    assert [(r.buffer_kind, r.minute) for r in seen.running_out] == [("fuel", 80 * 60)], "not the battery"


def test_nobody_stands_in_two_waves():
    needs = (build_need_row(), build_need_row(group_id="suction", need_type="suction", tolerance_hours=3))
    tables = attrs.evolve(
        build_tables(), needs=(*needs, build_need_row(profile_id="other", people=5, tolerance_hours=4))
    )
    seen = seen_at(tables, 0, ("station", 0, LONG))
    assert [(wave.minute, wave.people) for wave in seen.waves] == [(120, 12), (240, 5)]
    later = seen_at(tables, 200, ("station", 0, LONG))
    assert (later.overdue.minute, later.overdue.people) == (120, 12)
    assert [(wave.minute, wave.people) for wave in later.waves] == [(240, 5)]


def test_a_service_that_serves_nobody_directly_is_not_told():
    seen = seen_at(small_pack_tables(), 5 * 60, ("substation", 0, LONG))
    assert [s.service for s in seen.services] == ["power"]


def test_what_begins_after_the_horizon_is_no_part_of_the_question():
    ground = course.prepare(build_snapshot(build_tables()))
    for start, count in ((72 * 60 - 1, 2), (72 * 60, 0)):
        outage = Outage(asset_id="station", start_minute=start, end_minute=LONG)
        found = course.run_course(ground, outages=(outage,), horizon_hours=72)
        assert len(found.down) >= count
        assert bool(found.down) == bool(count)
