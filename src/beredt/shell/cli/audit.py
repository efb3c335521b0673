"""`beredt audit`: whether the access log is as it was written."""

from __future__ import annotations

import argparse
from typing import Any

from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import Language, mark
from beredt.shell.cli import web_application

BROKEN_EXIT_CODE = 2
OUTSIDE = "installation"
MOST_TOLD = 20


def add_verbs(subparsers: Any) -> None:
    """Adds the verb group `audit`."""
    group = subparsers.add_parser("audit", help=mark("the access log"))
    verbs = group.add_subparsers(title=mark("commands"), metavar="COMMAND", required=True)
    verify = verbs.add_parser(
        "verify", help=mark("check that no entry was changed, removed, added or moved; exit code 2 if one was")
    )
    verify.add_argument(
        "--municipality",
        metavar="CODE",
        help=mark("only this municipality's log, for instance 825 (default: every log of the installation)"),
    )
    verify.set_defaults(run=run_verify)


def run_verify(given: argparse.Namespace, language: Language) -> int:
    """0 if every log is whole, 2 with one line per finding if one is not."""
    queries = _queries()
    known = queries.municipalities()
    wanted = known if given.municipality is None else [_chain_of(given.municipality)]
    if not set(wanted) <= set(known):
        raise NotFound(
            mark("There is no access log of {municipality}."), code="no_such_log", municipality=given.municipality
        )
    reports = [queries.verify(code) for code in wanted]
    for report in reports:
        print("\n".join(_told(report, language)))
    if not reports:
        print(language.say(mark("The installation has no access log yet: nothing was done in it.")))
    return BROKEN_EXIT_CODE if any(report.breaks for report in reports) else 0


def _queries() -> Any:
    """The access log's queries, with the web application's database behind them."""
    queries = web_application.load("beredt.ground.audit.queries")
    if not queries.has_tables():
        raise InvalidInput(
            mark("There is no database of the web application here."),
            hint=mark("BEREDT_DATA names the data folder and DATABASE_URL the database; `beredt serve` makes them."),
            code="no_database",
        )
    return queries


def _chain_of(code: str) -> str:
    return "" if code == OUTSIDE else code


def _told(report: Any, language: Language) -> list[str]:
    name = report.municipality or OUTSIDE
    counted = language.say_count(mark("{count} entry"), mark("{count} entries"), report.count)
    if report.breaks:
        head = language.say(mark("{log}: NOT WHOLE, {entries}."), log=name, entries=counted)
        return [
            head,
            *(f"  {found.told_in(language)}" for found in report.breaks[:MOST_TOLD]),
            *_rest(report, language),
        ]
    return [
        language.say(
            mark("{log}: {entries}, all as they were written; the anchor outside the database knows {anchored}."),
            log=name,
            entries=counted,
            anchored=language.number(report.anchored),
        )
    ]


def _rest(report: Any, language: Language) -> list[str]:
    more = len(report.breaks) - MOST_TOLD
    told = language.say_count(mark("and {count} more finding."), mark("and {count} more findings."), more)
    return [f"  {told}"] if more > 0 else []
