"""The summary of a first draft: what was found, what is estimated, what is missing, what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.open_data.folder import BROKEN, NOT_USED, FileNote
from beredt.adapters.results.files import rounded
from beredt.domain.municipality.drafting.report import DraftReport, EstimateReport, HomesReport
from beredt.domain.municipality.drafting.roads import RoadFacts
from beredt.kit.language import Language, mark
from beredt.overview.draft_hazards import DraftHazards
from beredt.telling import wording
from beredt.telling.data_age import told_date

SCHEMA = "beredt/draft/1"
LEAST_COVER = 0.05
"""Share of the municipality's area below which a road file in the folder is not worth a line."""
MOST_NAMES = 12
"""Names listed in one line of the screen; all of them are in the JSON."""

AREA_LEVELS = {
    "postcode": (mark("{count} area by postcode"), mark("{count} areas by postcode")),
    "parish": (mark("{count} area by parish"), mark("{count} areas by parish")),
    "polling_area": (mark("{count} area by polling district"), mark("{count} areas by polling district")),
}
UNCOUNTED = {
    "postcode": mark(
        "Outlines by postcode were found, but not how many live in each (POSTNR1): everybody lives in one area"
    ),
    "parish": mark("Outlines by parish were found, but not how many live in each (SOGN1): everybody lives in one area"),
    "polling_area": mark(
        "Outlines by polling district were found, but not how many live in each: everybody lives in one area"
    ),
}
METHODS = {
    "statistics": mark("people by Statistics Denmark"),
    "addresses": mark("people shared out by number of addresses (default)"),
    "junctions": mark("people shared out by number of road junctions (default)"),
    "shops": mark("people shared out by number of shops (default)"),
}


@attrs.frozen(kw_only=True)
class DraftSummary:
    """Everything that a summary tells; `pack` and `roads_file` are bare names, `path` is the pack as it was typed."""

    report: DraftReport
    notes: tuple[FileNote, ...]
    hazards: DraftHazards
    pack: str
    roads_file: str = ""
    path: str = ""


def lines(summary: DraftSummary, language: Language) -> Iterator[str]:
    """The summary for people."""
    report = summary.report
    yield language.say(
        mark("{name} ({code}): first draft in {pack}"), name=report.name, code=report.code, pack=summary.pack
    )
    yield from parts(summary, language)
    yield ""
    yield language.say(mark("Next: beredt municipality check {pack}"), pack=summary.path or summary.pack)


def parts(summary: DraftSummary, language: Language) -> Iterator[str]:
    """What was found, what is estimated, what is missing, what to look at."""
    report = summary.report
    yield from _section(mark("Found"), _found(summary, language), language)
    yield from _section(mark("Estimated from national figures"), _estimated(report, language), language)
    yield from _section(mark("Missing"), _missing(summary, language), language)
    yield from _section(mark("Look at this"), _doubtful(report, language), language)
    yield from _section(mark("Files in the folder that were not used"), _files(summary.notes, language), language)


def as_json(summary: DraftSummary, language: Language) -> Mapping[str, Any]:
    """The summary as a result document."""
    report = summary.report
    return {
        "schema": SCHEMA,
        "code": report.code,
        "name": report.name,
        "population": attrs.asdict(report.population),
        "border_source": report.border_source,
        "areas": {"level": report.area_level, "method": report.area_method, "names": list(report.area_names)},
        "care_districts": report.districts,
        "care_homes": {
            **_plain(report.homes),
            "register_found": report.has_register,
            "from_map": report.homes_are_mapped,
        },
        "residents_by_statistics": _estimate_json(report.residents) if report.residents else None,
        "estimates": [_estimate_json(entry) for entry in report.estimates],
        "located": dict(report.spots),
        "roads": [_road_json(entry) for entry in report.roads],
        "one_asset_for_the_whole_municipality": list(report.sole_services),
        "hazards_as_a_whole": [attrs.asdict(note) for note in summary.hazards.as_a_whole],
        "hazards_not_placed": [attrs.asdict(note) for note in summary.hazards.not_placed],
        "hazards_not_expressible": [attrs.asdict(note) for note in summary.hazards.not_expressible],
        "not_counted": [{"id": item.item_id, "text": item.in_language(language.code)} for item in report.not_counted],
        "files": [{**attrs.asdict(note), "reason": language.say(note.reason)} for note in summary.notes],
    }


