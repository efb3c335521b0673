"""Papers of the actor's municipality that the actor may have."""

from __future__ import annotations

import datetime
from uuid import UUID

import attrs

from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import mark
from beredt.overview.papers import policies, writing
from beredt.overview.papers.models import PaperRow

MOST_LISTED = 30


@attrs.frozen(kw_only=True)
class Paper:
    """One paper in the list."""

    paper_id: UUID
    kind: str
    suffix: str
    language: str
    made_at: datetime.datetime


def list_papers(*, actor: Actor) -> tuple[Paper, ...]:
    """The newest papers first."""
    permissions.check_may(actor, policies.READ)
    rows = PaperRow.objects.filter(municipality=actor.municipality, kind__in=kinds_for(actor)).defer("content")
    return tuple(
        Paper(paper_id=row.id, kind=row.kind, suffix=row.suffix, language=row.language, made_at=row.made_at)
        for row in rows[:MOST_LISTED]
    )


def kinds_for(actor: Actor) -> tuple[str, ...]:
    """The papers that the actor may have."""
    return tuple(kind for kind in writing.FORMS if permissions.may(actor, writing.permission_for(kind)))


def find_row(*, actor: Actor, paper_id: UUID) -> PaperRow:
    """A paper that the actor may have; raises `NotFound` for any other."""
    permissions.check_may(actor, policies.READ)
    row = PaperRow.objects.filter(pk=paper_id, municipality=actor.municipality, kind__in=kinds_for(actor)).first()
    if row is None:
        raise NotFound(mark("There is no such paper."), code="no_such_paper")
    return row
