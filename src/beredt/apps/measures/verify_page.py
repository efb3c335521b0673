"""The page on what to verify first: questions ready for the telephone, those that are answered, whom to ring."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import attrs

from beredt.apps.measures import addresses, answering
from beredt.apps.measures.stored import StoredRanking, StoredVerification
from beredt.domain.measures.calls import CallQuestion
from beredt.ground.access.actor import Actor
from beredt.ground.ui import moments
from beredt.kit.language import mark
from beredt.telling import verify_text, wording
from beredt.telling.call_words import CallWords

MOST_SHOWN = 20


@attrs.frozen(kw_only=True)
class QuestionLine:
    """One question: what to ask, what is assumed and what the truth would change, whom to ring, where to answer."""

    number: int
    text: str
    worth: str
    recipient: str
    url: str
    is_answered: bool


@attrs.frozen(kw_only=True)
class Ring:
    """Somebody to ring, and about how much."""

    recipient: str
    counted: str


@attrs.frozen(kw_only=True)
class VerifyPage:
    """Everything on the page."""

    sentence: str
    range: str
    age: str
    questions: tuple[QuestionLine, ...]
    more: str
    rings: tuple[Ring, ...]
    answered: int
    is_stale: bool
    is_of_newest: bool


def verify_page(
    verification: StoredVerification,
    *,
    ranking: StoredRanking,
    actor: Actor,
    words: CallWords,
    done: Collection[str],
    pack_hash: str,
) -> VerifyPage:
    """The page; `done` are ids of questions that are answered by now, `ranking` is the newest."""
    language = words.language
    questions = answering.ordered_questions(verification)
    lines = tuple(one_line(number, q, actor, words, done) for number, q in enumerate(questions, start=1))
    open_lines = [line for line in lines if not line.is_answered]
    left = len(lines) - MOST_SHOWN
    return VerifyPage(
        sentence=_sentence(questions, open_lines, words),
        range=_range(questions, done, words),
        age=language.say(
            mark("Found {moment} on the data of revision {revision}."),
            moment=moments.moment(verification.made_at, language),
            revision=language.number(verification.pack_revision),
        ),
        questions=lines[:MOST_SHOWN],
        more=language.say_count(
            mark("{count} further question stands in the call list."),
            mark("{count} further questions stand in the call list."),
            left,
        )
        if left > 0
        else "",
        rings=tuple(
            Ring(
                recipient=words.recipient(sheet.recipient),
                counted=language.say_count("{count} question", "{count} questions", len(sheet.questions)),
            )
            for sheet in verification.calls.sheets
        ),
        answered=len(lines) - len(open_lines),
        is_stale=verification.pack_hash != pack_hash,
        is_of_newest=verification.ranking_id == ranking.ranking_id,
    )


def question_numbered(verification: StoredVerification, number: int) -> CallQuestion | None:
    """The question with a number of the page; None where there is none."""
    questions = answering.ordered_questions(verification)
    return questions[number - 1] if 1 <= number <= len(questions) else None


def one_line(
    number: int, question: CallQuestion, actor: Actor, words: CallWords, done: Collection[str]
) -> QuestionLine:
    """One question as it stands on the page."""
    return QuestionLine(
        number=number,
        text=words.question(question),
        worth=verify_text.worth_sentence(question, words),
        recipient=words.recipient(question.recipient),
        url=addresses.url(actor, "answer_question", number=number),
        is_answered=question.question_id in done,
    )


def _sentence(questions: Sequence[CallQuestion], still: Sequence[QuestionLine], words: CallWords) -> str:
    say = words.language.say
    if not questions:
        return say(mark("No single assumption changes the answer in these hazards."))
    if not still:
        return say(mark("Every question is answered: rank again to see what changed."))
    return say(mark("Ring {recipient} first: {question}"), recipient=still[0].recipient, question=still[0].text)


def _range(questions: Sequence[CallQuestion], done: Collection[str], words: CallWords) -> str:
    still = [question for question in questions if question.question_id not in done]
    if not still or still[0].swing_people < 0.5:
        return ""
    return words.language.say(
        mark("The answer moves how many pass a critical tolerance by up to {count}."),
        count=wording.people(still[0].swing_people, words.language),
    )
