"""One answer from a page, read and judged as a row of a filled call list is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs

from beredt.adapters.importers.call_list import importer
from beredt.adapters.importers.call_list.reading import AskedQuestion, FilledRow
from beredt.domain.measures.calls import CallQuestion
from beredt.domain.municipality.tables import PackTables
from beredt.kit.language import Language
from beredt.telling.call_words import hidden_values


class Given(Protocol):
    """What was typed."""

    @property
    def answer(self) -> str:
        """A number, no, or that they do not know."""

    @property
    def told_by(self) -> str:
        """A function, never a name."""

    @property
    def day(self) -> str:
        """When, as it was typed."""


@attrs.frozen(kw_only=True, eq=False)
class ReadAnswer:
    """What one answer makes of the pack: `tables` is None where it cannot be taken; sentences in the reader's words.

    `is_known` is False where the one asked did not know; `warnings` are worth a second look, no obstacle.
    """

    tables: PackTables | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    is_known: bool


def read_answer(
    given: Given, *, question: CallQuestion, recipient: str, tables: PackTables, today: str, told_in: Language
) -> ReadAnswer:
    """What the answer to one question makes of the pack; `recipient` is whom it was put to, in Danish."""
    asked = AskedQuestion(question_id=question.question_id, recipient=recipient, values=hidden_values(question))
    row = FilledRow(
        question_id=question.question_id,
        answer=given.answer.strip(),
        told_by=given.told_by.strip() or None,
        date=given.day.strip() or None,
        sheet="",
        row=1,
        columns={},
    )
    plan = importer.plan_answer(row, asked, tables=tables, today=today, told_in=told_in)
    report = plan.report
    told = [(problem.is_error, _said(problem.message(told_in), problem.remedy(told_in))) for problem in report.problems]
    told += [(True, _said(problem.message(told_in), problem.remedy(told_in))) for problem in report.pack_problems]
    return ReadAnswer(
        tables=plan.tables,
        errors=_only(told, is_error=True),
        warnings=_only(told, is_error=False),
        is_known=any(entry.is_known for entry in report.questions),
    )


def _said(message: str, remedy: str) -> str:
    return f"{message} {remedy}".strip()


def _only(told: Sequence[tuple[bool, str]], *, is_error: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence for wrong, sentence in told if wrong is is_error))
