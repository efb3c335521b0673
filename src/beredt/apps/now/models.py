"""What is reported down in a municipality. What is taken back is marked, not deleted, and can be put back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

LONGEST_KEY = 450


class Situation(models.Model):
    """Everything reported from the first tick until somebody says that all is back; `version` counts its changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.BigIntegerField(null=True)
    outdoor_c = models.FloatField(null=True)
    """Outdoor temperature [°C] that heat is computed for; null where nobody gave one."""

    class Meta:
        """One municipality has at most one situation that is not cleared."""

        indexes = (Index(fields=["municipality", "-opened_at"], name="now_newest_situation"),)
        constraints = (
            UniqueConstraint(
                fields=["municipality"], condition=Q(cleared_at__isnull=True), name="now_one_open_situation"
            ),
            CheckConstraint(condition=~Q(municipality=""), name="now_situation_has_municipality"),
        )

    def __str__(self) -> str:
        return str(self.id)


class OutageReport(models.Model):
    """Something observed down: `subject` is the key of a `domain.impact.reported.Subject`.

    It is down until `back_at`; `expected_at` is what somebody was told, and ends nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="reports")
    subject = models.CharField(max_length=LONGEST_KEY)
    since_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)

    class Meta:
        """The same thing is down once at a time, and is back after it went."""

        ordering = ("since_at", "reported_at", "id")
        constraints = (
            UniqueConstraint(
                fields=["situation", "subject"],
                condition=Q(back_at__isnull=True, withdrawn_at__isnull=True),
                name="now_down_once_at_a_time",
            ),
            CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(back_at__gte=F("since_at")), name="now_back_after_since"
            ),
            CheckConstraint(
                condition=Q(expected_at__isnull=True) | Q(expected_at__gte=F("since_at")),
                name="now_expected_after_since",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ActionDone(models.Model):
    """A first action that somebody ticked: `action` is its family and its number there."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="actions")
    action = models.CharField(max_length=60)
    done_at = models.DateTimeField()
    done_by = models.BigIntegerField(null=True)

    class Meta:
        """Done is done once."""

        constraints = (UniqueConstraint(fields=["situation", "action"], name="now_action_done_once"),)

    def __str__(self) -> str:
        return self.action