def _section(title: str, body: Iterator[str], language: Language) -> Iterator[str]:
    told = list(body)
    if told:
        yield ""
        yield language.say(title)
        yield from (f"  {line}" for line in told)


def _found(summary: DraftSummary, language: Language) -> Iterator[str]:
    report = summary.report
    yield language.say(
        mark("{people} inhabitants ({source}, {as_of})"),
        people=language.number(report.population.people),
        source=report.population.source,
        as_of=told_date(report.population.as_of, language),
    )
    if report.border_source:
        yield language.say(mark("Border: {file}"), file=report.border_source)
    if report.area_level in AREA_LEVELS:
        singular, plural = AREA_LEVELS[report.area_level]
        areas = language.say_count(singular, plural, len(report.area_names))
        yield f"{areas}, {language.say(METHODS[report.area_method])}: {_some(report.area_names, language)}"
    yield from _found_homes(report.homes, language)
    if report.spots:
        told = [f"{_kind_name(kind, language)} ({language.number(count)})" for kind, count in report.spots]
        yield language.say(mark("Places: {places}"), places=", ".join(told))
    for entry in report.roads:
        is_given = entry.file == summary.roads_file
        if is_given or (not summary.roads_file and (entry.covers or 0.0) >= LEAST_COVER):
            yield _road_line(entry, language, is_in_pack=is_given)


def _kind_name(kind: str, language: Language) -> str:
    return language.say(mark("shops")) if kind == "shop" else load_vocabulary().kind_name(kind, language.code)


def _found_homes(homes: HomesReport, language: Language) -> Iterator[str]:
    if homes.homes:
        count = language.say_count(mark("{count} care home"), mark("{count} care homes"), homes.homes)
        dwellings = language.say_count(mark("{count} dwelling"), mark("{count} dwellings"), homes.dwellings)
        yield language.say(mark("{homes} with {dwellings}"), homes=count, dwellings=dwellings)


def _road_line(entry: RoadFacts, language: Language, *, is_in_pack: bool) -> str:
    said = language.say_count(
        mark("Roads: {km} km in {file}, all connected"),
        mark("Roads: {km} km in {file}; {count} connected parts, the largest holds {share} %"),
        entry.components,
        km=language.number(round(entry.km)),
        file=entry.file,
        share=language.number(100 * entry.largest_share, decimals=1),
    )
    if entry.covers is not None:
        cover = wording.share(entry.covers, language)
        said = language.say(mark("{roads}; covers {share} of the area"), roads=said, share=cover)
    remark = mark("in the pack as roads.osm.pbf") if is_in_pack else mark("not in the pack: give it with --roads")
    return f"{said} ({language.say(remark)})"


def _estimated(report: DraftReport, language: Language) -> Iterator[str]:
    for entry in (*((report.residents,) if report.residents else ()), *report.estimates):
        if entry.people:
            yield _estimate_line(entry, language, is_spread=len(report.area_names) > 1)
    yield language.say_count(
        mark("{count} care district, each team in 20 parts; the municipality's own districts are not known"),
        mark("{count} care districts, each team in 20 parts; the municipality's own districts are not known"),
        report.districts,
    )
    yield language.say(mark("all buffers and tolerances: Beredt's defaults, each with a range in provenance.csv"))


def _estimate_line(entry: EstimateReport, language: Language, *, is_spread: bool) -> str:
    line = language.say(
        mark("{people} {group} – {source}"),
        people=language.number(entry.people),
        group=entry.profile.name_in(language.code),
        source=entry.figure.source_in(language.code),
    )
    if not entry.whole or not is_spread:
        return line
    if entry.whole == entry.people:
        return f"{line} ({language.say(mark('for the municipality as a whole'))})"
    kept = language.say(
        mark("{count} of them kept at the municipality, not by area"), count=language.number(entry.whole)
    )
    return f"{line} ({kept})"


