"""One attempt at a job: claimed, run, and closed in whatever way it ended.

An attempt holds its job by a claim that only it knows. Every write asks for the claim, so an attempt that was thought
dead and wakes up again can do no harm.
"""

from __future__ import annotations

import datetime
import logging
import time
import traceback
import uuid
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from beredt.ground.jobs import kinds, moves
from beredt.ground.jobs.kinds import Cancelled, Interrupted, Kind, RunningJob
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.moves import Clock
from beredt.ground.jobs.states import CANCELLING, IN_WORK, MOST_ATTEMPTS, RUNNING, WAITING
from beredt.kit.errors import UserError
from beredt.kit.language import mark

_LOG = logging.getLogger(__name__)
# Between two writes of progress [s]: each is a transaction, and SQLite has one writer at a time.
PROGRESS_PAUSE_SECONDS = 1.0
NEW_STEP_PAUSE_SECONDS = 0.2
BUG = "bug"
UNKNOWN_KIND = "unknown_kind"
WORKER_DIED = "worker_died"


def claim_next(*, clock: Clock = timezone.now) -> JobRow | None:
    """The job that has waited longest, claimed; None if none waits. Two workers never get the same one."""
    while True:
        row = JobRow.objects.filter(state=WAITING).order_by("enqueued_at", "pk").first()
        if row is None:
            return None
        now, claim = clock(), uuid.uuid4()
        begun = {"claim": claim, "attempts": row.attempts + 1, "started_at": now, "heartbeat_at": now}
        if moves.move(row=row, verb="claim", actor=moves.actor_of(row), clock=clock, held={}, **begun):
            return JobRow.objects.get(pk=row.pk)


def run(
    row: JobRow,
    *,
    clock: Clock = timezone.now,
    pulse: Callable[[], float] = time.monotonic,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Runs a claimed job to its end: done, failed, cancelled, or handed back where the worker has to stop."""
    attempt = _Attempt(row, clock=clock, pulse=pulse, should_stop=should_stop)
    found = kinds.find_kind(row.kind)
    if found is None:
        attempt.fail(code=UNKNOWN_KIND, sentence=mark("This version of Beredt cannot do this kind of work."))
        return
    try:
        _call(found, attempt)
    except Cancelled:
        attempt.close(("stop",))
    except Interrupted:
        attempt.close(("stop", "hand_back"), attempts=max(row.attempts - 1, 0))
    except UserError as error:
        attempt.fail(code=error.code, sentence=error.sentence, hint=error.hint, values=error.values)
    except Exception as error:
        # The message of an exception may quote what it stumbled over, so only its kind and place are logged.
        _LOG.error("job %s (%s): %s\n%s", row.pk, row.kind, type(error).__name__, frames_of(error))
        attempt.fail(
            code=BUG,
            sentence=mark("A fault in Beredt stopped the work. Nothing half-made was kept."),
            hint=mark("Try again; if it happens again, tell whoever runs Beredt."),
        )


def requeue_stale(*, stale_after: datetime.timedelta, clock: Clock = timezone.now) -> int:
    """How many jobs whose worker gave no sign for that long were taken from it: begun again, or given up."""
    before = clock() - stale_after
    taken = 0
    for row in JobRow.objects.filter(state__in=sorted(IN_WORK), heartbeat_at__lt=before):
        held = {"claim": row.claim, "heartbeat_at": row.heartbeat_at}
        verb = "requeue" if row.attempts < MOST_ATTEMPTS else "give_up"
        changes: dict[str, object] = {}
        if row.state == CANCELLING:
            verb = "stop"
        elif verb == "give_up":
            changes = {
                "error_code": WORKER_DIED,
                "error_sentence": mark("The work was begun {times} times, and each time the program ended on the way."),
                "error_hint": mark("Try again; if it happens again, the machine may have too little memory."),
                "error_values": {"times": row.attempts},
            }
        taken += moves.move(row=row, verb=verb, actor=moves.actor_of(row), clock=clock, held=held, **changes)
    return taken


def beat(row: JobRow, *, clock: Clock = timezone.now) -> bool:
    """True after a sign of life; False if the job is no longer this attempt's."""
    held = JobRow.objects.filter(pk=row.pk, claim=row.claim, state__in=sorted(IN_WORK))
    return bool(held.update(heartbeat_at=clock()))


def frames_of(error: BaseException) -> str:
    """Where an exception came from, line by line, without what it says."""
    return "".join(
        f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)
    )


class _Attempt:
    """What a running job's function calls, and how the attempt is closed."""

    def __init__(
        self, row: JobRow, *, clock: Clock, pulse: Callable[[], float], should_stop: Callable[[], bool]
    ) -> None:
        self.row = row
        self._clock = clock
        self._pulse = pulse
        self._should_stop = should_stop
        self._held = {"claim": row.claim}
        self._written = float("-inf")
        self._step = ""

    def report(self, share: float, step: str, values: Mapping[str, object]) -> None:
        """See `RunningJob.progress`."""
        if self._should_stop():
            raise Interrupted
        pause = PROGRESS_PAUSE_SECONDS if step == self._step else NEW_STEP_PAUSE_SECONDS
        if self._pulse() - self._written < pause:
            return
        self._step, self._written = step, self._pulse()
        written = JobRow.objects.filter(pk=self.row.pk, state=RUNNING, **self._held).update(
            share=min(max(float(share), 0.0), 1.0),
            step=step,
            step_values=_plain(values),
            heartbeat_at=self._clock(),
        )
        if not written:
            is_cancelled = JobRow.objects.filter(pk=self.row.pk, state=CANCELLING, **self._held).exists()
            raise Cancelled if is_cancelled else Interrupted

    def finish(self, result: str) -> None:
        """See `RunningJob.finish`."""
        with transaction.atomic():
            if not self.close(("finish",), result=result, share=1.0):
                raise Interrupted

    def is_open(self) -> bool:
        """True while the job is in this attempt's hands."""
        return JobRow.objects.filter(pk=self.row.pk, **self._held).exists()

    def fail(self, *, code: str, sentence: str, hint: str = "", values: Mapping[str, object] | None = None) -> None:
        """Closes the attempt as failed; where somebody asked for it to stop, as cancelled."""
        error = {"error_code": code, "error_sentence": sentence, "error_hint": hint}
        self.close(("fail", "stop"), **error, error_values=_plain(values or {}))

    def close(self, verbs: tuple[str, ...], **changes: object) -> bool:
        """True if the attempt was still open and one of `verbs` closed it."""
        actor = moves.actor_of(self.row)
        return moves.move_any(
            job_id=self.row.pk, verbs=verbs, actor=actor, clock=self._clock, held=self._held, **changes
        )


def _call(found: Kind, attempt: _Attempt) -> None:
    row = attempt.row
    found.run(
        RunningJob(
            job_id=row.pk,
            municipality=row.municipality,
            actor=moves.actor_of(row),
            arguments=row.arguments,
            report=attempt.report,
            finish_with=attempt.finish,
        )
    )
    if attempt.is_open():
        attempt.finish("")


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, str | int | float) else str(value) for key, value in values.items()}
