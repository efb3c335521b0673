"""What is known of the jobs of a municipality, as values."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Collection
from typing import Any
from uuid import UUID

import attrs
from django.db.models import Count, Q
from django.utils import timezone

from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import kinds, policies
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.moves import Clock
from beredt.ground.jobs.states import (
    CANCELLED,
    CANCELLING,
    DONE,
    FAILED,
    FINISHED,
    IN_WORK,
    MOST_ATTEMPTS,
    RUNNING,
    STATES,
    TITLES,
    WAITING,
)
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark

MOST_LISTED = 50
# A queue that nobody touched for this long has no worker.
UNATTENDED_AFTER = datetime.timedelta(seconds=20)


@attrs.frozen(kw_only=True)
class JobView:
    """One job as a page shows it. Sentences are message ids with their values; `share` is 0 to 1."""

    job_id: UUID
    municipality: str
    kind: str
    title: str
    state: str
    share: float
    step: str
    step_values: dict[str, Any]
    enqueued_at: datetime.datetime
    started_at: datetime.datetime | None
    heartbeat_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    attempts: int
    result: str
    result_url: str
    error_code: str
    error_sentence: str
    error_hint: str
    error_values: dict[str, Any]
    actor_user_id: int | None
    may_steer: bool
    is_unattended: bool

    @property
    def is_finished(self) -> bool:
        """True once nothing more happens by itself."""
        return self.state in FINISHED

    @property
    def may_cancel(self) -> bool:
        """True if a button to stop it makes sense for this reader."""
        return self.may_steer and self.state in {WAITING, RUNNING}

    @property
    def may_retry(self) -> bool:
        """True if a button to begin it again makes sense for this reader."""
        return self.may_steer and self.state in FINISHED and self.state != DONE

    @property
    def percent(self) -> int:
        """The share in whole hundredths."""
        return int(self.share * 100)

    @property
    def news(self) -> str:
        """A mark that changes only when a listener should be told: with the state, the step, and every tenth done."""
        told = f"{self.step} {self.is_unattended} {self.attempts}"
        return f"{self.state}-{zlib.crc32(told.encode()):x}-{self.percent // 10}"

    def state_in(self, language: Language) -> str:
        """The state in a word or two."""
        return language.say(TITLES[self.state])

    def told_in(self, language: Language) -> str:
        """What happens, or happened, to the job in a sentence or three."""
        if self.state == FAILED:
            return " ".join(
                _said(language, text, self.error_values) for text in (self.error_sentence, self.error_hint) if text
            )
        if self.state == WAITING and self.is_unattended:
            return language.say(
                mark("Nobody works off the queue at the moment; it stays in line and begins once somebody does.")
            )
        if self.state == WAITING and self.attempts:
            return language.say(
                mark("The program ended on the way. The work begins again by itself (attempt {next} of {most})."),
                next=self.attempts + 1,
                most=MOST_ATTEMPTS,
            )
        if self.state == RUNNING and self.step:
            return _said(language, self.step, self.step_values)
        return language.say(_TOLD[self.state])


_TOLD = {
    WAITING: mark("It begins as soon as the work before it is done."),
    RUNNING: mark("It has begun."),
    CANCELLING: mark("It stops at its next step. What was there before is untouched."),
    DONE: mark("It is done and stored."),
    CANCELLED: mark("It was stopped. What was there before is untouched; nothing half-made was kept."),
}


def get_job(*, actor: Actor, job_id: UUID, clock: Clock = timezone.now) -> JobView:
    """The job; raises `NotFound` for one of another municipality as for one that never was."""
    permissions.check_may(actor, policies.READ)
    row = JobRow.objects.filter(pk=job_id, municipality=actor.municipality).first()
    if row is None:
        raise NotFound(mark("There is no such work."), code="no_such_job")
    return _view(row, actor=actor, is_unattended=row.state == WAITING and is_unattended(clock=clock))


def list_jobs(*, actor: Actor, kinds: Collection[str] = (), clock: Clock = timezone.now) -> list[JobView]:
    """The latest jobs of the municipality, newest first; only those of `kinds` where any are given."""
    permissions.check_may(actor, policies.READ)
    rows = JobRow.objects.filter(municipality=actor.municipality)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    found = list(rows.order_by("-enqueued_at", "-pk")[:MOST_LISTED])
    alone = any(row.state == WAITING for row in found) and is_unattended(clock=clock)
    return [_view(row, actor=actor, is_unattended=alone and row.state == WAITING) for row in found]


def count_by_state() -> dict[str, int]:
    """How many jobs of all municipalities are in each state, none left out: for whoever runs the installation."""
    counted = dict(JobRow.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in STATES}


def is_unattended(*, clock: Clock = timezone.now) -> bool:
    """True if a job waits for long and no worker, of whatever municipality's job, gave a sign of life since."""
    before = clock() - UNATTENDED_AFTER
    waits = JobRow.objects.filter(state=WAITING, enqueued_at__lt=before).exists()
    lives = Q(state__in=sorted(IN_WORK), heartbeat_at__gte=before) | Q(finished_at__gte=before)
    return waits and not JobRow.objects.filter(lives).exists()


def _view(row: JobRow, *, actor: Actor, is_unattended: bool) -> JobView:
    kind = kinds.find_kind(row.kind)
    url_of = kind.url_of if kind else None
    return JobView(
        job_id=row.pk,
        municipality=row.municipality,
        kind=row.kind,
        title=kind.title if kind else row.kind,
        state=row.state,
        share=row.share,
        step=row.step,
        step_values=row.step_values,
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        heartbeat_at=row.heartbeat_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        result=row.result,
        result_url=url_of(row.municipality, row.result) if url_of and row.state == DONE and row.result else "",
        error_code=row.error_code,
        error_sentence=row.error_sentence,
        error_hint=row.error_hint,
        error_values=row.error_values,
        actor_user_id=row.actor_user_id,
        may_steer=policies.may_steer(actor, asked_by=row.actor_user_id),
        is_unattended=is_unattended,
    )


def _said(language: Language, sentence: str, values: dict[str, Any]) -> str:
    """The sentence with its numbers as this reader writes them; one whose places have no values is said bare."""
    told = {key: language.number(value) if isinstance(value, int) else value for key, value in values.items()}
    try:
        return language.say(sentence, **told)
    except (KeyError, IndexError):
        return sentence
