"""Text cells to located values: one table of a CSV file against its schema, column by column.

Columns rather than rows because values repeat: each distinct text is parsed once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from beredt.adapters.packs import cells
from beredt.adapters.packs.cells import Fault
from beredt.adapters.packs.csv_text import RawTable
from beredt.adapters.packs.schema import Column, TableSchema
from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem

RowKey = tuple[Any, ...]
ExtraCells = Mapping[RowKey, Mapping[str, Any]]
"""Values in columns that are not ours, by row key and column."""


@attrs.frozen(kw_only=True, eq=False)
class Frame:
    """One table read: its located values, what is wrong with header and cells, and what we do not know."""

    table: LocatedTable
    problems: list[Problem]
    extras: ExtraCells


def build_frame(raw: RawTable, *, file: str, table: TableSchema) -> Frame:
    """The located values of a CSV file."""
    ragged = _ragged(raw)
    problems = [
        *_check_header(raw.header, file=file, table=table),
        *_check_unnamed(raw, file=file),
        *(_wrong_cell_count(raw, index, file=file) for index in sorted(ragged)),
    ]
    texts = _text_columns(raw, table, ragged)
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        if column.name in texts:
            columns[column.name], faults = _parse_column(column, texts[column.name], raw, file)
            problems.extend(faults)
    located = LocatedTable(
        name=table.name,
        file=file,
        rows=raw.rows,
        columns=columns,
        whole=raw.whole and all(name in columns for name in table.key),
    )
    unknown = {name: values for name, values in texts.items() if table.column(name) is None}
    return Frame(table=located, problems=problems, extras=_extras(located, table, unknown))


def _check_header(header: tuple[str, ...], *, file: str, table: TableSchema) -> Iterator[Problem]:
    for column in table.columns:
        if column.required and column.name not in header:
            yield Problem(file=file, column=column.name, code="missing_column", values={"name": column.name})
        if header.count(column.name) > 1:
            yield Problem(file=file, column=column.name, code="duplicate_column", values={"name": column.name})


def _check_unnamed(raw: RawTable, *, file: str) -> Iterator[Problem]:
    unnamed = [index for index, name in enumerate(raw.header) if not name]
    if any(record[index].strip() for record in raw.records for index in unnamed if index < len(record)):
        yield Problem(file=file, code="unnamed_column")


def _ragged(raw: RawTable) -> frozenset[int]:
    """Indices of the records with fewer or more cells than the header.

    A superfluous blank cell at the end counts: it is what an unquoted comma in a text leaves, everything behind it
    having moved one column on.
    """
    columns = len(raw.header)
    return frozenset(index for index, found in enumerate(map(len, raw.records)) if found != columns)


def _wrong_cell_count(raw: RawTable, index: int, *, file: str) -> Problem:
    values = {"found": len(raw.records[index]), "columns": len(raw.header)}
    return Problem(file=file, row=raw.rows[index], code="wrong_cell_count", values=values)


def _text_columns(raw: RawTable, table: TableSchema, ragged: frozenset[int]) -> dict[str, list[str | None]]:
    """Text by column name, the first of repeated columns; None where a row has the wrong number of cells.

    Such a row keeps its ids, the likeliest to stand in their place, so that nothing that refers to it is unknown.
    """
    texts: dict[str, list[str | None]] = {}
    for position, name in enumerate(raw.header):
        if not name or name in texts:
            continue
        if ragged:
            keeps = name in table.key
            texts[name] = [
                record[position] if (keeps or index not in ragged) and position < len(record) else None
                for index, record in enumerate(raw.records)
            ]
        else:
            texts[name] = [record[position] for record in raw.records]
    return texts


def _parse_column(column: Column, texts: list[str | None], raw: RawTable, file: str) -> tuple[list[Any], list[Problem]]:
    parsed = {text: cells.parse_cell(column, text) for text in set(texts) if text is not None}
    told = {text: fault for text, value in parsed.items() if (fault := _told(column, text, value)) is not None}
    values: dict[str | None, Any] = {
        text: UNREADABLE if isinstance(value, Fault) else value for text, value in parsed.items()
    }
    values[None] = UNREADABLE
    problems: list[Problem] = []
    if told:
        for text, row in zip(texts, raw.rows, strict=True):
            fault = told.get(text) if text is not None else None
            if fault is not None:
                problems.append(Problem(file=file, row=row, column=column.name, code=fault.code, values=fault.values))
    return [values[text] for text in texts], problems


def _told(column: Column, text: str, value: Any) -> Fault | None:
    return value if isinstance(value, Fault) else cells.doubt_cell(column, text, value)


def _extras(located: LocatedTable, table: TableSchema, unknown: Mapping[str, list[str | None]]) -> ExtraCells:
    extras: dict[RowKey, dict[str, Any]] = {}
    if not unknown:
        return extras
    for index, key in enumerate(located.tuples(*table.key)):
        kept = {name: texts[index] for name, texts in unknown.items() if (texts[index] or "").strip()}
        if kept:
            extras[key] = kept
    return extras
