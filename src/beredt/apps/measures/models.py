"""The tables of the measures' room. Results are whole domain values, compressed (`records`), beside what lists show."""

from __future__ import annotations

import uuid

from django.db import models

DECISIONS = ("adopt", "later", "reject")


class Ranking(models.Model):
    """One ranking; `content` is the result, `beside` what is kept with it. Never changed after it is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    job_id = models.UUIDField(null=True, unique=True)
    pack_revision = models.PositiveIntegerField()
    pack_hash = models.CharField(max_length=80)
    settings = models.BinaryField()
    hazards = models.PositiveIntegerField()
    engine = models.CharField(max_length=60)
    program = models.CharField(max_length=60)
    seconds = models.FloatField()
    content = models.BinaryField()
    beside = models.BinaryField()

    class Meta:
        """Read newest first, one municipality at a time."""

        indexes = (models.Index(fields=("municipality", "-made_at"), name="measures_newest_ranking"),)
        ordering = ("-made_at", "-id")


class Verification(models.Model):
    """What to verify first, found for one ranking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=3)
    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    job_id = models.UUIDField(null=True, unique=True)
    pack_revision = models.PositiveIntegerField()
    pack_hash = models.CharField(max_length=80)
    seconds = models.FloatField()
    found = models.BinaryField()
    calls = models.BinaryField()

    class Meta:
        """Read newest first, one municipality at a time."""

        indexes = (models.Index(fields=("municipality", "-made_at"), name="measures_newest_verification"),)
        ordering = ("-made_at", "-id")


class DecisionRecord(models.Model):
    """One decision on one candidate, or that the one before was taken back. Rows are only ever added."""

    municipality = models.CharField(max_length=3)
    candidate_id = models.CharField(max_length=2000)
    version = models.PositiveIntegerField()
    measure_id = models.CharField(max_length=200)
    name_da = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    decision = models.CharField(max_length=10, blank=True)
    decider = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    is_undo = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    ranking_id = models.UUIDField(null=True)

    class Meta:
        """Two who decide at once cannot both be the next."""

        constraints = (
            models.UniqueConstraint(
                fields=("municipality", "candidate_id", "version"), name="measures_one_decision_per_version"
            ),
            models.CheckConstraint(condition=models.Q(decision__in=(*DECISIONS, "")), name="measures_known_decisions"),
        )
        ordering = ("municipality", "candidate_id", "version")
