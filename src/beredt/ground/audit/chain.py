"""One municipality's chain as values: how an entry is hashed, and what is wrong with a chain of them.

An entry's digest covers everything in the entry and the digest before it, so a change anywhere shows at the latest at
the next entry, and a change of the whole rest shows against an anchor (see `anchors`).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from beredt.kit.language import Language, mark

FIRST_DIGEST = "0" * 64
FORMAT = "beredt/audit/1"

ALTERED = "altered"
UNLINKED = "unlinked"
MISSING = "missing"
REPEATED = "repeated"
HEAD = "head"
CUT = "cut"
REWRITTEN = "rewritten"
NOT_ANCHORED = "not_anchored"
ANCHORS_ALTERED = "anchors_altered"
UNGUARDED = "unguarded"

SENTENCES: Mapping[str, str] = {
    ALTERED: mark("Entry {sequence} is not as it was written."),
    UNLINKED: mark("Entry {sequence} does not follow from the entry before it."),
    MISSING: mark("Entry {sequence} is missing."),
    REPEATED: mark("Entry {sequence} stands where another belongs."),
    HEAD: mark("The count kept beside the log does not fit its last entry, {sequence}."),
    CUT: mark("The log ends before entry {sequence}, which the anchor outside the database knows."),
    REWRITTEN: mark("Entry {sequence} is another than the one that the anchor outside the database knows."),
    NOT_ANCHORED: mark("There is no anchor outside the database for this log."),
    ANCHORS_ALTERED: mark("Line {sequence} of the file of anchors is not as it was written."),
    UNGUARDED: mark("The database no longer refuses changes to the log: its triggers are missing."),
}


@attrs.frozen(kw_only=True)
class Entry:
    """One entry as it stands in the table. `details` is the stored text, canonical JSON; `moment` is in UTC."""

    municipality: str
    sequence: int
    moment: datetime.datetime
    actor_user_id: int | None
    event: str
    subject: str
    details: str
    previous: str
    digest: str = ""


@attrs.frozen(kw_only=True)
class Head:
    """How many entries there are and the digest of the last."""

    count: int
    digest: str


EMPTY = Head(count=0, digest=FIRST_DIGEST)


@attrs.frozen(kw_only=True)
class Break:
    """One thing wrong with a chain; `sequence` is the entry (or, in the file of anchors, the line) it shows at."""

    kind: str
    sequence: int = 0

    def told_in(self, language: Language) -> str:
        """The finding as a sentence."""
        return language.say(SENTENCES[self.kind], sequence=self.sequence)


@attrs.frozen(kw_only=True)
class ChainReport:
    """What a check of one chain found: how many entries it read, how many of them an anchor covers, what is wrong."""

    municipality: str
    count: int
    anchored: int
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        """True if nothing is wrong."""
        return not self.breaks


def digest_of(entry: Entry) -> str:
    """SHA-256 in hex over the entry (its own digest left out) and the digest before it."""
    content = {
        "format": FORMAT,
        "municipality": entry.municipality,
        "sequence": entry.sequence,
        "moment": entry.moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": entry.actor_user_id,
        "event": entry.event,
        "subject": entry.subject,
        "details": entry.details,
        "previous": entry.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def sealed(entry: Entry) -> Entry:
    """The entry with its digest."""
    return attrs.evolve(entry, digest=digest_of(entry))


def check_chain(
    *,
    municipality: str,
    entries: Iterable[Entry],
    head: Head | None,
    anchors: Sequence[Head] | None,
    head_after: Callable[[], Head | None] | None = None,
    start: Head = EMPTY,
) -> ChainReport:
    """What is wrong with the entries after `start`, given in order of sequence.

    `anchors` is None where there is no file of them. The chain may be longer than the last anchor says: a process may
    die between the commit and the anchor. It may also grow while it is read: `head` was read before the entries, and
    `head_after` is asked after them (left out: nothing changed meanwhile).
    """
    walk = _Walk(start=start, head=head or EMPTY, anchors=anchors or ())
    for entry in entries:
        walk.take(entry)
    walk.end(head_after() or EMPTY if head_after else head or EMPTY)
    if anchors is None and (walk.last != EMPTY or head is not None):
        walk.breaks.append(Break(kind=NOT_ANCHORED))
    anchored = max((anchor.count for anchor in anchors or ()), default=0)
    count = walk.last.count
    return ChainReport(municipality=municipality, count=count, anchored=min(anchored, count), breaks=tuple(walk.breaks))


class _Walk:
    """A walk along a chain: what is known of the entry just passed, which anchors are still to come, what was wrong."""

    def __init__(self, *, start: Head, head: Head, anchors: Sequence[Head]) -> None:
        self.last = start
        self.breaks: list[Break] = []
        self._head = head
        self._at_head = start.digest if head.count == start.count else None
        self._wanted: dict[int, set[str]] = {}
        for anchor in anchors:
            if anchor.count >= start.count:
                self._wanted.setdefault(anchor.count, set()).add(anchor.digest)
        self._meet_anchor(start)

    def take(self, entry: Entry) -> None:
        """Passes one entry."""
        self.breaks.extend(_breaks_at(entry, expected=self.last.count + 1, previous=self.last.digest))
        self.last = Head(count=entry.sequence, digest=entry.digest)
        if entry.sequence == self._head.count:
            self._at_head = entry.digest
        self._meet_anchor(self.last)

    def end(self, head: Head) -> None:
        """Judges where the chain ended, with the head as it is now."""
        is_beyond = self.last.count > head.count or (self.last.count == head.count and self.last != head)
        if self._at_head != self._head.digest or is_beyond:
            self.breaks.append(Break(kind=HEAD, sequence=self.last.count))
        if any(count > self.last.count for count in self._wanted):
            self.breaks.append(Break(kind=CUT, sequence=self.last.count + 1))

    def _meet_anchor(self, here: Head) -> None:
        is_other = self._wanted.pop(here.count, {here.digest}) != {here.digest}
        # All that follow from a rewritten entry are others too; the first says it.
        if is_other and all(found.kind != REWRITTEN for found in self.breaks):
            self.breaks.append(Break(kind=REWRITTEN, sequence=here.count))


def _breaks_at(entry: Entry, *, expected: int, previous: str) -> list[Break]:
    if entry.sequence > expected:
        # What came before cannot be known; the entry itself is still judged on its own content.
        found = [Break(kind=MISSING, sequence=expected)]
    elif entry.sequence < expected:
        found = [Break(kind=REPEATED, sequence=entry.sequence)]
    else:
        found = [] if entry.previous == previous else [Break(kind=UNLINKED, sequence=entry.sequence)]
    return found if digest_of(entry) == entry.digest else [*found, Break(kind=ALTERED, sequence=entry.sequence)]
