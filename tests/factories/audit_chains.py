"""Chains of made-up entries, as values."""

import datetime

from beredt.ground.audit import shapes
from beredt.ground.audit.chain import FIRST_DIGEST, Entry, Head, sealed

NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)


def make_chain(count, municipality="825"):
    """`count` entries that hang together."""
    entries, previous = [], FIRST_DIGEST
    for sequence in range(1, count + 1):
        entry = sealed(
            Entry(
                municipality=municipality,
                sequence=sequence,
                moment=NOON + datetime.timedelta(minutes=sequence),
                actor_user_id=sequence % 3 or None,
                event="municipality.asset_changed",
                subject=f"asset:a{sequence}",
                details=shapes.canonical({"version": sequence}),
                previous=previous,
            )
        )
        entries.append(entry)
        previous = entry.digest
    return entries


def head_of(entries):
    """The head of a chain."""
    return (
        Head(count=entries[-1].sequence, digest=entries[-1].digest) if entries else Head(count=0, digest=FIRST_DIGEST)
    )


def anchors_of(entries, counts):
    """Anchors of the chain after the given counts of entries."""
    return [head_of(entries[:count]) for count in sorted({0, *counts})]
