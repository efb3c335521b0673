"""A CSV file as text cells, whatever its bytes are: header, records and their row numbers, and what is wrong.

Reading goes on after what can be passed over (a wrong encoding, a zero byte) and stops where the rest would be
guesswork (broken quoting, other separators).
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

import attrs

from beredt.adapters.packs.descriptor import DELIMITERS, Resource
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.problem import Problem

LONGEST_LINE = 1_000_000
MOST_ROWS = 1_000_000
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 1000
_DELIMITER_NAMES = {"\t": "TAB"}


@attrs.frozen(kw_only=True, eq=False)
class RawTable:
    """Records as text; `rows` are their row numbers (the header is 1), `whole` is False where the rest is missing."""

    header: tuple[str, ...]
    records: list[list[str]]
    rows: list[int]
    whole: bool


class _LineTooLong(Exception):
    pass


def parse_csv(data: bytes, *, resource: Resource, table: TableSchema) -> tuple[RawTable | None, list[Problem]]:
    """The file's cells, None where there is no usable header, and the problems of the text itself."""
    file = resource.path
    if _looks_like_utf16(data):
        return None, [Problem(file=file, code="utf16")]
    text, problems = _decode(data, resource)
    records, rows, stopped = _read_records(text, resource)
    if stopped is not None:
        problems.append(stopped)
    if not records:
        if stopped is None:
            values = {"columns": ", ".join(table.column_names)}
            problems.append(Problem(file=file, code="missing_header", values=values))
        return None, problems
    header = tuple(cell.strip() for cell in records[0])
    if _has_other_separator(header, table, resource.delimiter):
        values = {"delimiter": _DELIMITER_NAMES.get(resource.delimiter, resource.delimiter)}
        return None, [*problems, Problem(file=file, row=rows[0], code="semicolon_separated", values=values)]
    return RawTable(header=header, records=records[1:], rows=rows[1:], whole=stopped is None), problems


def _read_records(text: str, resource: Resource) -> tuple[list[list[str]], list[int], Problem | None]:
    """Records that are not blank, their row numbers, and what stopped the reading, if anything did."""
    reader = csv.reader(_lines(text), delimiter=resource.delimiter, strict=True)
    records: list[list[str]] = []
    rows: list[int] = []
    row, stop = 0, ("", 0)
    try:
        for row, record in enumerate(reader, start=1):
            if row > MOST_ROWS + 1:
                stop = ("too_many_rows", MOST_ROWS)
                break
            # Spreadsheets leave rows of commas behind; the header is the first row that says something.
            if "".join(record).strip():
                records.append(record)
                rows.append(row)
    except csv.Error as error:
        row += 1
        stop = ("cell_too_long" if "field larger" in str(error) else "broken_quoting", csv.field_size_limit())
    except _LineTooLong:
        row += 1
        stop = ("line_too_long", LONGEST_LINE)
    code, limit = stop
    problem = Problem(file=resource.path, row=row, code=code, values={"limit": limit}) if code else None
    return records, rows, problem


def _looks_like_utf16(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return data.startswith(_UTF16_MARKS) or (len(sample) > 1 and sample.count(0) * 3 >= len(sample))


def _decode(data: bytes, resource: Resource) -> tuple[str, list[Problem]]:
    """The text, wrong rows read on as Windows text, and the problems."""
    problems: list[Problem] = []
    has_mark = data.startswith(codecs.BOM_UTF8)
    encoding = "utf-8" if has_mark else resource.encoding
    plain = data[len(codecs.BOM_UTF8) :] if has_mark else data
    try:
        text = plain.decode(encoding)
    except UnicodeDecodeError as error:
        row = _row_at(_decode_by_line(plain[: error.start], encoding), resource.delimiter)
        problems.append(Problem(file=resource.path, row=row, code="not_utf8", values={"encoding": encoding.upper()}))
        text = _decode_by_line(plain, encoding)
    if "\x00" in text:
        row = _row_at(text[: text.index("\x00")], resource.delimiter)
        problems.append(Problem(file=resource.path, row=row, code="nul_byte"))
        text = text.replace("\x00", "")
    return text, problems


def _decode_by_line(data: bytes, encoding: str) -> str:
    """The text of mixed encodings: each line as it should be if it can be, else as Windows text."""
    lines = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode(encoding))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
    return "\n".join(lines)


def _row_at(before: str, delimiter: str) -> int:
    """The row in which a text goes on after `before`, line breaks inside quotation marks not counted."""
    try:
        return sum(1 for _ in csv.reader(_lines(before + "x"), delimiter=delimiter))
    except (csv.Error, _LineTooLong):
        return 1 + before.count("\n")


def _lines(text: str) -> Iterator[str]:
    stream = io.StringIO(text, newline="")
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _LineTooLong
        yield line


def _has_other_separator(header: tuple[str, ...], table: TableSchema, used: str) -> bool:
    ours = set(table.column_names)
    found = len(ours & set(header))
    joined = used.join(header)
    return any(
        len(ours & {cell.strip(' "') for cell in joined.split(delimiter)}) > max(found, 1)
        for delimiter in DELIMITERS
        if delimiter != used
    )
