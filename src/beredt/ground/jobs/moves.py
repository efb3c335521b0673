"""Moving a job from one state to the next: one conditional update and one entry in the access log, or neither."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from beredt.ground.access.actor import ROLES, Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.states import FINISHED, IN_WORK, WAITING, transition

Clock = Callable[[], datetime.datetime]


def move(*, row: JobRow, verb: str, actor: Actor, clock: Clock, held: dict[str, Any], **changes: Any) -> bool:
    """True if `verb` took the job out of the state it has in `row`; False if it does nothing there, or came too late.

    `held` are further conditions on the stored row. A job that leaves the hands of a worker loses its claim, one
    that is over gets its end, one that waits anew loses that end and its progress.
    """
    way = transition(row.state, verb)
    if way is None:
        return False
    if way.target not in IN_WORK:
        changes.update(claim=None)
    if way.target == WAITING:
        changes.update(share=0.0, step="", step_values={})
    changes.update(finished_at=clock() if way.target in FINISHED else None)
    with transaction.atomic():
        # First the log, then the job: `finish` stands in transactions of rooms that may have added their entry already.
        audit.lock_log(actor=actor)
        moved = JobRow.objects.filter(pk=row.pk, state=way.source, **held).update(state=way.target, **changes)
        if moved:
            details: dict[str, str | int | bool] = {"kind": row.kind}
            if changes.get("error_code"):
                details["code"] = changes["error_code"]
            audit.record(actor=actor, event=way.event, subject=f"job:{row.pk}", details=details, clock=clock)
    return bool(moved)


def move_any(
    *, job_id: UUID, verbs: tuple[str, ...], actor: Actor, clock: Clock, held: dict[str, Any], **changes: Any
) -> bool:
    """True if one of `verbs` moved the job out of the state it is in by now, which others may change meanwhile."""
    for _ in range(4):
        row = JobRow.objects.filter(pk=job_id, **held).first()
        verb = next((verb for verb in verbs if row is not None and transition(row.state, verb)), None)
        if row is None or verb is None:
            return False
        if move(row=row, verb=verb, actor=actor, clock=clock, held=held, **changes):
            return True
    return False


def actor_of(row: JobRow) -> Actor:
    """Who asked for the job, with the roles of that moment as far as this version knows them."""
    return Actor(
        user_id=row.actor_user_id,
        municipality=row.municipality,
        roles=frozenset(row.actor_roles) & frozenset(ROLES),
    )
