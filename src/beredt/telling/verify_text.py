"""What to verify first, in municipality language: the truth that would change most, and whom to ring about it."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.domain.measures.calls import CallList, CallQuestion, CallSheet
from beredt.domain.measures.result import LEAST_REGRET, VerifyFirst
from beredt.kit.language import mark
from beredt.telling import wording
from beredt.telling.call_words import CallWords
from beredt.telling.wrapping import listed, wrapped

MOST_SHOWN = 10
_HALF = 0.5


def render_verify_first(found: VerifyFirst, calls: CallList, words: CallWords, *, calls_file: str = "") -> str:
    """The whole answer as plain text; `calls_file` is the name of the call list that was written."""
    say = words.language.say
    sections: list[list[str]] = [
        [words.names.municipality, say(mark("Internal: names assets. Not for the public."))],
        _first_lines(calls, words),
        _call_lines(calls, words),
        _rest_lines(found, calls, words),
        _file_lines(calls, words, calls_file),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def most_valuable(calls: CallList) -> Sequence[CallQuestion]:
    """All questions with an answer worth having, also those that nobody can be rung about, most valuable first."""
    return sorted([*calls.questions, *calls.unasked], key=lambda question: question.order)


def _first_lines(calls: CallList, words: CallWords) -> list[str]:
    """The ten most valuable questions, each with what is assumed and what the truth could change."""
    first = most_valuable(calls)[:MOST_SHOWN]
    if not first:
        return wrapped(words.language.say(mark("No single assumption changes the answer in these hazards.")))
    lines = [words.language.say(mark("Verify first"))]
    for number, question in enumerate(first, start=1):
        lines += wrapped(f"{number}. {words.question(question)}", hanging="   ")
        lines += [f"   {line}" for line in wrapped(worth_sentence(question, words), hanging="")]
    return lines


def worth_sentence(question: CallQuestion, words: CallWords) -> str:
    """What is assumed, what the truth would move, and whom to ring."""
    say = words.language.say
    told = [
        say(
            mark("Assumed today: {value} ({low} to {high})."),
            value=words.amount(question.value, question.unit),
            low=words.number(question.low, question.unit),
            high=words.number(question.high, question.unit),
        ),
        _swing_sentence(question, words),
        _choice_sentence(question, words),
        say(mark("Ring: {recipient}."), recipient=words.recipient(question.recipient)),
    ]
    return " ".join(sentence for sentence in told if sentence)


def _swing_sentence(question: CallQuestion, words: CallWords) -> str:
    say = words.language.say
    if question.swing_people >= _HALF:
        return words.language.say_count(
            "Between the two ends about {count} citizen more or fewer passes a critical tolerance.",
            "Between the two ends about {count} citizens more or fewer pass a critical tolerance.",
            wording.rounded_people(question.swing_people),
        )
    if question.swing_person_hours >= _HALF:
        return words.language.say_count(
            "Between the two ends about {count} person-hour more or fewer beyond a critical tolerance.",
            "Between the two ends about {count} person-hours more or fewer beyond a critical tolerance.",
            wording.rounded_people(question.swing_person_hours),
        )
    return say(mark("The harm hardly moves."))


def _choice_sentence(question: CallQuestion, words: CallWords) -> str:
    """Whether the truth would change the choice; nothing where that was not looked into."""
    say = words.language.say
    if question.changes_first_choice is None:
        return ""
    answer = say(mark("yes")) if question.changes_first_choice else say(mark("no"))
    told = say(mark("Would change the first choice: {answer}."), answer=answer)
    if (question.regret_people or 0.0) >= LEAST_REGRET:
        cost = say(
            mark("If the assumption is wrong, today's choice leaves about {count} more without help than need be."),
            count=wording.people(question.regret_people or 0.0, words.language),
        )
        return f"{told} {cost}"
    return told


def _call_lines(calls: CallList, words: CallWords) -> list[str]:
    if not calls.sheets:
        return []
    return [words.language.say(mark("Whom to ring")), *listed(_call_line(sheet, words) for sheet in calls.sheets)]


def _call_line(sheet: CallSheet, words: CallWords) -> str:
    counted = words.language.say_count("{count} question", "{count} questions", len(sheet.questions))
    return f"{words.recipient(sheet.recipient)}: {counted}"


def _rest_lines(found: VerifyFirst, calls: CallList, words: CallWords) -> list[str]:
    """What is not asked: nobody to ring, or nothing that would change."""
    asked = {question.assumption_id for question in (*calls.questions, *calls.unasked)}
    silent = sum(entry.assumption_id not in asked for entry in found.assumptions)
    left_out = sum(sheet.left_out for sheet in calls.sheets)
    say_count = words.language.say_count
    lines: list[str] = []
    if left_out:
        lines += wrapped(
            say_count(
                "{count} further question is for a second call.",
                "{count} further questions are for a second call.",
                left_out,
            )
        )
    if silent:
        lines += wrapped(
            say_count(
                "{count} other assumption is not verified either, but changes nothing here or waits for a second call.",
                "{count} other assumptions are not verified either, but change nothing here or wait for a second call.",
                silent,
            )
        )
    return lines


def _file_lines(calls: CallList, words: CallWords, calls_file: str) -> list[str]:
    if not calls.sheets:
        return []
    say = words.language.say
    if not calls_file:
        return wrapped(say(mark("The call list as a spreadsheet: --calls FILE.xlsx")))
    written = say(mark("The call list is in {file}."), file=calls_file)
    back = say(
        mark("Filled in, it comes back with: beredt municipality import {file} --calls --into PACK"), file=calls_file
    )
    return [*wrapped(written), *wrapped(back)]
