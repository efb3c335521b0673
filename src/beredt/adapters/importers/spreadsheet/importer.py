"""The importer: a spreadsheet and a pack in, a report of what would change out; stored only when asked, whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.importers.spreadsheet import merging, sheet_choice, sheet_table, spreadsheet_file
from beredt.adapters.importers.spreadsheet.config import LIMITS, Limits
from beredt.adapters.importers.spreadsheet.problem import SheetProblem, problem_from_error
from beredt.adapters.importers.spreadsheet.report import ChangedRow, ImportReport
from beredt.adapters.importers.spreadsheet.sheet import Sheet
from beredt.adapters.importers.spreadsheet.sheet_table import SheetTable
from beredt.adapters.importers.spreadsheet.workbook import Workbook
from beredt.adapters.packs import reader, rows, writer
from beredt.adapters.packs.reader import PackReading
from beredt.adapters.packs.schema import MUNICIPALITY, PROVENANCE, TableSchema
from beredt.domain.municipality.located import LocatedTable, locate
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import MunicipalityRow, PackTables
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.language import mark


@attrs.frozen(kw_only=True, eq=False)
class ImportPlan:
    """A dry run's `report`, and what to store if it is accepted; `tables` is None where there are errors."""

    report: ImportReport
    path: Path
    tables: PackTables | None
    reading: PackReading | None


def plan_import(
    source: Path,
    *,
    table: TableSchema,
    pack: Path,
    sheet: str | None = None,
    decimal_mark: str | None = None,
    limits: Limits = LIMITS,
) -> ImportPlan:
    """What importing `source` into `pack` would do; nothing is written.

    Raises `NotFound` where there is no pack and `table` is not the municipality, which a new pack begins with.
    """
    is_new = _is_new(pack)
    if is_new and table is not MUNICIPALITY:
        raise NotFound(
            mark("There is no pack {pack}."),
            code="pack_not_found",
            hint=mark("A new pack begins with its municipality: import the table municipality first."),
            pack=pack.name,
        )
    reading = None if is_new else reader.read_pack(pack)
    return plan_over(
        source, table=table, reading=reading, pack=pack, sheet=sheet, decimal_mark=decimal_mark, limits=limits
    )


def plan_over(
    source: Path,
    *,
    table: TableSchema,
    reading: PackReading | None,
    pack: Path,
    sheet: str | None = None,
    decimal_mark: str | None = None,
    limits: Limits = LIMITS,
) -> ImportPlan:
    """What importing `source` over a pack that was read already would do; None for a new pack.

    `pack` is where it lies, or only its name where it is kept elsewhere than in files.
    """
    report = ImportReport(file=source.name, sheet="", table=table.name, pack=pack.name, creates_pack=reading is None)
    vocabulary = load_vocabulary()
    read = _read_source(source, table, sheet, decimal_mark, vocabulary, limits)
    if isinstance(read, SheetProblem):
        problems: tuple[Problem, ...] = reading.problems if reading and reading.tables is None else ()
        report = attrs.evolve(report, problems=(read,), pack_problems=problems)
        return ImportPlan(report=report, path=pack, tables=None, reading=reading)
    return _plan(_told_of_sheet(report, read), read, table, pack, reading, limits)


def apply_import(plan: ImportPlan) -> ImportReport:
    """The report of the stored import; the pack is replaced as a whole.

    Raises `InvalidInput` where the plan has errors or the pack has changed since the dry run, and what
    `writer.write_pack` raises; the pack is then untouched.
    """
    if plan.tables is None:
        raise InvalidInput(mark("An import with errors cannot be stored."), code="import_has_errors")
    before = plan.reading.pack_hash if plan.reading else None
    now = None if _is_new(plan.path) else reader.read_pack(plan.path).pack_hash
    if now != before:
        raise InvalidInput(
            mark("The pack {pack} was changed after the dry run; nothing was stored."),
            code="pack_changed",
            hint=mark("Make the dry run again."),
            pack=plan.path.name,
        )
    if plan.reading is None:
        stored = writer.write_pack(plan.tables, plan.path)
    else:
        kept = plan.reading
        stored = writer.write_pack(plan.tables, plan.path, extras=kept.extras, properties=kept.properties)
    return attrs.evolve(plan.report, stored=True, pack_hash=stored)


def _is_new(pack: Path) -> bool:
    """Whether there is nothing yet where the pack is to be."""
    try:
        return not pack.exists() or (pack.is_dir() and not any(pack.iterdir()))
    except (OSError, ValueError) as error:
        raise InvalidInput(mark("The pack {pack} cannot be read."), code="unreadable_pack", pack=pack.name) from error


