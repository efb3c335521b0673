"""Asking for work in the background, stopping it, starting it over; and working off the queue in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import attempts, events, kinds, moves, policies
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.moves import Clock
from beredt.ground.jobs.states import WAITING
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark


def enqueue(
    *, actor: Actor, kind: str, arguments: Mapping[str, object], idempotency_key: str = "", clock: Clock = timezone.now
) -> UUID:
    """The id of the job, waiting for a worker; with a key that is known already the id of that earlier job.

    The caller's operation has asked whether the actor may. `arguments` are plain JSON values, ids and figures only.
    Raises `ValueError` for an unknown kind or no municipality, `InvalidInput` for a key that stands for other work.
    """
    if kinds.find_kind(kind) is None or not actor.municipality:
        raise ValueError(f"no kind of job is called {kind}" if actor.municipality else "a job is of a municipality")
    plain = json.loads(json.dumps(dict(arguments), allow_nan=False))
    row = JobRow(
        municipality=actor.municipality,
        kind=kind,
        arguments=plain,
        idempotency_key=idempotency_key,
        actor_user_id=actor.user_id,
        actor_roles=sorted(actor.roles),
        state=WAITING,
        enqueued_at=clock(),
    )
    with transaction.atomic():
        audit.lock_log(actor=actor)
        earlier = _earlier(row) or _store(row)
        if earlier is not None:
            return earlier
        audit.record(actor=actor, event=events.ENQUEUED, subject=f"job:{row.pk}", details={"kind": kind}, clock=clock)
    return row.pk


def cancel(*, actor: Actor, job_id: UUID, clock: Clock = timezone.now) -> None:
    """Stops a job: one that waits at once, one that runs at its next step; one that is over stays as it is."""
    _steer(actor=actor, job_id=job_id, verb="cancel", clock=clock)


def retry(*, actor: Actor, job_id: UUID, clock: Clock = timezone.now) -> None:
    """Puts a failed or cancelled job back into the queue, now in this actor's name; any other stays as it is."""
    _steer(
        actor=actor,
        job_id=job_id,
        verb="retry",
        clock=clock,
        actor_user_id=actor.user_id,
        actor_roles=sorted(actor.roles),
        enqueued_at=clock(),
        started_at=None,
        heartbeat_at=None,
        attempts=0,
        error_code="",
        error_sentence="",
        error_hint="",
        error_values={},
    )


def run_waiting(limit: int | None = None, *, clock: Clock = timezone.now) -> int:
    """How many jobs were run: works off the queue in this process, at most `limit`, until none waits."""
    done = 0
    while limit is None or done < limit:
        row = attempts.claim_next(clock=clock)
        if row is None:
            break
        attempts.run(row, clock=clock)
        done += 1
    return done


def _steer(*, actor: Actor, job_id: UUID, verb: str, clock: Clock, **changes: object) -> None:
    row = JobRow.objects.filter(pk=job_id, municipality=actor.municipality).first()
    if row is None:
        raise NotFound(mark("There is no such work."), code="no_such_job")
    policies.check_may_steer(actor, asked_by=row.actor_user_id)
    held = {"municipality": actor.municipality}
    moves.move_any(job_id=row.pk, verbs=(verb,), actor=actor, clock=clock, held=held, **changes)


def _earlier(row: JobRow) -> UUID | None:
    """The job that already has this key; raises `InvalidInput` where that is other work."""
    if not row.idempotency_key:
        return None
    found = JobRow.objects.filter(municipality=row.municipality, idempotency_key=row.idempotency_key).first()
    if found is None:
        return None
    if (found.kind, found.arguments) != (row.kind, row.arguments):
        raise InvalidInput(
            mark("This form was sent before, with other values."),
            hint=mark("Open the page afresh and send it again."),
            code="key_used_for_other_work",
        )
    return found.pk


def _store(row: JobRow) -> UUID | None:
    """None after the job is stored; the id of another with the same key that came first in the very same moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        earlier = _earlier(row)
        if earlier is None:
            raise
        return earlier
    return None
