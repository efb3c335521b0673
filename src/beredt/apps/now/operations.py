"""Reporting what is down, what is back, and what is done. Everything can be undone, and nobody overwrites another.

Each person ticks one thing at a time, so two who tick at once both stand; a change of times names the version that was
seen. `moment` is the present, read at the door.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from beredt.apps.municipality import queries as municipality
from beredt.apps.now import first_actions, policies, records
from beredt.apps.now.models import ActionDone, OutageReport, Situation
from beredt.apps.now.records import ReportValue
from beredt.domain.impact import reported
from beredt.domain.impact.reported import Subject
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import events
from beredt.ground.audit import operations as audit
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark
from beredt.telling import clock_time

events.name_events(
    {
        "now.reported_down": mark("something was reported down"),
        "now.reported_back": mark("something was reported back"),
        "now.times_changed": mark("the times of an outage were changed"),
        "now.report_withdrawn": mark("a report of an outage was taken back"),
        "now.report_restored": mark("a report of an outage was put back"),
        "now.cleared": mark("everything was reported back"),
        "now.clear_undone": mark("that everything was back was undone"),
        "now.outdoor_set": mark("the outdoor temperature was set"),
        "now.action_done": mark("a first action was ticked"),
        "now.action_not_done": mark("the tick of a first action was taken away"),
    }
)
COLDEST_C, WARMEST_C = -40, 45
LONGEST_AGO = datetime.timedelta(days=30)
_NOTHING: Mapping[str, str | int | bool] = {}


class ReportChanged(InvalidInput):
    """Somebody else changed the same report first; `theirs` is how it stands now."""

    def __init__(self, theirs: ReportValue) -> None:
        super().__init__(
            mark("Somebody else changed these times while you were writing. Nothing was stored yet."),
            code="report_changed",
            hint=mark("See below what it says now, put your times right and save again."),
        )
        self.theirs = theirs


def report_down(
    *, actor: Actor, subjects: Sequence[Subject], since_at: datetime.datetime | None, moment: datetime.datetime
) -> tuple[UUID, ...]:
    """Reports subjects down since a moment (the present where None); ids of those that were not down already.

    Raises `InvalidInput` for a subject that the data do not hold, or a moment ahead or more than 30 days ago.
    """
    permissions.check_may(actor, policies.REPORT)
    since = clock_time.whole_minute(since_at or moment)
    _require_past(since, moment)
    snapshot = municipality.get_pack(actor=actor).snapshot
    for subject in subjects:
        if not reported.assets_of(snapshot, subject):
            raise _unknown_subject()
    with transaction.atomic():
        situation = _open_situation(actor, moment)
        known = set(situation.reports.filter(back_at=None, withdrawn_at=None).values_list("subject", flat=True))
        fresh = [subject.key for subject in subjects if subject.key not in known]
        made = [
            OutageReport.objects.create(
                situation=situation, subject=key, since_at=since, reported_at=moment, reported_by=actor.user_id
            ).id
            for key in dict.fromkeys(fresh)
        ]
        if made:
            _changed(situation)
        for report_id, key in zip(made, dict.fromkeys(fresh), strict=True):
            _record(actor, "now.reported_down", report_id, {"subject_id": key, "since": since.isoformat()})
    return tuple(made)


def report_back(*, actor: Actor, report_id: UUID, back_at: datetime.datetime | None, moment: datetime.datetime) -> None:
    """Says that something is back since a moment (the present where None); again is no change.

    Raises `InvalidInput` for a moment ahead or before it went, `NotFound`.
    """
    permissions.check_may(actor, policies.REPORT)
    back = clock_time.whole_minute(back_at or moment)
    _require_past(back, moment)
    with transaction.atomic():
        situation, row = _lock_report(actor, report_id)
        if row.back_at is not None or row.withdrawn_at is not None:
            return
        row.back_at = max(back, row.since_at) if back_at is None else back
        if row.back_at < row.since_at:
            raise _before_since()
        _store(situation, row)
        _record(actor, "now.reported_back", row.id, {"back": row.back_at.isoformat()})


def change_times(
    *,
    actor: Actor,
    report_id: UUID,
    since_at: datetime.datetime,
    expected_at: datetime.datetime | None,
    expected_version: int,
    moment: datetime.datetime,
) -> None:
    """Changes since when something is down and when it is expected back (None: nobody knows).

    Raises `ReportChanged` where it is not the version that was seen, `InvalidInput`, `NotFound`.
    """
    permissions.check_may(actor, policies.REPORT)
    since = clock_time.whole_minute(since_at)
    expected = None if expected_at is None else clock_time.whole_minute(expected_at)
    _require_past(since, moment)
    if expected is not None and expected < since:
        raise _before_since()
    with transaction.atomic():
        situation, row = _lock_report(actor, report_id)
        if row.version != expected_version:
            raise ReportChanged(records.report_value(row))
        if row.back_at is not None and row.back_at < since:
            raise _before_since()
        if (row.since_at, row.expected_at) == (since, expected):
            return
        row.since_at, row.expected_at = since, expected
        _store(situation, row)
        told = {"since": since.isoformat(), "expected": expected.isoformat() if expected else ""}
        _record(actor, "now.times_changed", row.id, told)


def withdraw_report(*, actor: Actor, report_id: UUID, moment: datetime.datetime) -> None:
    """Takes a report back: it was never down. Raises `NotFound`."""
    permissions.check_may(actor, policies.REPORT)
    with transaction.atomic():
        situation, row = _lock_report(actor, report_id)
        if row.withdrawn_at is None:
            row.withdrawn_at = moment
            _store(situation, row)
            _record(actor, "now.report_withdrawn", row.id)


def restore_report(*, actor: Actor, report_id: UUID) -> None:
    """Undoes the last of "it is back" and "it was never down"; where somebody reported it again meanwhile, nothing.

    Raises `NotFound`.
    """
    permissions.check_may(actor, policies.REPORT)
    with transaction.atomic():
        situation, row = _lock_report(actor, report_id)
        if row.withdrawn_at is not None:
            row.withdrawn_at = None
        elif row.back_at is not None:
            row.back_at = None
        else:
            return
        again = situation.reports.filter(subject=row.subject, back_at=None, withdrawn_at=None).exclude(pk=row.pk)
        if row.back_at is None and again.exists():
            return
        _store(situation, row)
        _record(actor, "now.report_restored", row.id)


def clear(*, actor: Actor, expected_version: int, moment: datetime.datetime) -> None:
    """Says that all is back: the page is empty again, and what stood there is kept for `undo_clear`.

    Raises `InvalidInput` where something was reported since it was confirmed, `NotFound` where nothing stands.
    """
    permissions.check_may(actor, policies.REPORT)
    with transaction.atomic():
        situation = _find_open(actor)
        if situation.version != expected_version:
            raise InvalidInput(
                mark("Somebody reported something while you were deciding. Nothing was cleared."),
                code="situation_changed",
                hint=mark("See what stands there now, and clear again if it is all back."),
            )
        situation.cleared_at, situation.cleared_by = moment, actor.user_id
        situation.version += 1
        situation.save()
        audit.record(actor=actor, event="now.cleared", subject=f"situation:{situation.id}")


def undo_clear(*, actor: Actor, situation_id: UUID) -> None:
    """Puts a cleared situation back. Raises `InvalidInput` where a new one has begun, `NotFound`."""
    permissions.check_may(actor, policies.REPORT)
    with transaction.atomic():
        rows = Situation.objects.select_for_update().filter(municipality=actor.municipality)
        situation = rows.filter(pk=situation_id).first()
        if situation is None:
            raise NotFound(mark("There is nothing to put back."), code="no_situation")
        if situation.cleared_at is None:
            return
        if rows.filter(cleared_at=None).exists():
            raise InvalidInput(
                mark("Something new has been reported since it was cleared."),
                code="new_situation",
                hint=mark(
                    "What was cleared is kept, but two situations cannot stand at once: tick what is still down."
                ),
            )
        situation.cleared_at = situation.cleared_by = None
        situation.version += 1
        situation.save()
        audit.record(actor=actor, event="now.clear_undone", subject=f"situation:{situation.id}")


def set_outdoor(*, actor: Actor, outdoor_c: float | None, expected_c: float | None) -> None:
    """Sets the outdoor temperature [°C] that heat is computed for; None is as the data have it, for 0 °C.

    Raises `InvalidInput` outside the limits, and where it is no longer `expected_c`, what was seen; `NotFound`.
    """
    permissions.check_may(actor, policies.REPORT)
    if outdoor_c is not None and not COLDEST_C <= outdoor_c <= WARMEST_C:
        raise InvalidInput(
            mark("The temperature lies between {low} and {high} °C."),
            code="no_such_temperature",
            hint=mark("Write the temperature outdoors."),
            low=COLDEST_C,
            high=WARMEST_C,
        )
    with transaction.atomic():
        situation = _find_open(actor)
        if situation.outdoor_c == outdoor_c:
            return
        if situation.outdoor_c != expected_c:
            raise InvalidInput(
                mark("Somebody else changed the temperature meanwhile. It was not stored."),
                code="temperature_changed",
                hint=mark("See what it is now, and change it again if that is wrong."),
            )
        situation.outdoor_c = outdoor_c
        situation.version += 1
        situation.save(update_fields=["outdoor_c", "version"])
        details = {"outdoor": "" if outdoor_c is None else f"{outdoor_c:g}"}
        audit.record(actor=actor, event="now.outdoor_set", subject=f"situation:{situation.id}", details=details)


def tick_action(*, actor: Actor, action: str, is_done: bool, moment: datetime.datetime) -> None:
    """Ticks a first action, or takes the tick away; again is no change. Raises `NotFound` for an unknown action."""
    permissions.check_may(actor, policies.REPORT)
    if not first_actions.is_known(action):
        raise NotFound(mark("There is no such action."), code="no_such_action")
    with transaction.atomic():
        situation = _find_open(actor)
        done = situation.actions.filter(action=action)
        if done.exists() == is_done:
            return
        if is_done:
            ActionDone.objects.create(situation=situation, action=action, done_at=moment, done_by=actor.user_id)
        else:
            done.delete()
        _changed(situation)
        event = "now.action_done" if is_done else "now.action_not_done"
        audit.record(actor=actor, event=event, subject=f"action:{action}")


def _open_situation(actor: Actor, moment: datetime.datetime) -> Situation:
    found = Situation.objects.select_for_update().filter(municipality=actor.municipality, cleared_at=None).first()
    if found is not None:
        return found
    Situation.objects.bulk_create(
        [Situation(municipality=actor.municipality, opened_at=moment, opened_by=actor.user_id)], ignore_conflicts=True
    )
    return _find_open(actor)


def _find_open(actor: Actor) -> Situation:
    found = Situation.objects.select_for_update().filter(municipality=actor.municipality, cleared_at=None).first()
    if found is None:
        raise NotFound(mark("Nothing is reported down."), code="no_situation")
    return found


def _lock_report(actor: Actor, report_id: UUID) -> tuple[Situation, OutageReport]:
    """A report of the municipality's open situation, both locked."""
    situation = _find_open(actor)
    row = situation.reports.select_for_update().filter(pk=report_id).first()
    if row is None:
        raise NotFound(mark("There is no such report."), code="no_such_report")
    return situation, row


def _store(situation: Situation, row: OutageReport) -> None:
    row.version += 1
    row.save()
    _changed(situation)


def _changed(situation: Situation) -> None:
    situation.version += 1
    situation.save(update_fields=["version"])


def _record(actor: Actor, event: str, report_id: UUID, details: Mapping[str, str | int | bool] = _NOTHING) -> None:
    audit.record(actor=actor, event=event, subject=f"report:{report_id}", details=details)


def _require_past(since: datetime.datetime, moment: datetime.datetime) -> None:
    if since > moment:
        raise InvalidInput(
            mark("That moment is still ahead."),
            code="not_yet",
            hint=mark("Give the time it happened, at the latest now."),
        )
    if since < moment - LONGEST_AGO:
        raise InvalidInput(mark("That is more than 30 days ago."), code="too_long_ago", hint=mark("Check the date."))


def _before_since() -> InvalidInput:
    return InvalidInput(
        mark("It cannot be back before it went."), code="back_before_since", hint=mark("Check both times.")
    )


def _unknown_subject() -> InvalidInput:
    return InvalidInput(
        mark("The municipality's data do not hold that."),
        code="unknown_subject",
        hint=mark("Load the page again: the data may have been changed."),
    )
