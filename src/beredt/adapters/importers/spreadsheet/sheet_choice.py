"""Which sheet of a workbook holds the table: the one named, the only one, or the only one with its headings."""

from __future__ import annotations

from beredt.adapters.importers.spreadsheet import headings
from beredt.adapters.importers.spreadsheet.config import HEADER_SEARCH_ROWS
from beredt.adapters.importers.spreadsheet.problem import Place, SheetProblem
from beredt.adapters.importers.spreadsheet.sheet import Sheet
from beredt.adapters.importers.spreadsheet.workbook import Workbook
from beredt.adapters.packs.schema import TableSchema


def choose_sheet(
    book: Workbook | Sheet, table: TableSchema, *, file: str, wanted: str | None = None
) -> Sheet | SheetProblem:
    """The sheet to read, or the problem that none can be chosen.

    Raises `InvalidInput` or `CapacityExceeded` where a sheet cannot be read.
    """
    if isinstance(book, Sheet):
        return book if wanted is None else _no_such_sheet(wanted, (), file)
    if wanted is not None:
        name = _name_like(wanted, book.sheet_names)
        return _no_such_sheet(wanted, book.sheet_names, file) if name is None else book.read_sheet(name)
    candidates = book.visible_names or book.sheet_names
    if len(candidates) > 1:
        candidates = tuple(name for name in candidates if _has_headings(book, name, table))
    if len(candidates) == 1:
        return book.read_sheet(candidates[0])
    told = candidates or book.visible_names or book.sheet_names
    return Place(file=file).problem("which_sheet", row=1, values={"sheets": ", ".join(told)})


def _has_headings(book: Workbook, name: str, table: TableSchema) -> bool:
    preview = book.read_sheet(name, first_rows=HEADER_SEARCH_ROWS)
    found = headings.find_headings(preview.rows, table)
    return found is not None and all(key in found.columns for key in table.key)


def _name_like(wanted: str, names: tuple[str, ...]) -> str | None:
    """The name itself, else the only one that differs in capitals and spaces alone."""
    if wanted in names:
        return wanted
    alike = [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    return alike[0] if len(alike) == 1 else None


def _no_such_sheet(wanted: str, names: tuple[str, ...], file: str) -> SheetProblem:
    values = {"name": wanted, "sheets": ", ".join(names) or "-"}
    return Place(file=file).problem("no_such_sheet", row=1, values=values)
