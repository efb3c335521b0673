"""The guided start of the actor's municipality: the way, the answers, the first answer."""

from __future__ import annotations

from beredt.apps.guide import doors, policies, steps
from beredt.apps.guide.estimating import Estimate, estimate
from beredt.apps.guide.models import AnswerRow
from beredt.apps.guide.steps import Given, Way
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality.guide_questions import find_places
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor


def has_data(*, actor: Actor) -> bool:
    """Whether there is anything to ask about yet."""
    permissions.check_may(actor, policies.READ)
    return municipality.has_pack(actor=actor)


def get_way(*, actor: Actor) -> Way:
    """Every question that the data have a place for, the three-day test, and what was answered."""
    permissions.check_may(actor, policies.READ)
    return way_of(actor, municipality.get_pack(actor=actor))


def way_of(actor: Actor, pack: StoredPack) -> Way:
    """As `get_way`, for a pack that was read already."""
    answers = {row.question: given_of(row) for row in AnswerRow.objects.filter(municipality=actor.municipality)}
    asked = tuple(question for question in doors.CONTENT.value.load_questions() if find_places(question, pack.tables))
    return steps.lay_out(asked, doors.CONTENT.value.load_statements(), answers)


def get_estimate(*, actor: Actor) -> tuple[StoredPack, Estimate | None]:
    """The data, and a quick estimate on them."""
    permissions.check_may(actor, policies.READ)
    pack = municipality.get_pack(actor=actor)
    return pack, estimate(actor=actor, pack=pack)


def given_of(row: AnswerRow) -> Given:
    """A stored answer."""
    return Given(
        answer=row.answer,
        number=row.number,
        version=row.version,
        answered_at=row.answered_at,
        people_before=row.people_before,
        people_after=row.people_after,
    )