def _read_source(
    source: Path,
    table: TableSchema,
    wanted: str | None,
    decimal_mark: str | None,
    vocabulary: Vocabulary,
    limits: Limits,
) -> SheetTable | SheetProblem:
    """The sheet as a table, or the one problem that keeps it from being read."""
    try:
        content = spreadsheet_file.load_content(source, limits=limits)
        book = spreadsheet_file.open_spreadsheet(content, ending=source.suffix, limits=limits)
        try:
            chosen = sheet_choice.choose_sheet(book, table, file=source.name, wanted=wanted)
        finally:
            _close(book)
    except UserError as error:
        return problem_from_error(source.name, error)
    if isinstance(chosen, SheetProblem):
        return chosen
    return sheet_table.read_table(chosen, table, file=source.name, vocabulary=vocabulary, decimal_mark=decimal_mark)


def _close(book: Workbook | Sheet) -> None:
    if isinstance(book, Workbook):
        book.close()


def _told_of_sheet(report: ImportReport, read: SheetTable) -> ImportReport:
    return attrs.evolve(
        report,
        sheet=read.place.sheet,
        header_row=read.header_row,
        columns={name: read.letters(name) for name in read.columns},
        ignored=read.ignored,
        skipped=read.skipped,
    )


def _plan(
    report: ImportReport,
    read: SheetTable,
    table: TableSchema,
    pack: Path,
    reading: PackReading | None,
    limits: Limits,
) -> ImportPlan:
    if reading is not None and reading.tables is None:
        report = attrs.evolve(_with_problems(report, read.problems, limits), pack_problems=reading.problems)
        return ImportPlan(report=report, path=pack, tables=None, reading=reading)
    if any(name not in read.values for name in table.key):
        return ImportPlan(report=_with_problems(report, read.problems, limits), path=pack, tables=None, reading=reading)
    located = _located(reading)
    merged = merging.merge_table(located[table.name], read, table)
    in_sheet, in_pack = merging.check_merged(merged, located, words=reader.shipped_words())
    problems = [*read.problems, *in_sheet, *_other_municipality(merged, reading)]
    bad_rows = frozenset(problem.row for problem in problems if problem.is_error)
    added, changed, unchanged = merging.changes(merged, without=bad_rows)
    problems += [*_blank_columns(merged), *_outdated(merged, changed, located[PROVENANCE.name])]
    report = attrs.evolve(
        _with_problems(report, problems, limits),
        pack_problems=tuple(in_pack),
        added=tuple(added),
        changed=tuple(changed),
        unchanged=unchanged,
        kept=merged.kept,
        rows_with_errors=len(bad_rows.intersection(read.rows)),
    )
    tables = None if report.has_errors else rows.build_tables({**located, table.name: merged.table})
    return ImportPlan(report=report, path=pack, tables=tables, reading=reading)


def _located(reading: PackReading | None) -> Mapping[str, LocatedTable]:
    """The pack's tables with their places; for a new pack all are empty."""
    if reading is not None and reading.tables is not None:
        return locate(reading.tables)
    nothing = locate(PackTables(municipality=MunicipalityRow(code="", name="", population=0)))
    empty = LocatedTable(name=MUNICIPALITY.name, file=MUNICIPALITY.file, rows=(), columns={})
    return {**nothing, MUNICIPALITY.name: empty}


def _with_problems(
    report: ImportReport, problems: list[SheetProblem] | tuple[SheetProblem, ...], limits: Limits
) -> ImportReport:
    """The report with its problems in the order of the sheet, errors first where there are too many to tell."""
    kept = sorted(problems, key=lambda problem: not problem.is_error)[: limits.problems]
    told = sorted(kept, key=lambda problem: (problem.row, len(problem.column), problem.column))
    return attrs.evolve(report, problems=tuple(told), left_out=len(problems) - len(told))


def _other_municipality(merged: merging.Merged, reading: PackReading | None) -> list[SheetProblem]:
    if merged.schema is not MUNICIPALITY or reading is None or reading.tables is None:
        return []
    code = reading.tables.municipality.code
    return [
        merged.sheet.place.problem(
            "other_municipality",
            row=merged.sheet.rows[index],
            column=merged.sheet.columns["code"],
            name="code",
            values={"found": str(merged.sheet.values["code"][index]), "code": code},
        )
        for index, old_index in merged.replaced.items()
        if old_index is None and isinstance(merged.sheet.values["code"][index], str)
    ]


def _blank_columns(merged: merging.Merged) -> list[SheetProblem]:
    """One warning per column that the sheet lacks and whose blanks deserve one, if there are rows that need it."""
    return [
        merged.sheet.place.problem(f"blank_{column.name}", row=merged.sheet.header_row, name=column.name)
        for column in merged.schema.columns
        if merged.lacks_values and column.blank == "warning" and column.name not in merged.sheet.columns
    ]


def _outdated(merged: merging.Merged, changed: list[ChangedRow], origins: LocatedTable) -> list[SheetProblem]:
    return [
        merged.sheet.place.problem(
            "origin_outdated",
            row=row.row,
            column=merged.sheet.columns[column],
            name=column,
            values={"row_key": row_key, "name": column},
        )
        for row, column, row_key in merging.outdated_origins(merged, changed, origins)
    ]
