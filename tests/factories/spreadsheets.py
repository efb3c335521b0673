"""Spreadsheets as people keep them: a pack's tables under Danish headings, as CSV or .xlsx."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import openpyxl

from beredt.adapters.importers.spreadsheet import heading_words
from beredt.adapters.packs import rows
from beredt.adapters.packs.schema import Column, TableSchema
from beredt.domain.municipality.tables import PackTables

Grid = list[list[Any]]


def danish_grid(tables: PackTables, table: TableSchema, *, rng: random.Random, cell: Callable[..., Any]) -> Grid:
    """One table under headings that a Dane might have chosen, columns in any order; `cell` writes each value."""
    columns = rows.columns_of(rows.rows_of(tables, table), table)
    order = rng.sample(list(table.columns), len(table.columns))
    grid: Grid = [[danish_heading(column, table, rng) for column in order]]
    count = len(rows.rows_of(tables, table))
    grid += [[cell(column, columns[column.name][index], rng) for column in order] for index in range(count)]
    return grid


def danish_heading(column: Column, table: TableSchema, rng: random.Random) -> str:
    """One of the words for a column, or its own name; hours mostly say so."""
    own = heading_words.TABLE_COLUMN_WORDS.get((table.name, column.name), ())
    word = rng.choice([column.name, *heading_words.COLUMN_WORDS[column.name], *own])
    word = rng.choice([word, word.upper(), word.capitalize()])
    return f"{word} (timer)" if column.unit == "h" and rng.random() < 0.7 else word


def danish_text(column: Column, value: Any, rng: random.Random) -> str:
    """A value as it is typed in Denmark: decimal comma, ja and nej, day before month."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return rng.choice(["ja", "Ja", "sand"]) if value else rng.choice(["nej", "falsk"])
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    if column.type == "date" and len(value) == 10:
        day = datetime.date.fromisoformat(value)
        return rng.choice([f"{day.day:02}-{day.month:02}-{day.year}", f"{day.day}.{day.month}.{day.year}", value])
    return _danish_word(column, value, rng)


def danish_cell(column: Column, value: Any, rng: random.Random) -> Any:
    """A value as a spreadsheet holds it: numbers and dates as such, words in Danish."""
    if column.type == "date" and value and len(value) == 10:
        return rng.choice([datetime.date.fromisoformat(value), danish_text(column, value, rng)])
    if isinstance(value, bool) or value is None or value == "":
        return rng.choice([value, danish_text(column, value, rng)]) if value != "" else None
    return value if isinstance(value, int | float) else _danish_word(column, value, rng)


def csv_bytes(grid: Sequence[Sequence[Any]], *, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    """The grid as Excel in Denmark saves it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(grid)
    return stream.getvalue().encode(encoding)


def xlsx_bytes(
    grid: Sequence[Sequence[Any]], *, title: str = "Ark1", prepare: Callable[[Any], None] | None = None
) -> bytes:
    """The grid as a workbook of one sheet; text is text, whatever it begins with."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(grid, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    if prepare:
        prepare(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _danish_word(column: Column, value: str, rng: random.Random) -> str:
    words = [danish for danish, own in heading_words.CHOICE_WORDS.get(column.name, {}).items() if own == value]
    return rng.choice([value, *words, *(word.capitalize() for word in words)])
