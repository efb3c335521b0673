"""Rows of the access log to values and back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from beredt.ground.audit.chain import Entry
from beredt.ground.audit.models import EntryRow

_COLUMNS = (
    "municipality",
    "sequence",
    "moment",
    "actor_user_id",
    "event",
    "subject",
    "details",
    "previous",
    "digest",
)
_CHUNK = 2_000


def entries_of(rows: QuerySet[EntryRow]) -> Iterator[Entry]:
    """The entries in the order of the rows, read a part at a time."""
    for values in rows.values_list(*_COLUMNS).iterator(chunk_size=_CHUNK):
        yield Entry(**dict(zip(_COLUMNS, values, strict=True)))


def row_of(entry: Entry) -> EntryRow:
    """The row of an entry, not stored yet."""
    return EntryRow(**{column: getattr(entry, column) for column in _COLUMNS})
