"""The form of a call list's workbook that both ends agree on."""

from __future__ import annotations

from collections.abc import Mapping

from beredt.kit.language import LANGUAGES, language, mark

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


def column_of_heading(text: str) -> str:
    """Our name of a column from its heading in either language; empty for any other text."""
    wanted = text.strip().casefold()
    for code in LANGUAGES:
        for name, heading in HEADINGS.items():
            if language(code).say(heading).casefold() == wanted:
                return name
    return ""
