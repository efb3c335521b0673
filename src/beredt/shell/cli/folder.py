"""`beredt folder`: the crisis folder, on paper for the day when nothing else works."""

from __future__ import annotations

import argparse
from typing import Any

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.results import files
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.overview import runs
from beredt.overview.reports import folder, gathering
from beredt.shell.cli import arguments, paper_files


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `folder`."""
    verb = subparsers.add_parser(
        "folder",
        help=mark("the crisis folder: at most 25 pages that work with everything off"),
        description=mark(
            "Writes the crisis folder as PDF: a page per hazard, role cards, the first meeting, log, runner slips and "
            "empty visit lists. Internal; it holds no persons."
        ),
    )
    arguments.add_pack(verb)
    arguments.add_hazards(verb)
    arguments.add_run_options(verb)
    paper_files.add_out(verb, suffixes=(pdf.SUFFIX,))
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the folder is written."""
    render = paper_files.renderer_for(given.out, (pdf.SUFFIX,))
    files.require_place(given.out)
    _require_room(given)
    printed = paper_files.imprint_of(given)
    pack = runs.open_pack(given.pack)
    registry = catalogues.open_catalogues(given.catalogue)
    local = paper_files.local_hazards(given, registry, pack.snapshot)
    findings = gathering.gather(
        pack,
        local=local,
        editions=paper_files.editions_of(local, registry),
        options=arguments.run_options(given),
        language=reader_language,
        on_start=paper_files.progress(local, reader_language),
        chains_for=folder.MOST_HAZARDS,
    )
    document = folder.folder(findings, content=load_paper_content(), printed=printed, measure=pdf.measure)
    paper_files.write(render(document), given.out)
    print(paper_files.told(document, given.out, reader_language))
    return 0


def _require_room(given: argparse.Namespace) -> None:
    """Raises `InvalidInput` where more hazards are named than there are pages for."""
    named = set(given.hazard or ())
    if len(named) > folder.MOST_HAZARDS:
        raise InvalidInput(
            mark("The folder has room for {most} hazards, and {given} are named."),
            hint=mark("Print two folders, or leave some out."),
            code="too_many_hazards",
            most=folder.MOST_HAZARDS,
            given=len(named),
        )