def _missing(summary: DraftSummary, language: Language) -> Iterator[str]:
    report, hazards = summary.report, summary.hazards
    vocabulary = load_vocabulary()
    services = dict.fromkeys(vocabulary.service_name(service, language.code) for service in report.sole_services)
    yield language.say(
        mark("No utility or vendor has told anything: one asset stands for the whole municipality for {services}"),
        services=language.listed(list(services)),
    )
    if hazards.as_a_whole:
        yield language.say(
            mark("Therefore these can only strike the whole municipality at once: {hazards}"),
            hazards="; ".join(note.name for note in hazards.as_a_whole),
        )
    if hazards.not_placed:
        yield language.say(mark("These cannot be placed until the pack knows more:"))
        yield from (f"  {note.name}: {note.reason}" for note in hazards.not_placed)
    if hazards.not_expressible:
        yield language.say(
            mark("These are beyond the model, whatever the pack holds: {hazards}"),
            hazards="; ".join(note.name for note in hazards.not_expressible),
        )
    yield from _missing_basics(report, language)
    if report.too_few:
        groups = [
            language.say(
                mark("{group} ({expected} expected)"),
                group=entry.profile.name_in(language.code),
                expected=language.number(entry.expected, decimals=1),
            )
            for entry in report.too_few
        ]
        yield language.say(mark("Too few to be counted, and not assessed: {groups}"), groups="; ".join(groups))
    for item in report.not_counted:
        yield language.say(mark("Not counted: {item}"), item=item.in_language(language.code))


def _missing_basics(report: DraftReport, language: Language) -> Iterator[str]:
    if not report.border_source:
        yield language.say(mark("No border was found: places cannot be told from those of the neighbours"))
    if report.area_level not in AREA_LEVELS:
        whole = mark("No parts of the municipality: everybody lives in one area")
        yield language.say(UNCOUNTED.get(report.uncounted_level, whole))
    if report.homes_are_mapped:
        yield language.say(mark("No register names care homes here: those of the map, without numbers of dwellings"))
    elif not report.has_register:
        yield language.say(mark("No register of care homes was found: residents by national figures, no home by name"))
    elif not report.homes.homes:
        yield language.say(
            mark("The register of care homes names none here: residents by national figures, no home by name")
        )
    else:
        yield language.say(mark("No register tells whether a care home has backup power: set to none, ask each home"))
    if not report.roads:
        yield language.say(mark("No road network"))
    elif not report.border_source:
        yield language.say(mark("Without a border nobody has checked that the road file covers the municipality"))


def _doubtful(report: DraftReport, language: Language) -> Iterator[str]:
    homes = report.homes
    for names, sentence in (
        (homes.misplaced, mark("The register's point lies in another municipality, and was left out: {names}")),
        (homes.closed, mark("Closed according to the register, and left out: {names}")),
        (homes.without_number, mark("No number of dwellings; set to the national median: {names}")),
        (homes.without_place, mark("No point; put into the area by postcode where possible: {names}")),
        (homes.tiny, mark("Fewer than five dwellings; residents counted at the municipality only: {names}")),
    ):
        if names:
            yield language.say(sentence, names=_some(names, language))


def _files(notes: Sequence[FileNote], language: Language) -> Iterator[str]:
    for note in notes:
        if note.state == BROKEN or (note.state == NOT_USED and note.form):
            yield f"{note.name}: {language.say(note.reason)}"
    others = [note.name for note in notes if note.state == NOT_USED and not note.form]
    if others:
        yield language.say_count(
            mark("{count} file of another form: {names}"),
            mark("{count} files of other forms: {names}"),
            len(others),
            names=_some(others, language),
        )


def _some(names: Sequence[str], language: Language) -> str:
    told = ", ".join(names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    return told if left <= 0 else f"{told} {language.say(mark('and {count} more'), count=language.number(left))}"


def _plain(homes: HomesReport) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in attrs.asdict(homes).items()}


def _estimate_json(entry: EstimateReport) -> dict[str, Any]:
    return {
        "profile": entry.profile.profile_id,
        "expected": rounded(entry.expected),
        "people": entry.people,
        "kept_at_municipality": entry.whole,
        "basis": entry.figure.basis,
        "source": entry.figure.source,
        "source_en": entry.figure.source_en,
        "as_of": entry.figure.as_of,
    }


def _road_json(entry: RoadFacts) -> dict[str, Any]:
    return {
        "file": entry.file,
        "ways": entry.ways,
        "km": rounded(entry.km),
        "connected_parts": entry.components,
        "largest_share": rounded(entry.largest_share),
        "covers": None if entry.covers is None else rounded(entry.covers),
    }
