"""Spreadsheets and filled call lists as the municipality's room takes them: over the pack that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from beredt.adapters.importers.call_list import importer as call_lists
from beredt.adapters.importers.call_list.report import CallReport, SettledQuestion
from beredt.adapters.importers.spreadsheet import importer as sheets
from beredt.adapters.importers.spreadsheet.problem import SheetProblem
from beredt.adapters.importers.spreadsheet.report import ImportReport
from beredt.adapters.packs import schema
from beredt.adapters.packs.frames import ExtraCells
from beredt.adapters.packs.reader import PackReading
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import PackTables
from beredt.kit.errors import InvalidInput
from beredt.kit.language import LANGUAGES, Language, language, mark


@attrs.frozen(kw_only=True)
class SheetNote:
    """One problem: `level` error or warning, the cell (or the row of the pack), what was found, what to do."""

    level: str
    place: str
    message: str
    remedy: str


@attrs.frozen(kw_only=True, eq=False)
class SheetGiven:
    """A spreadsheet laid over a pack; `tables` is None where there are errors. Sentences by language code."""

    tables: PackTables | None
    problems: Mapping[str, tuple[SheetNote, ...]]
    left_out: int
    summary: Mapping[str, tuple[str, ...]]


def read_table(
    path: Path,
    *,
    table: str,
    sheet: str,
    tables: PackTables,
    extras: Mapping[str, ExtraCells],
    pack_hash: str,
) -> SheetGiven:
    """What a spreadsheet would make of the pack; raises `InvalidInput` for a table that there is not."""
    wanted = next((found for found in schema.FILE_ORDER if found.name == table), None)
    if wanted is None:
        raise InvalidInput(mark("There is no table {word}."), code="unknown_table", word=table)
    plan = sheets.plan_over(
        path,
        table=wanted,
        reading=PackReading(tables=tables, problems=(), pack_hash=pack_hash, extras=extras),
        pack=Path(tables.municipality.code),
        sheet=sheet or None,
    )
    return SheetGiven(
        tables=plan.tables,
        problems=_notes(plan.report.problems, plan.report.pack_problems),
        left_out=plan.report.left_out,
        summary={code: tuple(_sheet_summary(plan.report, language(code))) for code in LANGUAGES},
    )


def read_answers(
    path: Path, *, tables: PackTables, extras: Mapping[str, ExtraCells], pack_hash: str, today: str
) -> SheetGiven:
    """What a filled call list would make of the pack; `today` is an ISO date: no answer is from a day to come."""
    plans = {
        code: call_lists.plan_over(
            path,
            read_pack=PackReading(tables=tables, problems=(), pack_hash=pack_hash, extras=extras),
            pack=Path(tables.municipality.code),
            today=today,
            told_in=language(code),
        )
        for code in LANGUAGES
    }
    plan = plans[LANGUAGES[0]]
    return SheetGiven(
        tables=plan.tables,
        problems={
            code: _notes(found.report.problems, found.report.pack_problems)[code] for code, found in plans.items()
        },
        left_out=plan.report.left_out,
        summary={code: tuple(_call_summary(found.report, language(code))) for code, found in plans.items()},
    )


def _notes(problems: Sequence[SheetProblem], in_pack: Sequence[Problem]) -> dict[str, tuple[SheetNote, ...]]:
    ordered = sorted(problems, key=lambda problem: not problem.is_error)
    return {
        code: (
            *(_sheet_note(problem, language(code)) for problem in ordered),
            *(_pack_note(problem, language(code)) for problem in in_pack),
        )
        for code in LANGUAGES
    }


def _sheet_note(problem: SheetProblem, told_in: Language) -> SheetNote:
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    name = f"{problem.name}: " if problem.name else ""
    return SheetNote(
        level=problem.level,
        place=place,
        message=f"{name}{problem.message(told_in)}",
        remedy=problem.remedy(told_in),
    )


def _pack_note(problem: Problem, told_in: Language) -> SheetNote:
    return SheetNote(
        level=problem.level,
        place=f"{problem.file} {problem.row}",
        message=problem.message(told_in),
        remedy=problem.remedy(told_in),
    )


def _sheet_summary(report: ImportReport, told_in: Language) -> Iterator[str]:
    if report.header_row:
        where = f"{report.file}, {report.sheet}" if report.sheet else report.file
        yield told_in.say(mark("{where}: headings in row {row}."), where=where, row=report.header_row)
        columns = ", ".join(f"{letters} = {name}" for name, letters in report.columns.items())
        yield told_in.say(mark("Columns read: {columns}."), columns=columns)
    if report.ignored:
        ignored = ", ".join(f"{letters} ({text})" for letters, text in report.ignored)
        yield told_in.say(mark("Columns left out, because no heading of ours fits: {columns}."), columns=ignored)
    if report.kept:
        yield told_in.say_count(
            mark("{count} other row of the table stays as it is; nothing is deleted."),
            mark("{count} other rows of the table stay as they are; nothing is deleted."),
            report.kept,
        )


def _call_summary(report: CallReport, told_in: Language) -> Iterator[str]:
    known = [question for question in report.questions if question.is_known]
    yield told_in.say_count(mark("{count} answer."), mark("{count} answers."), len(known))
    for question in known:
        yield _answer(question, told_in)
    unknown = len(report.questions) - len(known)
    if unknown:
        yield told_in.say_count(
            mark("{count} time they did not know: that is noted, and the assumption stays."),
            mark("{count} times they did not know: that is noted, and the assumptions stay."),
            unknown,
        )
    if report.made_room:
        yield told_in.say_count(
            mark("{count} citizen fewer is counted among the rest, so that everybody is counted once."),
            mark("{count} citizens fewer are counted among the rest, so that everybody is counted once."),
            report.made_room,
        )
    if report.blank:
        yield told_in.say_count(
            mark("{count} question has no answer yet."), mark("{count} questions have no answer yet."), report.blank
        )


def _answer(question: SettledQuestion, told_in: Language) -> str:
    is_count = question.settlement.places[0][2] == "people"
    old = sorted({change.old for change in question.changes})
    before = [sum(change.old for change in question.changes)] if is_count else old
    return told_in.say(
        mark("{recipient}: {old} -> {new}, verified ({rows})"),
        recipient=question.recipient,
        old="/".join(told_in.number(value, decimals=2) for value in before),
        new=told_in.number(question.settlement.answer or 0.0, decimals=2),
        rows=told_in.say_count(mark("{count} value"), mark("{count} values"), len(question.changes)),
    )
