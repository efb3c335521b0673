"""The way through the guided start as values: questions and points in order, what is answered, what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from beredt.apps.guide.models import NO, UNKNOWN, YES
from beredt.domain.municipality.guide_questions import FIRST, MORE, Question, Statement, Wording

TEST = "test"
PARTS = (FIRST, MORE, TEST)
FIRST_QUESTIONS = 5
"""How many questions the pages promise before the first answer."""


@attrs.frozen(kw_only=True)
class Given:
    """An answer: yes, no or unknown, with a number [h, persons] where one is asked for."""

    answer: str
    number: float | None
    version: int
    answered_at: datetime.datetime
    people_before: float | None = None
    people_after: float | None = None


@attrs.frozen(kw_only=True)
class Step:
    """One question or point with its answer so far; `number` is its place in its part, from 1."""

    step_id: str
    part: str
    number: int
    of: int
    ask: Wording
    question: Question | None = None
    statement: Statement | None = None
    given: Given | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet; "don't know" is an answer."""
        return self.given is None


@attrs.frozen(kw_only=True)
class Way:
    """All steps of a municipality in order."""

    steps: tuple[Step, ...]

    def part(self, name: str) -> tuple[Step, ...]:
        """The steps of one part."""
        return tuple(step for step in self.steps if step.part == name)

    def find(self, step_id: str) -> Step | None:
        """One step, None where there is none of that id here."""
        return next((step for step in self.steps if step.step_id == step_id), None)

    def next_open(self, after: str = "") -> Step | None:
        """The first open step behind `after` in its part, else the first open one of all."""
        here = self.find(after)
        behind = self.part(here.part)[here.number :] if here else ()
        return next((step for step in (*behind, *self.steps) if step.is_open), None)

    def before(self, step: Step) -> Step | None:
        """The step before in the same part."""
        return self.part(step.part)[step.number - 2] if step.number > 1 else None

    def count(self, part: str, answer: str) -> int:
        """How many of a part are answered so."""
        return sum(step.given is not None and step.given.answer == answer for step in self.part(part))

    @property
    def to_ask(self) -> tuple[Step, ...]:
        """Steps that were answered with "don't know": somebody has to be asked."""
        return tuple(step for step in self.steps if step.given is not None and step.given.answer == UNKNOWN)

    @property
    def missing(self) -> tuple[Step, ...]:
        """Points of the three-day test that were answered with no."""
        return tuple(step for step in self.part(TEST) if step.given is not None and step.given.answer == NO)

    @property
    def in_place(self) -> int:
        """Points of the three-day test that are in place: only a yes counts."""
        return self.count(TEST, YES)


def lay_out(questions: tuple[Question, ...], statements: tuple[Statement, ...], answers: Mapping[str, Given]) -> Way:
    """The way through these questions (those that the data have a place for) and points."""
    steps: list[Step] = []
    first = [question for question in questions if question.round == FIRST]
    more = [question for question in questions if question.round == MORE]
    # A thin draft has no place for some of the first questions: the next ones move up.
    room = max(FIRST_QUESTIONS - len(first), 0)
    for part, chosen in ((FIRST, first + more[:room]), (MORE, more[room:])):
        steps += [
            Step(
                step_id=question.question_id, part=part, number=number, of=len(chosen), ask=question.ask,
                question=question, given=answers.get(question.question_id),
            )
            for number, question in enumerate(chosen, start=1)
        ]  # fmt: skip
    steps += [
        Step(
            step_id=statement.statement_id, part=TEST, number=number, of=len(statements), ask=statement.ask,
            statement=statement, given=answers.get(statement.statement_id),
        )
        for number, statement in enumerate(statements, start=1)
    ]  # fmt: skip
    return Way(steps=tuple(steps))
