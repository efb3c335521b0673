"""A sheet as it was read, before anyone asks what it means: cells with their places, faults included.

The same values come out of a workbook and a text file, so that whatever reads them (the import of a table, later the
filled call list) need not know which it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs


@attrs.frozen(kw_only=True)
class Unusable:
    """A cell whose content must not be read as data; `shown` is what the user sees there.

    `fault` is a code of `problem_kinds`: `formula_error` (#REF!), `not_calculated` (a formula without a stored
    result), `percentage`, `time_of_day`.
    """

    fault: str
    shown: str


Cell = str | int | float | bool | datetime.date | Unusable | None
"""A cell's content: text is stripped, an empty cell is None, a date without a time of day is a `date`."""


@attrs.frozen(kw_only=True)
class Row:
    """One row that is not empty: its number in the sheet (from 1) and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in a column (from 0); None beyond the last one."""
        return self.cells[column] if column < len(self.cells) else None

    def filled(self) -> Iterator[tuple[int, Cell]]:
        """Every cell that is not empty, with its column (from 0)."""
        return ((column, cell) for column, cell in enumerate(self.cells) if cell is not None)


@attrs.frozen(kw_only=True)
class Merge:
    """A range of merged cells, rows from 1 and columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def shown(self) -> str:
        """The range as spreadsheets write it, for instance `B4:B9`."""
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"

    def touches(self, *, rows: range, columns: frozenset[int]) -> bool:
        """Whether the range shares a cell with these rows and columns."""
        reaches_rows = self.first_row < rows.stop and self.last_row >= rows.start
        return reaches_rows and any(self.first_column <= column <= self.last_column for column in columns)


@attrs.frozen(kw_only=True)
class ReadingFault:
    """Something wrong with the file itself at a place: a row from 1, a column from 0 or None for the whole row.

    What `code` means is declared in `problem_kinds`.
    """

    row: int
    column: int | None = None
    code: str
    values: dict[str, object] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Sheet:
    """One sheet: `name` ("" for a text file), its filled rows in order, merged ranges and faults found on the way."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    faults: tuple[ReadingFault, ...] = ()
    visible: bool = True


def column_letters(column: int) -> str:
    """A column (from 0) as spreadsheets write it: A, B, ... Z, AA."""
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_from_letters(letters: str) -> int:
    """The column (from 0) of `A`, `B`, ... `AA`; the opposite of `column_letters`."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
