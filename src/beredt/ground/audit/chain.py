"""One municipality's chain as values: how an entry is hashed, and what is wrong with a chain of them.

An entry's digest covers everything in the entry and the digest before it, so a change anywhere shows at the latest at
the next entry, and a change of the whole rest shows against an anchor (see `anchors`).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

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
    *, municipality: str, entries: Iterable[Entry], head: Head | None, anchors: Sequence[Head] | None
) -> ChainReport:
    """What is wrong with the entries, given in order of sequence; `anchors` is None where there is no file of them.

    The chain may be longer than the last anchor says: a process may die between the commit and the anchor.
    """
    wanted: dict[int, set[str]] = {}
    for anchor in anchors or ():
        wanted.setdefault(anchor.count, set()).add(anchor.digest)
    breaks: list[Break] = []
    count, digest, last = 0, FIRST_DIGEST, 0
    for entry in entries:
        breaks.extend(_breaks_at(entry, expected=last + 1, previous=digest))
        count, digest, last = count + 1, entry.digest, entry.sequence
        if wanted.pop(entry.sequence, {digest}) != {digest}:
            breaks.append(Break(kind=REWRITTEN, sequence=entry.sequence))
    if (head or Head(count=0, digest=FIRST_DIGEST)) != Head(count=last, digest=digest):
        breaks.append(Break(kind=HEAD, sequence=last))
    breaks.extend(_breaks_beyond(last, wanted))
    if anchors is None and (count or head is not None):
        breaks.append(Break(kind=NOT_ANCHORED))
    anchored = max((anchor.count for anchor in anchors or ()), default=0)
    return ChainReport(municipality=municipality, count=count, anchored=min(anchored, last), breaks=tuple(breaks))


def _breaks_at(entry: Entry, *, expected: int, previous: str) -> list[Break]:
    if entry.sequence > expected:
        # What came before cannot be known; the entry itself is still judged on its own content.
        found = [Break(kind=MISSING, sequence=expected)]
    elif entry.sequence < expected:
        found = [Break(kind=REPEATED, sequence=entry.sequence)]
    else:
        found = [] if entry.previous == previous else [Break(kind=UNLINKED, sequence=entry.sequence)]
    return found if digest_of(entry) == entry.digest else [*found, Break(kind=ALTERED, sequence=entry.sequence)]


def _breaks_beyond(last: int, wanted: Mapping[int, set[str]]) -> list[Break]:
    beyond = [count for count in wanted if count > last]
    found = [Break(kind=CUT, sequence=last + 1)] if beyond else []
    if wanted.get(0, {FIRST_DIGEST}) != {FIRST_DIGEST}:
        found.append(Break(kind=REWRITTEN))
    return found
