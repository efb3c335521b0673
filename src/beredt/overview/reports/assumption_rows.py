"""What to verify first, on paper: whom to ring about what, what is assumed today, what the truth would change."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.adapters.open_data.defaults import load_defaults
from beredt.domain.measures.calls import CallQuestion
from beredt.kit.document import Column, Paragraph, Section, Table, cite
from beredt.kit.language import Language, mark
from beredt.overview.reports import citing
from beredt.overview.reports.findings import Findings
from beredt.telling import verify_text
from beredt.telling.call_words import CallWords, call_words


def assumptions_section(findings: Findings, *, most: int) -> Section | None:
    """The questions whose answers would move most, None where nobody looked."""
    if findings.calls is None:
        return None
    say = findings.language.say
    shown = questions_of(findings)[:most]
    if not shown:
        told = Paragraph(text=say(mark("No single assumption changes the answer in these hazards.")))
        return Section(section_id="assumptions", title=say(mark("Verify first")), blocks=(told,))
    columns = (
        Column(title=say(mark("ring")), share=1.8),
        Column(title=say(mark("ask")), share=3.6),
        Column(title=say(mark("assumed today")), share=2),
        Column(title=say(mark("moves the answer by")), share=1.2, is_number=True),
        Column(title=say(mark("another first choice?")), share=1.5),
    )
    note = say(
        mark(
            "Nobody has confirmed these. The last but one column: how many citizens more or fewer pass a critical "
            "tolerance between the two ends of what is assumed."
        )
    )
    words = call_words(findings.names, load_defaults())
    rows = [_row(question, words, findings) for question in shown]
    blocks = (Paragraph(text=note), Table(columns=columns, rows=rows))
    return Section(section_id="assumptions", title=say(mark("Verify first")), blocks=blocks)


def ring_first_sentence(findings: Findings) -> list[str]:
    """Whom to ring first and what to ask, if anything moves the answer."""
    words = call_words(findings.names, load_defaults())
    return [
        findings.language.say(
            mark("{recipient}: {question}"),
            recipient=words.recipient(question.recipient),
            question=cite(words.question(question), question_field(question, "text")),
        )
        for question in questions_of(findings)[:1]
    ]


def questions_of(findings: Findings) -> Sequence[CallQuestion]:
    """The questions that can be put to somebody, the most valuable first."""
    if findings.calls is None:
        return ()
    asked = {question.question_id for question in findings.calls.questions}
    return [question for question in verify_text.most_valuable(findings.calls) if question.question_id in asked]


def question_field(question: CallQuestion, path: str) -> str:
    """A field of one question of the call list."""
    return f"verify:questions[{question.question_id}].{path}"


def _row(question: CallQuestion, words: CallWords, findings: Findings) -> tuple[str, ...]:
    say, language = findings.language.say, findings.language
    changes = {True: say(mark("yes")), False: say(mark("no")), None: "–"}
    value = cite(citing.held(words.amount(question.value, question.unit)), question_field(question, "value"))
    low, high = (
        cite(_number(end, language), question_field(question, which))
        for which, end in (("low", question.low), ("high", question.high))
    )
    return (
        words.recipient(question.recipient),
        cite(words.question(question), question_field(question, "text")),
        say(mark("{value} ({low} to {high})"), value=value, low=low, high=high),
        citing.people(question.swing_people, question_field(question, "swing"), language),
        changes[question.changes_first_choice],
    )


def _number(value: float, language: Language) -> str:
    return language.number(value, decimals=1 if value < 10 else 0)
