"""What this room needs from the outside: the measures that ship with the program, files, and how answers are read.

Each door is opened in `shell.plugins` with a module or object that has these functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs

from beredt.domain.measures.calls import CallQuestion
from beredt.domain.measures.measure import Measure
from beredt.domain.measures.ranges import DefaultRange
from beredt.domain.measures.result import RankResult
from beredt.domain.municipality.drafting.defaults import DraftDefaults
from beredt.domain.municipality.tables import PackTables
from beredt.kit.doors import Door
from beredt.kit.language import Language
from beredt.telling.call_book import CallBook


class MeasureContent(Protocol):
    """Measures, ranges and names of groups, as they ship."""

    def load_measures(self) -> Sequence[Measure]:
        """The catalogue of measures."""

    def load_default_ranges(self) -> Sequence[DefaultRange]:
        """Ranges of values that nobody has verified."""

    def load_defaults(self) -> DraftDefaults:
        """What groups of people are called."""


class RankFiles(Protocol):
    """Rankings and call lists as files for other programs."""

    def ranking_file(
        self, result: RankResult, *, municipality_code: str, municipality_name: str, draws: int, seed: int
    ) -> bytes:
        """The bytes that `beredt rank --json` writes for the same ranking."""

    def call_list_file(self, book: CallBook) -> bytes:
        """The call list as an .xlsx workbook, as `beredt verify-first --calls` writes it."""


@attrs.frozen(kw_only=True)
class GivenAnswer:
    """One answer as it was typed: what, by which function, on which day."""

    answer: str
    told_by: str
    day: str


class ReadAnswer(Protocol):
    """What one answer makes of the pack; sentences in the reader's words."""

    @property
    def tables(self) -> PackTables | None:
        """None where the answer cannot be taken."""

    @property
    def errors(self) -> Sequence[str]:
        """Why it cannot."""

    @property
    def warnings(self) -> Sequence[str]:
        """What is worth a second look, no obstacle."""

    @property
    def is_known(self) -> bool:
        """False where the one asked did not know."""


class Answers(Protocol):
    """Answers read and put into a pack as those of a filled call list are."""

    def read_answer(
        self,
        given: GivenAnswer,
        *,
        question: CallQuestion,
        recipient: str,
        tables: PackTables,
        today: str,
        told_in: Language,
    ) -> ReadAnswer:
        """What the answer to one question makes of the pack; `recipient` is whom it was put to, in Danish."""


CONTENT: Door[MeasureContent] = Door("measure content")
FILES: Door[RankFiles] = Door("rankings and call lists as files")
ANSWERS: Door[Answers] = Door("answers")
