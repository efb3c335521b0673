"""Runs as rows: what is needed to repeat one, its figures as columns to list by, and the whole values as bytes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

LONGEST_ID = 200


class Run(models.Model):
    """One assessment of a municipality; `header` is a packed `records.RunHeader`. Never changed once it is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=16)
    catalogue_id = models.CharField(max_length=LONGEST_ID)
    is_whole_catalogue = models.BooleanField()
    horizon_hours = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    pack_hash = models.CharField(max_length=64)
    pack_revision = models.PositiveIntegerField()
    engine = models.CharField(max_length=50)
    hazard_count = models.PositiveIntegerField()
    missing_count = models.PositiveIntegerField()
    repeats = models.UUIDField(null=True)
    """The run that this one was made to repeat."""
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    header = models.BinaryField()

    class Meta:
        """Order, keys and what must hold."""

        ordering = ("-made_at", "-id")
        indexes = (Index(fields=["municipality", "-made_at"], name="impact_run_newest"),)
        constraints = (
            CheckConstraint(condition=Q(horizon_hours__gte=1, draws__gte=1), name="impact_run_has_draws"),
            CheckConstraint(condition=~Q(municipality=""), name="impact_run_has_municipality"),
        )

    def __str__(self) -> str:
        return str(self.id)


class RunHazard(models.Model):
    """One hazard of a run: its figures, a packed `ImpactResult` and a packed `AreaTimeline`.

    The columns are null where the pack has no critical need, so that nobody's danger is assessed.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="hazards")
    hazard = models.CharField(max_length=LONGEST_ID)
    position = models.PositiveIntegerField()
    critical_mean = models.FloatField(null=True)
    critical_p10 = models.FloatField(null=True)
    critical_p90 = models.FloatField(null=True)
    first_critical_minute = models.PositiveIntegerField(null=True)
    is_incomplete = models.BooleanField()
    result = models.BinaryField()
    timeline = models.BinaryField()

    class Meta:
        """Order, keys and what must hold."""

        ordering = ("run", "position")
        constraints = (UniqueConstraint(fields=["run", "hazard"], name="impact_run_hazard_once"),)

    def __str__(self) -> str:
        return self.hazard


class RunChains(models.Model):
    """Why one profile is hit in one hazard of a run: packed chains over the run's first `draws` draws."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chains")
    hazard = models.CharField(max_length=LONGEST_ID)
    profile_id = models.CharField(max_length=LONGEST_ID)
    draws = models.PositiveIntegerField()
    chains = models.BinaryField()

    class Meta:
        """Order, keys and what must hold."""

        constraints = (UniqueConstraint(fields=["run", "hazard", "profile_id"], name="impact_run_chains_once"),)

    def __str__(self) -> str:
        return f"{self.hazard} {self.profile_id}"
