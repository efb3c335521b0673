"""One value as somebody types it into a form: a decimal comma, a day before its month, yes and no in Danish."""

from __future__ import annotations

from typing import Any

from beredt.adapters.importers.spreadsheet import values
from beredt.adapters.packs import cells, schema
from beredt.adapters.packs.cells import Fault
from beredt.adapters.packs.schema import Column
from beredt.domain.municipality.problem import KINDS, Problem
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark


class RefusedValue(InvalidInput):
    """A text that cannot stand in its column; told with what would."""

    def __init__(self, column: Column, fault: Fault) -> None:
        super().__init__(
            KINDS[fault.code].message, code=fault.code, hint=KINDS[fault.code].expected, **dict(fault.values)
        )
        self.column = column.name

    def told_in(self, language: Language) -> str:
        """What is wrong, and what could stand there; numbers as the reader writes them."""
        problem = Problem(file="", column=self.column, code=self.code, values=self.values)
        if self.code == "not_a_number":
            # Files want a decimal point; people type what is written in their language.
            wanted = mark("A number such as {whole} or {decimal}.")
            expected = language.say(wanted, whole=language.number(12), decimal=language.number(2.5, decimals=1))
        else:
            expected = problem.expected(language)
        return f"{problem.message(language)} {expected}"


def parse_value(table: str, column: str, text: str) -> Any:
    """The value of `text` in a column of a table; None or the column's default for a blank. Raises `InvalidInput`."""
    found = _column(table, column)
    value = cells.parse_cell(found, _plain(found, text))
    if isinstance(value, Fault):
        raise RefusedValue(found, value)
    return value


def _column(table: str, column: str) -> Column:
    schemas = {found.name: found for found in schema.FILE_ORDER}
    found = schemas[table].column(column) if table in schemas else None
    if found is None:
        raise InvalidInput(mark("There is no column {column}."), code="no_such_column", column=column)
    return found


def _plain(column: Column, text: str) -> str:
    """The text as a machine would write it; as it stands where it is not what the column wants."""
    stripped = text.strip()
    if not stripped:
        return ""
    try:
        if column.type in {"number", "integer"}:
            return repr(values.read_number(stripped, decimal_mark=values.COMMA, fits=lambda n: _fits(column, n)))
        if column.type == "date":
            return values.read_date(stripped)
    except values.Refused:
        return text
    return text


def _fits(column: Column, value: float) -> bool:
    least = column.minimum if column.minimum is not None else value
    most = column.maximum if column.maximum is not None else value
    return least <= value <= most
