"""`beredt report`: the answer on paper, for the staff or as a case for the council."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import attrs

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.results import files
from beredt.adapters.workers.forked import spread_over_processes
from beredt.domain.measures import ranking, verify
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.calls import make_call_list
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.language import Language, language, mark
from beredt.overview import rankings, runs
from beredt.overview.reports import council_report, gathering, staff_report
from beredt.overview.reports.findings import Findings
from beredt.shell.cli import arguments, paper_files
from beredt.telling import hazards
from beredt.telling.data_age import data_age
from beredt.telling.ranking_steps import STEP_WORDS

STAFF, COUNCIL = "staff", "council"
AUDIENCES = {STAFF: staff_report.staff_report, COUNCIL: council_report.council_report}
DEFAULT_BUDGET_KR = 2_000_000


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `report`."""
    verb = subparsers.add_parser(
        "report",
        help=mark("the answer on paper, for the staff or as a case for the council"),
        description=mark(
            "Writes the answer as PDF or Word: for the staff two to four internal pages, for the council an editable "
            "case of two pages without names of assets, places, suppliers or single points."
        ),
    )
    arguments.add_pack(verb)
    arguments.add_hazards(verb)
    arguments.add_run_options(verb)
    arguments.add_budget(
        verb,
        usual_kr=DEFAULT_BUDGET_KR,
        told=mark("what the municipality can spend [kr]: purchase and four years' running (default: %(default)s)"),
    )
    arguments.add_sets(verb)
    verb.add_argument(
        "--audience",
        choices=tuple(AUDIENCES),
        default=STAFF,
        help=mark("for whom: staff or council (default: %(default)s)"),
    )
    verb.add_argument(
        "--no-verify-first",
        action="store_true",
        help=mark("leave out whom to ring first: finding it takes the longest"),
    )
    paper_files.add_out(verb, suffixes=tuple(paper_files.RENDERERS))
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the paper is written."""
    render = paper_files.renderer_for(given.out)
    files.require_place(given.out)
    printed = paper_files.imprint_of(given)
    findings = findings_for(given, reader_language)
    document = AUDIENCES[given.audience](findings, printed=printed, measure=pdf.measure)
    paper_files.write(render(document), given.out)
    print(paper_files.told(document, given.out, reader_language))
    return 0


def findings_for(given: argparse.Namespace, reader_language: Language) -> Findings:
    """The runs behind the paper: impact, ranking, and for the staff what to verify first."""
    pack = rankings.open_rank_pack(given.pack)
    seen = runs.OpenPack(snapshot=pack.snapshot, pack_hash=pack.pack_hash, age=data_age(pack.tables))
    registry = catalogues.open_catalogues(given.catalogue)
    local = paper_files.local_hazards(given, registry, pack.snapshot)
    findings = gathering.gather(
        seen,
        local=local,
        editions=paper_files.editions_of(local, registry),
        options=arguments.run_options(given),
        language=reader_language,
        on_start=paper_files.progress(local, reader_language),
    )
    if not local.scenarios:
        return findings
    return _ranked(given, pack, local.scenarios, findings, local, reader_language)


def _ranked(
    given: argparse.Namespace,
    pack: rankings.RankPack,
    scenarios: tuple[Scenario, ...],
    findings: Findings,
    local: hazards.LocalHazards,
    reader_language: Language,
) -> Findings:
    def tell(step: str) -> None:
        if step in STEP_WORDS:
            print(f"{reader_language.say(STEP_WORDS[step])} …", file=sys.stderr)

    question = rankings.put_question(
        pack,
        scenarios=tuple(attrs.evolve(scenario, horizon_hours=given.horizon) for scenario in scenarios),
        not_modelled=hazards.told_missing(local.missing, language("en"), vocabulary=load_vocabulary()),
        options=RankOptions(budget_kr=float(given.budget_kr), draws=given.draws, seed=given.seed, sets=given.sets),
    )
    result = ranking.rank(question, tell, spread=spread_over_processes)
    findings = attrs.evolve(findings, ranking=result)
    if given.audience == COUNCIL or given.no_verify_first:
        return findings
    looking = reader_language.say(mark("looking for what to verify first"))
    print(f"{looking} …", file=sys.stderr)
    found = verify.verify_first(question, result, spread=spread_over_processes)
    return attrs.evolve(findings, calls=make_call_list(found, question.assumptions, pack.tables))
