"""One cell of text against its column: the value, or what is wrong with it.

Only what a machine writes is a number here: ASCII digits, a decimal point, no thousands separators, no underscores.
Spaces around an id, a choice or a number are dropped; text is kept as it is.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from beredt.adapters.packs import schema
from beredt.adapters.packs.schema import Column

YES = ("true", "yes", "ja", "1")
NO = ("false", "no", "nej", "0")

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,3}(\.?[0-9]{3})*,[0-9]+|[+-]?[0-9]+,[0-9]+")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_UNTEXTUAL = re.compile(r"[\x00\ud800-\udfff]")
_LONGEST_NUMBER = 60


@attrs.frozen
class Fault:
    """What is wrong with a cell: the `code` of a `problem.Problem` and the values its sentences need."""

    code: str
    values: Mapping[str, object] = MappingProxyType({})


def parse_cell(column: Column, text: str) -> Any:
    """The cell's value (None or the column's default where blank), or a `Fault`."""
    if column.type == "text":
        return _parse_text(column, text)
    stripped = text.strip()
    if not stripped:
        return _parse_blank(column)
    return _PARSERS[column.type](column, stripped)


def doubt_cell(column: Column, text: str, value: Any) -> Fault | None:
    """What deserves a warning in a cell that parses to `value`, None if nothing."""
    if column.blank == "warning" and not text.strip():
        return Fault(f"blank_{column.name}")
    if column.unit == "h" and isinstance(value, float) and value > schema.IMPLAUSIBLE_HOURS:
        return Fault("implausible_hours")
    return None


def _parse_blank(column: Column) -> Any:
    if column.blank == "error":
        return Fault("blank_id" if column.type in {"id", "code"} else "blank_value")
    return column.default


def _parse_text(column: Column, text: str) -> Any:
    if not text.strip():
        return _parse_blank(column)
    if len(text) > schema.LONGEST_TEXT:
        return Fault("cell_too_long", {"limit": schema.LONGEST_TEXT})
    if _UNTEXTUAL.search(text):
        return Fault("bad_character")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _parse_id(_column: Column, text: str) -> Any:
    if len(text) > schema.LONGEST_ID:
        return Fault("cell_too_long", {"limit": schema.LONGEST_ID})
    return Fault("bad_character") if _CONTROL.search(text) else text


def _parse_code(column: Column, text: str) -> Any:
    return _parse_id(column, text.lstrip("0") or "0")


def _parse_choice(column: Column, text: str) -> Any:
    return text if text in column.choices else Fault("not_a_choice", {"choices": ", ".join(column.choices)})


def _parse_number(column: Column, text: str) -> Any:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return _not_a_number(text, "not_a_number")
    value = float(text)
    if not math.isfinite(value):
        return Fault("not_finite")
    return _within(column, value + 0.0)


def _parse_integer(column: Column, text: str) -> Any:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return _not_a_number(text, "not_a_whole_number")
    value = float(text)
    if not math.isfinite(value):
        return Fault("not_finite")
    return _within(column, int(value)) if value.is_integer() else Fault("not_a_whole_number")


def _not_a_number(text: str, code: str) -> Fault:
    if _NOT_FINITE.fullmatch(text):
        return Fault("not_finite")
    if len(text) <= _LONGEST_NUMBER and _DECIMAL_COMMA.fullmatch(text):
        return Fault("decimal_comma")
    return Fault(code)


def _within(column: Column, value: float) -> Any:
    below = column.minimum is not None and value < column.minimum
    above = column.maximum is not None and value > column.maximum
    if below or above:
        return Fault("out_of_range", {"minimum": column.minimum, "maximum": column.maximum})
    return value


def _parse_boolean(_column: Column, text: str) -> Any:
    lowered = text.lower()
    if lowered in YES:
        return True
    return False if lowered in NO else Fault("not_yes_or_no")


def _parse_date(_column: Column, text: str) -> Any:
    if not _DATE.fullmatch(text):
        return Fault("not_a_date")
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return Fault("not_a_date")
    return text


_PARSERS: Mapping[str, Callable[[Column, str], Any]] = MappingProxyType(
    {
        "id": _parse_id,
        "code": _parse_code,
        "choice": _parse_choice,
        "number": _parse_number,
        "integer": _parse_integer,
        "boolean": _parse_boolean,
        "date": _parse_date,
    }
)
