"""Reporting: nobody overwrites another, everything can be undone, every change is in the access log."""

import os
import subprocess
import sys
import time
import uuid

import pytest

from beredt.apps.now import operations, policies, queries
from beredt.apps.now.models import ActionDone, OutageReport, Situation
from beredt.apps.now.operations import ReportChanged
from beredt.domain.impact.reported import Subject
from beredt.ground.access import permissions
from beredt.ground.access.actor import ROLES
from beredt.ground.audit.models import EntryRow
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from factories import installations
from factories.now import CODE, NOW, after, build_actor

pytestmark = pytest.mark.thorough

POWER, WATER, MAST = Subject(service="power"), Subject(service="water"), Subject(asset_id="mast-havn-1")


def down(who, *subjects, since=None, moment=NOW):
    return operations.report_down(actor=who, subjects=subjects, since_at=since, moment=moment)


def standing(who, moment=NOW):
    return queries.look(actor=who, moment=moment).situation


def events(code=CODE):
    rows = EntryRow.objects.filter(municipality=code, event__startswith="now.").order_by("sequence")
    return list(rows.values_list("event", flat=True))


def test_the_first_tick_opens_a_situation_and_the_rest_join_it(coordinator):
    down(coordinator, POWER)
    down(build_actor("crisis_staff", user_id=8), MAST, since=after(-1))
    situation = standing(coordinator)
    assert [(r.subject, r.since_at) for r in situation.reports] == [(MAST, after(-1)), (POWER, NOW)]
    assert situation.start_at == after(-1)
    assert Situation.objects.count() == 1
    assert events() == ["now.reported_down", "now.reported_down"]


def test_seconds_are_left_out_and_the_same_tick_twice_is_one(coordinator):
    later = after(0).replace(second=40)
    (first,) = down(coordinator, POWER, POWER, moment=later)
    assert down(coordinator, POWER, since=after(-2), moment=later) == ()
    (report,) = standing(coordinator).reports
    assert (report.report_id, report.since_at, report.version) == (first, NOW, 1)
    assert events() == ["now.reported_down"]


@pytest.mark.parametrize("since", [after(0.1), after(-31 * 24)])
def test_a_moment_ahead_or_long_past_is_refused(coordinator, since):
    with pytest.raises(InvalidInput):
        down(coordinator, POWER, since=since)
    assert not OutageReport.objects.exists()


def test_what_the_data_do_not_hold_is_refused_whole(coordinator):
    with pytest.raises(InvalidInput):
        down(coordinator, POWER, Subject(asset_id="no-such-mast"))
    assert not OutageReport.objects.exists()


def test_back_and_undo(coordinator):
    (report,) = down(coordinator, POWER, since=after(-1))
    operations.report_back(actor=coordinator, report_id=report, back_at=None, moment=after(2))
    operations.report_back(actor=coordinator, report_id=report, back_at=None, moment=after(3))
    assert standing(coordinator).reports[0].back_at == after(2)
    assert standing(coordinator).down == ()
    operations.restore_report(actor=coordinator, report_id=report)
    operations.restore_report(actor=coordinator, report_id=report)
    assert standing(coordinator).reports[0].back_at is None
    assert events() == ["now.reported_down", "now.reported_back", "now.report_restored"]


def test_what_is_back_can_go_again_and_then_the_first_is_not_put_back(coordinator):
    (first,) = down(coordinator, POWER, since=after(-3))
    operations.report_back(actor=coordinator, report_id=first, back_at=after(-2), moment=NOW)
    (second,) = down(coordinator, POWER)
    assert first != second
    operations.restore_report(actor=coordinator, report_id=first)
    assert [r.back_at for r in standing(coordinator).reports] == [after(-2), None]


def test_withdrawn_is_never_down_and_can_be_put_back(coordinator):
    (report,) = down(coordinator, POWER)
    operations.withdraw_report(actor=coordinator, report_id=report, moment=after(1))
    assert (standing(coordinator).told, standing(coordinator).start_at) == ((), None)
    assert queries.look(actor=coordinator, moment=after(1)).forecasted is None
    operations.restore_report(actor=coordinator, report_id=report)
    assert len(standing(coordinator).told) == 1


def test_times_change_only_on_the_version_that_was_seen(coordinator):
    (report,) = down(coordinator, POWER)
    times = {"since_at": after(-2), "expected_at": after(4), "expected_version": 1, "moment": NOW}
    operations.change_times(actor=coordinator, report_id=report, **times)
    other = build_actor("crisis_staff", user_id=8)
    with pytest.raises(ReportChanged) as caught:
        operations.change_times(actor=other, report_id=report, **{**times, "since_at": after(-3)})
    assert (caught.value.theirs.since_at, caught.value.theirs.version) == (after(-2), 2)
    assert standing(coordinator).reports[0].since_at == after(-2)
    operations.change_times(actor=other, report_id=report, **{**times, "expected_version": 2})
    assert standing(coordinator).version == 3, "the same times are no change"


