"""What the guided start needs of the outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from beredt.domain.municipality.guide_questions import Question, Statement, Wording
from beredt.kit.doors import Door


class GuideContent(Protocol):
    """Where the questions come from."""

    def load_questions(self) -> tuple[Question, ...]:
        """The questions in the order in which they are asked."""

    def load_statements(self) -> tuple[Statement, ...]:
        """The points of the three-day test."""

    def measure_names(self) -> Mapping[str, Wording]:
        """What the measures are called, by id."""


CONTENT: Door[GuideContent] = Door("questions of the guided start")
