"""A sheet read as one table of a pack: its rows as values, and everything that is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from beredt.adapters.importers.spreadsheet import heading_words, headings, values
from beredt.adapters.importers.spreadsheet.cell_reading import ColumnReader, words_of
from beredt.adapters.importers.spreadsheet.headings import Headings
from beredt.adapters.importers.spreadsheet.problem import Place, SheetProblem
from beredt.adapters.importers.spreadsheet.sheet import Cell, Row, Sheet, column_letters
from beredt.adapters.packs.cells import Fault
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.located import UNREADABLE
from beredt.domain.municipality.problem import shown
from beredt.domain.municipality.vocabulary import Vocabulary


@attrs.frozen(kw_only=True)
class SkippedRow:
    """A row that was taken for no data; `reason` is `total` or `headings`."""

    row: int
    reason: str


@attrs.frozen(kw_only=True)
class SheetTable:
    """The sheet's rows as values of the table's columns.

    `columns` are the sheet's columns (from 0) by our names; `rows` the row numbers; `values` one column of values per
    name, `UNREADABLE` where a problem tells why. `header_row` is 0 where no headings were found.
    """

    place: Place
    header_row: int
    columns: Mapping[str, int]
    ignored: tuple[tuple[str, str], ...]
    skipped: tuple[SkippedRow, ...]
    rows: tuple[int, ...]
    values: Mapping[str, Sequence[Any]]
    problems: tuple[SheetProblem, ...]

    def letters(self, name: str) -> str:
        """The letters of the sheet's column that holds `name`; empty where none does."""
        return column_letters(self.columns[name]) if name in self.columns else ""


def read_table(
    sheet: Sheet, table: TableSchema, *, file: str, vocabulary: Vocabulary, decimal_mark: str | None = None
) -> SheetTable:
    """The sheet as the given table; `decimal_mark` where the user has said which mark the file's decimals have."""
    place = Place(file=file, sheet=sheet.name)
    faults = [place.problem_from_fault(fault) for fault in sheet.faults]
    found = headings.find_headings(sheet.rows, table)
    if found is None:
        return _without_headings(place, table, faults)
    header = next(row for row in sheet.rows if row.number == found.row)
    rows, skipped = _data_rows(sheet.rows, header, found, table)
    columns, problems = _read_columns(rows, found, table, place, _Settings(vocabulary, decimal_mark))
    problems = [
        *faults,
        *(place.problem_from_fault(fault) for fault in found.faults),
        *_check_shape(sheet, rows, found, place),
        *problems,
        *_check_repeated(rows, columns, table, found, place),
    ]
    return SheetTable(
        place=place,
        header_row=found.row,
        columns=found.columns,
        ignored=tuple((column_letters(column), text) for column, text in found.ignored),
        skipped=tuple(skipped),
        rows=tuple(row.number for row in rows),
        values=columns,
        problems=tuple(problems),
    )


@attrs.frozen
class _Settings:
    vocabulary: Vocabulary
    decimal_mark: str | None


def _without_headings(place: Place, table: TableSchema, faults: list[SheetProblem]) -> SheetTable:
    needed = [column.name for column in table.columns if column.name in table.key or column.blank == "error"]
    told = "; ".join(headings.shown_words(table, name) for name in needed)
    return SheetTable(
        place=place,
        header_row=0,
        columns={},
        ignored=(),
        skipped=(),
        rows=(),
        values={},
        problems=(*faults, place.problem("no_headings", row=1, values={"columns": told})),
    )


def _data_rows(
    rows: Sequence[Row], header: Row, found: Headings, table: TableSchema
) -> tuple[list[Row], list[SkippedRow]]:
    """The rows below the headings, without repeated headings and without the totals at the end."""
    data: list[Row] = []
    skipped: list[SkippedRow] = []
    for row in rows:
        if row.number <= header.number:
            continue
        if found.repeats(row, header):
            skipped.append(SkippedRow(row=row.number, reason="headings"))
        else:
            data.append(row)
    while data and _is_total(data[-1], found, table):
        skipped.append(SkippedRow(row=data.pop().number, reason="total"))
    return data, sorted(skipped, key=lambda row: row.row)


