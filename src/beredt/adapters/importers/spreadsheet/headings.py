"""The heading row of a sheet: where it stands, and which column of the table each heading is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import attrs

from beredt.adapters.importers.spreadsheet import heading_words
from beredt.adapters.importers.spreadsheet.config import HEADER_SEARCH_ROWS
from beredt.adapters.importers.spreadsheet.sheet import Cell, ReadingFault, Row, column_letters
from beredt.adapters.packs.schema import FILE_ORDER, Column, TableSchema

_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "%": "pct", "°": "grader"})
_FEWEST = 2
"""One recognised word may stand in a title; two in one row are headings."""


@attrs.frozen(kw_only=True)
class Headings:
    """The heading row `row` (from 1): the sheet's columns (from 0) by our column names, and what was passed by.

    `ignored` are the headings that stand for nothing, as (column, text); `width` is one past the last heading.
    """

    row: int
    columns: Mapping[str, int]
    ignored: tuple[tuple[int, str], ...]
    width: int
    faults: tuple[ReadingFault, ...]

    def repeats(self, row: Row, headings: Row) -> bool:
        """Whether a row only repeats the headings, as at the top of each printed page."""
        return all(row.cell(column) == headings.cell(column) for column in self.columns.values())


@attrs.frozen
class _Meaning:
    """A column, with `other_unit` where the heading names a unit that is not the column's."""

    name: str
    other_unit: str = ""


def find_headings(rows: Sequence[Row], table: TableSchema) -> Headings | None:
    """The heading row that recognises most columns of `table` among the first rows; None where there is none."""
    candidates = [row for row in rows[:HEADER_SEARCH_ROWS] if row.number <= HEADER_SEARCH_ROWS]
    best = max(candidates, key=lambda row: len(_recognised(row, table)), default=None)
    if best is None or len(_recognised(best, table)) < min(_FEWEST, len(table.columns)):
        return None
    return _read_headings(best, table)


def table_named(word: str) -> TableSchema | None:
    """The table called so, by its own name or in Danish; None for any other word."""
    plain = plain_word(word)
    for table in FILE_ORDER:
        names = (table.name, table.file.partition(".")[0], *heading_words.TABLE_WORDS.get(table.name, ()))
        if plain in map(plain_word, names):
            return table
    return None


def shown_words(table: TableSchema, name: str) -> str:
    """The headings to suggest for a column: our name and the first Danish words."""
    own = heading_words.TABLE_COLUMN_WORDS.get((table.name, name), ())
    return ", ".join((name, *heading_words.COLUMN_WORDS.get(name, ())[:2], *own[:1]))


def plain_word(text: str) -> str:
    """Text without capitals, spaces and punctuation, æøå spelt out: what headings are compared by."""
    return "".join(letter for letter in text.casefold().translate(_LETTERS) if letter.isalnum())


def _read_headings(row: Row, table: TableSchema) -> Headings:
    columns: dict[str, int] = {}
    ignored: list[tuple[int, str]] = []
    faults: list[ReadingFault] = []
    # A column's own name beats a Danish word for it, whichever stands first.
    for column, cell in sorted(row.filled(), key=lambda item: plain_word(str(item[1])) not in _own_names(table)):
        meaning = _meaning_of(cell, table)
        if meaning is None:
            ignored.append((column, str(cell)))
        elif meaning.other_unit:
            faults.append(_unit_fault(row.number, column, meaning, table))
            columns.setdefault(meaning.name, column)
        elif meaning.name not in columns:
            columns[meaning.name] = column
        elif _is_own_name(row.cell(columns[meaning.name]), meaning.name) and not _is_own_name(cell, meaning.name):
            ignored.append((column, str(cell)))
        else:
            other = f"{column_letters(columns[meaning.name])}{row.number}"
            values: dict[str, object] = {"name": meaning.name, "other": other}
            faults.append(ReadingFault(row=row.number, column=column, code="duplicate_heading", values=values))
    faults.extend(_missing(row.number, columns, table))
    width = max(column for column, _ in row.filled()) + 1
    return Headings(row=row.number, columns=columns, ignored=tuple(sorted(ignored)), width=width, faults=tuple(faults))


def _missing(row: int, columns: Mapping[str, int], table: TableSchema) -> Iterator[ReadingFault]:
    for column in table.columns:
        if column.name not in columns and (column.name in table.key or column.blank == "error"):
            values: dict[str, object] = {"name": column.name, "aliases": shown_words(table, column.name)}
            yield ReadingFault(row=row, code="missing_heading", values=values)


def _unit_fault(row: int, column: int, meaning: _Meaning, table: TableSchema) -> ReadingFault:
    schema_column = table.column(meaning.name)
    unit = schema_column.unit if schema_column else ""
    word = heading_words.UNIT_WORDS.get(unit, (unit,))[0]
    expected = word if plain_word(word) == plain_word(unit) else f"{word} ({unit})"
    values: dict[str, object] = {"name": meaning.name, "unit": meaning.other_unit, "expected_unit": expected}
    return ReadingFault(row=row, column=column, code="heading_unit", values=values)


def _recognised(row: Row, table: TableSchema) -> frozenset[str]:
    meanings = (_meaning_of(cell, table) for _, cell in row.filled())
    return frozenset(meaning.name for meaning in meanings if meaning is not None)


def _meaning_of(cell: Cell, table: TableSchema) -> _Meaning | None:
    if not isinstance(cell, str):
        return None
    words = _words_of(table.name)
    return words.get(plain_word(cell)) or words.get(plain_word(_BRACKETED.sub(" ", cell)))


def _is_own_name(cell: Cell, name: str) -> bool:
    return plain_word(str(cell)) == plain_word(name)


def _own_names(table: TableSchema) -> frozenset[str]:
    return frozenset(plain_word(name) for name in table.column_names)


@cache
def _words_of(table_name: str) -> Mapping[str, _Meaning]:
    """Every spelling under which a column of the table is recognised, own names first."""
    table = next(table for table in FILE_ORDER if table.name == table_name)
    words: dict[str, _Meaning] = {plain_word(column.name): _Meaning(column.name) for column in table.columns}
    for column in table.columns:
        spoken = heading_words.COLUMN_WORDS.get(column.name, ())
        for word in (column.name, *spoken, *heading_words.TABLE_COLUMN_WORDS.get((table_name, column.name), ())):
            for spelling, meaning in _spellings(word, column):
                words.setdefault(spelling, meaning)
    return words


def _spellings(word: str, column: Column) -> Iterator[tuple[str, _Meaning]]:
    plain = plain_word(word)
    yield plain, _Meaning(column.name)
    for unit in heading_words.UNIT_WORDS.get(column.unit, ()):
        yield plain + plain_word(unit), _Meaning(column.name)
        yield plain + "i" + plain_word(unit), _Meaning(column.name)
    for unit in heading_words.OTHER_UNIT_WORDS.get(column.unit, ()):
        yield plain + plain_word(unit), _Meaning(column.name, unit)
        yield plain + "i" + plain_word(unit), _Meaning(column.name, unit)
