"""Who did what, in words: for cards and for the pages of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from beredt.apps.municipality import presenting, queries
from beredt.ground.access import naming
from beredt.ground.access.actor import Actor
from beredt.kit.language import Language


def who_of(
    revisions: Iterable[queries.RevisionView], actor: Actor, language: Language
) -> Callable[[queries.RevisionView], str]:
    """Who made each of the revisions."""
    who = naming.who_among((revision.user_id for revision in revisions), actor=actor, language=language)
    return lambda revision: who(revision.user_id)


def row_lines(changes: tuple[queries.RowHistory, ...], actor: Actor, writer: presenting.Writer) -> list[dict[str, Any]]:
    """What became of a row, in words: the revision, who made it, and the cells."""
    who = who_of([found.revision for found in changes], actor, writer.language)
    return [
        {
            "revision": found.revision,
            "who": who(found.revision),
            "line": presenting.change_line(
                found.change.table, found.change.kind, found.change.key, found.cells, writer
            ),
        }
        for found in changes
    ]
