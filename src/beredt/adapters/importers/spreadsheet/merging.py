"""The rows of a sheet laid over those of a pack: same key replaces, new keys are added, nothing is deleted.

The merged pack is judged by the same checks as any pack. Rows from the sheet keep the sheet's row numbers there; rows
that were in the pack before carry theirs as negative numbers until the problems have been told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from beredt.adapters.importers.spreadsheet.cleaning import clean_text
from beredt.adapters.importers.spreadsheet.problem import SheetProblem
from beredt.adapters.importers.spreadsheet.report import AddedRow, ChangedCell, ChangedRow
from beredt.adapters.importers.spreadsheet.sheet_table import SheetTable
from beredt.adapters.packs.schema import MUNICIPALITY, Column, TableSchema
from beredt.domain.municipality import checks, provenance
from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.vocabulary_checks import Words

Key = tuple[Any, ...]

_GROUP_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"dependencies": ("asset_id", "group_id"), "need_profiles": ("profile_id", "group_id")}
)
"""Rows with these ids in common are one group, and agree on everything but the supplier and where it is known from."""
_OWN_TO_EACH_ROW = frozenset({"supplier_id", "basis", "source", "as_of"})


@attrs.frozen(kw_only=True, eq=False)
class Merged:
    """A table of the pack with the sheet's rows laid over it.

    `table` holds the rows of the pack that stay, then those of the sheet. `replaced` gives for each usable row of the
    sheet (by its index there) the index of the row that it replaces in `old`, None for a new row. `lacks_values` says
    whether any new row has nothing to take over what the sheet has no column for.
    """

    schema: TableSchema
    old: LocatedTable
    sheet: SheetTable
    table: LocatedTable
    replaced: Mapping[int, int | None]
    kept: int
    lacks_values: bool


def merge_table(old: LocatedTable, sheet: SheetTable, schema: TableSchema) -> Merged:
    """The rows of `sheet` over those of `old`.

    What the sheet has no column for keeps its value; a new row of a group that the pack has takes it from the group.
    """
    keys = list(zip(*(sheet.values[name] for name in schema.key), strict=True))
    old_index = {key: index for index, key in enumerate(old.tuples(*schema.key))} if len(old) else {}
    replaced: dict[int, int | None] = {}
    seen: set[Key] = set()
    for index, key in enumerate(keys):
        if UNREADABLE in key or key not in seen:
            seen.add(key)
            replaced[index] = old_index.get(key)
    sheet = _with_uncleaned_texts(old, sheet, schema, replaced)
    gone = set(replaced.values())
    stays = [index for index in range(len(old)) if index not in gone] if schema is not MUNICIPALITY else []
    inherits = _group_rows(old, sheet, schema, replaced)
    columns = {
        name: _merged_column(name, old, sheet, schema, stays, replaced if name in _OWN_TO_EACH_ROW else inherits)
        for name in _column_names(old, schema)
    }
    table = LocatedTable(
        name=schema.name,
        file=schema.file,
        rows=[-old.rows[index] for index in stays] + [sheet.rows[index] for index in replaced],
        columns=columns,
        whole=all(UNREADABLE not in key for key in keys),
    )
    return Merged(
        schema=schema,
        old=old,
        sheet=sheet,
        table=table,
        replaced=replaced,
        kept=len(stays),
        lacks_values=None in inherits.values(),
    )


def check_merged(
    merged: Merged, others: Mapping[str, LocatedTable], *, words: Words
) -> tuple[list[SheetProblem], list[Problem]]:
    """The problems of the merged pack: those in the sheet's rows, and the errors in rows that were there before."""
    pack = {**others, merged.schema.name: merged.table}
    in_sheet: list[SheetProblem] = []
    in_pack: list[Problem] = []
    for problem in checks.check_pack(pack, words=words):
        values = {
            name: _row_told(value, merged) if name == "first_row" else value for name, value in problem.values.items()
        }
        if problem.file == merged.schema.file and problem.row > 0:
            in_sheet.append(_in_sheet(problem, values, merged.sheet))
        elif problem.is_error:
            in_pack.append(attrs.evolve(problem, row=abs(problem.row), values=values))
    return in_sheet, in_pack


def changes(merged: Merged, *, without: frozenset[int]) -> tuple[list[AddedRow], list[ChangedRow], int]:
    """Rows added, rows changed, and how many stay as they are; rows numbered in `without` are passed by."""
    added: list[AddedRow] = []
    changed: list[ChangedRow] = []
    unchanged = 0
    first = merged.kept
    for position, (index, old_index) in enumerate(merged.replaced.items(), start=first):
        row = merged.sheet.rows[index]
        if row in without:
            continue
        key = "/".join(str(merged.table.columns[name][position]) for name in merged.schema.key)
        if old_index is None:
            added.append(AddedRow(row=row, key=key))
        elif cells := tuple(_changed_cells(merged, position, old_index)):
            changed.append(ChangedRow(row=row, key=key, cells=cells))
        else:
            unchanged += 1
    return added, changed, unchanged


