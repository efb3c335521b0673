"""Decisions on measures: adopt, later or reject, with the reason and who decides; nothing is ever overwritten."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from beredt.apps.measures import policies, queries, rows
from beredt.apps.measures.models import DECISIONS, DecisionRecord
from beredt.apps.measures.stored import Decision
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.language import mark

DECISION_WORDS: Mapping[str, str] = {
    "adopt": mark("Put into use"),
    "later": mark("Later"),
    "reject": mark("Rejected"),
}
DECIDERS: Mapping[str, str] = {
    "council": mark("the municipal council"),
    "committee": mark("a committee of the council"),
    "executive": mark("the executive board"),
    "head_of_area": mark("the head of the area"),
    "coordinator": mark("the preparedness coordinator"),
    "other_party": mark("another party (utility, region, owner)"),
}
"""Bodies that decide; never a person."""
LONGEST_REASON = 1_000
LONGEST_ID, LONGEST_NAME = 200, 300
_DIGIT_RUN = re.compile(r"\d(?:[\s-]*\d){7,}")
_PROBLEM_LENGTH = mark("The reason is longer than {most} characters.")


class DecidedMeanwhile(UserError):
    """Somebody else decided on the same measure since the page was opened; `theirs` is what they decided."""

    def __init__(self, theirs: Decision) -> None:
        super().__init__(
            mark("Somebody decided on this measure while you had the page open; yours is not stored yet."),
            code="decided_meanwhile",
            hint=mark("Read what was decided. What you wrote is kept below; send it again if it should still count."),
        )
        self.theirs = theirs


def decide(
    *,
    actor: Actor,
    ranking_id: UUID,
    candidate_id: str,
    decision: str,
    decider: str,
    reason: str,
    expected_version: int,
    clock: Callable[[], datetime.datetime] = timezone.now,
) -> Decision:
    """The decision, stored on top of those before.

    `expected_version` is that of the decision on the page (0 where there was none). Raises `DecidedMeanwhile` where it
    is no longer the newest, `InvalidInput` for an unknown choice or a reason that is missing, too long or holds a long
    number, `NotFound` for a candidate that the ranking does not have.
    """
    permissions.check_may(actor, policies.DECIDE)
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    measure_id, name_da, name_en = ranking.measure_of(candidate_id)
    if decision not in DECISIONS or decider not in DECIDERS:
        raise InvalidInput(mark("That choice does not exist."), code="unknown_choice")
    record = DecisionRecord(
        municipality=actor.municipality,
        candidate_id=candidate_id,
        measure_id=measure_id[:LONGEST_ID],
        name_da=name_da[:LONGEST_NAME],
        name_en=name_en[:LONGEST_NAME],
        decision=decision,
        decider=decider,
        reason=checked_reason(reason),
        ranking_id=ranking_id,
        decided_at=clock(),
        recorded_by=actor.user_id,
    )
    return _add(actor, record, expected_version)


def undo(
    *,
    actor: Actor,
    candidate_id: str,
    expected_version: int,
    clock: Callable[[], datetime.datetime] = timezone.now,
) -> Decision:
    """What is in force after the newest decision on a candidate is taken back: the one before it, or none.

    Raises `DecidedMeanwhile` where `expected_version` is no longer the newest, `NotFound` where nothing is to be taken
    back.
    """
    permissions.check_may(actor, policies.DECIDE)
    history = queries.decision_history(actor=actor, candidate_id=candidate_id)
    if not history or not history[0].decision:
        raise NotFound(mark("There is no decision to take back."), code="nothing_decided")
    before = _in_force_before(history)
    newest = history[0]
    record = DecisionRecord(
        municipality=actor.municipality,
        candidate_id=candidate_id,
        measure_id=newest.measure_id,
        name_da=newest.name_da,
        name_en=newest.name_en,
        decision=before.decision if before else "",
        decider=before.decider if before else "",
        reason=before.reason if before else "",
        ranking_id=before.ranking_id if before else newest.ranking_id,
        is_undo=True,
        decided_at=clock(),
        recorded_by=actor.user_id,
    )
    return _add(actor, record, expected_version)


def checked_reason(text: str) -> str:
    """The reason on one or more lines; raises `InvalidInput` where there is none, or it may hold a CPR number."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    reason = "\n".join(lines).strip()
    if not reason:
        raise InvalidInput(mark("Say why: the reason stands in the case to the council."), code="no_reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(_PROBLEM_LENGTH, code="reason_too_long", most=LONGEST_REASON)
    if _DIGIT_RUN.search(reason) or "@" in reason:
        raise InvalidInput(
            mark("The reason seems to hold a telephone number, a CPR number or an address."),
            code="personal_detail",
            hint=mark("Write it without anything that points to a person."),
        )
    return reason


def _in_force_before(history: tuple[Decision, ...]) -> Decision | None:
    """What was in force before the newest decision of a history (newest first); takings-back cancel what they undid."""
    standing: list[Decision] = []
    for entry in reversed(history):
        if entry.is_undo:
            standing.pop()
        else:
            standing.append(entry)
    return standing[-2] if len(standing) > 1 else None


def _add(actor: Actor, record: DecisionRecord, expected_version: int) -> Decision:
    record.version = expected_version + 1
    with transaction.atomic():
        newest = _newest(actor, record.candidate_id)
        if (newest.version if newest else 0) != expected_version:
            raise _meanwhile(actor, record.candidate_id)
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError:
            # The other one was stored between our look and our own row.
            raise _meanwhile(actor, record.candidate_id) from None
        audit.record(
            actor=actor,
            event=policies.DECISION_UNDONE if record.is_undo else policies.DECIDED,
            subject=f"decision:{record.pk}",
            details={"decision": record.decision or "none", "version": record.version},
        )
    return rows.decision_of(record)


def _newest(actor: Actor, candidate_id: str) -> DecisionRecord | None:
    found = DecisionRecord.objects.filter(municipality=actor.municipality, candidate_id=candidate_id)
    return found.order_by("-version").first()


def _meanwhile(actor: Actor, candidate_id: str) -> DecidedMeanwhile:
    newest = _newest(actor, candidate_id)
    if newest is None:
        raise NotFound(mark("There is no decision to take back."), code="nothing_decided")
    return DecidedMeanwhile(rows.decision_of(newest))
