"""What a filled call list would do to a pack, as a value."""

from __future__ import annotations

from typing import Any

import attrs

from beredt.adapters.importers.spreadsheet.problem import SheetProblem
from beredt.domain.measures.settling import SettledChange, Settlement
from beredt.domain.municipality.problem import Problem, has_errors
from beredt.kit.language import Language

SCHEMA = "beredt/calls/1"


@attrs.frozen(kw_only=True)
class SettledQuestion:
    """One answered question: where it stands, what it settles, and what that changed."""

    question_id: str
    recipient: str
    sheet: str
    row: int
    settlement: Settlement
    changes: tuple[SettledChange, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether there is an answer, and not only that they do not know."""
        return self.settlement.answer is not None


@attrs.frozen(kw_only=True)
class CallReport:
    """The outcome of a dry run, or of answers that were stored; `blank` questions have no answer yet.

    `made_room` citizens stand in a group that was answered for and no longer among the rest, so that each counts once.
    """

    file: str
    pack: str
    problems: tuple[SheetProblem, ...] = ()
    left_out: int = 0
    pack_problems: tuple[Problem, ...] = ()
    questions: tuple[SettledQuestion, ...] = ()
    blank: int = 0
    made_room: int = 0
    changes_pack: bool = False
    stored: bool = False
    pack_hash: str | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the answers from being stored."""
        return any(problem.is_error for problem in self.problems) or has_errors(self.pack_problems)

    def as_json(self, language: Language) -> dict[str, Any]:
        """The report for machines, its sentences in the given language."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "problems": [
                {
                    "sheet": problem.sheet or None,
                    "cell": problem.cell if problem.column else None,
                    "code": problem.code,
                    "level": problem.level,
                    "message": problem.message(language),
                    "remedy": problem.remedy(language),
                }
                for problem in self.problems
            ],
            "problems_left_out": self.left_out,
            "pack_problems": [
                {"file": problem.file, "code": problem.code, "message": problem.message(language)}
                for problem in self.pack_problems
            ],
            "answers": [_question(question) for question in self.questions],
            "blank": self.blank,
            "made_room": self.made_room,
            "stored": self.stored,
            "pack_hash": self.pack_hash,
        }


def _question(question: SettledQuestion) -> dict[str, Any]:
    settlement = question.settlement
    return {
        "question_id": question.question_id,
        "assumption_id": settlement.assumption_id,
        "recipient": question.recipient,
        "sheet": question.sheet,
        "row": question.row,
        "known": question.is_known,
        "answer": settlement.answer,
        "source": settlement.source,
        "as_of": settlement.as_of or None,
        "values": [
            {"table": table, "row_key": "/".join(key), "column": column, "old": change.old, "new": change.new}
            for change in question.changes
            for table, key, column in (change.place,)
        ],
    }
