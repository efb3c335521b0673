"""Text files as spreadsheet programs save them: which encoding, which delimiter, and the rows.

A file that mixes encodings is told of line by line: a name that is wrong in one row only would otherwise be found
when somebody looks for it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from beredt.adapters.importers.spreadsheet import survey
from beredt.adapters.importers.spreadsheet.cleaning import clean_text
from beredt.adapters.importers.spreadsheet.config import LIMITS, Limits
from beredt.adapters.importers.spreadsheet.sheet import Cell, ReadingFault, Row, Sheet, Unusable
from beredt.kit.errors import CapacityExceeded, InvalidInput
from beredt.kit.language import mark

DELIMITERS = (";", "\t", ",")
_SAMPLE_ROWS = 50
_STATED_DELIMITER = "sep="
_SPREADSHEET_ERRORS = frozenset(
    [
        "#REF!",
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#REFERENCE!",
        "#DIVISION/0!",
        "#I/T",
        "#NAVN?",
        "#NUL!",
        "#VÆRDI!",
        "#OVERLØB!",
    ]
)
"""Error values as spreadsheet programs write them into text files, in English and Danish."""


def read_textfile(content: bytes, *, limits: Limits = LIMITS) -> Sheet:
    """The rows of a .csv, .txt or .tsv file; row numbers are those a spreadsheet program would show.

    Raises `InvalidInput` (code `unreadable_file`) where the bytes are no text, `CapacityExceeded` above `limits`.
    """
    text, faults = _decode(content)
    delimiter, text, skipped = _find_delimiter(text)
    rows, row_faults = _parse(text, delimiter, skipped, limits)
    return Sheet(name="", rows=rows, faults=(*faults, *row_faults))


def _decode(content: bytes) -> tuple[str, tuple[ReadingFault, ...]]:
    """The text, and the lines whose encoding differs from the rest."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise _no_text() from error
    if b"\0" in content:
        raise _no_text()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode_lines(content.removeprefix(codecs.BOM_UTF8), has_mark=content.startswith(codecs.BOM_UTF8))


def _decode_lines(content: bytes, *, has_mark: bool) -> tuple[str, tuple[ReadingFault, ...]]:
    """Windows' western encoding, unless some lines are plainly UTF-8: then the rarer kind of line is a fault."""
    lines = content.splitlines(keepends=True)
    unicode_lines: list[int] = []
    western_lines: list[int] = []
    decoded = []
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            decoded.append(line.decode("ascii"))
            continue
        try:
            decoded.append(line.decode("utf-8"))
            unicode_lines.append(number)
        except UnicodeDecodeError:
            decoded.append(line.decode("cp1252", errors="replace"))
            western_lines.append(number)
    mixed = western_lines if has_mark else min(western_lines, unicode_lines, key=len)
    rest = set(western_lines) - set(mixed)
    unknown = sorted(number for number in rest if "\ufffd" in decoded[number - 1])
    return "".join(decoded), (
        *(ReadingFault(row=number, code="mixed_encoding") for number in mixed),
        *(ReadingFault(row=number, code="unknown_letter") for number in unknown),
    )


def _find_delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text from its first row on, and how many rows were left out above it (0 or 1)."""
    first_line = text[:20].splitlines()[0].strip('" ') if text else ""
    if first_line.lower().startswith(_STATED_DELIMITER) and first_line[len(_STATED_DELIMITER) :] in DELIMITERS:
        rest = text.splitlines(keepends=True)
        return first_line[len(_STATED_DELIMITER) :], "".join(rest[1:]), 1
    return max(DELIMITERS, key=lambda delimiter: _agreement(text, delimiter)), text, 0


def _agreement(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, above one; the wider table wins a tie."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(range(_SAMPLE_ROWS), reader, strict=False):
            if len(row) > 1:
                widths[len(row)] += 1
    except csv.Error:
        pass
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _parse(text: str, delimiter: str, skipped: int, limits: Limits) -> tuple[tuple[Row, ...], tuple[ReadingFault, ...]]:
    rows: list[Row] = []
    faults: list[ReadingFault] = []
    cell_count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, fields in enumerate(reader, start=1 + skipped):
            if len(fields) > limits.columns and any(field.strip() for field in fields[limits.columns :]):
                raise survey.too_many_columns(limits)
            cells = tuple(_cells(fields[: limits.columns]))
            if any(cell is not None for cell in cells):
                rows.append(Row(number=number, cells=cells))
                cell_count += len(cells)
            if len(rows) > limits.rows or cell_count > limits.cells:
                raise survey.too_many_rows(limits)
    except csv.Error:
        faults.append(ReadingFault(row=number + 1, code="broken_quotes"))
    return tuple(rows), tuple(faults)


def _cells(fields: list[str]) -> Iterator[Cell]:
    for field in fields:
        text = clean_text(field)
        is_error = text is not None and text.startswith("#") and text in _SPREADSHEET_ERRORS
        yield Unusable(fault="formula_error", shown=text or "") if is_error else text


def check_size(content_bytes: int, *, limits: Limits = LIMITS) -> None:
    """Nothing for a file of acceptable size; raises `CapacityExceeded` above it."""
    if content_bytes > limits.file_bytes:
        raise CapacityExceeded(
            mark("The file is larger than {megabytes} MB."),
            code="too_large",
            hint=mark("Beredt accepts no more in one import; divide the table."),
            megabytes=limits.file_bytes // 1_000_000,
        )


def _no_text() -> InvalidInput:
    return InvalidInput(
        mark("This is neither a workbook nor a text file."),
        code="unreadable_file",
        hint=mark("Save the table as .xlsx or as CSV UTF-8 in the spreadsheet program."),
    )
