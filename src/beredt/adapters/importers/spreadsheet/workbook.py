"""Workbooks (.xlsx): which sheets there are, and each one as rows of cells with their places."""

from __future__ import annotations

import datetime
import io
import math
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import attrs
import openpyxl

from beredt.adapters.importers.spreadsheet import strongbox, survey
from beredt.adapters.importers.spreadsheet.cleaning import clean_text
from beredt.adapters.importers.spreadsheet.config import LIMITS, Limits
from beredt.adapters.importers.spreadsheet.sheet import Cell, Row, Sheet, Unusable
from beredt.kit.errors import UserError

_LONGEST_INTEGER = 15
"""Digits that a spreadsheet keeps of a number; everything beyond is noise of the binary form."""


@attrs.frozen(kw_only=True)
class Workbook:
    """An opened workbook; `sheet_names` in its own order, without chart sheets. Use `close` when done."""

    sheet_names: tuple[str, ...]
    visible_names: tuple[str, ...]
    _library_book: Any = attrs.field(repr=False)
    _archive: zipfile.ZipFile = attrs.field(repr=False)
    _limits: Limits = LIMITS

    def read_sheet(self, name: str, *, first_rows: int | None = None) -> Sheet:
        """One sheet's filled rows, with `first_rows` only down to that row.

        Raises `KeyError` for an unknown name, `InvalidInput` and `CapacityExceeded` as `open_workbook` does.
        """
        if name not in self.sheet_names:
            raise KeyError(name)
        with _library_faults_as_ours():
            library_sheet = self._library_book[name]
            # The part's name has no public door; without it the relations would have to be read a second time.
            with self._archive.open(library_sheet._worksheet_path) as stream:
                findings = survey.survey_sheet(stream, limits=self._limits, first_rows=first_rows)
            rows = tuple(_filled_rows(library_sheet, findings, first_rows))
        return Sheet(name=name, rows=rows, merges=findings.merges, visible=name in self.visible_names)

    def close(self) -> None:
        """Lets go of the file's content."""
        self._library_book.close()
        self._archive.close()


def open_workbook(content: bytes, *, limits: Limits = LIMITS) -> Workbook:
    """The workbook in the bytes of an .xlsx file.

    Raises `InvalidInput` (code `unreadable_file`) where it cannot be read, `CapacityExceeded` where it is too large.
    """
    archive = strongbox.open_strongbox(content, limits=limits)
    with _library_faults_as_ours():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = list(book.worksheets)
        return Workbook(
            sheet_names=tuple(sheet.title for sheet in sheets),
            visible_names=tuple(sheet.title for sheet in sheets if sheet.sheet_state == "visible"),
            library_book=book,
            archive=archive,
            limits=limits,
        )


@contextmanager
def _library_faults_as_ours() -> Iterator[None]:
    """The library raises whatever a broken part makes it stumble over; each of these means a damaged workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UserError:
        raise
    except Exception as error:
        raise strongbox.damaged() from error


def _filled_rows(library_sheet: Any, findings: survey.Findings, first_rows: int | None) -> Iterator[Row]:
    # A sheet may state an extent of its own that is too small; the library would cut the rest off.
    library_sheet.reset_dimensions()
    for number, library_row in enumerate(library_sheet.iter_rows(max_row=first_rows), start=1):
        cells = tuple(_cell(found) for found in library_row)
        if findings.not_calculated:
            cells = _with_not_calculated(cells, number, findings)
        if any(cell is not None for cell in cells):
            yield Row(number=number, cells=cells)


def _with_not_calculated(cells: tuple[Cell, ...], number: int, findings: survey.Findings) -> tuple[Cell, ...]:
    return tuple(
        Unusable(fault="not_calculated", shown="") if (number, column) in findings.not_calculated else cell
        for column, cell in enumerate(cells)
    )


def _cell(found: Any) -> Cell:
    value = found.value
    if value is None:
        return None
    if isinstance(value, str):
        return Unusable(fault="formula_error", shown=value) if found.data_type == "e" else clean_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, str(found.number_format or ""))
    return _moment(value)


def _number(value: float, number_format: str) -> Cell:
    if "%" in number_format:
        return Unusable(fault="percentage", shown=f"{value * 100:.6g} %".replace(".", ","))
    if isinstance(value, int):
        return value if abs(value) < 10**_LONGEST_INTEGER else str(value)[:50]
    # 0.1 + 0.2 is stored with its binary noise, but shown (and meant) as 0.3.
    return float(f"{value:.{_LONGEST_INTEGER}g}") if math.isfinite(value) else str(value)


def _moment(value: object) -> Cell:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    return Unusable(fault="time_of_day", shown=str(value))
