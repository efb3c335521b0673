"""A quick walk through a sheet's XML before it is read: is it in order, is it small enough, what would stay unseen?

The library that reads the cells drops rows and cells that stand out of order, shows a formula without a stored result
as an empty cell, and does not tell of merged cells in a sheet that it streams. Each would be a silent loss.
"""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

import attrs

from beredt.adapters.importers.spreadsheet import strongbox
from beredt.adapters.importers.spreadsheet.config import Limits
from beredt.adapters.importers.spreadsheet.sheet import Merge, column_from_letters
from beredt.kit.errors import CapacityExceeded
from beredt.kit.language import mark

_CHUNK_BYTES = 1 << 18
_SHEET_ROWS = 1 << 20
_SHEET_COLUMNS = 1 << 14
_CELL_NAME = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_MERGES = 100_000


@attrs.frozen(kw_only=True)
class Findings:
    """`not_calculated`: row (from 1) and column (from 0) of formulas without a stored result."""

    merges: tuple[Merge, ...]
    not_calculated: frozenset[tuple[int, int]]


def survey_sheet(stream: IO[bytes], *, limits: Limits, first_rows: int | None = None) -> Findings:
    """What a sheet's XML hides from the reader; with `first_rows` only down to that row.

    Raises `InvalidInput` (`unreadable_file`) for broken or disordered XML and `CapacityExceeded` above `limits`.
    """
    parser = expat.ParserCreate()
    walk = _Walk(parser, limits, first_rows)
    parser.StartElementHandler = walk.start
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _FarEnough:
        pass
    except (expat.ExpatError, ValueError) as error:
        raise strongbox.damaged() from error
    walk.finish_cell()
    return Findings(merges=tuple(walk.merges), not_calculated=frozenset(walk.not_calculated))


class _FarEnough(Exception):
    """The rows asked for have been seen."""


class _Walk:
    """The place reached in the sheet, and what was found up to there."""

    def __init__(self, parser: expat.XMLParserType, limits: Limits, first_rows: int | None) -> None:
        self.merges: list[Merge] = []
        self.not_calculated: set[tuple[int, int]] = set()
        self._parser = parser
        self._limits = limits
        self._last_row = first_rows or _SHEET_ROWS
        self._row = 0
        self._column = -1
        self._filled_row = 0
        self._filled_rows = 0
        self._filled_cells = 0
        self._type = ""
        self._has_formula = False
        self._has_value = False
        self._parts = {
            "c": self._start_cell,
            "row": self._start_row,
            "v": self._see_value,
            "is": self._see_value,
            "f": self._see_formula,
            "mergeCell": self._start_merge,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        part = self._parts.get(name) or self._parts.get(name.rpartition(":")[2])
        if part:
            part(attributes)

    def finish_cell(self) -> None:
        if self._has_formula and not self._has_value:
            self.not_calculated.add((self._row, self._column))
            self._parser.CharacterDataHandler = None
        self._has_formula = self._has_value = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.finish_cell()
        number = int(attributes["r"]) if "r" in attributes else self._row + 1
        if not self._row < number <= _SHEET_ROWS:
            raise strongbox.damaged()
        if number > self._last_row:
            raise _FarEnough
        self._row = number
        self._column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.finish_cell()
        name = attributes.get("r")
        if name is None:
            row, column = self._row, self._column + 1
        else:
            row, column = _place(name)
        if row != self._row or not self._column < column < _SHEET_COLUMNS:
            raise strongbox.damaged()
        self._column = column
        self._type = attributes.get("t", "n")

    def _see_formula(self, _: dict[str, str]) -> None:
        self._has_formula = True

    def _see_value(self, _: dict[str, str]) -> None:
        if self._has_formula and self._type != "str":
            # An empty result is one only of a formula that gives text; programs that do not calculate write it too.
            self._parser.CharacterDataHandler = self._see_result
        else:
            self._has_value = True
        if self._column >= self._limits.columns:
            raise too_many_columns(self._limits)
        self._filled_cells += 1
        if self._row != self._filled_row:
            self._filled_row = self._row
            self._filled_rows += 1
        if self._filled_rows > self._limits.rows or self._filled_cells > self._limits.cells:
            raise too_many_rows(self._limits)

    def _see_result(self, text: str) -> None:
        if text.strip():
            self._has_value = True
            self._parser.CharacterDataHandler = None

    def _start_merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        first_row, first_column = _place(first)
        last_row, last_column = _place(last or first)
        self.merges.append(
            Merge(first_row=first_row, last_row=last_row, first_column=first_column, last_column=last_column)
        )
        if len(self.merges) > _MERGES:
            raise strongbox.damaged()


def too_many_rows(limits: Limits) -> CapacityExceeded:
    """The error for a sheet with more filled rows or cells than `limits` allow."""
    return CapacityExceeded(
        mark("The sheet has more than {rows} rows or {cells} cells."),
        code="too_large",
        hint=mark("Beredt accepts no more in one import; divide the sheet."),
        rows=limits.rows,
        cells=limits.cells,
    )


def too_many_columns(limits: Limits) -> CapacityExceeded:
    """The error for a sheet with more filled columns than `limits` allow."""
    return CapacityExceeded(
        mark("The sheet has more than {columns} columns."),
        code="too_large",
        hint=mark("Beredt accepts no more; delete the columns that are not needed."),
        columns=limits.columns,
    )


def _place(name: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of `C7`; raises `ValueError` for anything else."""
    match = _CELL_NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return int(match[2]), column_from_letters(match[1])
