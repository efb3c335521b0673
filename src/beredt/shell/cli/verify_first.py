"""`beredt verify-first`: which unverified assumption would change the answer most, and whom to ring about it."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.importers.call_list.writing import call_list_bytes
from beredt.adapters.open_data.defaults import load_defaults
from beredt.adapters.results import files
from beredt.adapters.results.verify_first_1 import verify_first_document
from beredt.adapters.workers.forked import spread_over_processes
from beredt.domain.measures import ranking, verify
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.calls import CallList, make_call_list
from beredt.domain.measures.result import RankResult, VerifyFirst
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, language, mark
from beredt.overview import rankings
from beredt.shell.cli import arguments, rank
from beredt.telling import hazards, names
from beredt.telling.call_words import CallWords, call_book, call_words
from beredt.telling.verify_text import render_verify_first

USUAL_BUDGET_KR = 2_000_000


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `verify-first`."""
    verb = subparsers.add_parser(
        "verify-first",
        help=mark("which assumptions to verify first, and whom to ring"),
        description=mark(
            "Finds the unverified assumptions whose truth would change the answer most, and writes a call list with "
            "one sheet for each one to ring. The filled list comes back with: beredt municipality import."
        ),
    )
    arguments.add_pack(verb)
    arguments.add_rank_options(
        verb,
        usual_kr=USUAL_BUDGET_KR,
        budget_told=mark(
            "what the municipality can spend [kr]; the best set for it is put to the test (default: %(default)s)"
        ),
        usual_sets=0,
        sets_told=mark("accepted as in beredt rank; changes nothing here (default: %(default)s)"),
    )
    arguments.add_json(verb)
    verb.add_argument("--calls", type=Path, metavar="FILE", help=mark("write the call list to this .xlsx file"))
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the answer is printed and the files asked for are written."""
    files.require_place(given.json)
    _require_workbook(given.calls)
    pack = rankings.open_rank_pack(given.pack)
    local = rank.local_hazards(given, pack)
    question = _question(given, pack, local)
    _tell(mark("ranking the measures as they stand today"), reader_language)
    ranked = ranking.rank(question, spread=spread_over_processes)
    _tell(mark("trying every assumption at both its ends"), reader_language)
    found = verify.verify_first(question, ranked, spread=spread_over_processes)
    calls = make_call_list(found, question.assumptions, pack.tables)
    words = _words(pack, local, reader_language)
    _write(given, pack, found, calls, ranked, words, _words(pack, local, language("da")))
    written = shlex.quote(str(given.calls)) if given.calls else ""
    print(render_verify_first(found, calls, words, calls_file=written), end="")
    return 0


def _tell(step: str, reader_language: Language) -> None:
    print(f"{reader_language.say(step)} …", file=sys.stderr)


def _question(given: argparse.Namespace, pack: rankings.RankPack, local: hazards.LocalHazards) -> ranking.Question:
    return rankings.put_question(
        pack,
        scenarios=tuple(attrs.evolve(scenario, horizon_hours=given.horizon) for scenario in local.scenarios),
        not_modelled=hazards.told_missing(local.missing, language("en"), vocabulary=load_vocabulary()),
        options=RankOptions(
            budget_kr=float(given.budget_kr), draws=given.draws, seed=given.seed, objective=given.objective, sets=0
        ),
    )


def _words(pack: rankings.RankPack, local: hazards.LocalHazards, spoken: Language) -> CallWords:
    return call_words(
        names.names_of(
            snapshot=pack.snapshot,
            vocabulary=load_vocabulary(),
            language=spoken,
            hazard_names=local.names(spoken),
        ),
        load_defaults(),
    )


def _write(
    given: argparse.Namespace,
    pack: rankings.RankPack,
    found: VerifyFirst,
    calls: CallList,
    ranked: RankResult,
    words: CallWords,
    danish: CallWords,
) -> None:
    """The files asked for; the JSON's sentences are Danish, so that it is the same for every reader."""
    if given.json is not None:
        document = verify_first_document(
            found,
            calls,
            ranked,
            municipality_code=pack.snapshot.code,
            municipality_name=pack.snapshot.name,
            draws=given.draws,
            seed=given.seed,
            say_question=danish.question,
            say_recipient=lambda sheet: danish.recipient(sheet.recipient),
        )
        files.write_json(document, given.json)
    if given.calls is not None:
        book = call_book(calls, words, municipality_code=pack.snapshot.code, pack_hash=pack.pack_hash)
        files.write_bytes(call_list_bytes(book), given.calls)


def _require_workbook(path: Path | None) -> None:
    files.require_place(path)
    if path is not None and path.suffix.lower() != ".xlsx":
        raise InvalidInput(
            mark("The call list is an Excel workbook, and {file} does not end in .xlsx."),
            code="no_workbook_name",
            hint=mark("Choose a name that ends in .xlsx."),
            file=path.name,
        )
