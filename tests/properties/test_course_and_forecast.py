"""A course says what the tick reference says, and a forecast of it what counting ticks by hand says."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact import course, ensemble, forecast, reported
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import SEVERITIES
from oracles import networks

pytestmark = pytest.mark.thorough

HOURS = 1
SOLVED = (HOURS + 24) * 60


def course_of(network, hours=HOURS):
    snapshot = networks.as_snapshot(network)
    return course.run_course(course.prepare(snapshot), outages=networks.as_outages(network), horizon_hours=hours)


def reference_of(network, ticks):
    """The reference, told of those outages only that begin inside the horizon."""
    told = {a: [span for span in spans if span[0] < ticks - 1440] for a, spans in network.outages.items()}
    return networks.run_reference(network.where(outages=told, horizon=ticks))


def is_down(reference, asset, tick):
    return any(start <= tick < end for start, end in reference.asset_down[asset])


@given(network=networks.networks(max_horizon=60))
@settings(max_examples=60)
def test_down_times_and_used_up_needs_are_those_of_the_reference(network):
    found, slow = course_of(network), reference_of(network, SOLVED)
    assert {asset: tuple(spans) for asset, spans in found.down.items()} == {
        asset: spans for asset, spans in enumerate(slow.asset_down) if spans
    }
    snapshot = found.snapshot
    used_up = {
        (snapshot.profiles.profile_id[snapshot.needs.groups.owner[n.need]], snapshot.needs.groups.group_id[n.need]): n
        for n in found.needs
    }
    for position, spans in enumerate(slow.need_exhausted):
        key = networks.need_key(position)
        assert (used_up[key].beyond if key in used_up else ()) == spans


@given(network=networks.networks(max_horizon=60), now=st.integers(0, 59))
@settings(max_examples=60)
def test_who_passes_next_is_what_the_ticks_tell(network, now):
    seen = forecast.forecast_at(course_of(network), now)
    slow = reference_of(network, SOLVED)
    expected = defaultdict(set)
    for position, spans in enumerate(slow.need_exhausted):
        ahead = [start for start, end in spans if end > now]
        if ahead and ahead[0] < HOURS * 60:
            expected[ahead[0], SEVERITIES[position % 3]].add(position // 2)
    assert {(p.minute, p.severity): p.people for p in seen.passings} == {
        key: sum(5 + profile for profile in profiles) for key, profiles in expected.items()
    }
    assert [p.minute for p in seen.passings] == sorted(p.minute for p in seen.passings)
    assert all(p.minute <= now for p in seen.passed)
    assert all(p.minute > now for p in seen.coming)
    assert (*seen.passed, *seen.coming) == seen.passings
    assert_waves(seen, expected, now)


def assert_waves(seen, expected, now):
    """Everybody stands in the wave of the first critical tolerance they pass."""
    first = {}
    for (minute, severity), profiles in sorted(expected.items()):
        for profile in profiles if severity == "critical" else ():
            first.setdefault(profile, max(minute, now))
    waves = [*([seen.overdue] if seen.overdue else []), *seen.waves]
    assert {max(wave.minute, now): wave.people for wave in waves} == {
        minute: sum(5 + profile for profile, at in first.items() if at == minute) for minute in first.values()
    }
    assert (seen.overdue is not None) == (now in first.values())
    assert all(p.severity == "critical" for wave in waves for p in wave.passings)


def used_up_ticks(group, is_gone, ticks):
    """Ticks in which the reserve is used up: rule 5 of model.md, tick by tick."""
    drain = max(group.recharge_minutes, 1)
    capacity = group.buffer_minutes * drain
    gain = {networks.NEVER: 0, 0: capacity}.get(group.recharge_minutes, group.buffer_minutes)
    charge, found = capacity, set()
    for tick in range(ticks):
        if is_gone(tick):
            if charge < drain:
                found.add(tick)
                charge = 0
            else:
                charge -= drain
        else:
            charge = min(capacity, charge + gain)
    return found


@given(network=networks.networks(max_horizon=60), now=st.integers(0, 59))
@settings(max_examples=60)
def test_what_holds_is_what_a_reserve_carries_at_that_tick(network, now):
    held = {h.asset_id: h for h in forecast.forecast_at(course_of(network), now).holdings}
    slow = reference_of(network, SOLVED)
    expected = {}
    for owner, group in zip(network.owners, network.dependencies, strict=True):

        def is_gone(tick, group=group):
            return sum(not is_down(slow, s, tick) for s in group.suppliers) < group.min_up

        if is_down(slow, owner, now) or not is_gone(now) or not group.buffer_minutes:
            continue
        used_up = used_up_ticks(group, is_gone, SOLVED)
        back = next((tick for tick in range(now, SOLVED) if not is_gone(tick)), None)
        empty = min((tick for tick in used_up if tick > now and (back is None or tick < back)), default=None)
        expected.setdefault(networks.asset_id(owner), []).append((empty, back))
    assert held.keys() == expected.keys()
    for asset_id, ends in expected.items():
        empties = [empty for empty, _ in ends if empty is not None]
        assert held[asset_id].until_minute == min(empties, default=None)
        if not empties:
            backs = [back for _, back in ends]
            assert held[asset_id].back_minute == (None if None in backs else max(backs))


@given(network=networks.networks(max_horizon=120))
@settings(max_examples=40)
def test_the_figures_are_those_of_assess_with_the_same_outages(network):
    assert_equal_to_assess(course_of(network, hours=2), networks.as_outages(network), hours=2)


def assert_equal_to_assess(found, outages, *, hours):
    result = ensemble.assess_outages(snapshot=found.snapshot, outages=outages, horizon_hours=hours)
    horizon = hours * 60
    by_need = {n.need: n.beyond for n in found.needs}
    for need, impact in enumerate(result.needs):
        inside = [(s, min(e, horizon)) for s, e in by_need.get(need, ()) if s < horizon]
        assert impact.nominal_onset_minute == (inside[0][0] if inside else None)
        assert impact.nominal_beyond_minutes == sum(e - s for s, e in inside)
    assert forecast.critical_people(found) == result.harm.critical_people.mean
    for hour in range(0, hours, max(1, hours // 12)):
        seen = {s.service: s.people for s in forecast.forecast_at(found, hour * 60).services}
        curves = {c.service: int(c.mean[hour]) for c in result.services}
        assert seen == {service: people for service, people in curves.items() if people}
    at_end = forecast.forecast_at(found, horizon - 1)
    assert at_end.day_after == result.day_four


@pytest.mark.parametrize("service", ["power", "mobile", "water", "it", "safe_water", "care_critical"])
def test_the_figures_are_those_of_assess_for_the_demo(service):
    snapshot = build_snapshot(build_fjordby())
    reports = (
        reported.Report(subject=reported.Subject(service=service), start_minute=0, end_minute=None),
        reported.Report(subject=reported.Subject(service="power", area_id="midtby"), start_minute=95, end_minute=300),
    )
    outages = reported.outages_of(snapshot, reports, horizon_hours=72)
    ground = course.prepare(snapshot)
    found = course.run_course(ground, outages=outages, horizon_hours=72)
    assert found.down
    assert_equal_to_assess(found, outages, hours=72)
