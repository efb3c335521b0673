"""Numbers, dates and yes/no as Danes write them, and no guess where a value can be read in two ways."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable

from beredt.adapters.importers.spreadsheet.sheet import Cell, Unusable
from beredt.domain.municipality.problem import shown as shown_value

COMMA = ","
POINT = "."

_PLAIN = re.compile(r"\d+", re.ASCII)
_ONE_MARK = re.compile(r"(\d*)([.,])(\d+)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_GROUPED_DECIMAL = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)([.,])(\d+)", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+", re.ASCII)
_DATE_PARTS = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d{1,2}))?", re.ASCII)
_NAMED_MONTH = re.compile(r"(\d{1,2})\.?\s*([a-z]+)\.?\s*(\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_YEARS = range(1900, 2101)
_TRUE = frozenset({"ja", "j", "sand", "true", "yes", "y", "1"})
_FALSE = frozenset({"nej", "n", "falsk", "false", "no", "0"})
_GROUP_DIGITS = 3
_LONGEST_NUMBER = 60


class Refused(Exception):
    """A value that cannot be read; what `code` means is declared in `problem_kinds`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """`,` or `.` where the numbers of a file show which of them its decimals have; None where nothing or both do.

    `2,5` and `1.234,5` and `1.234.567` can only be meant in one way; `1.234` tells nothing.
    """
    found = {shown for text in texts if (shown := _shown_mark(_split_sign(text)[1]))}
    return found.pop() if len(found) == 1 else None


def read_number(cell: Cell, *, decimal_mark: str | None, fits: Callable[[float], bool] = lambda _: True) -> int | float:
    """The number in a cell; raises `Refused`.

    Where a text such as `1.234` can be read in two ways, `fits` (the column's range) decides if it leaves one reading
    only, and else the `decimal_mark` of the file.
    """
    if isinstance(cell, bool):
        raise _no_number(str(cell))
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else cell
    if isinstance(cell, datetime.date):
        raise Refused("number_became_date", shown=cell.isoformat())
    text = _text_of(cell)
    if len(text) > _LONGEST_NUMBER:
        raise _no_number(text)
    sign, digits = _split_sign(text)
    if _PLAIN.fullmatch(digits):
        return sign * int(digits)
    if _SPACED.fullmatch(digits):
        return _decimal(sign, digits.replace(" ", "").replace(COMMA, POINT))
    if match := _GROUPED_DECIMAL.fullmatch(digits):
        return _decimal(sign, match[1].replace(match[2], "") + POINT + match[4])
    if _is_ambiguous(digits):
        return sign * _settle(digits, decimal_mark, lambda value: fits(sign * value))
    if match := _ONE_MARK.fullmatch(digits):
        return _decimal(sign, f"{match[1] or 0}.{match[3]}")
    if match := _GROUPED.fullmatch(digits):
        return sign * int(digits.replace(match[1], ""))
    raise _no_number(text)


def read_date(cell: Cell) -> str:
    """The day in a cell as an ISO date (a month or a year alone stay so); raises `Refused`.

    Day before month, as Danes write it.
    """
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    text = read_text(cell)
    if match := _MONTH_OR_YEAR.fullmatch(text):
        return _month_or_year(match[1], match[2], text)
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _DATE_PARTS.fullmatch(text):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
    elif match := _NAMED_MONTH.fullmatch(text.casefold()):
        day, month, year = int(match[1]), _MONTHS.get(match[2], 0), int(match[3])
    else:
        raise Refused("no_date", shown=shown_value(text))
    return _day(year, month, day, text)


def read_boolean(cell: Cell) -> bool:
    """Yes or no, in Danish or English; raises `Refused`."""
    if isinstance(cell, bool):
        return cell
    word = read_text(cell).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Refused("not_ja_or_nej", shown=shown_value(word))


def read_text(cell: Cell) -> str:
    """The text in a cell; a whole number without decimals, a date as an ISO date. Raises `Refused`."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return _text_of(cell)


def read_id(cell: Cell) -> str:
    """The id in a cell; raises `Refused`, also where a spreadsheet program has made something else of it."""
    if isinstance(cell, datetime.date):
        raise Refused("id_became_date", shown=cell.isoformat())
    text = read_text(cell)
    if _SCIENTIFIC.fullmatch(text) and "+" in text:
        raise Refused("id_became_number", shown=text)
    return text


def _month_or_year(year: str, month: str | None, text: str) -> str:
    """`2026` or `2026-03`: a pack takes a month or a year where the day is not known."""
    _day(int(year), int(month or 1), 1, text)
    return year if month is None else f"{year}-{int(month):02}"


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        moment = datetime.date(year, month, day)
    except ValueError as error:
        raise Refused("no_date", shown=shown_value(text)) from error
    if year not in _YEARS:
        raise Refused("no_date", shown=shown_value(text))
    return moment.isoformat()


def _shown_mark(digits: str) -> str | None:
    """The decimal mark that one number's text proves, if any."""
    if match := _GROUPED_DECIMAL.fullmatch(digits):
        return match[3]
    if _is_ambiguous(digits):
        return None
    if match := _ONE_MARK.fullmatch(digits):
        return match[2]
    if match := _GROUPED.fullmatch(digits):
        return COMMA if match[1] == POINT else POINT
    return None


def _is_ambiguous(digits: str) -> bool:
    """`1.234` and `1,234`: a decimal number or thousands. `0.123` and `1234.567` cannot be thousands."""
    match = _ONE_MARK.fullmatch(digits)
    if match is None:
        return False
    before, after = match[1], match[3]
    return len(after) == _GROUP_DIGITS and 1 <= len(before) <= _GROUP_DIGITS and not before.startswith("0")


def _settle(digits: str, decimal_mark: str | None, fits: Callable[[float], bool]) -> int | float:
    used = COMMA if COMMA in digits else POINT
    as_decimal = float(digits.replace(COMMA, POINT))
    as_thousands = int(digits.replace(used, ""))
    possible = [value for value in (_whole_or_not(as_decimal), as_thousands) if fits(value)]
    if len(possible) == 1:
        return possible[0]
    if decimal_mark == COMMA or (decimal_mark == used == POINT):
        return _whole_or_not(as_decimal) if decimal_mark == used else as_thousands
    if decimal_mark is None and used == COMMA:
        return _whole_or_not(as_decimal)
    raise Refused(
        "ambiguous_number", shown=digits, thousands=str(as_thousands), decimal=str(as_decimal).replace(POINT, COMMA)
    )


def _split_sign(text: str) -> tuple[int, str]:
    if text.startswith(("-", "−")):
        return -1, text[1:].lstrip()
    return 1, text.removeprefix("+").lstrip()


def _decimal(sign: int, digits: str) -> int | float:
    return _whole_or_not(sign * float(digits))


def _whole_or_not(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _text_of(cell: Cell) -> str:
    """The text of a cell that should hold one; raises `Refused` for a cell that must not be read as data."""
    if isinstance(cell, Unusable):
        raise Refused(cell.fault, shown=shown_value(cell.shown))
    return str(cell)


def _no_number(text: str) -> Refused:
    if text.endswith("%"):
        return Refused("percentage", shown=shown_value(text))
    if _SCIENTIFIC.fullmatch(text):
        return Refused("scientific_number", shown=shown_value(text))
    return Refused("no_number", shown=shown_value(text))
