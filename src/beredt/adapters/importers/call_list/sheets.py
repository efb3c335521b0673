"""A call list as the texts that stand in its workbook, and the form that both ends agree on."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.kit.language import LANGUAGES, Language, language, mark

FORM = "beredt/call-list/1"
"""Stands in the first cell of the hidden sheet; a workbook without it is no call list."""
HIDDEN_SHEET = "beredt"
HEADINGS: Mapping[str, str] = {
    "number": mark("No."),
    "question": mark("Question"),
    "why": mark("Why we ask"),
    "assumed": mark("We assume today"),
    "answer": mark("Answer"),
    "unit": mark("Unit"),
    "told_by": mark("Answered by (function)"),
    "date": mark("Date"),
    "key": mark("Key (do not change)"),
}
"""The columns of a sheet, in their order."""
DO_NOT_KNOW = mark("don't know")


@attrs.frozen(kw_only=True)
class HiddenValue:
    """One value of the pack that a question settles, as it was when the list was written."""

    assumption_id: str
    table: str
    key: tuple[str, ...]
    column: str
    value: float
    low: float
    high: float


@attrs.frozen(kw_only=True)
class WrittenQuestion:
    """One row of a sheet, without an answer."""

    question_id: str
    text: str
    why: str
    assumed: str
    unit: str
    values: tuple[HiddenValue, ...]


@attrs.frozen(kw_only=True)
class WrittenSheet:
    """One recipient's sheet."""

    recipient: str
    questions: tuple[WrittenQuestion, ...]
    left_out: int = 0


@attrs.frozen(kw_only=True)
class CallBook:
    """A whole call list; `pack_hash` is that of the pack that it asks about."""

    language: Language
    municipality: str
    municipality_code: str
    pack_hash: str
    sheets: tuple[WrittenSheet, ...]


def column_of_heading(text: str) -> str:
    """Our name of a column from its heading in either language; empty for any other text."""
    wanted = text.strip().casefold()
    for code in LANGUAGES:
        for name, heading in HEADINGS.items():
            if language(code).say(heading).casefold() == wanted:
                return name
    return ""
