"""Who did what, in words: for cards and for the pages of the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from beredt.apps.municipality import presenting, queries
from beredt.ground.access import queries as access
from beredt.ground.access.actor import Actor
from beredt.kit.language import Language, mark


def who_of(
    revisions: Iterable[queries.RevisionView], actor: Actor, language: Language
) -> Callable[[queries.RevisionView], str]:
    """Who made each of the revisions: oneself, a member by name, one who has left, or the program."""
    found = list(revisions)
    names = access.member_names(
        actor=actor, user_ids=[revision.user_id for revision in found if revision.user_id is not None]
    )

    def who(revision: queries.RevisionView) -> str:
        if revision.user_id is None:
            return language.say(mark("the program itself"))
        if revision.user_id == actor.user_id:
            return language.say(mark("you"))
        return names.get(revision.user_id) or language.say(mark("somebody who is no longer a member"))

    return who


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
