"""Reading the access log and checking that it is whole."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

import attrs
from django.db import connection
from django.db.models import QuerySet

from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import anchors, policies, records, triggers
from beredt.ground.audit.chain import (
    ANCHORS_ALTERED,
    EMPTY,
    UNGUARDED,
    Break,
    ChainReport,
    Entry,
    Head,
    check_chain,
)
from beredt.ground.audit.models import ChainRow, EntryRow
from beredt.ground.audit.operations import anchor_folder
from beredt.ground.ui import moments

PAGE_LENGTH = 50


@attrs.frozen(kw_only=True)
class Filter:
    """Which entries: of this event, from this Danish day to and with that, by this user; None is no condition."""

    event: str | None = None
    first_date: datetime.date | None = None
    last_date: datetime.date | None = None
    user_id: int | None = None


@attrs.frozen(kw_only=True)
class EntryView:
    """One entry as a page shows it; `details` as pairs in order of their keys."""

    sequence: int
    moment: datetime.datetime
    actor_user_id: int | None
    event: str
    subject: str
    details: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class LogPage:
    """One page of entries, newest first, of `matching` in all; `page` counts from 1 to `pages`."""

    entries: tuple[EntryView, ...]
    matching: int
    page: int
    pages: int


def verify(municipality: str, *, only_last: int | None = None) -> ChainReport:
    """What a check of the municipality's chain finds: of the whole of it, or of only its last so many entries."""
    # In this order: anchors, head, entries, head. What others add meanwhile makes each longer than the one before it.
    held = anchors.read(anchor_folder(), municipality)
    head = _head(municipality)
    start = _start(municipality, head, only_last)
    rows = EntryRow.objects.filter(municipality=municipality, sequence__gt=start.count).order_by("sequence")
    report = check_chain(
        municipality=municipality,
        entries=records.entries_of(rows),
        head=head,
        head_after=lambda: _head(municipality),
        anchors=held.anchors if held else None,
        start=start,
    )
    found = [*report.breaks]
    if held and held.odd_line:
        found.append(Break(kind=ANCHORS_ALTERED, sequence=held.odd_line))
    if not triggers.are_in_place(connection):
        found.append(Break(kind=UNGUARDED))
    return attrs.evolve(report, breaks=tuple(found))


def has_tables() -> bool:
    """True if the database was set up; False for one that nobody started yet."""
    return EntryRow._meta.db_table in connection.introspection.table_names()


def municipalities() -> list[str]:
    """Every municipality with entries, with a head or with a file of anchors; "" for what belongs to none."""
    codes = {*ChainRow.objects.values_list("pk", flat=True)}
    codes |= {*EntryRow.objects.values_list("municipality", flat=True).distinct()}
    return sorted(codes | set(anchors.municipalities_in(anchor_folder())))


def check_log(*, actor: Actor, only_last: int | None = None) -> ChainReport:
    """What a check of the actor's own log finds; raises `NotAllowed`."""
    permissions.check_may(actor, policies.READ_LOG)
    return verify(actor.municipality, only_last=only_last)


def list_entries(*, actor: Actor, wanted: Filter, page: int = 1) -> LogPage:
    """One page of the log, newest first; a page beyond the last is the last. Raises `NotAllowed`."""
    permissions.check_may(actor, policies.READ_LOG)
    rows = _matching(actor.municipality, wanted)
    matching = rows.count()
    pages = max(1, -(-matching // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    shown = rows.order_by("-sequence")[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return LogPage(
        entries=tuple(_view(entry) for entry in records.entries_of(shown)), matching=matching, page=page, pages=pages
    )


def all_entries(*, actor: Actor, wanted: Filter) -> Iterator[EntryView]:
    """Every matching entry, oldest first, read a part at a time; raises `NotAllowed`."""
    permissions.check_may(actor, policies.READ_LOG)
    return (_view(entry) for entry in records.entries_of(_matching(actor.municipality, wanted).order_by("sequence")))


def list_events(*, actor: Actor) -> list[str]:
    """The events that occur in the log, in alphabetical order; raises `NotAllowed`."""
    permissions.check_may(actor, policies.READ_LOG)
    rows = EntryRow.objects.filter(municipality=actor.municipality)
    return sorted(rows.order_by().values_list("event", flat=True).distinct())


def _head(municipality: str) -> Head | None:
    row = ChainRow.objects.filter(pk=municipality).first()
    return Head(count=row.count, digest=row.digest) if row else None


def _start(municipality: str, head: Head | None, only_last: int | None) -> Head:
    """Where the check begins: before the first entry, or at the entry before the last so many."""
    if only_last is None or head is None or head.count <= only_last:
        return EMPTY
    at = head.count - only_last
    row = EntryRow.objects.filter(municipality=municipality, sequence=at).values_list("digest", flat=True).first()
    return EMPTY if row is None else Head(count=at, digest=row)


def _matching(municipality: str, wanted: Filter) -> QuerySet[EntryRow]:
    rows = EntryRow.objects.filter(municipality=municipality)
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    if wanted.user_id is not None:
        rows = rows.filter(actor_user_id=wanted.user_id)
    if wanted.first_date:
        rows = rows.filter(moment__gte=_midnight(wanted.first_date))
    if wanted.last_date:
        rows = rows.filter(moment__lt=_midnight(wanted.last_date + datetime.timedelta(days=1)))
    return rows


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=moments.ZONE)


def _view(entry: Entry) -> EntryView:
    details = json.loads(entry.details)
    return EntryView(
        sequence=entry.sequence,
        moment=entry.moment,
        actor_user_id=entry.actor_user_id,
        event=entry.event,
        subject=entry.subject,
        details=tuple((key, str(value)) for key, value in sorted(details.items())),
    )