def outdated_origins(
    merged: Merged, changed: Sequence[ChangedRow], origins: LocatedTable
) -> Iterator[tuple[ChangedRow, str, str]]:
    """Changed values of which `provenance.csv` tells the origin: the row, the column and the row key told there."""
    told = {
        (provenance.table_named(table), row_key, column)
        for table, row_key, column in origins.tuples("table", "row_key", "column")
    }
    if not told:
        return
    table = merged.schema.name
    position_of = {merged.sheet.rows[index]: position for position, index in enumerate(merged.replaced, merged.kept)}
    for row in changed:
        position = position_of[row.row]
        for columns in provenance.ROW_KEYS.get(table, ()):
            ids = (str(merged.table.columns[name][position]) for name in columns)
            for row_key in provenance.spellings(*ids):
                for cell in row.cells:
                    if (table, row_key, cell.column) in told:
                        yield row, cell.column, row_key


def _group_rows(
    old: LocatedTable, sheet: SheetTable, schema: TableSchema, replaced: Mapping[int, int | None]
) -> dict[int, int | None]:
    """For each row of the sheet the row of the pack that its missing values come from: its own, or one of its group."""
    names = _GROUP_KEYS.get(schema.name, ())
    if not names or not len(old):
        return dict(replaced)
    group_index: dict[Key, int] = {}
    for index, key in enumerate(old.tuples(*names)):
        group_index.setdefault(key, index)
    return {
        index: group_index.get(tuple(sheet.values[name][index] for name in names)) if own is None else own
        for index, own in replaced.items()
    }


def _with_uncleaned_texts(
    old: LocatedTable, sheet: SheetTable, schema: TableSchema, replaced: Mapping[int, int | None]
) -> SheetTable:
    """The sheet with the pack's own text where the two differ only in what a sheet cannot hold, such as line breaks."""
    told = {name: list(column) for name, column in sheet.values.items()}
    for column in schema.columns:
        before = old.columns.get(column.name)
        if column.type != "text" or before is None or column.name not in told:
            continue
        given = told[column.name]
        for index, old_index in replaced.items():
            if old_index is not None and isinstance(before[old_index], str) and given[index] != before[old_index]:
                is_same = given[index] == (clean_text(before[old_index]) or column.default)
                given[index] = before[old_index] if is_same else given[index]
    return attrs.evolve(sheet, values=told)


def _column_names(old: LocatedTable, schema: TableSchema) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*schema.column_names, *old.columns)))


def _merged_column(
    name: str,
    old: LocatedTable,
    sheet: SheetTable,
    schema: TableSchema,
    stays: Sequence[int],
    before_of: Mapping[int, int | None],
) -> list[Any]:
    default = _value_without_column(schema.column(name))
    before = old.columns.get(name) or [default] * len(old)
    kept = [before[index] for index in stays]
    given = sheet.values.get(name)
    if given is not None:
        return kept + [given[index] for index in before_of]
    return kept + [default if old_index is None else before[old_index] for old_index in before_of.values()]


def _value_without_column(column: Column | None) -> Any:
    """What a new row has where the sheet has no such column; a missing heading has been told as a problem."""
    if column is None:
        return None
    return UNREADABLE if column.blank == "error" else column.default


def _row_told(value: object, merged: Merged) -> str:
    """A row number named inside a message, with the file where it is not one of the sheet's."""
    row = int(str(value))
    return str(row) if row > 0 else f"{-row} ({merged.schema.file})"


def _in_sheet(problem: Problem, values: Mapping[str, object], sheet: SheetTable) -> SheetProblem:
    return SheetProblem(
        file=sheet.place.file,
        sheet=sheet.place.sheet,
        row=problem.row,
        column=sheet.letters(problem.column),
        name=problem.column,
        kind=problem.kind,
        values=values,
    )


def _changed_cells(merged: Merged, position: int, old_index: int) -> Iterator[ChangedCell]:
    for name in merged.schema.column_names:
        if name not in merged.sheet.values:
            continue
        new = merged.table.columns[name][position]
        old = merged.old.columns[name][old_index]
        # A blank threshold is let pass only where there is one supplier, and stored as 1.
        if new != old and not (name == "min_up" and new is None and old == 1):
            yield ChangedCell(column=name, old=old, new=new)
