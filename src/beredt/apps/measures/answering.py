"""Answers to the questions of a verification: verified values in the municipality's data, with who said it and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

import attrs
from django.utils import timezone

from beredt.apps.measures import doors, policies, queries, reading
from beredt.apps.measures.doors import GivenAnswer
from beredt.apps.measures.stored import StoredVerification
from beredt.apps.municipality import import_operations
from beredt.apps.municipality import operations as municipality_operations
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.import_operations import GivenFile
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.measures.calls import CallQuestion
from beredt.domain.municipality.verification import ValueOrigins
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import Language, language, mark
from beredt.telling.call_words import call_book


@attrs.frozen(kw_only=True)
class Recorded:
    """An answer that was taken: the revision that holds it, and what is worth a second look."""

    revision: int
    is_known: bool
    warnings: tuple[str, ...]


def record_answer(
    *,
    actor: Actor,
    question_id: str,
    given: GivenAnswer,
    expected_revision: int,
    told_in: Language,
    today: datetime.date | None = None,
) -> Recorded:
    """The answer to one question of the newest verification, stored as a verified value.

    Raises `InvalidInput` with every reason why it cannot be taken, `ChangedMeanwhile` where the data are no longer at
    `expected_revision`, `NotFound` for a question that is not in the newest verification.
    """
    permissions.check_may(actor, policies.ANSWER)
    verification = queries.latest_verification(actor=actor)
    if verification is None or question_id not in verification.questions:
        raise NotFound(mark("There is no such question."), code="no_such_question")
    question = verification.questions[question_id]
    pack = municipality.get_pack(actor=actor)
    recipient = reading.call_words_for(pack, None, language("da")).recipient(question.recipient)
    read = doors.ANSWERS.value.read_answer(
        given,
        question=question,
        recipient=recipient,
        tables=pack.tables,
        today=(today or timezone.localdate()).isoformat(),
        told_in=told_in,
    )
    if read.tables is None:
        raise InvalidInput("{told}", code="answer_refused", told=" ".join(read.errors))
    changed = municipality_operations.record_answers(
        actor=actor, answers=read.tables, expected_revision=expected_revision, source=recipient
    )
    return Recorded(revision=changed.revision, is_known=read.is_known, warnings=tuple(read.warnings))


def receive_filled_list(*, actor: Actor, name: str, chunks: Iterable[bytes]) -> UUID:
    """The id of the upload that waits to be looked through; nothing of the data is changed."""
    permissions.check_may(actor, policies.ANSWER)
    return import_operations.receive_files(actor=actor, files=[GivenFile(name=name, chunks=chunks)], kind="calls")


def export_calls(*, actor: Actor, told_in: Language) -> bytes:
    """The call list of the newest verification as a workbook, and a note in the log; raises `NotFound`."""
    permissions.check_may(actor, policies.EXPORT)
    verification = queries.latest_verification(actor=actor)
    if verification is None:
        raise NotFound(mark("Nobody has looked for what to verify first yet."), code="no_verification")
    pack = municipality.get_pack(actor=actor)
    words = reading.call_words_for(pack, None, told_in)
    book = call_book(verification.calls, words, municipality_code=pack.code, pack_hash=verification.pack_hash)
    content = doors.FILES.value.call_list_file(book)
    audit.record(actor=actor, event=policies.CALLS_EXPORTED, subject=f"verification:{verification.verification_id}")
    return content


def answered(verification: StoredVerification, pack: StoredPack) -> frozenset[str]:
    """Ids of the questions whose values are all verified in the data by now."""
    origins = pack.origins
    return frozenset(
        question_id
        for question_id, question in verification.questions.items()
        if all(_is_verified(value.table, value.key, value.column, origins) for value in question.settles)
    )


def ordered_questions(verification: StoredVerification) -> Sequence[CallQuestion]:
    """All questions, the most valuable answer first."""
    return sorted(verification.questions.values(), key=lambda question: question.order)


def _is_verified(table: str, key: tuple[str, ...], column: str, origins: ValueOrigins) -> bool:
    found = origins.of(table, key, column)
    return found is not None and found.basis == "verified"
