"""Answers taken: into the municipality's data as assumed values, or onto the list of whom to ask."""

from __future__ import annotations

import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.apps.guide import policies, queries
from beredt.apps.guide.estimating import estimate
from beredt.apps.guide.models import ANSWERS, NO, UNKNOWN, AnswerRow
from beredt.apps.guide.steps import Given, Step
from beredt.apps.impact import operations as impact
from beredt.apps.measures import operations as measures
from beredt.apps.measures.stored import RankSettings
from beredt.apps.municipality import operations as municipality_operations
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality import storing
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.measures.settling import Settlement, settle
from beredt.domain.municipality.guide_questions import PEOPLE, Question, find_places
from beredt.domain.municipality.head_room import with_room_for
from beredt.domain.municipality.tables import PackTables
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark

BEGIN = "guide.begin"
SOURCE = "svar i den guidede start"
"""What stands as source of a value that was answered here; in Danish, as all sources of a pack."""
MOST_HOURS = 10_000.0
MOST_PEOPLE = 1_000_000.0
RANK_SETS = 10
RANK_DRAWS = 250


class AnsweredMeanwhile(InvalidInput):
    """Somebody else answered the question in the meantime; `theirs` is that answer."""

    def __init__(self, theirs: Given) -> None:
        super().__init__(
            mark("Somebody else has answered this question meanwhile."),
            code="answered_meanwhile",
            hint=mark("Look at their answer, then save yours if it is better."),
        )
        self.theirs = theirs


def enqueue_beginning(*, actor: Actor, token: str = "") -> UUID:
    """The id of the job that drafts the municipality's data from open data and stores them."""
    permissions.check_may(actor, policies.ANSWER)
    return jobs.enqueue(actor=actor, kind=BEGIN, arguments={}, idempotency_key=token)


def give_answer(
    *,
    actor: Actor,
    step_id: str,
    answer: str,
    number: float | None = None,
    expected_version: int = 0,
    today: datetime.date | None = None,
) -> Given:
    """The answer as stored. A number goes into the data as an assumed value, "don't know" changes none.

    Raises `InvalidInput` for an answer that there is not, `AnsweredMeanwhile`, `NotFound` for an unknown question.
    """
    permissions.check_may(actor, policies.ANSWER)
    pack = municipality.get_pack(actor=actor)
    step = queries.way_of(actor, pack).find(step_id)
    if step is None:
        raise NotFound(mark("There is no such question here."), code="no_such_question")
    number = _require_number(step, answer, number)
    before = estimate(actor=actor, pack=pack) if step.question else None
    with transaction.atomic():
        row = _store(actor, step, answer, number, expected_version)
        if step.question is not None:
            _apply(actor, pack, step.question, answer, number, (today or timezone.localdate()).isoformat())
        audit.record(
            actor=actor, event=policies.ANSWERED, subject=f"question:{step_id}", details={"version": row.version}
        )
    if step.question is not None:
        after = estimate(actor=actor, pack=municipality.get_pack(actor=actor))
        row.people_before = None if before is None else before.people
        row.people_after = None if after is None else after.people
        AnswerRow.objects.filter(pk=row.pk, version=row.version).update(
            people_before=row.people_before, people_after=row.people_after
        )
    return queries.given_of(row)


def enqueue_first_answer(*, actor: Actor) -> tuple[UUID, UUID]:
    """The ids of the jobs that compute every hazard and rank the measures on today's data; asked twice is once."""
    permissions.check_may(actor, policies.ANSWER)
    revision = municipality.get_pack(actor=actor).revision
    assessment = impact.enqueue_assessment(actor=actor, token=f"guide/assess/{revision}")
    ranking = measures.enqueue_ranking(
        actor=actor,
        settings=RankSettings(sets=RANK_SETS, draws=RANK_DRAWS),
        token=f"guide/rank/{revision}",
    )
    return assessment, ranking


def _require_number(step: Step, answer: str, number: float | None) -> float | None:
    """The number that goes with the answer; raises `InvalidInput`."""
    if answer not in ANSWERS:
        raise InvalidInput(mark("Choose yes, no or don't know."), code="no_answer")
    if step.question is None or answer == UNKNOWN:
        return None
    if answer == NO:
        return 0.0
    most = MOST_PEOPLE if step.question.kind == PEOPLE else MOST_HOURS
    if number is None or not 0 <= number <= most:
        raise InvalidInput(
            mark("Write a number from 0 to {most}, or choose “don't know”."), code="bad_number", most=int(most)
        )
    if step.question.kind == PEOPLE and number != int(number):
        raise InvalidInput(mark("Write a whole number of citizens."), code="bad_number")
    return number


def _store(actor: Actor, step: Step, answer: str, number: float | None, expected_version: int) -> AnswerRow:
    own = AnswerRow.objects.select_for_update().filter(municipality=actor.municipality, question=step.step_id)
    row = own.first() or AnswerRow(municipality=actor.municipality, question=step.step_id, version=0)
    if row.version != expected_version:
        raise AnsweredMeanwhile(queries.given_of(row))
    row.answer, row.number, row.version = answer, number, row.version + 1
    row.answered_at, row.answered_by = timezone.now(), actor.user_id
    row.people_before = row.people_after = None
    row.save()
    return row


def _apply(actor: Actor, pack: StoredPack, question: Question, answer: str, number: float | None, day: str) -> None:
    """The answer put into the data, as one revision."""
    tables = answered(pack.tables, question, None if answer == UNKNOWN else number, day)
    municipality_operations.replace_tables(
        actor=actor, tables=tables, expected_revision=pack.revision, kind=storing.ANSWERED, source=SOURCE
    )


def answered(tables: PackTables, question: Question, number: float | None, day: str) -> PackTables:
    """The tables with the answer wherever it stands, as assumed values; None only records that it was asked."""
    places = tuple((place.table, place.key, place.column) for place in find_places(question, tables))
    source = SOURCE if number is not None else f"{SOURCE}: ved ikke"
    settlement = Settlement(assumption_id="", places=places, answer=number, source=source, as_of=day)
    settled, _ = settle(tables, [settlement])
    if question.kind == PEOPLE:
        settled = with_room_for(settled, {key[0] for _, key, _ in places})
    # Whoever answers here has not asked the supplier: the value is assumed until the call list says otherwise.
    return attrs.evolve(
        settled,
        provenance=tuple(
            attrs.evolve(row, basis="assumed") if row.source == SOURCE and row.basis == "verified" else row
            for row in settled.provenance
        ),
    )
