"""`beredt catalogue`: the risk catalogues that are there, what is in them, whether one is in order, what is new."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from beredt.adapters.catalogues import catalogue_documents, reader
from beredt.adapters.catalogues.problem import InvalidCatalogue
from beredt.adapters.results import files
from beredt.domain.riskpicture import templates
from beredt.domain.riskpicture.edition_diff import EditionDiff, compare_editions
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import Language, mark
from beredt.overview import catalogue_pages, runs
from beredt.shell.cli import arguments

INPUT_ERROR_EXIT_CODE = 2
HORIZON_HOURS = 72


def add_verbs(subparsers: Any) -> None:
    """Adds the verb group `catalogue`."""
    group = subparsers.add_parser("catalogue", help=mark("risk catalogues"))
    verbs = group.add_subparsers(title=mark("commands"), metavar="COMMAND", required=True)
    listing = verbs.add_parser("list", help=mark("the catalogues that are there"))
    _finish(listing, run_list)
    show = verbs.add_parser("show", help=mark("one catalogue, or one of its hazards"))
    show.add_argument("named", metavar="ID", help=mark("a catalogue, a hazard (catalogue/hazard), or a folder"))
    _finish(show, run_show)
    check = verbs.add_parser("check", help=mark("check the folder of a catalogue"))
    check.add_argument("folder", type=Path, metavar="PATH", help=mark("the folder"))
    _finish(check, run_check)
    diff = verbs.add_parser("diff", help=mark("what a new catalogue changes, also for a municipality"))
    diff.add_argument("old", metavar="OLD", help=mark("the catalogue until now: an id or a folder"))
    diff.add_argument("new", metavar="NEW", help=mark("the new one: an id or a folder"))
    diff.add_argument("--pack", type=Path, metavar="PACK", help=mark("the pack: a folder or a zip file of it"))
    _finish(diff, run_diff)


def run_list(given: argparse.Namespace, language: Language) -> int:
    """0 after the table of catalogues is printed."""
    registry = reader.load_catalogues()
    return _answer(given, catalogue_pages.list_page(registry, language), catalogue_documents.list_document(registry))


def run_show(given: argparse.Namespace, language: Language) -> int:
    """0 after one catalogue, or one hazard, is printed."""
    if _is_hazard(given.named):
        registry = reader.load_catalogues()
        hazard = registry.hazard(given.named)
        edition = registry.edition(hazard.edition_id)
        page = catalogue_pages.hazard_page(edition, hazard, language)
        return _answer(given, page, catalogue_documents.edition_document(edition, [hazard]))
    edition = reader.open_catalogues(given.named).selected
    page = catalogue_pages.edition_page(edition, language)
    return _answer(given, page, catalogue_documents.edition_document(edition))


def run_check(given: argparse.Namespace, language: Language) -> int:
    """0 if the folder can be used as a catalogue, 2 with one line per problem."""
    try:
        edition = reader.load_folder(given.folder)
    except InvalidCatalogue as error:
        lines = [problem.line_in(language) for problem in error.problems]
        counted = language.say_count(mark("{count} error"), mark("{count} errors"), len(lines))
        _answer(given, "\n".join([*lines, f"{counted}.\n"]), catalogue_documents.check_document(error.problems))
        return INPUT_ERROR_EXIT_CODE
    told = language.say(mark("{id} is in order: {count} hazards."), id=edition.edition_id, count=len(edition.hazards))
    return _answer(given, told + "\n", catalogue_documents.check_document(()))


def run_diff(given: argparse.Namespace, language: Language) -> int:
    """0 after the differences are printed."""
    diff = compare_editions(
        old=reader.open_catalogues(given.old).selected, new=reader.open_catalogues(given.new).selected
    )
    pack = None if given.pack is None else runs.open_pack(given.pack)
    local = None if pack is None else local_states(diff, pack)
    name = "" if pack is None else pack.snapshot.name
    page = catalogue_pages.diff_page(diff, local, pack_name=name, language=language)
    return _answer(given, page, catalogue_documents.diff_document(diff, local))


def local_states(diff: EditionDiff, pack: runs.OpenPack) -> dict[str, NotExpressible | None]:
    """By hazard id of both editions: None where it can be computed in this municipality, else why not."""
    states: dict[str, NotExpressible | None] = {}
    for hazard in (*diff.old.hazards, *diff.new.hazards):
        found = templates.localise(hazard=hazard, snapshot=pack.snapshot, horizon_hours=HORIZON_HOURS)
        states[hazard.hazard_id] = found if isinstance(found, NotExpressible) else None
    return states


def _is_hazard(named: str) -> bool:
    """Whether it reads as catalogue/hazard; a folder of that name is a catalogue."""
    return "/" in named and not Path(named).is_dir()


def _finish(verb: argparse.ArgumentParser, run: Any) -> None:
    arguments.add_json(verb)
    verb.set_defaults(run=run)


def _answer(given: argparse.Namespace, page: str, document: dict[str, Any]) -> int:
    files.require_place(given.json)
    print(page, end="")
    if given.json is not None:
        files.write_json(document, given.json)
    return 0
