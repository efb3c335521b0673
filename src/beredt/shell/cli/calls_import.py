"""`beredt municipality import FILE --calls`: the answers of a filled call list into a pack, dry run first."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator

from beredt.adapters.importers.call_list import importer
from beredt.adapters.importers.call_list.report import CallReport, SettledQuestion
from beredt.adapters.results import files
from beredt.kit.language import Language, mark

INPUT_ERROR_EXIT_CODE = 2
LONGEST_LIST = 40


def run_import(arguments: argparse.Namespace, language: Language) -> int:
    """0 if the answers can be (with --apply: are) stored, 2 if there are errors; prints the report."""
    today = datetime.date.today().isoformat()
    plan = importer.plan_calls(arguments.file, pack=arguments.into, today=today, told_in=language)
    report = plan.report
    if arguments.apply and not report.has_errors and report.changes_pack:
        report = importer.apply_calls(plan)
    if arguments.json is not None:
        files.write_json(report.as_json(language), arguments.json)
    for line in report_lines(report, language):
        print(line)
    return INPUT_ERROR_EXIT_CODE if report.has_errors else 0


def report_lines(report: CallReport, language: Language) -> Iterator[str]:
    """The report for people: problems first, then what each answer does, and what happened."""
    for problem in report.problems:
        yield problem.line(language)
    if report.left_out:
        yield language.say_count(
            mark("... and {count} more problem."), mark("... and {count} more problems."), report.left_out
        )
    if report.pack_problems:
        yield language.say(mark("In the pack itself:"))
        yield from (f"  {problem.line(language)}" for problem in report.pack_problems)
    yield from _answer_lines(report, language)
    yield _outcome(report, language)


def _answer_lines(report: CallReport, language: Language) -> Iterator[str]:
    known = [question for question in report.questions if question.is_known]
    yield language.say_count(mark("{count} answer."), mark("{count} answers."), len(known))
    yield from (_answer_line(question, language) for question in known[:LONGEST_LIST])
    if len(known) > LONGEST_LIST:
        yield language.say(
            mark("  ... and {count} more; all of them are in the report that --json writes."),
            count=language.number(len(known) - LONGEST_LIST),
        )
    unknown = len(report.questions) - len(known)
    if unknown:
        yield language.say_count(
            mark("{count} time they did not know: that is noted, and the assumption stays."),
            mark("{count} times they did not know: that is noted, and the assumptions stay."),
            unknown,
        )
    if report.made_room:
        yield language.say_count(
            mark("{count} citizen fewer is counted among the rest, so that everybody is counted once."),
            mark("{count} citizens fewer are counted among the rest, so that everybody is counted once."),
            report.made_room,
        )
    if report.blank:
        yield language.say_count(
            mark("{count} question has no answer yet."), mark("{count} questions have no answer yet."), report.blank
        )


def _answer_line(question: SettledQuestion, language: Language) -> str:
    old = sorted({change.old for change in question.changes})
    is_count = question.settlement.places[0][2] == "people"
    before = [sum(change.old for change in question.changes)] if is_count else old
    return language.say(
        mark("  ~ {recipient}, row {row}: {old} -> {new}, verified ({rows} of the pack; {assumption})"),
        recipient=question.recipient,
        row=question.row,
        old="/".join(language.number(value, decimals=2) for value in before),
        new=language.number(question.settlement.answer or 0.0, decimals=2),
        rows=language.say_count(mark("{count} value"), mark("{count} values"), len(question.changes)),
        assumption=question.settlement.assumption_id,
    )


def _outcome(report: CallReport, language: Language) -> str:
    if report.has_errors:
        return language.say(mark("Nothing was stored: put the errors right, and try again."))
    if report.stored:
        return language.say(
            mark("Stored in {pack}. beredt verify-first and beredt rank now show what the answers changed."),
            pack=report.pack,
        )
    if not report.changes_pack:
        return language.say(mark("There is nothing to store: no new answers."))
    return language.say(mark("Dry run: nothing was stored. Add --apply to store this in {pack}."), pack=report.pack)
