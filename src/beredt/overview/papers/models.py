"""Papers that were made, kept so that the very file that was read can be fetched again."""

from __future__ import annotations

import uuid

from django.db import models

KINDS = ("staff", "council", "folder")


class PaperRow(models.Model):
    """One paper as a file, and the figures it was made from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.CharField(max_length=3)
    kind = models.CharField(max_length=10)
    suffix = models.CharField(max_length=6)
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    job_id = models.UUIDField(null=True, unique=True)
    run_id = models.UUIDField()
    ranking_id = models.UUIDField(null=True)
    pack_hash = models.CharField(max_length=64)

    class Meta:
        """Newest first, per municipality."""

        db_table = "papers_paper"
        ordering = ("-made_at", "-id")
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="papers_known_kinds"),)
        indexes = (models.Index(fields=("municipality", "-made_at"), name="papers_of_municipality"),)
