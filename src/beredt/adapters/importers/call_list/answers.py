"""One answer as it was written down on the telephone: a number, no, or that they do not know."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from beredt.adapters.importers.spreadsheet import values
from beredt.adapters.importers.spreadsheet.sheet import Cell
from beredt.domain.municipality.problem import shown

LONGEST_FUNCTION = 120
MOST_HOURS = 8_760.0
"""A year: beyond it nobody on the telephone means hours."""
_UNKNOWN = frozenset(
    {"ved ikke", "ved det ikke", "vi ved det ikke", "vedikke", "ved ej", "don't know", "don’t know", "dont know"}
    | {"do not know", "unknown", "ukendt"}
)
_WITH_UNIT = re.compile(r"(.+?)\s*(timer|time|t|hours|hour|h|døgn|dage|dag|days|day|d|personer|persons|borgere)\.?")
_DAY_WORDS = frozenset({"døgn", "dage", "dag", "days", "day", "d"})
_PERSON_WORDS = frozenset({"personer", "persons", "borgere"})
_DIGIT_RUN = re.compile(r"\d(?:[\s./()+-]*\d){5,}")
_NO_VALUES: Mapping[str, object] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Expected:
    """What can be answered: the column, the most that can be right, and what is assumed today."""

    column: str
    most: float
    low: float
    high: float

    @property
    def is_count(self) -> bool:
        """Whether persons are asked for, not hours."""
        return self.column == "people"


@attrs.frozen(kw_only=True)
class Answer:
    """What was answered: `value` [h or persons]; None where they do not know. `is_far` is worth a warning."""

    value: float | None
    is_far: bool = False


class RefusedAnswer(Exception):
    """An answer that cannot be taken; `code` is one of `problem_kinds`."""

    def __init__(self, code: str, values: Mapping[str, object] = _NO_VALUES) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def read_answer(cell: Cell, expected: Expected) -> Answer:
    """The answer in a cell that is not empty; raises `RefusedAnswer`."""
    if isinstance(cell, str) and (cell.casefold().rstrip(".! ") in _UNKNOWN or cell == "?"):
        return Answer(value=None)
    yes = _yes_or_no(cell)
    if yes:
        raise RefusedAnswer("how_many")
    value = 0.0 if yes is False else _number(cell, expected)
    if value < 0:
        raise RefusedAnswer("negative_answer")
    if expected.is_count and not value.is_integer():
        raise RefusedAnswer("half_person", {"shown": value})
    if value > expected.most:
        # It may be a telephone number that went into the wrong column: as text, so that it is masked.
        raise RefusedAnswer("absurd_answer", {"shown": shown(f"{value:.15g}"), "most": expected.most})
    return Answer(value=value, is_far=not expected.low <= value <= expected.high)


def read_function(cell: Cell) -> str:
    """The function of the one who answered, empty where none is given; raises `RefusedAnswer`."""
    if cell is None:
        return ""
    try:
        text = " ".join(values.read_text(cell).split())
    except values.Refused as refused:
        raise RefusedAnswer(refused.code, refused.values) from refused
    if "@" in text or _DIGIT_RUN.search(text):
        raise RefusedAnswer("personal_detail")
    if len(text) > LONGEST_FUNCTION:
        raise RefusedAnswer("function_too_long", {"most": LONGEST_FUNCTION})
    # A pack is opened in spreadsheet programs too: a text must not begin as a formula does.
    return text.lstrip("=+-@ \t")


def read_day(cell: Cell, *, today: str) -> str:
    """The day of the answer as an ISO date, empty where there is none; raises `RefusedAnswer`."""
    if cell is None:
        return ""
    try:
        day = values.read_date(cell)
    except values.Refused as refused:
        raise RefusedAnswer(refused.code, refused.values) from refused
    if day[: len(today)] > today[: len(day)]:
        raise RefusedAnswer("date_to_come", {"shown": day})
    return day


def _yes_or_no(cell: Cell) -> bool | None:
    """True for yes, False for no, None for anything else; the digits 1 and 0 are numbers here."""
    if isinstance(cell, bool):
        return cell
    if not isinstance(cell, str) or cell.strip().isdigit():
        return None
    try:
        return values.read_boolean(cell)
    except values.Refused:
        return None


def _number(cell: Cell, expected: Expected) -> float:
    factor = 1.0
    if isinstance(cell, str) and (found := _WITH_UNIT.fullmatch(cell.casefold())):
        if (found[2] in _PERSON_WORDS) != expected.is_count:
            raise RefusedAnswer("no_answer")
        cell, factor = found[1], 24.0 if found[2] in _DAY_WORDS else 1.0
    try:
        number = values.read_number(cell, decimal_mark=values.COMMA, fits=lambda value: 0 <= value <= expected.most)
    except values.Refused as refused:
        if refused.code == "no_number":
            # What is no number may be a name: the cell is named, and what stands in it is not repeated.
            raise RefusedAnswer("no_answer") from refused
        raise RefusedAnswer(refused.code, refused.values) from refused
    value = float(number) * factor
    if not math.isfinite(value):
        raise RefusedAnswer("no_answer")
    return value
