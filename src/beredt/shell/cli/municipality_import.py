"""`beredt municipality import`: a spreadsheet into a pack, dry run first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from beredt.adapters.importers.spreadsheet import headings, importer
from beredt.adapters.importers.spreadsheet.report import ChangedRow, ImportReport
from beredt.adapters.importers.spreadsheet.values import COMMA, POINT
from beredt.adapters.packs.schema import FILE_ORDER, TableSchema
from beredt.adapters.results import files
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.shell.cli import calls_import

INPUT_ERROR_EXIT_CODE = 2
LONGEST_LIST = 20
"""Rows that are listed on the screen; all of them are in the JSON report."""

_DECIMAL_MARKS = {"comma": COMMA, "point": POINT}
_SKIPPED_REASONS = {"total": mark("a total"), "headings": mark("the headings once more")}


def add_verb(verbs: Any) -> None:
    """Adds `import` to the verbs of `beredt municipality`."""
    verb = verbs.add_parser(
        "import",
        help=mark("take a spreadsheet into a municipality pack"),
        description=mark(
            "Shows what a spreadsheet would change in a pack, and stores it only with --apply. Rows with the same key "
            "are replaced, new ones are added, all others stay; nothing is deleted."
        ),
    )
    verb.add_argument("file", type=Path, metavar="FILE", help=mark("the spreadsheet: .xlsx, .csv, .txt or .tsv"))
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("--table", metavar="TABLE", help=mark("the table that the rows belong to"))
    what.add_argument("--calls", action="store_true", help=mark("the file is a filled call list from verify-first"))
    verb.add_argument("--into", required=True, type=Path, metavar="PACK", help=mark("the pack: a folder or a zip file"))
    verb.add_argument("--sheet", metavar="NAME", help=mark("the sheet, where the workbook has several"))
    verb.add_argument(
        "--decimals", choices=tuple(_DECIMAL_MARKS), help=mark("the mark that decimals have in the whole file")
    )
    verb.add_argument("--apply", action="store_true", help=mark("store the import if there is no error"))
    verb.add_argument("--json", type=Path, metavar="FILE", help=mark("write the report to this file as JSON"))
    verb.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace, language: Language) -> int:
    """0 if the rows can be (with --apply: are) imported, 2 if there are errors; prints the report."""
    files.require_place(arguments.json)
    if arguments.calls:
        return calls_import.run_import(arguments, language)
    plan = importer.plan_import(
        arguments.file,
        table=_table(arguments.table),
        pack=arguments.into,
        sheet=arguments.sheet,
        decimal_mark=_DECIMAL_MARKS.get(arguments.decimals),
    )
    report = plan.report
    if arguments.apply and not report.has_errors and report.changes_anything:
        report = importer.apply_import(plan)
    if arguments.json is not None:
        files.write_json(report.as_json(language), arguments.json)
    for line in report_lines(report, language):
        print(line)
    return INPUT_ERROR_EXIT_CODE if report.has_errors else 0


def report_lines(report: ImportReport, language: Language) -> Iterator[str]:
    """The report for people: problems first, then what was read, what would change, and what happened."""
    yield from _problem_lines(report, language)
    if report.header_row:
        yield from _reading_lines(report, language)
        yield from _change_lines(report, language)
    yield _outcome(report, language)


def _table(word: str) -> TableSchema:
    table = headings.table_named(word)
    if table is None:
        raise InvalidInput(
            mark("There is no table {word}."),
            code="unknown_table",
            hint=mark("The tables are: {tables}."),
            word=word,
            tables=", ".join(table.name for table in FILE_ORDER),
        )
    return table


def _problem_lines(report: ImportReport, language: Language) -> Iterator[str]:
    for problem in sorted(report.problems, key=lambda problem: not problem.is_error):
        yield problem.line(language)
    if report.left_out:
        yield language.say_count(
            mark("... and {count} more problem."), mark("... and {count} more problems."), report.left_out
        )
    if report.pack_problems:
        yield language.say(mark("In the pack itself:"))
        for pack_problem in report.pack_problems:
            yield f"  {pack_problem.line(language)}"


def _reading_lines(report: ImportReport, language: Language) -> Iterator[str]:
    where = f"{report.file}, {report.sheet}" if report.sheet else report.file
    yield language.say(mark("{where}: headings in row {row}."), where=where, row=report.header_row)
    columns = ", ".join(f"{letters} = {name}" for name, letters in report.columns.items())
    yield language.say(mark("Columns read: {columns}."), columns=columns)
    if report.ignored:
        ignored = ", ".join(f"{letters} ({text})" for letters, text in report.ignored)
        yield language.say(mark("Columns left out, because no heading of ours fits: {columns}."), columns=ignored)
    for skipped in report.skipped:
        reason = language.say(_SKIPPED_REASONS[skipped.reason])
        yield language.say(mark("Row {row} was left out: {reason}."), row=skipped.row, reason=reason)


def _change_lines(report: ImportReport, language: Language) -> Iterator[str]:
    if report.rows_with_errors:
        yield language.say_count(
            mark("{count} row with errors, not counted below."),
            mark("{count} rows with errors, not counted below."),
            report.rows_with_errors,
        )
    yield language.say_count(mark("{count} new row."), mark("{count} new rows."), len(report.added))
    added = [language.say(mark("  + {key} (row {row})"), key=row.key, row=row.row) for row in report.added]
    yield from _shortened(added, language)
    yield language.say_count(mark("{count} changed row."), mark("{count} changed rows."), len(report.changed))
    yield from _shortened([_changed_line(row, language) for row in report.changed], language)
    yield language.say_count(
        mark("{count} row is in the pack already, as it stands here."),
        mark("{count} rows are in the pack already, as they stand here."),
        report.unchanged,
    )
    yield language.say_count(
        mark("{count} other row of the table stays as it is; nothing is deleted."),
        mark("{count} other rows of the table stay as they are; nothing is deleted."),
        report.kept,
    )


def _changed_line(row: ChangedRow, language: Language) -> str:
    cells = "; ".join(
        f"{cell.column}: {_value(cell.old, language)} -> {_value(cell.new, language)}" for cell in row.cells
    )
    return language.say(mark("  ~ {key} (row {row}): {cells}"), key=row.key, row=row.row, cells=cells)


def _value(value: Any, language: Language) -> str:
    if value is None or value == "":
        return language.say(mark("(empty)"))
    if isinstance(value, bool):
        return language.say(mark("yes")) if value else language.say(mark("no"))
    return language.number(value, decimals=10) if isinstance(value, int | float) else str(value)


def _shortened(lines: Sequence[str], language: Language) -> Iterator[str]:
    yield from lines[:LONGEST_LIST]
    if len(lines) > LONGEST_LIST:
        yield language.say(
            mark("  ... and {count} more; all of them are in the report that --json writes."),
            count=language.number(len(lines) - LONGEST_LIST),
        )


def _outcome(report: ImportReport, language: Language) -> str:
    if report.has_errors:
        return language.say(mark("Nothing was stored: put the errors right, and try again."))
    if report.stored:
        return language.say(mark("Stored in {pack}."), pack=report.pack)
    if not report.changes_anything:
        return language.say(mark("There is nothing to store: the pack holds these rows already."))
    return language.say(mark("Dry run: nothing was stored. Add --apply to store this in {pack}."), pack=report.pack)
