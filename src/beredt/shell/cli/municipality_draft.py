"""`beredt municipality draft`: a first pack from open data, or what open data give and lack for all municipalities."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.open_data import draft_files, roads
from beredt.adapters.open_data.defaults import known_municipalities, load_defaults
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.open_data.folder import FolderReading, read_folder
from beredt.adapters.results import files
from beredt.domain.municipality.drafting.draft import Draft, draft_pack
from beredt.domain.municipality.drafting.facts import KnownMunicipality, Outline
from beredt.domain.municipality.drafting.local import local_facts
from beredt.domain.municipality.drafting.names import municipality_names
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import Language, mark
from beredt.overview import draft_coverage, draft_hazards, draft_summary


def add_verb(verbs: Any) -> None:
    """Adds `draft` to the verbs of `beredt municipality`."""
    verb = verbs.add_parser(
        "draft",
        help=mark("draft a municipality pack from open data"),
        description=mark(
            "Drafts the first pack of a municipality from open data, or from national figures alone where there are "
            "none, and tells what was found, what is estimated and what is missing. With --all: what open data give "
            "and lack for every municipality."
        ),
    )
    verb.add_argument(
        "--code", metavar="CODE", help=mark("the municipality: its code, such as 400 or 0400, or its name")
    )
    verb.add_argument(
        "--out", type=Path, metavar="PACK", help=mark("the pack to write: a folder, or a file ending in .zip")
    )
    verb.add_argument(
        "--open-data",
        type=Path,
        metavar="FOLDER",
        help=mark("a folder with open data as the authorities publish them (see docs/how-to/cold-start.md)"),
    )
    verb.add_argument(
        "--roads",
        type=Path,
        metavar="FILE",
        help=mark("an OpenStreetMap extract (.osm.pbf, .osm) for the pack's road network"),
    )
    verb.add_argument("--force", action="store_true", help=mark("replace a pack that is already there"))
    verb.add_argument("--all", action="store_true", help=mark("all municipalities: what open data give and lack"))
    verb.add_argument(
        "--coverage", type=Path, metavar="FILE", help=mark("with --all: write the table here, as .csv or .json")
    )
    verb.add_argument("--json", type=Path, metavar="FILE", help=mark("write the summary to this file as JSON"))
    verb.set_defaults(run=run_draft)


def run_draft(arguments: argparse.Namespace, language: Language) -> int:
    """0 when the pack (with --all: the table) is written; prints a summary. All problems are `UserError`s."""
    _require_sense(arguments)
    if arguments.all:
        return _run_all(arguments, language)
    known = _municipality(arguments.code)
    _require_free(arguments.out, force=arguments.force)
    files.require_place(arguments.json)
    reading = _read(arguments, box_of=draft_files.box_around(known.code), progress=_silent)
    facts = local_facts(known=known, data=reading.data)
    draft = draft_pack(facts=facts, defaults=load_defaults())
    _require_roads(arguments.roads, draft)
    draft_files.write_draft(
        draft.tables, arguments.out, arguments.roads, draft_files.box_around(known.code)(reading.data.outlines)
    )
    summary = draft_summary.DraftSummary(
        report=draft.report,
        notes=reading.notes,
        hazards=draft_hazards.draft_hazards(
            tables=draft.tables,
            edition=load_catalogues().selected,
            sole_assets=draft.report.sole_assets,
            language=language,
        ),
        pack=arguments.out.name,
        path=shlex.quote(str(arguments.out)),
        roads_file=arguments.roads.name if arguments.roads else "",
    )
    if arguments.json is not None:
        files.write_json(draft_summary.as_json(summary, language), arguments.json)
    for line in draft_summary.lines(summary, language):
        print(line)
    return 0


def _run_all(arguments: argparse.Namespace, language: Language) -> int:
    _require_table(arguments.coverage)
    files.require_place(arguments.coverage)
    reading = _read(arguments, box_of=lambda _outlines: None, progress=_telling(language))
    rows = []
    told = _telling(language)
    for known in known_municipalities().values():
        told(known.name)
        facts = local_facts(known=known, data=reading.data)
        rows.append(draft_coverage.coverage_row(draft_pack(facts=facts, defaults=load_defaults()).report, facts))
    draft_coverage.write_coverage(rows, reading.notes, arguments.coverage)
    for line in draft_coverage.lines(rows, language):
        print(line)
    return 0


def _read(
    arguments: argparse.Namespace,
    *,
    box_of: Callable[[tuple[Outline, ...]], roads.Box | None],
    progress: Callable[[str], None],
) -> FolderReading:
    """The open data; a road file that cannot be read is the user's to put right."""
    if arguments.roads is not None and not arguments.roads.is_file():
        raise NotFound(mark("There is no file {file}."), code="no_such_file", file=arguments.roads)
    try:
        return read_folder(
            arguments.open_data,
            known=known_municipalities(),
            roads_file=arguments.roads,
            box_of=box_of,
            progress=progress,
        )
    except UnreadableFile as error:
        raise InvalidInput(
            mark("The road file {file} cannot be used: it is not OpenStreetMap data, or it is damaged."),
            code="unreadable_roads",
            hint=mark("Give a file ending in .osm.pbf or .osm."),
            file=arguments.roads,
        ) from error


