"""Answers of the guided start and the three-day test, one row per question that was answered."""

from __future__ import annotations

from django.db import models

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)


class AnswerRow(models.Model):
    """The answer in force on one question; `version` counts from 1, people are of the quick estimate."""

    municipality = models.CharField(max_length=3)
    question = models.CharField(max_length=60)
    answer = models.CharField(max_length=8)
    number = models.FloatField(null=True)
    version = models.PositiveIntegerField()
    answered_at = models.DateTimeField()
    answered_by = models.BigIntegerField(null=True)
    people_before = models.FloatField(null=True)
    people_after = models.FloatField(null=True)

    class Meta:
        """One answer per question, of the three there are."""

        db_table = "guide_answer"
        constraints = (
            models.UniqueConstraint(fields=("municipality", "question"), name="guide_one_answer"),
            models.CheckConstraint(condition=models.Q(answer__in=ANSWERS), name="guide_known_answers"),
            models.CheckConstraint(condition=models.Q(number__isnull=True) | models.Q(number__gte=0),
                                   name="guide_number_not_below_zero"),
        )  # fmt: skip
