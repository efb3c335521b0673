"""`beredt municipality`: checks municipality packs, takes spreadsheets into them, and drafts them from open data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from beredt.adapters.packs import check_report, reader
from beredt.domain.municipality.problem import has_errors
from beredt.kit.language import Language, mark
from beredt.shell.cli import municipality_draft, municipality_import

INPUT_ERROR_EXIT_CODE = 2


def add_verbs(subparsers: Any) -> None:
    """Adds the verb group `municipality`; each verb is added by a function of its own."""
    group = subparsers.add_parser("municipality", help=mark("municipality packs"))
    verbs = group.add_subparsers(title=mark("commands"), metavar="COMMAND", required=True)
    _add_check(verbs)
    municipality_import.add_verb(verbs)
    municipality_draft.add_verb(verbs)


def _add_check(verbs: Any) -> None:
    check = verbs.add_parser(
        "check",
        help=mark("check a municipality pack"),
        description=mark("Tells everything that is wrong with a municipality pack, one line per problem."),
    )
    check.add_argument("pack", type=Path, metavar="PACK", help=mark("the pack: a folder or a zip file of it"))
    check.add_argument("--json", type=Path, metavar="FILE", help=mark("write the problems to this file as JSON"))
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace, language: Language) -> int:
    """0 if the pack can be used, 2 if it has errors; prints one line per problem and a count."""
    reading = reader.read_pack(arguments.pack)
    if arguments.json is not None:
        check_report.write_report(reading, arguments.json, language=language)
    for problem in reading.problems:
        print(problem.line(language))
    print(check_report.summary(reading, language=language))
    return INPUT_ERROR_EXIT_CODE if has_errors(reading.problems) else 0
