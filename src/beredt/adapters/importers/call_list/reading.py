"""A filled call list read back: which questions there were, and what stands in the answer columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from beredt.adapters.importers.call_list.problem_kinds import KINDS
from beredt.adapters.importers.call_list.sheets import FORM, HIDDEN_SHEET, column_of_heading
from beredt.adapters.importers.spreadsheet.problem import SheetProblem
from beredt.adapters.importers.spreadsheet.sheet import Cell, Row, Sheet, column_letters
from beredt.adapters.importers.spreadsheet.workbook import Workbook
from beredt.telling.call_book import HiddenValue

_VALUE_CELLS = 10
_NEEDED = frozenset({"answer", "key"})
_NO_VALUES: Mapping[str, object] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class AskedQuestion:
    """A question of the list: who was to be asked, and the values of the pack that an answer settles."""

    question_id: str
    recipient: str
    values: tuple[HiddenValue, ...]


@attrs.frozen(kw_only=True)
class FilledRow:
    """One row that somebody has written in; cells are as they stand there."""

    question_id: str
    answer: Cell
    told_by: Cell
    date: Cell
    sheet: str
    row: int
    columns: Mapping[str, int]

    @property
    def place(self) -> str:
        """The answer's cell, as the reader finds it."""
        return f"{self.sheet}:{column_letters(self.columns['answer'])}{self.row}"

    def problem(self, file: str, code: str, name: str, values: Mapping[str, object] = _NO_VALUES) -> SheetProblem:
        """A problem in one of the row's cells."""
        column = self.columns.get(name)
        return SheetProblem(
            file=file,
            sheet=self.sheet,
            row=self.row,
            column="" if column is None else column_letters(column),
            name="",
            kind=KINDS[code],
            values=values,
        )


@attrs.frozen(kw_only=True)
class FilledList:
    """A filled list: the municipality it is of, its questions by id, and the rows with something in them."""

    municipality_code: str
    questions: Mapping[str, AskedQuestion]
    rows: tuple[FilledRow, ...]


def read_filled_list(book: Workbook) -> FilledList | None:
    """What stands in a call list; None where the workbook is none. Raises what the workbook's reading raises."""
    hidden = next((name for name in book.sheet_names if name.casefold() == HIDDEN_SHEET), None)
    if hidden is None:
        return None
    rows = book.read_sheet(hidden).rows
    if not rows or rows[0].number != 1 or rows[0].cell(0) != FORM:
        return None
    filled = tuple(row for name in book.sheet_names if name != hidden for row in _filled_rows(book.read_sheet(name)))
    return FilledList(
        municipality_code=_text(rows[0].cell(1)),
        questions={question.question_id: question for question in _questions(rows[1:])},
        rows=filled,
    )


def _questions(rows: tuple[Row, ...]) -> Iterator[AskedQuestion]:
    found: dict[str, list[HiddenValue]] = {}
    recipients: dict[str, str] = {}
    for row in rows:
        question_id, recipient, assumption_id, table, first, second, column = (_text(row.cell(n)) for n in range(7))
        numbers = [row.cell(n) for n in range(7, _VALUE_CELLS)]
        value, low, high = (float(n) if isinstance(n, int | float) else 0.0 for n in numbers)
        recipients.setdefault(question_id, recipient)
        found.setdefault(question_id, []).append(
            HiddenValue(
                assumption_id=assumption_id,
                table=table,
                key=(first, second) if second else (first,),
                column=column,
                value=value,
                low=low,
                high=high,
            )
        )
    for question_id, values in found.items():
        yield AskedQuestion(question_id=question_id, recipient=recipients[question_id], values=tuple(values))


def _filled_rows(sheet: Sheet) -> Iterator[FilledRow]:
    """Rows below a heading row in which an answer stands."""
    columns: Mapping[str, int] = {}
    for row in sheet.rows:
        headings = {column_of_heading(cell): column for column, cell in row.filled() if isinstance(cell, str)}
        if headings.keys() >= _NEEDED:
            columns = headings
        elif columns and row.cell(columns["answer"]) is not None:
            yield FilledRow(
                question_id=_text(row.cell(columns["key"])),
                answer=row.cell(columns["answer"]),
                told_by=row.cell(columns["told_by"]) if "told_by" in columns else None,
                date=row.cell(columns["date"]) if "date" in columns else None,
                sheet=sheet.name,
                row=row.number,
                columns=columns,
            )


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)
