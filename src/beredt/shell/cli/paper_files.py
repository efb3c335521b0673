"""What the verbs that write paper share: local hazards, the day it is printed, the form of the file, and writing it."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from beredt.adapters.catalogues.reader import CatalogueRegistry
from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.adapters.render.word_docx import renderer as word
from beredt.adapters.results import files
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import Edition
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.document import Document
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark
from beredt.overview.reports.imprint import VALID_DAYS, Imprint
from beredt.telling import hazards

RENDERERS: Mapping[str, Callable[[Document], bytes]] = {pdf.SUFFIX: pdf.render, word.SUFFIX: word.render}
EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
LONGEST_VALID_DAYS = 3_650


def add_out(verb: argparse.ArgumentParser, *, suffixes: Sequence[str]) -> None:
    """Declares the file, the day and how long the paper is valid."""
    form = "|".join(f"F{suffix}" for suffix in suffixes)
    verb.add_argument("--out", type=Path, required=True, metavar=form, help=mark("the file to write"))
    verb.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help=mark("the day that is printed on the paper (default: today)")
    )
    verb.add_argument(
        "--valid-days",
        type=_days,
        default=VALID_DAYS,
        metavar="N",
        help=mark("for how many days the paper should be used (default: %(default)s)"),
    )


def renderer_for(out: Path, suffixes: Sequence[str] = tuple(RENDERERS)) -> Callable[[Document], bytes]:
    """What makes a file of that suffix; raises `InvalidInput` for another suffix."""
    suffix = out.suffix.lower()
    if suffix in suffixes:
        return RENDERERS[suffix]
    raise InvalidInput(
        mark("The file {file} cannot be made: its name must end in {suffixes}."),
        hint=mark("Nothing was written."),
        code="bad_suffix",
        file=out,
        suffixes=" / ".join(suffixes),
    )


def imprint_of(given: argparse.Namespace) -> Imprint:
    """The day asked for, else the one in SOURCE_DATE_EPOCH, else today."""
    return Imprint(date=given.date or _day_of_build() or datetime.date.today(), valid_days=given.valid_days)


def local_hazards(
    given: argparse.Namespace, registry: CatalogueRegistry, snapshot: MunicipalitySnapshot
) -> hazards.LocalHazards:
    """The hazards asked for, each once, or all of the catalogue, made local."""
    asked = [registry.hazard(named) for named in given.hazard or ()]
    wanted = {hazard.hazard_id: hazard for hazard in asked or registry.selected.hazards}
    return hazards.localise_all(tuple(wanted.values()), snapshot=snapshot, horizon_hours=given.horizon)


def editions_of(local: hazards.LocalHazards, registry: CatalogueRegistry) -> tuple[Edition, ...]:
    """The editions that the hazards are from."""
    used = {hazard.edition_id for hazard in local.hazards}
    return tuple(edition for edition in registry.editions if edition.edition_id in used)


def progress(local: hazards.LocalHazards, language: Language) -> Callable[[int, Scenario], None]:
    """What tells on standard error which hazard is being computed."""
    titles = local.names(language)

    def tell(number: int, scenario: Scenario) -> None:
        if len(local.scenarios) > 1:
            told = language.say(
                mark("{number} of {total}: {hazard}"),
                number=number,
                total=len(local.scenarios),
                hazard=titles[scenario.hazard],
            )
            print(told, file=sys.stderr)

    return tell


def write(content: bytes, out: Path) -> None:
    """Writes the paper in one step, so that nobody prints half of it."""
    files.write_bytes(content, out)


def told(document: Document, out: Path, language: Language) -> str:
    """One line: what was written, how many pages, for how long it is good."""
    pages = pdf.measure(document).pages
    return language.say_count(
        "{file}: {title}, {count} page. {footer}. {marking}.",
        "{file}: {title}, {count} pages. {footer}. {marking}.",
        pages,
        file=out,
        title=document.title,
        footer=document.footer,
        marking=document.marking,
    )


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(
            mark("{given} is not a day."),
            hint=mark("Write it as year, month and day, for instance 2026-11-23."),
            code="bad_date",
            given=text,
        ) from None


def _days(text: str) -> int:
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= days <= LONGEST_VALID_DAYS:
        raise InvalidInput(
            mark("{given} is not a whole number from {least} to {most}."),
            code="bad_number",
            given=text,
            least=1,
            most=LONGEST_VALID_DAYS,
        )
    return days


def _day_of_build() -> datetime.date | None:
    """The day of SOURCE_DATE_EPOCH, the convention for builds that can be repeated; None where it is not set."""
    text = os.environ.get(EPOCH_VARIABLE, "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    return datetime.datetime.fromtimestamp(int(text), tz=datetime.UTC).date()
