"""A catalogue folder as an edition: `pack.toml` (facts), `hazards.yaml` (hazards), `SOURCES.md` (for people)."""

from __future__ import annotations

import re
from importlib.resources.abc import Traversable

import attrs

from beredt.adapters.catalogues.documents import Node, read_toml, read_yaml
from beredt.adapters.catalogues.fields import Fields
from beredt.adapters.catalogues.problem import CatalogueProblem
from beredt.domain.riskpicture.catalogue import (
    BASES,
    COMPLETENESS,
    CONFIRMED_AS,
    FAMILIES,
    WORDINGS,
    Advice,
    Edition,
    Hazard,
    Lever,
    Source,
    Template,
    Wording,
)
from beredt.domain.riskpicture.levers import EXTENTS, LEVERS
from beredt.kit.language import mark

PACK_FILE = "pack.toml"
HAZARDS_FILE = "hazards.yaml"
SOURCES_FILE = "SOURCES.md"
LONGEST_HOURS = 8760.0
MOST_HAZARDS = 500
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_SEASONS = ("", "winter", "spring", "summer", "autumn")
_SCOPES = ("municipality", "national")


def read_edition(folder: Traversable) -> tuple[Edition, tuple[CatalogueProblem, ...]]:
    """The edition in a folder and all that is wrong with it; with problems the edition must not be used."""
    problems: list[CatalogueProblem] = []
    facts = read_toml(folder, PACK_FILE, problems)
    listed = read_yaml(folder, HAZARDS_FILE, problems)
    if not (folder / SOURCES_FILE).is_file():
        problems.append(CatalogueProblem(file=SOURCES_FILE, sentence=mark("The file is missing.")))
    edition = _edition(facts, problems)
    hazards = _hazards(listed, edition, problems)
    edition = attrs.evolve(edition, hazards=hazards)
    _check_counts(edition, problems)
    return edition, tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.where)))


def _edition(node: Node | None, problems: list[CatalogueProblem]) -> Edition:
    fields = Fields.of(node or Node({}, 0), file=PACK_FILE, where="", problems=problems if node else [])
    edition = Edition(
        edition_id=fields.identifier("id"),
        title=fields.wording("title"),
        publisher=fields.text("publisher"),
        date=fields.text("date"),
        version=fields.text("version"),
        terms=fields.wording("terms"),
        completeness=fields.choice("completeness", COMPLETENESS),
        note=fields.wording("note"),
        is_binding=fields.yes_or_no("binding"),
        hazards_published=fields.whole_number("hazards_published", low=1, high=MOST_HAZARDS),
        source_url=fields.text("source_url", optional=True),
        sources=_sources(fields),
    )
    if edition.date and not _DATE.fullmatch(edition.date):
        fields.report("date", mark("A date such as 2025, 2025-04 or 2025-04-10 is expected here."))
    fields.done()
    return edition


def _sources(fields: Fields) -> tuple[Source, ...]:
    table = fields.inner("sources")
    if table is None:
        return ()
    found = []
    for key in table.keys():  # noqa: SIM118 - not a mapping: the call marks the keys as read
        entry = table.inner(key)
        if entry is not None:
            found.append(Source(key=key, title=entry.text("title"), url=entry.text("url", optional=True)))
            entry.done()
    return tuple(found)


def _hazards(node: Node | None, edition: Edition, problems: list[CatalogueProblem]) -> tuple[Hazard, ...]:
    if node is None:
        return ()
    fields = Fields.of(node, file=HAZARDS_FILE, where="", problems=problems)
    hazards: list[Hazard] = []
    for entry in fields.each("hazards"):
        hazard = _hazard(entry, edition)
        if hazard.short_id and any(other.short_id == hazard.short_id for other in hazards):
            entry.report("id", mark("The id {id} is used twice."), id=hazard.short_id)
        hazards.append(hazard)
    fields.done()
    return tuple(hazards)


def _hazard(fields: Fields, edition: Edition) -> Hazard:
    confirmed = fields.choice("wording", WORDINGS)
    hazard = Hazard(
        edition_id=edition.edition_id,
        short_id=fields.identifier("id"),
        names=fields.wording("name"),
        wording=confirmed,
        confirmed_as=fields.choice("confirmed_as", CONFIRMED_AS, default=None if confirmed == "confirmed" else ""),
        theme=fields.wording("theme"),
        source_key=_source_key(fields, edition),
        family=fields.choice("family", FAMILIES),
        template=_template(fields.inner("scenario", optional=True)),
        not_expressible=_reason(fields),
        advice=tuple(_advice(entry, edition) for entry in fields.each("advice", optional=True)),
    )
    if confirmed == "unconfirmed" and fields.has("confirmed_as"):
        fields.report("confirmed_as", mark("An unconfirmed hazard cannot be confirmed as anything."))
    if fields.has("scenario") == fields.has("not_expressible"):
        fields.report("", mark("Either scenario or not_expressible is expected, and only one of them."))
    if fields.has("not_expressible") and not fields.has("scenario") and not fields.has("advice"):
        fields.report("advice", mark("A hazard that the model cannot express needs advice with its source."))
    fields.done()
    return hazard


