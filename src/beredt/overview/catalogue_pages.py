"""Risk catalogues in words: the list, one edition, one hazard, and what a new edition changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from beredt.adapters.catalogues.reader import CatalogueRegistry
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.riskpicture.catalogue import FAMILIES, Edition, Hazard, Lever, Template
from beredt.domain.riskpicture.edition_diff import ASPECTS, EditionDiff
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import Language, mark
from beredt.telling.plain_table import render_table
from beredt.telling.wrapping import wrapped

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
}


def list_page(registry: CatalogueRegistry, language: Language) -> str:
    """The table of editions; the one used by default has a star."""
    say = language.say
    header = [say(mark("id")), say(mark("title")), say(mark("date")), say(mark("published")), say(mark("confirmed"))]
    header.append(say(mark("confirmed and computable")))
    rows = [
        [
            edition.edition_id + (" *" if edition is registry.selected else ""),
            edition.title.in_language(language.code),
            edition.date,
            str(edition.hazards_published),
            str(len(edition.confirmed)),
            str(len(edition.confirmed_expressible)),
        ]
        for edition in registry.editions
    ]
    explained = say(
        mark("* is used unless you name another: it has the most confirmed hazards that the model can express.")
    )
    return _page([*render_table(header, rows, numbers=frozenset({3, 4, 5})), "", *wrapped(explained)])


def edition_page(edition: Edition, language: Language) -> str:
    """Facts about one edition, what is confirmed, its hazards and its sources."""
    say, code = language.say, language.code
    status = mark("These are requirements.") if edition.is_binding else mark("Recommendations, not requirements.")
    counted = say(
        mark("{published} in the publication, {confirmed} confirmed, {unconfirmed} not confirmed."),
        published=edition.hazards_published,
        confirmed=len(edition.confirmed),
        unconfirmed=edition.unconfirmed_count,
    )
    header = [say(mark("hazard")), say(mark("name")), say(mark("wording")), say(mark("family"))]
    header.append(say(mark("can be computed")))
    rows = [
        [
            hazard.short_id,
            hazard.names.in_language(code),
            _wording(hazard, language),
            say(FAMILIES[hazard.family]),
            say(mark("yes")) if hazard.is_expressible else say(mark("no")),
        ]
        for hazard in edition.hazards
    ]
    return _page(
        [
            edition.title.in_language(code),
            say(
                mark("{id}, {publisher}, {date}"), id=edition.edition_id, publisher=edition.publisher, date=edition.date
            ),
            "",
            *wrapped(f"{say(status)} {counted} {edition.note.in_language(code)}"),
            *wrapped(edition.terms.in_language(code)),
            "",
            *render_table(header, rows, numbers=frozenset()),
            "",
            say(mark("Sources:")),
            *_source_lines(edition),
        ]
    )


def hazard_page(edition: Edition, hazard: Hazard, language: Language) -> str:
    """One hazard: how it is expressed and on which assumptions, or why it is not; advice; source."""
    say, code = language.say, language.code
    lines = [
        hazard.names.in_language(code),
        f"{hazard.hazard_id}, {say(FAMILIES[hazard.family])}, {_wording(hazard, language)}",
        "",
    ]
    if hazard.not_expressible is not None:
        reason = hazard.not_expressible.in_language(code)
        lines += wrapped(say(mark("Not assessed: {reason}"), reason=reason))
    if hazard.template is not None:
        lines += _template_lines(hazard.template, language)
    for advice in hazard.advice:
        text = advice.text.in_language(code)
        lines += wrapped(say(mark("Advice: {text} ({source})"), text=text, source=advice.source_key), hanging="  ")
    used = {hazard.source_key, *(advice.source_key for advice in hazard.advice)}
    return _page([*lines, "", say(mark("Sources:")), *_source_lines(edition, used)])


def diff_page(
    diff: EditionDiff, local: Mapping[str, NotExpressible | None] | None, *, pack_name: str, language: Language
) -> str:
    """What the newer edition adds, removes and changes; with `local` also what it means for one municipality."""
    say = language.say
    between = say(mark("From {old} to {new}"), old=diff.old.edition_id, new=diff.new.edition_id)
    lines = [between, ""]
    lines += _hazard_block(say(mark("Added:")), diff.added, language)
    lines += _hazard_block(say(mark("Removed:")), diff.removed, language)
    lines += [say(mark("Changed:"))] if diff.changed else []
    for change in diff.changed:
        aspects = ", ".join(say(ASPECTS[aspect]) for aspect in change.aspects)
        lines += wrapped(f"  {change.new.names.in_language(language.code)}: {aspects}", hanging="    ")
    lines += _hazard_block(say(mark("Unchanged:")), diff.unchanged, language)
    if local is not None:
        lines += ["", *wrapped(say(mark("What changes for {municipality}:"), municipality=pack_name))]
        lines += _local_lines(diff, local, language)
    return _page(lines)


def _local_lines(diff: EditionDiff, local: Mapping[str, NotExpressible | None], language: Language) -> list[str]:
    names = load_vocabulary().thing_names(language.code)
    lines = []
    for hazard in diff.new.hazards:
        missing = local[hazard.hazard_id]
        told = (
            language.say(mark("can be computed here"))
            if missing is None
            else missing.told_in(language, lambda word: names.get(word, word))
        )
        lines += wrapped(f"  {hazard.names.in_language(language.code)}: {told}", hanging="    ")
    gone = [hazard for hazard in diff.removed if local[hazard.hazard_id] is None]
    if gone:
        listed = language.listed([hazard.names.in_language(language.code) for hazard in gone])
        sentence = language.say(mark("No longer in the catalogue, but computed until now: {hazards}."), hazards=listed)
        lines += wrapped("  " + sentence, hanging="    ")
    return lines


def _template_lines(template: Template, language: Language) -> list[str]:
    say, code = language.say, language.code
    lines = []
    if template.basis == "assumed":
        lines += wrapped(say(mark("The numbers are assumptions of Beredt, not of the publication.")))
    if template.temperature_c is not None:
        degrees = language.number(template.temperature_c, decimals=1)
        lines.append(say(mark("Outdoor temperature: {degrees} °C"), degrees=degrees))
    if template.wider_than_municipality:
        lines += wrapped(say(mark("Neighbours are hit as well: fuel suppliers and ferries are taken.")))
    if template.limits is not None:
        lines += wrapped(template.limits.in_language(code))
    for lever in template.levers:
        lines += wrapped(f"- {_lever_line(lever, language)}", hanging="  ")
        lines += wrapped(f"  {lever.because.in_language(code)}", hanging="  ")
    return lines


def _lever_line(lever: Lever, language: Language) -> str:
    say = language.say
    words = load_vocabulary().thing_names(language.code)
    what = [words.get(word, word) for word in (*lever.services, *lever.kinds, lever.condition) if word]
    if lever.share is not None:
        what.append(say(mark("{percent} % of the staff"), percent=language.number(100 * lever.share, decimals=1)))
    told = say(
        mark("{what}: probability {percent} %, half of the times under {middle} h, nine in ten under {high} h"),
        what=f"{say(LEVER_NAMES[lever.lever])} ({', '.join(what)})" if what else say(LEVER_NAMES[lever.lever]),
        percent=language.number(100 * lever.probability, decimals=1),
        middle=language.number(lever.duration_p50_hours, decimals=1),
        high=language.number(lever.duration_p90_hours, decimals=1),
    )
    return f"{told} [{lever.cause}]"


def _hazard_block(title: str, found: Iterable[Hazard], language: Language) -> list[str]:
    lines = [f"  {hazard.names.in_language(language.code)} ({_wording(hazard, language)})" for hazard in found]
    return [title, *lines] if lines else []


def _wording(hazard: Hazard, language: Language) -> str:
    return language.say(WORDING_NAMES[hazard.wording, hazard.confirmed_as])


def _source_lines(edition: Edition, keys: Iterable[str] | None = None) -> list[str]:
    wanted = None if keys is None else set(keys)
    lines: list[str] = []
    for source in edition.sources:
        if wanted is None or source.key in wanted:
            told = f"  {source.key}: {source.title}"
            lines += [*wrapped(told, hanging="    "), *([f"    {source.url}"] if source.url else [])]
    return lines


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
