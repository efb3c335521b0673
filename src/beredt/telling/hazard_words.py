"""Editions, hazards and their levers in words: how sure a wording is, what fails, how probably and for how long."""

from __future__ import annotations

from collections.abc import Iterable

from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import Edition, Hazard, Lever, Source, Template
from beredt.kit.language import Language, mark

WORDING_NAMES = {
    ("confirmed", "title"): mark("confirmed"),
    ("confirmed", "theme"): mark("theme confirmed, title not"),
    ("unconfirmed", ""): mark("not confirmed"),
}
"""By wording and what was confirmed."""
LEVER_NAMES = {
    "supply_failure": mark("a supply fails"),
    "shortage": mark("deliveries fail"),
    "it_failure": mark("IT systems fail"),
    "vendor_failure": mark("vendors fail"),
    "staff_absence": mark("staff are absent"),
    "area_condition": mark("areas are hit"),
    "closing": mark("roads are closed"),
    "evacuation": mark("homes with staff must be left"),
    "part_failure": mark("single plants fail"),
    "shared_resources": mark("what neighbours share is taken"),
}


def wording_of(hazard: Hazard, language: Language) -> str:
    """How sure the hazard's wording is."""
    return language.say(WORDING_NAMES[hazard.wording, hazard.confirmed_as])


def status_sentence(edition: Edition, language: Language) -> str:
    """Whether the edition is a recommendation; it never sounds more binding than it is."""
    status = mark("These are requirements.") if edition.is_binding else mark("Recommendations, not requirements.")
    return language.say(status)


def confirmed_sentence(edition: Edition, language: Language) -> str:
    """How many hazards the publication has, and how many are confirmed."""
    return language.say(
        mark("{published} in the publication, {confirmed} confirmed, {unconfirmed} not confirmed."),
        published=edition.hazards_published,
        confirmed=len(edition.confirmed),
        unconfirmed=edition.unconfirmed_count,
    )


def template_sentences(template: Template, language: Language) -> list[str]:
    """What holds for a whole scenario: whose numbers, how cold, neighbours, and what is left out."""
    say = language.say
    told = []
    if template.basis == "assumed":
        told.append(say(mark("The numbers are assumptions of Beredt, not of the publication.")))
    if template.temperature_c is not None:
        degrees = language.number(template.temperature_c, decimals=1)
        told.append(say(mark("Outdoor temperature: {degrees} °C"), degrees=degrees))
    if template.wider_than_municipality:
        told.append(say(mark("Neighbours are hit as well: fuel suppliers and ferries are taken.")))
    if template.limits is not None:
        told.append(template.limits.in_language(language.code))
    return told


def lever_what(lever: Lever, language: Language, *, vocabulary: Vocabulary) -> str:
    """What a lever does and to what: `a supply fails (power)`."""
    words = vocabulary.thing_names(language.code)
    what = [words.get(word, word) for word in (*lever.services, *lever.kinds, lever.condition) if word]
    if lever.share is not None:
        percent = language.number(100 * lever.share, decimals=1)
        what.append(language.say(mark("{percent} % of the staff"), percent=percent))
    name = language.say(LEVER_NAMES[lever.lever])
    return f"{name} ({', '.join(what)})" if what else name


def lever_sentence(lever: Lever, language: Language, *, vocabulary: Vocabulary) -> str:
    """A lever with its numbers: what, how probably, how long."""
    return language.say(
        mark("{what}: probability {percent} %, half of the times under {middle} h, nine in ten under {high} h"),
        what=lever_what(lever, language, vocabulary=vocabulary),
        percent=language.number(100 * lever.probability, decimals=1),
        middle=language.number(lever.duration_p50_hours, decimals=1),
        high=language.number(lever.duration_p90_hours, decimals=1),
    )


def sources_of(edition: Edition, hazard: Hazard) -> tuple[Source, ...]:
    """The sources that a hazard and its advice cite, in the edition's order."""
    used = {hazard.source_key, *(advice.source_key for advice in hazard.advice)}
    return chosen_sources(edition, used)


def chosen_sources(edition: Edition, keys: Iterable[str] | None = None) -> tuple[Source, ...]:
    """The sources with these keys (None: all), in the edition's order."""
    wanted = None if keys is None else set(keys)
    return tuple(source for source in edition.sources if wanted is None or source.key in wanted)
