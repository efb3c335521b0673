"""How long jobs that are over are kept."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import events
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.moves import Clock
from beredt.ground.jobs.states import FINISHED

KEPT_DAYS = 90


def forget_finished(*, kept_days: int = KEPT_DAYS, clock: Clock = timezone.now) -> int:
    """How many jobs that were over for that long were deleted; what they made stays."""
    before = clock() - datetime.timedelta(days=kept_days)
    old = JobRow.objects.filter(state__in=sorted(FINISHED), finished_at__lt=before)
    return sum(_forget(code, before, clock) for code in sorted(set(old.values_list("municipality", flat=True))))


def _forget(municipality: str, before: datetime.datetime, clock: Clock) -> int:
    worker = Actor(user_id=None, municipality=municipality, roles=frozenset())
    with transaction.atomic():
        audit.lock_log(actor=worker)
        old = JobRow.objects.filter(municipality=municipality, state__in=sorted(FINISHED), finished_at__lt=before)
        count, _ = old.delete()
        if count:
            details: dict[str, str | int | bool] = {"count": count, "before": before.date().isoformat()}
            audit.record(actor=worker, event=events.FORGOTTEN, subject="jobs:finished", details=details, clock=clock)
    return count
