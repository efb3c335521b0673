"""A table as a file for a spreadsheet, such that the same file taken in again changes nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from beredt.apps.municipality import records
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality import differences
from beredt.domain.municipality.differences import RowKey
from beredt.kit.language import Language

_RUN_AS_FORMULA = re.compile(r"'*[=+\-@\s]")
_COULD_BE_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")


def table_csv(pack: StoredPack, table: str, keys: Sequence[RowKey], language: Language) -> bytes:
    """The rows of those keys under the headings of a pack, with the decimal mark of the language.

    Outlines are left out: no cell of a spreadsheet holds them, and an import keeps what it has no column for.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    columns = [name for name in records.columns_of(table) if name != "geometry"]
    writer.writerow(columns)
    for key in keys:
        row = pack.rows[table][key]
        writer.writerow([_text(differences.cell_of(row, name), language) for name in columns])
    # The mark lets spreadsheet programs see that it is UTF-8.
    return ("\ufeff" + stream.getvalue()).encode("utf-8")


def _text(value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value, language)
    text = str(value)
    # A text that begins as a formula does would be run as one; the import takes one apostrophe off again.
    return f"'{text}" if _RUN_AS_FORMULA.match(text) else text


def _number(value: float, language: Language) -> str:
    """All digits and no exponent; three decimals get a fourth, since 1,234 may be read as thousands."""
    text = str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if _COULD_BE_THOUSANDS.fullmatch(text):
        text += "0"
    return text.replace(".", ",") if language.code == "da" else text
