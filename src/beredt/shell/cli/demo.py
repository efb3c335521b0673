"""`beredt demo`: a fictitious municipality, its main answer, and what to try next."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.demo import fjordby
from beredt.adapters.packs import writer
from beredt.domain.impact.result import ImpactResult, NeedImpact
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.overview import runs
from beredt.shell.cli import assess, serve, web_application

DEFAULT_FOLDER = Path("out") / "demo"
MAIN_HAZARD = "nrb-2022/storm"
"""The hazard that the demo answers: confirmed, well known, and it takes power, masts and roads at once."""


def add_verbs(subparsers: Any) -> None:
    """Adds the verb `demo`."""
    verb = subparsers.add_parser(
        "demo",
        help=mark("build the demo municipality and answer for it"),
        description=mark(
            "Builds a fictitious municipality, computes its main hazard, and serves the web application with it."
        ),
    )
    verb.add_argument(
        "--into",
        type=Path,
        default=DEFAULT_FOLDER,
        metavar="FOLDER",
        help=mark("where to put the pack and the answer (default: %(default)s)"),
    )
    verb.add_argument(
        "--no-serve", action="store_true", help=mark("do not start the web application (also: NO_SERVE=1)")
    )
    verb.add_argument(
        "--port",
        type=int,
        default=serve.DEFAULT_PORT,
        metavar="N",
        help=mark("port of the web application (default: %(default)s)"),
    )
    verb.set_defaults(run=run)


def run(given: argparse.Namespace, reader_language: Language) -> int:
    """0 after the pack is written and the answer printed; a second time gives the same files."""
    say = reader_language.say
    is_served = not (given.no_serve or os.environ.get("NO_SERVE"))
    if is_served:
        serve.require_place(serve.DEFAULT_HOST, given.port)
    pack_folder = _build(given.into)
    print(
        say(mark("The demo municipality lies in {folder} (fictitious; no real place or person)."), folder=pack_folder)
    )
    print()
    registry = catalogues.open_catalogues(None)
    hazard = registry.hazard(MAIN_HAZARD)
    asked = argparse.Namespace(
        pack=pack_folder,
        hazard=hazard.hazard_id,
        all=False,
        disruptions=None,
        catalogue=None,
        horizon=72,
        draws=1_000,
        seed=1,
        json=given.into / "assess.json",
        svg=given.into / "curves.svg",
    )
    pack = runs.open_pack(pack_folder)
    assessment = assess.answer_hazards(asked, pack, reader_language)
    print()
    print(say(mark("The figures are in {json}, the curves in {svg}."), json=asked.json, svg=asked.svg))
    print(say(mark("Try next:")))
    for command in _next_commands(pack_folder, hazard, assessment.hazards[0]):
        print(f"  {command}")
    return _serve(pack, given.port, reader_language) if is_served else 0


def _serve(pack: runs.OpenPack, port: int, reader_language: Language) -> int:
    """0 after Ctrl+C; until then the web application shows the same municipality."""
    print()
    print(
        reader_language.say(mark("The web application: filling its rooms (a minute or two the first time) …")),
        flush=True,
    )
    start = web_application.load("beredt.shell.web_start")
    start.prepare(reader_language)
    at = start.address(serve.DEFAULT_HOST, port)
    links = start.build_demo(reader_language, code=pack.snapshot.code, name=pack.snapshot.name, at=at)
    return int(start.serve(serve.DEFAULT_HOST, port, language=reader_language, lines=links))


def _build(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            mark("The folder {folder} cannot be made: {reason}."),
            hint=mark("Choose another one with --into."),
            code="cannot_write",
            folder=folder,
            reason=error.strerror or error,
        ) from error
    pack_folder = folder / "fjordby"
    writer.write_pack(fjordby.build_fjordby(seed=1), pack_folder)
    return pack_folder


def _next_commands(pack_folder: Path, hazard: Hazard, result: ImpactResult) -> list[str]:
    pack, program = shlex.quote(str(pack_folder)), _called_as()
    commands = [f"{program} assess {pack} --all", f"{program} municipality check {pack}"]
    first = _first_hit(result)
    if first is not None:
        asked = f"--hazard {shlex.quote(hazard.hazard_id)} --profile {shlex.quote(first.profile_id)}"
        commands.insert(0, f"{program} explain {pack} {asked}")
    return commands


def _called_as() -> str:
    """How the program was started, so that a line printed here can be typed again: it need not be on the PATH."""
    started = Path(sys.argv[0])
    is_plain = started.name != "beredt" or shutil.which("beredt") == str(started)
    return "beredt" if is_plain else shlex.quote(str(started))


def _first_hit(result: ImpactResult) -> NeedImpact | None:
    """The critical need that is used up first in the middle run, of most people where several are."""
    hit = [need for need in result.needs if need.severity == "critical" and need.onset_p50_minute is not None]
    return min(hit, key=lambda need: (need.onset_p50_minute or 0, -need.people, need.profile_id), default=None)