def _reason(fields: Fields) -> Wording | None:
    return fields.wording("not_expressible") if fields.has("not_expressible") else None


def _advice(fields: Fields, edition: Edition) -> Advice:
    advice = Advice(text=fields.wording("text"), source_key=_source_key(fields, edition))
    fields.done()
    return advice


def _source_key(fields: Fields, edition: Edition) -> str:
    key = fields.text("source")
    known = {source.key for source in edition.sources}
    if key and known and key not in known:
        fields.report("source", mark("The source {name} is not listed in pack.toml."), name=key)
    return key


def _template(fields: Fields | None) -> Template | None:
    if fields is None:
        return None
    entries = fields.each("levers")
    levers = tuple(_lever(entry) for entry in entries)
    causes = [lever.cause for lever in levers if lever.cause]
    for entry, lever in zip(entries, levers, strict=True):
        if lever.cause and causes.count(lever.cause) > 1:
            entry.report("cause", mark("The cause {cause} is used twice in one scenario."), cause=lever.cause)
    if fields.has("levers") and not levers:
        fields.report("levers", mark("A scenario needs at least one lever."))
    template = Template(
        levers=levers,
        basis=fields.choice("basis", BASES),
        season=fields.choice("season", _SEASONS, default=""),
        temperature_c=fields.optional_number("temperature_c", low=-50.0, high=50.0),
        wider_than_municipality=fields.yes_or_no("wider_than_municipality"),
        limits=fields.wording("limits") if fields.has("limits") else None,
    )
    fields.done()
    return template


def _lever(fields: Fields) -> Lever:
    named = fields.choice("lever", LEVERS)
    middle, high = _duration(fields)
    lever = Lever(
        cause=fields.identifier("cause"),
        lever=named,
        because=fields.wording("because"),
        duration_p50_hours=middle,
        duration_p90_hours=high,
        services=fields.words("services"),
        kinds=fields.words("kinds"),
        extent=fields.choice("extent", EXTENTS, default=""),
        condition=fields.text("condition", optional=True),
        share=fields.optional_number("share", low=0.0, high=1.0),
        probability=fields.number("probability", low=0.0, high=1.0, default=1.0),
        onset_hours=fields.window("onset_hours", high=LONGEST_HOURS),
        correlation=fields.number("correlation", low=0.0, high=1.0, default=0.5),
        scope=fields.choice("scope", _SCOPES, default="municipality"),
        optional=fields.yes_or_no("optional", default=False),
    )
    if named:
        _check_lever(fields, named)
    fields.done()
    return lever


def _check_lever(fields: Fields, named: str) -> None:
    kind = LEVERS[named]
    for key in kind.needs:
        if not fields.has(key):
            fields.report(key, mark("The lever {lever} needs {name}."), lever=named, name=key)
    for key in ("services", "kinds", "extent", "condition", "share"):
        if fields.has(key) and key not in (*kind.needs, *kind.may_have):
            fields.report(key, mark("The lever {lever} makes no use of {name}."), lever=named, name=key)


def _duration(fields: Fields) -> tuple[float, float]:
    """Half of the times shorter than the first [h], nine in ten shorter than the second [h]."""
    inner = fields.inner("duration_hours")
    if inner is None:
        return 0.0, 0.0
    found_before = len(inner.problems)
    middle = inner.number("p50", low=0.0, high=LONGEST_HOURS)
    high = inner.number("p90", low=0.0, high=LONGEST_HOURS)
    if middle > high and len(inner.problems) == found_before:
        inner.report("p90", mark("p90 lies below p50."))
    if inner.has("p50") and middle == 0:
        inner.report("p50", mark("A duration must be above 0."))
    inner.done()
    return middle, high


def _check_counts(edition: Edition, problems: list[CatalogueProblem]) -> None:
    """An edition is complete when every entry of the publication is listed and confirmed, else partial."""
    if problems:
        return
    if len(edition.hazards) > edition.hazards_published:
        sentence = mark("More hazards are listed ({listed}) than the publication has ({published}).")
    elif (edition.unconfirmed_count == 0) != (edition.completeness == "complete"):
        sentence = mark("completeness does not fit: {confirmed} of {published} hazards are confirmed.")
    else:
        return
    counts = {
        "listed": len(edition.hazards),
        "confirmed": len(edition.confirmed),
        "published": edition.hazards_published,
    }
    problems.append(
        CatalogueProblem(file=PACK_FILE, where="hazards_published", sentence=sentence, values=tuple(counts.items()))
    )
