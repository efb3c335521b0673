"""A draft from open data for the web: what the municipality's room asks for, with the same summary as on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.open_data import draft_files
from beredt.adapters.open_data.defaults import known_municipalities, load_defaults
from beredt.adapters.open_data.folder import read_folder
from beredt.domain.municipality.drafting.draft import Draft, draft_pack
from beredt.domain.municipality.drafting.local import local_facts
from beredt.kit.errors import NotFound
from beredt.kit.language import LANGUAGES, language, mark
from beredt.overview import draft_hazards, draft_summary

READING_SHARE = 0.8
"""Share of the whole work that is spent on reading files; the rest is drafting and writing."""


def make_draft(
    *, code: str, folder: Path | None, pack: Path, told: Callable[[float, str], None]
) -> Mapping[str, tuple[str, ...]]:
    """Writes a drafted pack, a file ending in .zip, with the best road network of the folder; the summary by language.

    `told` is called with the share done (0…1) and what is done now. Raises `NotFound` for a code that no municipality
    has and for a folder that is not there.
    """
    known = known_municipalities().get(code)
    if known is None:
        raise NotFound(mark("{given} is none of the 98 municipalities."), code="unknown_municipality", given=code)
    seen: list[str] = []

    def progress(name: str) -> None:
        seen.append(name)
        told(READING_SHARE * (1 - 1 / (1 + len(seen) / 5)), name)

    reading = read_folder(folder, known=known_municipalities(), box_of=draft_files.box_around(code), progress=progress)
    told(READING_SHARE, "")
    facts = local_facts(known=known, data=reading.data)
    draft = draft_pack(facts=facts, defaults=load_defaults())
    roads_file = _best_roads(draft, folder)
    draft_files.write_draft(draft.tables, pack, roads_file, draft_files.box_around(code)(reading.data.outlines))
    summaries = {
        name: draft_summary.DraftSummary(
            report=draft.report,
            notes=reading.notes,
            hazards=draft_hazards.draft_hazards(
                tables=draft.tables,
                edition=load_catalogues().selected,
                sole_assets=draft.report.sole_assets,
                language=language(name),
            ),
            pack=pack.name,
            roads_file=roads_file.name if roads_file else "",
        )
        for name in LANGUAGES
    }
    return {name: tuple(draft_summary.parts(summary, language(name))) for name, summary in summaries.items()}


def _best_roads(draft: Draft, folder: Path | None) -> Path | None:
    """The road file of the folder with most ways in the municipality."""
    found = max(draft.report.roads, key=lambda entry: entry.ways, default=None)
    if folder is None or found is None or not found.ways:
        return None
    return next((path for path in sorted(folder.rglob(Path(found.file).name)) if path.is_file()), None)
