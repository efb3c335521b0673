"""Situations and reports as values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

import attrs

from beredt.apps.now.models import OutageReport, Situation
from beredt.domain.impact import reported
from beredt.domain.impact.reported import Subject


@attrs.frozen(kw_only=True)
class ReportValue:
    """Something observed down. `expected_at` is what somebody was told, `back_at` when it was said to be back."""

    report_id: UUID
    subject: Subject
    since_at: datetime.datetime
    expected_at: datetime.datetime | None
    back_at: datetime.datetime | None
    withdrawn_at: datetime.datetime | None
    version: int

    @property
    def is_down(self) -> bool:
        """Whether it is down as far as anybody has said."""
        return self.back_at is None and self.withdrawn_at is None

    def end_at(self, now: datetime.datetime) -> datetime.datetime | None:
        """When it ends as far as is known at `now`; None where nobody knows.

        A moment that was expected and has passed ends nothing: nobody has said that it is back.
        """
        if self.back_at is not None:
            return self.back_at
        return self.expected_at if self.expected_at is not None and self.expected_at > now else None

    def is_late(self, now: datetime.datetime) -> bool:
        """Whether it was expected back before `now` and is still down."""
        return self.is_down and self.expected_at is not None and self.expected_at <= now


@attrs.frozen(kw_only=True)
class SituationValue:
    """What is reported in one municipality, oldest first; `done` are first actions by key and when they were ticked.

    `outdoor_c` is the outdoor temperature [°C] that heat is computed for, None where nobody gave one.
    """

    situation_id: UUID
    version: int
    opened_at: datetime.datetime
    cleared_at: datetime.datetime | None
    reports: tuple[ReportValue, ...]
    done: Mapping[str, datetime.datetime]
    outdoor_c: float | None = None

    @property
    def told(self) -> tuple[ReportValue, ...]:
        """Reports that were not taken back: what was or is down."""
        return tuple(report for report in self.reports if report.withdrawn_at is None)

    @property
    def down(self) -> tuple[ReportValue, ...]:
        """Reports of what is down still."""
        return tuple(report for report in self.reports if report.is_down)

    @property
    def start_at(self) -> datetime.datetime | None:
        """When the first of it went; None where nothing stands."""
        return min((report.since_at for report in self.told), default=None)


def report_value(row: OutageReport) -> ReportValue:
    """A row as a value; a subject that is no key any more is one that nothing answers to."""
    return ReportValue(
        report_id=row.id,
        subject=reported.subject_of(row.subject) or Subject(asset_id=row.subject),
        since_at=row.since_at,
        expected_at=row.expected_at,
        back_at=row.back_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )


def situation_value(row: Situation) -> SituationValue:
    """A situation with its reports and ticks: two queries more."""
    return SituationValue(
        situation_id=row.id,
        version=row.version,
        opened_at=row.opened_at,
        cleared_at=row.cleared_at,
        reports=tuple(report_value(report) for report in row.reports.all()),
        done={action.action: action.done_at for action in row.actions.all()},
        outdoor_c=row.outdoor_c,
    )
