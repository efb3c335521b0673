"""Adding to the access log. There is no other way of changing it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from beredt.ground.access.actor import Actor
from beredt.ground.audit import anchors, records, shapes
from beredt.ground.audit.chain import FIRST_DIGEST, Entry, Head, sealed
from beredt.ground.audit.models import ChainRow

_LOG = logging.getLogger(__name__)
_NO_DETAILS: Mapping[str, str | int | bool] = {}


def record(
    *,
    actor: Actor,
    event: str,
    subject: str,
    details: Mapping[str, str | int | bool] = _NO_DETAILS,
    clock: Callable[[], datetime.datetime] = timezone.now,
) -> None:
    """Adds an entry in the caller's transaction, so that it is stored exactly if the change itself is.

    The municipality's chain stays locked until the commit, and two operations that take their locks in different orders
    would wait for each other for ever: call it last, and nothing that others lock after it. Where it must be otherwise,
    begin with `lock_log`. An import is one entry with counts, not one per row. See
    `shapes` for what may stand in `details`.
    """
    stored = shapes.safe_details(details)
    withheld = sorted(key for key, value in stored.items() if value == shapes.WITHHELD)
    if withheld:
        _LOG.warning("access log: %s left out of an entry %s", ", ".join(withheld), event)
    with transaction.atomic():
        chain = _lock_chain(actor.municipality)
        entry = sealed(
            Entry(
                municipality=actor.municipality,
                sequence=chain.count + 1,
                moment=clock(),
                actor_user_id=actor.user_id,
                event=shapes.event_name(event),
                subject=shapes.subject_reference(subject),
                details=shapes.canonical(stored),
                previous=chain.digest,
            )
        )
        records.row_of(entry).save()
        ChainRow.objects.filter(pk=chain.pk).update(count=entry.sequence, digest=entry.digest)
        # The change is stored by then: a full disk must not turn it into an error. The next entry anchors this one too.
        transaction.on_commit(lambda: anchor(actor.municipality), robust=True)


def lock_log(*, actor: Actor) -> None:
    """Takes the lock under which entries are added, to the end of the caller's transaction.

    For operations that also run inside the transaction of others, who may have added their entry already.
    """
    _lock_chain(actor.municipality)


def anchor(municipality: str) -> None:
    """Writes the count and digest of the chain as committed to the file outside the database."""
    chain = ChainRow.objects.filter(pk=municipality).first()
    if chain is not None:
        anchors.write(anchor_folder(), municipality, Head(count=chain.count, digest=chain.digest))


def anchor_folder() -> Path:
    """Where the anchors of this installation are."""
    return Path(settings.BEREDT_DATA) / "anchors"


def _lock_chain(municipality: str) -> ChainRow:
    """The head of the chain, locked to the end of the transaction (on SQLite a writer locks the whole file)."""
    chain = ChainRow.objects.select_for_update().filter(pk=municipality).first()
    if chain is None:
        anchors.open_file(anchor_folder(), municipality)
        ChainRow.objects.bulk_create([ChainRow(pk=municipality, digest=FIRST_DIGEST)], ignore_conflicts=True)
        chain = ChainRow.objects.select_for_update().get(pk=municipality)
    return chain
