"""The table of jobs."""

from __future__ import annotations

import uuid

from django.db import models

from beredt.ground.jobs.states import FINISHED, IN_WORK, STATES


class JobRow(models.Model):
    """One job. `claim` names the attempt that works on it: who does not know it can no longer write to the job."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.CharField(max_length=3)
    kind = models.CharField(max_length=80)
    arguments = models.JSONField()
    idempotency_key = models.CharField(max_length=120, default="")
    actor_user_id = models.BigIntegerField(null=True)
    actor_roles = models.JSONField(default=list)

    state = models.CharField(max_length=12)
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    share = models.FloatField(default=0.0)
    step = models.TextField(default="")
    step_values = models.JSONField(default=dict)
    result = models.CharField(max_length=120, default="")
    error_code = models.CharField(max_length=60, default="")
    error_sentence = models.TextField(default="")
    error_hint = models.TextField(default="")
    error_values = models.JSONField(default=dict)

    class Meta:
        """Table, and what must never be false of a job."""

        db_table = "jobs_job"
        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "idempotency_key"),
                condition=~models.Q(idempotency_key=""),
                name="jobs_one_per_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="jobs_known_state"),
            models.CheckConstraint(condition=models.Q(share__gte=0, share__lte=1), name="jobs_share_of_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(IN_WORK), claim__isnull=False, heartbeat_at__isnull=False)
                | (~models.Q(state__in=sorted(IN_WORK)) & models.Q(claim__isnull=True)),
                name="jobs_claimed_while_in_work",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(FINISHED), finished_at__isnull=False)
                | (~models.Q(state__in=sorted(FINISHED)) & models.Q(finished_at__isnull=True)),
                name="jobs_finished_when_over",
            ),
        )
        indexes = (
            models.Index(fields=("state", "enqueued_at"), name="jobs_by_state"),
            models.Index(fields=("municipality", "-enqueued_at"), name="jobs_of_municipality"),
        )