@pytest.mark.parametrize(("since", "expected"), [(after(-1), after(-2)), (after(1), None), (after(-40 * 24), None)])
def test_times_that_cannot_be_are_refused(coordinator, since, expected):
    (report,) = down(coordinator, POWER)
    with pytest.raises(InvalidInput):
        operations.change_times(
            actor=coordinator, report_id=report, since_at=since, expected_at=expected, expected_version=1, moment=NOW
        )
    with pytest.raises(InvalidInput):
        operations.report_back(actor=coordinator, report_id=report, back_at=after(-1), moment=NOW)


def test_an_expected_return_that_has_passed_ends_nothing(coordinator):
    (report,) = down(coordinator, POWER)
    operations.change_times(
        actor=coordinator, report_id=report, since_at=NOW, expected_at=after(2), expected_version=1, moment=NOW
    )
    before, late = (queries.look(actor=coordinator, moment=after(hour)) for hour in (1, 2.5))
    assert not before.situation.reports[0].is_late(before.moment)
    assert late.situation.reports[0].is_late(late.moment)
    # Two hours without power hurt few; that it goes on and on hurts more.
    people = [sum(p.people for p in seen.forecasted.forecast.passings) for seen in (before, late)]
    assert people[0] < people[1]


def test_clearing_names_the_version_and_can_be_undone(coordinator):
    down(coordinator, POWER)
    down(build_actor("crisis_staff"), WATER)
    version = standing(coordinator).version
    with pytest.raises(InvalidInput):
        operations.clear(actor=coordinator, expected_version=version - 1, moment=after(1))
    operations.clear(actor=coordinator, expected_version=version, moment=after(1))
    empty = queries.look(actor=coordinator, moment=after(1))
    assert (empty.situation, empty.forecasted) == (None, None)
    assert {r.subject for r in empty.cleared.reports} == {POWER, WATER}
    operations.undo_clear(actor=coordinator, situation_id=empty.cleared.situation_id)
    operations.undo_clear(actor=coordinator, situation_id=empty.cleared.situation_id)
    assert len(standing(coordinator).reports) == 2
    assert events()[-2:] == ["now.cleared", "now.clear_undone"]


def test_what_was_cleared_is_not_put_back_over_a_new_situation_nor_after_a_day(coordinator):
    down(coordinator, POWER)
    operations.clear(actor=coordinator, expected_version=standing(coordinator).version, moment=after(1))
    cleared = queries.look(actor=coordinator, moment=after(1)).cleared
    assert queries.look(actor=coordinator, moment=after(25.1)).cleared is None
    down(coordinator, WATER, moment=after(2))
    with pytest.raises(InvalidInput):
        operations.undo_clear(actor=coordinator, situation_id=cleared.situation_id)
    assert [r.subject for r in standing(coordinator).reports] == [WATER]


def test_first_actions_are_ticked_once_and_unticked(coordinator):
    down(coordinator, POWER)
    for is_done in (True, True, False, True):
        operations.tick_action(actor=coordinator, action="power-1", is_done=is_done, moment=after(1))
    assert dict(standing(coordinator).done) == {"power-1": after(1)}
    assert ActionDone.objects.count() == 1
    assert events()[1:] == ["now.action_done", "now.action_not_done", "now.action_done"]
    for unknown in ("power-9", "nothing-1", "power", ""):
        with pytest.raises(NotFound):
            operations.tick_action(actor=coordinator, action=unknown, is_done=True, moment=after(1))


def heat_minutes(who):
    found = queries.look(actor=who, moment=NOW).forecasted.forecast.passings
    return {p.minute for p in found if p.need_type == "heat" and p.severity == "critical"}


def test_cold_makes_heat_run_out_earlier_and_nothing_else(coordinator):
    down(coordinator, Subject(service="heat"))
    mild = heat_minutes(coordinator)
    assert mild
    others = {p.minute for p in queries.look(actor=coordinator, moment=NOW).forecasted.forecast.passings} - mild
    operations.set_outdoor(actor=coordinator, outdoor_c=-10.0, expected_c=None)
    cold = heat_minutes(coordinator)
    assert min(cold) < min(mild)
    assert others <= {p.minute for p in queries.look(actor=coordinator, moment=NOW).forecasted.forecast.passings} | mild
    operations.set_outdoor(actor=coordinator, outdoor_c=20.0, expected_c=-10.0)
    assert heat_minutes(coordinator) == set()
    operations.set_outdoor(actor=coordinator, outdoor_c=None, expected_c=20.0)
    assert heat_minutes(coordinator) == mild
    assert events()[1:] == ["now.outdoor_set"] * 3