def _is_total(row: Row, found: Headings, table: TableSchema) -> bool:
    """A row that names itself a total and else holds only numbers; a thing called Total has an id and a name."""
    texts = [cell for _, cell in row.filled() if isinstance(cell, str)]
    words = {headings.plain_word(word) for word in heading_words.TOTAL_WORDS}
    named = [text for text in texts if headings.plain_word(text) in words]
    others = [text for text in texts if headings.plain_word(text) not in words]
    key_cells = [row.cell(found.columns[name]) for name in table.key if name in found.columns]
    keyed = all(cell is not None and cell not in named for cell in key_cells)
    return bool(named) and not keyed and all(_is_number(text) for text in others)


def _is_number(text: str) -> bool:
    try:
        values.read_number(text, decimal_mark=values.COMMA)
    except values.Refused:
        return False
    return True


def _read_columns(
    rows: Sequence[Row], found: Headings, table: TableSchema, place: Place, settings: _Settings
) -> tuple[dict[str, list[Any]], list[SheetProblem]]:
    decimal_mark = settings.decimal_mark or values.decimal_mark_of(_number_texts(rows, found, table))
    columns: dict[str, list[Any]] = {}
    problems: list[SheetProblem] = []
    for column in table.columns:
        if column.name not in found.columns:
            continue
        index = found.columns[column.name]
        reader = ColumnReader(column, decimal_mark=decimal_mark, words=words_of(column, settings.vocabulary))
        read_values: list[Any] = []
        for row in rows:
            read = reader.read(row.cell(index))
            is_fault = isinstance(read.value, Fault)
            read_values.append(UNREADABLE if is_fault else read.value)
            for fault in (read.value, *read.doubts) if is_fault else read.doubts:
                problems.append(
                    place.problem(fault.code, row=row.number, column=index, name=column.name, values=fault.values)
                )
        columns[column.name] = read_values
    return columns, sorted(problems, key=lambda problem: (problem.row, len(problem.column), problem.column))


def _number_texts(rows: Sequence[Row], found: Headings, table: TableSchema) -> Iterator[str]:
    wanted = [
        found.columns[column.name]
        for column in table.columns
        if column.type in {"number", "integer"} and column.name in found.columns
    ]
    for row in rows:
        for index in wanted:
            cell: Cell = row.cell(index)
            if isinstance(cell, str):
                yield cell


def _check_shape(sheet: Sheet, rows: Sequence[Row], found: Headings, place: Place) -> Iterator[SheetProblem]:
    """Whether the sheet is a table at all: rows, one value in each cell, nothing beyond the headings."""
    if not rows:
        yield place.problem("no_rows", row=found.row)
        return
    used = frozenset(found.columns.values())
    reach = range(found.row, rows[-1].number + 1)
    for merge in sheet.merges:
        if merge.touches(rows=reach, columns=used):
            top = max(merge.first_row, found.row)
            yield place.problem("merged_cells", row=top, column=merge.first_column, values={"range": merge.shown})
    if sheet.name:
        return
    # In a text file a cell too many means a separator inside a value: everything after it has slipped.
    for row in rows:
        beyond = next((column for column, _ in row.filled() if column >= found.width), None)
        if beyond is not None:
            yield place.problem("cells_beyond_headings", row=row.number, column=beyond)


def _check_repeated(
    rows: Sequence[Row], columns: Mapping[str, list[Any]], table: TableSchema, found: Headings, place: Place
) -> Iterator[SheetProblem]:
    if any(name not in columns for name in table.key):
        return
    first: dict[tuple[Any, ...], int] = {}
    keys = zip(*(columns[name] for name in table.key), strict=True)
    for row, key in zip(rows, keys, strict=True):
        earlier = first.setdefault(key, row.number)
        if earlier != row.number and UNREADABLE not in key:
            name = table.key[-1]
            told = shown("/".join(map(str, key)))
            yield place.problem(
                "duplicate_id",
                row=row.number,
                column=found.columns[name],
                name=name,
                values={"id": told, "first_row": str(earlier)},
            )
