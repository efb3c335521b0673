"""`beredt rank`: which measures avert most, what they cost, and the best set for the money."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

import attrs

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.open_data.defaults import load_defaults
from beredt.adapters.results import files
from beredt.adapters.results.rank_1 import rank_document
from beredt.adapters.workers.forked import spread_over_processes
from beredt.domain.measures import ranking, verify
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.calls import make_call_list
from beredt.domain.measures.result import RankResult
from beredt.kit.language import Language, language, mark
from beredt.overview import rankings
from beredt.shell.cli import arguments
from beredt.telling import hazards, names, ranking_text
from beredt.telling.call_words import call_words, ring_sentences
from beredt.telling.ranking_steps import STEP_WORDS

RING_FIRST_DRAWS = 50
"""Draws by which it is found whom to ring first: enough for an order."""


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `rank`."""
    verb = subparsers.add_parser(
        "rank",
        help=mark("measures by what they avert, and the best set for the money"),
        description=mark(
            "Computes every hazard again with every measure in place, ranks the measures, and finds the best set that "
            "the budget allows."
        ),
    )
    arguments.add_pack(verb)
    arguments.add_rank_options(verb)
    arguments.add_json(verb)
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the ranking is printed and the file asked for is written."""
    files.require_place(given.json)
    pack = rankings.open_rank_pack(given.pack)
    local = local_hazards(given, pack)
    question = put_question(given, pack, local, reader_language)
    result = ranking.rank(question, _teller(reader_language), spread=spread_over_processes)
    named = names_for(pack, local, reader_language)
    calls = _ring_first(question, result, pack, named)
    print(ranking_text.render_ranking(result, places=rankings.places_of(pack, named), ring_first=calls), end="")
    if given.json is not None:
        document = rank_document(
            result,
            municipality_code=pack.snapshot.code,
            municipality_name=pack.snapshot.name,
            draws=given.draws,
            seed=given.seed,
        )
        files.write_json(document, given.json)
    return 0


def local_hazards(given: argparse.Namespace, pack: rankings.RankPack) -> hazards.LocalHazards:
    """The hazards asked for, each once, or all of the catalogue, made local."""
    registry = catalogues.open_catalogues(given.catalogue)
    asked = [registry.hazard(named) for named in given.hazard or ()]
    wanted = {hazard.hazard_id: hazard for hazard in asked or registry.selected.hazards}
    return hazards.localise_all(tuple(wanted.values()), snapshot=pack.snapshot, horizon_hours=given.horizon)


def put_question(
    given: argparse.Namespace, pack: rankings.RankPack, local: hazards.LocalHazards, reader_language: Language
) -> ranking.Question:
    """What is to be ranked; prices that fit nothing are told on standard error."""
    question = rankings.put_question(
        pack,
        scenarios=tuple(attrs.evolve(scenario, horizon_hours=given.horizon) for scenario in local.scenarios),
        not_modelled=hazards.told_missing(local.missing, language("en"), vocabulary=load_vocabulary()),
        options=RankOptions(
            budget_kr=float(given.budget_kr),
            draws=given.draws,
            seed=given.seed,
            objective=given.objective,
            sets=given.sets,
        ),
    )
    for name in rankings.prices_without_place(pack, question):
        warning = mark("measures.csv: {name} is no measure and no place here; its price is not used.")
        print(reader_language.say(warning, name=names.printable(name)), file=sys.stderr)
    return question


def _ring_first(
    question: ranking.Question, result: RankResult, pack: rankings.RankPack, named: names.Names
) -> list[str]:
    """Whom to ring first about what, by how far each assumption moves the harm."""
    found = verify.verify_first(question, result, most_regrets=0, draws=RING_FIRST_DRAWS, spread=spread_over_processes)
    calls = make_call_list(found, question.assumptions, pack.tables)
    return ring_sentences(calls, call_words(named, load_defaults()))


def names_for(pack: rankings.RankPack, local: hazards.LocalHazards, reader_language: Language) -> names.Names:
    """What things are called for this reader."""
    return names.names_of(
        snapshot=pack.snapshot,
        vocabulary=load_vocabulary(),
        language=reader_language,
        hazard_names=local.names(reader_language),
    )


def _teller(reader_language: Language) -> Callable[[str], None]:
    def tell(step: str) -> None:
        if step in STEP_WORDS:
            print(f"{reader_language.say(STEP_WORDS[step])} …", file=sys.stderr)

    return tell
