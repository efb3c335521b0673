"""What `municipality check` hands to other programs: `beredt/check/1`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from beredt.adapters.packs.reader import PackReading
from beredt.adapters.results import files
from beredt.domain.municipality.problem import Problem
from beredt.kit.language import Language, mark

SCHEMA = "beredt/check/1"


def report_document(reading: PackReading, *, language: Language) -> dict[str, Any]:
    """The document: the pack's hash (null with errors) and its problems, sentences in `language`."""
    return {
        "schema": SCHEMA,
        "pack_hash": reading.pack_hash,
        "problems": [_problem_entry(problem, language) for problem in reading.problems],
    }


def write_report(reading: PackReading, path: Path, *, language: Language) -> None:
    """Writes the document in one step; raises `InvalidInput` where the place cannot be written to."""
    files.write_json(report_document(reading, language=language), path)


def summary(reading: PackReading, *, language: Language) -> str:
    """One sentence with the number of errors and of warnings."""
    errors = sum(problem.is_error for problem in reading.problems)
    warnings = len(reading.problems) - errors
    if not reading.problems:
        return language.say(mark("No problems."))
    return language.say(
        mark("{errors}, {warnings}."),
        errors=language.say_count(mark("{count} error"), mark("{count} errors"), errors),
        warnings=language.say_count(mark("{count} warning"), mark("{count} warnings"), warnings),
    )


def _problem_entry(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "level": problem.level,
        "message": problem.message(language),
        "expected": problem.expected(language),
        "remedy": problem.remedy(language),
    }
