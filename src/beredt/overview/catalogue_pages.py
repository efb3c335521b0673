"""Risk catalogues in words: the list, one edition, one hazard, and what a new edition changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from beredt.adapters.catalogues.reader import CatalogueRegistry
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.riskpicture.catalogue import FAMILIES, Edition, Hazard, Source, Template
from beredt.domain.riskpicture.edition_diff import ASPECTS, EditionDiff
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import Language, mark
from beredt.telling import hazard_words
from beredt.telling.plain_table import render_table
from beredt.telling.wrapping import wrapped


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
    status = hazard_words.status_sentence(edition, language)
    counted = hazard_words.confirmed_sentence(edition, language)
    header = [say(mark("hazard")), say(mark("name")), say(mark("wording")), say(mark("family"))]
    header.append(say(mark("can be computed")))
    rows = [
        [
            hazard.short_id,
            hazard.names.in_language(code),
            hazard_words.wording_of(hazard, language),
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
            *wrapped(f"{status} {counted} {edition.note.in_language(code)}"),
            *wrapped(edition.terms.in_language(code)),
            "",
            *render_table(header, rows, numbers=frozenset()),
            "",
            say(mark("Sources:")),
            *_source_lines(edition.sources),
        ]
    )


def hazard_page(edition: Edition, hazard: Hazard, language: Language) -> str:
    """One hazard: how it is expressed and on which assumptions, or why it is not; advice; source."""
    say, code = language.say, language.code
    lines = [
        hazard.names.in_language(code),
        f"{hazard.hazard_id}, {say(FAMILIES[hazard.family])}, {hazard_words.wording_of(hazard, language)}",
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
    return _page([*lines, "", say(mark("Sources:")), *_source_lines(hazard_words.sources_of(edition, hazard))])


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
    lines = [line for told in hazard_words.template_sentences(template, language) for line in wrapped(told)]
    for lever in template.levers:
        told = hazard_words.lever_sentence(lever, language, vocabulary=load_vocabulary())
        lines += wrapped(f"- {told} [{lever.cause}]", hanging="  ")
        lines += wrapped(f"  {lever.because.in_language(language.code)}", hanging="  ")
    return lines


def _hazard_block(title: str, found: Iterable[Hazard], language: Language) -> list[str]:
    lines = [
        f"  {hazard.names.in_language(language.code)} ({hazard_words.wording_of(hazard, language)})" for hazard in found
    ]
    return [title, *lines] if lines else []


def _source_lines(sources: Iterable[Source]) -> list[str]:
    lines: list[str] = []
    for source in sources:
        told = f"  {source.key}: {source.title}"
        lines += [*wrapped(told, hanging="    "), *([f"    {source.url}"] if source.url else [])]
    return lines


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