def test_a_temperature_is_not_stored_over_another_or_outside_the_limits(coordinator):
    down(coordinator, POWER)
    operations.set_outdoor(actor=coordinator, outdoor_c=-4.0, expected_c=None)
    for outdoor, expected in ((-8.0, None), (-41.0, -4.0), (46.0, -4.0)):
        with pytest.raises(InvalidInput):
            operations.set_outdoor(actor=coordinator, outdoor_c=outdoor, expected_c=expected)
    operations.set_outdoor(actor=coordinator, outdoor_c=-4.0, expected_c=None)
    assert standing(coordinator).outdoor_c == -4.0
    assert events()[1:] == ["now.outdoor_set"]


def test_nothing_stands_so_nothing_is_found(coordinator):
    with pytest.raises(NotFound):
        operations.clear(actor=coordinator, expected_version=1, moment=NOW)
    with pytest.raises(NotFound):
        operations.tick_action(actor=coordinator, action="power-1", is_done=True, moment=NOW)
    for report in (uuid.uuid4(),):
        with pytest.raises(NotFound):
            operations.withdraw_report(actor=coordinator, report_id=report, moment=NOW)
        with pytest.raises(NotFound):
            queries.get_report(actor=coordinator, report_id=report)


def test_another_municipality_sees_and_changes_nothing_of_it(coordinator):
    (report,) = down(coordinator, POWER)
    stranger = build_actor("administrator", code="400")
    for change in (
        lambda: operations.report_back(actor=stranger, report_id=report, back_at=None, moment=after(1)),
        lambda: operations.withdraw_report(actor=stranger, report_id=report, moment=after(1)),
        lambda: operations.restore_report(actor=stranger, report_id=report),
        lambda: operations.clear(actor=stranger, expected_version=2, moment=after(1)),
        lambda: operations.set_outdoor(actor=stranger, outdoor_c=-4.0, expected_c=None),
        lambda: operations.undo_clear(actor=stranger, situation_id=standing(coordinator).situation_id),
        lambda: queries.look(actor=stranger, moment=after(1)),
    ):
        with pytest.raises(NotFound):
            change()
    assert standing(coordinator).reports[0].version == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_may_report(demo_pack, role):
    who = build_actor(role)
    if permissions.may(who, policies.REPORT):
        assert down(who, POWER)
        assert role not in {"data_protection_officer", "reader", "management", "rescue_service"}
        return
    down(build_actor("coordinator"), POWER)
    found = standing(build_actor("coordinator"))
    for change in (
        lambda: down(who, WATER),
        lambda: operations.report_back(actor=who, report_id=found.reports[0].report_id, back_at=None, moment=NOW),
        lambda: operations.withdraw_report(actor=who, report_id=found.reports[0].report_id, moment=NOW),
        lambda: operations.restore_report(actor=who, report_id=found.reports[0].report_id),
        lambda: operations.clear(actor=who, expected_version=found.version, moment=NOW),
        lambda: operations.undo_clear(actor=who, situation_id=found.situation_id),
        lambda: operations.tick_action(actor=who, action="power-1", is_done=True, moment=NOW),
        lambda: operations.set_outdoor(actor=who, outdoor_c=-4.0, expected_c=None),
        lambda: queries.get_report(actor=who, report_id=found.reports[0].report_id),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert standing(build_actor("coordinator")) == found


def test_an_entry_in_the_access_log_holds_ids_and_times_only(coordinator):
    down(coordinator, Subject(asset_id="mast-havn-1"))
    entry = EntryRow.objects.get(event="now.reported_down")
    assert entry.subject.startswith("report:")
    assert "mast-havn-1" in entry.details
    assert "Mast Havn" not in entry.details


def start(folder, *words):
    """A process of the whole program on its own data folder."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "beredt.shell.settings",
        "BEREDT_DATA": str(folder),
        "PYTHONPATH": os.pathsep.join([str(installations.ROOT / "src"), str(installations.ROOT / "tests")]),
    }
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.mark.slow
def test_several_who_tick_at_once_all_stand(tmp_path):
    """Processes on one database file: different things are all kept, the same thing is kept once."""
    finish(start(tmp_path, "django", "migrate", "--skip-checks", "--verbosity", "0"))
    finish(start(tmp_path, "factories.now_ticker", "demo"))
    keys = ["service:power", "service:water", "asset:mast-havn-1", "service:power", "service:heat"]
    begin = time.time() + 6
    for process in [start(tmp_path, "factories.now_ticker", "tick", begin, key) for key in keys]:
        finish(process)
    assert sorted(finish(start(tmp_path, "factories.now_ticker", "show")).split()) == sorted(set(keys))
