"""`beredt assess`: who loses what, and when, in one hazard, in all of a catalogue, or in given outages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters import outages
from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.results import files
from beredt.adapters.results.assess_document import assess_document
from beredt.domain.impact.result import Assessment
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.language import Language, language, mark
from beredt.overview import runs
from beredt.shell.cli import arguments
from beredt.telling import answer, curves, hazards, names

NO_HAZARDS = hazards.LocalHazards(hazards=(), scenarios=(), missing=())


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `assess`."""
    verb = subparsers.add_parser(
        "assess",
        help=mark("who loses what and when: one hazard, all of a catalogue, or given outages"),
        description=mark("Computes what a hazard, or a list of outages, does to the people of a municipality."),
    )
    arguments.add_pack(verb)
    add_cause(verb, every=True)
    arguments.add_run_options(verb)
    arguments.add_pace(verb)
    arguments.add_json(verb)
    verb.add_argument(
        "--svg", type=Path, metavar="FILE", help=mark("draw the service curves and write them to this file")
    )
    verb.set_defaults(run=run)


def add_cause(verb: argparse.ArgumentParser, *, every: bool) -> None:
    """Declares what is to happen: a hazard or a file of outages, with `every` also all hazards."""
    cause = verb.add_mutually_exclusive_group(required=True)
    cause.add_argument("--hazard", metavar="ID", help=mark("one hazard of a catalogue (beredt catalogue list)"))
    if every:
        cause.add_argument("--all", action="store_true", help=mark("every hazard of the catalogue"))
    cause.add_argument(
        "--disruptions",
        type=Path,
        metavar="FILE",
        help=mark("exactly these outages: a CSV file with asset_id, start_hours, end_hours"),
    )
    arguments.add_catalogue(verb)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the answer is printed and the files asked for are written."""
    files.require_place(given.json)
    files.require_place(given.svg)
    pack = runs.open_pack(given.pack)
    if given.disruptions is not None:
        answer_with(given, _assess_file(given, pack), NO_HAZARDS, pack, reader_language)
    else:
        answer_hazards(given, pack, reader_language)
    return 0


def answer_hazards(given: argparse.Namespace, pack: runs.OpenPack, reader_language: Language) -> Assessment:
    """The assessment of the hazards asked for, after it is printed and written."""
    local = local_hazards(given, pack)
    assessment = _assess_local(given, pack, local, reader_language)
    answer_with(given, assessment, local, pack, reader_language)
    return assessment


def answer_with(
    given: argparse.Namespace,
    assessment: Assessment,
    local: hazards.LocalHazards,
    pack: runs.OpenPack,
    reader_language: Language,
) -> None:
    """Prints the answer and writes the files asked for."""
    print(report(assessment, local, pack, reader_language), end="")
    write_results(given, assessment, local, pack, reader_language)


def local_hazards(given: argparse.Namespace, pack: runs.OpenPack) -> hazards.LocalHazards:
    """The hazards asked for, made local."""
    registry = catalogues.open_catalogues(given.catalogue)
    wanted = registry.selected.hazards if getattr(given, "all", False) else (registry.hazard(given.hazard),)
    return hazards.localise_all(wanted, snapshot=pack.snapshot, horizon_hours=given.horizon)


def report(assessment: Assessment, local: hazards.LocalHazards, pack: runs.OpenPack, reader_language: Language) -> str:
    """The answer as text in the reader's language."""
    vocabulary, editions = load_vocabulary(), catalogues.load_catalogues().editions
    told = attrs.evolve(
        assessment,
        not_modelled=hazards.told_missing(local.missing, reader_language, vocabulary=vocabulary, editions=editions),
    )
    return answer.render_answer(
        told,
        names=names_for(pack, local, reader_language),
        remarks=local.remarks(reader_language, vocabulary=vocabulary),
        age=pack.age,
    )


def names_for(pack: runs.OpenPack, local: hazards.LocalHazards, reader_language: Language) -> names.Names:
    """What things are called for this reader."""
    return names.names_of(
        snapshot=pack.snapshot,
        vocabulary=load_vocabulary(),
        language=reader_language,
        hazard_names=local.names(reader_language),
    )


def write_results(
    given: argparse.Namespace,
    assessment: Assessment,
    local: hazards.LocalHazards,
    pack: runs.OpenPack,
    reader_language: Language,
) -> None:
    """Writes the files asked for; the JSON is the same in every language."""
    if given.json is not None:
        document = assess_document(
            assessment, municipality_code=pack.snapshot.code, municipality_name=pack.snapshot.name
        )
        files.write_json(document, given.json)
    if given.svg is not None:
        picture = curves.render_curves(assessment.hazards, names=names_for(pack, local, reader_language))
        files.write_text(picture, given.svg)


def _assess_file(given: argparse.Namespace, pack: runs.OpenPack) -> Assessment:
    found = outages.require_outages(
        given.disruptions, asset_ids=pack.snapshot.assets.index_of, horizon_hours=given.horizon
    )
    return runs.assess_outages(pack, outages=found, options=arguments.run_options(given))


def _assess_local(
    given: argparse.Namespace, pack: runs.OpenPack, local: hazards.LocalHazards, reader_language: Language
) -> Assessment:
    titles = local.names(reader_language)

    def tell(number: int, scenario: Scenario) -> None:
        if len(local.scenarios) > 1:
            progress = reader_language.say(
                mark("{number} of {total}: {hazard}"),
                number=number,
                total=len(local.scenarios),
                hazard=titles[scenario.hazard],
            )
            print(progress, file=sys.stderr)

    return runs.assess_scenarios(
        pack,
        scenarios=local.scenarios,
        not_modelled=hazards.told_missing(local.missing, language("en"), vocabulary=load_vocabulary()),
        options=arguments.run_options(given),
        on_start=tell,
    )