def _require_sense(arguments: argparse.Namespace) -> None:
    """Returns if the options fit together; raises `InvalidInput` telling what is missing."""
    if arguments.all and arguments.coverage is not None and arguments.code is None:
        return
    if not arguments.all and arguments.code is not None and arguments.out is not None and arguments.coverage is None:
        return
    raise InvalidInput(
        mark("Give --code and --out for one municipality, or --all and --coverage for the table of all."),
        code="unclear_task",
    )


def _require_table(path: Path) -> None:
    """Returns unless the name promises a form that the table does not come in; raises `InvalidInput`."""
    if path.suffix.lower() in draft_coverage.OTHER_FORMS:
        raise InvalidInput(
            mark("The file {file} cannot be made: its name must end in {suffixes}."),
            hint=mark("Nothing was written."),
            code="bad_suffix",
            file=path,
            suffixes=".csv / .json",
        )


def _municipality(named: str) -> KnownMunicipality:
    known = known_municipalities()
    code = municipality_names(known.values()).code_of(named)
    if code is None:
        raise NotFound(
            mark("{given} is none of the 98 municipalities."),
            code="unknown_municipality",
            hint=mark("Give a code such as 400, or a name such as Bornholm."),
            given="".join(sign if sign.isprintable() else "?" for sign in named)[:60],
        )
    return known[code]


def _require_free(pack: Path, *, force: bool) -> None:
    """Returns if nothing would be lost; raises `InvalidInput` where something stands there."""
    is_empty = pack.is_dir() and not any(pack.iterdir())
    if force or is_empty or not os.path.lexists(pack):
        return
    raise InvalidInput(
        mark("{pack} exists already."),
        code="pack_exists",
        hint=mark("Choose another name, or replace it with --force; nothing was changed."),
        pack=pack,
    )


def _require_roads(given: Path | None, draft: Draft) -> None:
    """Returns if a road file that was given has roads in the municipality; raises `InvalidInput` if not."""
    if given is None or any(entry.file == given.name and entry.ways for entry in draft.report.roads):
        return
    raise InvalidInput(
        mark("The road file {file} has no road in {name}."),
        code="roads_elsewhere",
        hint=mark("Give an extract that covers the municipality."),
        file=given,
        name=draft.report.name,
    )


def _silent(_name: str) -> None:
    """Says nothing: one municipality is read in seconds."""


def _telling(language: Language) -> Callable[[str], None]:
    def tell(name: str) -> None:
        print(language.say(mark("reading {name}"), name=name), file=sys.stderr)

    return tell
