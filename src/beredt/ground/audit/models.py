"""Tables of the access log. Entries are only ever added: the model and the database's triggers refuse the rest."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or delete an entry of the access log; that is a mistake in the program."""


class EntryQuerySet(models.QuerySet["EntryRow"]):
    """Entries, without the ways of changing them."""

    def update(self, **_: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly


class ChainRow(models.Model):
    """The head of one municipality's chain; its row is the lock under which an entry is added."""

    municipality = models.CharField(max_length=16, primary_key=True)
    count = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        """Table."""

        db_table = "audit_chain"


class EntryRow(models.Model):
    """One entry. `details` is canonical JSON as text, so that what is hashed is what is stored."""

    municipality = models.CharField(max_length=16)
    sequence = models.PositiveBigIntegerField()
    moment = models.DateTimeField()
    actor_user_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=128)
    details = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        """Table, with the order that the chain stands on."""

        db_table = "audit_entry"
        constraints = (
            models.UniqueConstraint(fields=("municipality", "sequence"), name="audit_entry_one_per_place"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_entry_counts_from_one"),
        )
        indexes = (models.Index(fields=("municipality", "event", "sequence"), name="audit_entry_by_event"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry; raises `AppendOnly` for one that is stored already."""
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly
