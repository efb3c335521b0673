"""What open data give and lack, municipality by municipality: a table, never a ranking."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters.open_data.folder import USED, FileNote
from beredt.adapters.results import files
from beredt.domain.municipality.drafting.areas import WHOLE
from beredt.domain.municipality.drafting.local import LocalFacts
from beredt.domain.municipality.drafting.report import DraftReport
from beredt.kit.language import Language, mark
from beredt.telling.plain_table import render_table

SCHEMA = "beredt/draft-coverage/1"
ALWAYS_LACKING = ("utilities", "backup power", "evacuation sites")
"""What no open source gives for any municipality."""
MOST_OF_IT = 0.5
"""Share of a municipality's area that a road file must cover to count: a neighbour's file crosses the border."""


@attrs.frozen(kw_only=True)
class CoverageRow:
    """One municipality: what a draft of it would rest on; `roads_km` [km]; `lacks` in plain English words."""

    code: str
    name: str
    region: str
    population: int
    population_as_of: str
    border: bool
    areas: int
    area_level: str
    area_method: str
    care_homes: int
    dwellings: int
    homes_without_number: int
    homes_without_place: int
    homes_misplaced: int
    homes_closed: int
    fuel_stations: int
    pharmacies: int
    hospitals: int
    shops: int
    roads_km: float
    roads_file: str
    groups_estimated: int
    groups_too_few: int
    lacks: tuple[str, ...]


def coverage_row(report: DraftReport, facts: LocalFacts) -> CoverageRow:
    """The row of one municipality; of several road files that cover most of it the longest counts."""
    spots = dict(report.spots)
    whole = [entry for entry in report.roads if entry.covers is not None and entry.covers >= MOST_OF_IT]
    longest = max(whole, key=lambda entry: (entry.km, entry.file), default=None)
    return CoverageRow(
        code=report.code,
        name=facts.known.name,
        region=facts.known.region,
        population=report.population.people,
        population_as_of=report.population.as_of,
        border=bool(report.border_source),
        areas=len(report.area_names),
        area_level=report.area_level,
        area_method=report.area_method,
        care_homes=report.homes.homes,
        dwellings=report.homes.dwellings,
        homes_without_number=len(report.homes.without_number),
        homes_without_place=len(report.homes.without_place),
        homes_misplaced=len(report.homes.misplaced),
        homes_closed=len(report.homes.closed),
        fuel_stations=spots.get("fuel_station", 0),
        pharmacies=spots.get("pharmacy", 0),
        hospitals=spots.get("hospital", 0),
        shops=spots.get("shop", 0),
        roads_km=files.rounded(longest.km) if longest else 0.0,
        roads_file=longest.file if longest else "",
        groups_estimated=len(report.estimates) - len(report.too_few),
        groups_too_few=len(report.too_few),
        lacks=_lacks(report, spots, has_roads=longest is not None),
    )


OTHER_FORMS = (".xlsx", ".xls", ".ods", ".docx", ".pdf")
"""Endings under which a CSV file could not be opened; any other name is taken."""


def write_coverage(rows: Sequence[CoverageRow], notes: Sequence[FileNote], path: Path) -> None:
    """Writes the table: JSON with the files used for a name ending in .json, else CSV with comma and UTF-8."""
    if path.suffix.lower() == ".json":
        used = [attrs.asdict(note) for note in notes if note.state == USED]
        files.write_json({"schema": SCHEMA, "municipalities": [_plain(row) for row in rows], "files": used}, path)
        return
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([field.name for field in attrs.fields(CoverageRow)])
    for row in rows:
        writer.writerow([_cell(value) for value in attrs.astuple(row, recurse=False)])
    files.write_text(stream.getvalue(), path)


def lines(rows: Sequence[CoverageRow], language: Language) -> Iterator[str]:
    """The table for the screen, and the sums below it."""
    header = [
        mark("code"), mark("municipality"), mark("people"), mark("areas"), mark("care homes"), mark("dwellings"),
        mark("places"), mark("roads, km"),
    ]  # fmt: skip
    body = [
        [
            row.code,
            row.name,
            language.number(row.population),
            language.number(row.areas),
            language.number(row.care_homes),
            language.number(row.dwellings),
            language.number(row.fuel_stations + row.pharmacies + row.hospitals + row.shops),
            language.number(round(row.roads_km)) if row.roads_file else "–",
        ]
        for row in rows
    ]
    told = [language.say(heading) for heading in header]
    yield from render_table(told, body, numbers=frozenset(range(2, len(told))))
    yield language.say(
        mark(
            "{count} municipalities: {border} with a border, {areas} with parts, {homes} with care homes, "
            "{roads} with roads."
        ),
        count=len(rows),
        border=sum(row.border for row in rows),
        areas=sum(row.area_level != WHOLE for row in rows),
        homes=sum(row.care_homes > 0 for row in rows),
        roads=sum(bool(row.roads_file) for row in rows),
    )
    yield language.say(
        mark("No open source tells of utilities' plants, backup power or evacuation sites in any of them.")
    )


def _lacks(report: DraftReport, spots: dict[str, int], *, has_roads: bool) -> tuple[str, ...]:
    found = {
        "border": bool(report.border_source),
        "parts": report.area_level != WHOLE,
        "people by area": report.area_method == "statistics",
        "care homes": report.homes.homes > 0,
        "fuel stations": "fuel_station" in spots,
        "pharmacies": "pharmacy" in spots,
        "hospitals": "hospital" in spots,
        "roads": has_roads,
    }
    return (*(name for name, is_there in found.items() if not is_there), *ALWAYS_LACKING)


def _plain(row: CoverageRow) -> dict[str, Any]:
    return {**attrs.asdict(row), "lacks": list(row.lacks)}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
