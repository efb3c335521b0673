"""What the pages of risk pictures lay out: editions and hazards as sentences and tables in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.apps.riskpicture import addresses, policies
from beredt.apps.riskpicture.doors import LastRun
from beredt.apps.riskpicture.queries import EditionRow, LocalDiff, LocalEdition, LocalHazard
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import FAMILIES, Edition, Hazard, Source
from beredt.domain.riskpicture.edition_diff import ASPECTS
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import hazard_words, local_scenario, wording
from beredt.telling.caveats import as_sentence
from beredt.telling.local_scenario import LocalLever
from beredt.telling.names import capitalised


@attrs.frozen(kw_only=True)
class EditionsPage:
    """The list of editions."""

    sentence: str
    editions: Table
    default_url: str
    compare_url: str


@attrs.frozen(kw_only=True)
class HazardLine:
    """A hazard of an edition as a sentence, with what was computed of it last."""

    name: str
    url: str
    sentence: str
    computed: str
    run_url: str
    is_stale: bool


@attrs.frozen(kw_only=True)
class EditionPage:
    """One edition."""

    title: str
    sentence: str
    facts: tuple[str, ...]
    hazards: tuple[HazardLine, ...]
    unlisted: str
    sources: tuple[Source, ...]
    list_url: str
    compare_url: str


@attrs.frozen(kw_only=True)
class Advice:
    """What a source advises; a recommendation, never a duty."""

    text: str
    source: str


@attrs.frozen(kw_only=True)
class HazardPage:
    """One hazard here."""

    title: str
    sentence: str
    wording: str
    remarks: tuple[str, ...]
    levers: tuple[LocalLever, ...]
    with_names: bool
    advice: tuple[Advice, ...]
    sources: tuple[Source, ...]
    last_run: LastRun | None
    last_run_people: str
    new_run_url: str
    edition_title: str
    edition_url: str
    list_url: str


@attrs.frozen(kw_only=True)
class DiffLine:
    """A hazard in the comparison, with what differs or what it becomes here."""

    name: str
    url: str
    told: str


@attrs.frozen(kw_only=True)
class DiffBlock:
    """Hazards that were added, removed, changed or not."""

    title: str
    lines: tuple[DiffLine, ...]


@attrs.frozen(kw_only=True)
class EditionChoice:
    """An edition that can be compared."""

    edition_id: str
    name: str
    is_old: bool
    is_new: bool


@attrs.frozen(kw_only=True)
class ComparisonPage:
    """What one edition changes against another."""

    sentence: str
    blocks: tuple[DiffBlock, ...]
    here: tuple[DiffLine, ...]
    gone: str
    choices: tuple[EditionChoice, ...]
    list_url: str


def editions_page(rows: Sequence[EditionRow], *, actor: Actor, language: Language) -> EditionsPage:
    """The list of editions: what is confirmed, what can be computed here."""
    say, code = language.say, language.code
    columns = [
        Column(title=say(mark("risk picture"))),
        Column(title=say(mark("date"))),
        *(
            Column(title=title, kind="number")
            for title in (
                say(mark("hazards published")),
                say(mark("confirmed")),
                say(mark("confirmed and computable")),
                say(mark("can be computed here")),
            )
        ),
    ]
    shown: list[list[Cell | str]] = []
    for row in rows:
        edition = row.edition
        note = say(mark("used unless you choose another")) if row.is_default else ""
        name = Cell(
            text=edition.title.in_language(code), url=addresses.edition_url(actor, edition.edition_id), note=note
        )
        counts = (
            edition.hazards_published,
            len(edition.confirmed),
            len(edition.confirmed_expressible),
            row.computed_here,
        )
        shown.append([name, edition.date, *(Cell(text=language.number(count), sort=count) for count in counts)])
    default = next(row for row in rows if row.is_default)
    sentence = say(
        mark("Of the {published} hazards in {edition}, {here} can be computed for this municipality."),
        published=language.number(default.edition.hazards_published),
        edition=default.edition.title.in_language(code),
        here=language.number(default.computed_here),
    )
    return EditionsPage(
        sentence=sentence,
        editions=table(say(mark("Risk pictures")), columns, shown, caption_hidden=True),
        default_url=addresses.edition_url(actor, default.edition.edition_id),
        compare_url=addresses.comparison_url(actor) if len(rows) > 1 else "",
    )


def edition_page(found: LocalEdition, *, actor: Actor, language: Language, vocabulary: Vocabulary) -> EditionPage:
    """One edition: what it is, how much of it is confirmed, and every hazard as a sentence."""
    say, code, edition = language.say, language.code, found.edition
    here = sum(isinstance(state, Scenario) for state in found.states.values())
    unlisted = ""
    if edition.unlisted_count:
        unlisted = language.say_count(
            "{count} more hazard of the publication is not known to us; it is counted, never invented.",
            "{count} more hazards of the publication are not known to us; they are counted, never invented.",
            edition.unlisted_count,
        )
    return EditionPage(
        title=edition.title.in_language(code),
        sentence=say(
            mark("{edition}: {here} of {listed} hazards can be computed here, {confirmed} are confirmed."),
            edition=edition.title.in_language(code),
            here=language.number(here),
            listed=language.number(len(edition.hazards)),
            confirmed=language.number(len(edition.confirmed)),
        ),
        facts=(
            hazard_words.status_sentence(edition, language),
            hazard_words.confirmed_sentence(edition, language),
            edition.note.in_language(code),
            edition.terms.in_language(code),
            say(
                mark("{id}, {publisher}, {date}"), id=edition.edition_id, publisher=edition.publisher, date=edition.date
            ),
        ),
        hazards=tuple(
            _hazard_line(hazard, found, actor=actor, language=language, vocabulary=vocabulary)
            for hazard in edition.hazards
        ),
        unlisted=unlisted,
        sources=hazard_words.chosen_sources(edition),
        list_url=addresses.list_url(actor),
        compare_url=addresses.comparison_url(actor),
    )


def _hazard_line(
    hazard: Hazard, found: LocalEdition, *, actor: Actor, language: Language, vocabulary: Vocabulary
) -> HazardLine:
    state, run = found.states[hazard.hazard_id], found.runs.get(hazard.hazard_id)
    told = _state_told(state, language, vocabulary)
    sentence = language.say(
        mark("{family}, {wording}: {state}"),
        family=language.say(FAMILIES[hazard.family]),
        wording=hazard_words.wording_of(hazard, language),
        state=as_sentence(told),
    )
    return HazardLine(
        name=_named(hazard, language),
        url=addresses.hazard_url(actor, hazard.hazard_id),
        sentence=capitalised(sentence),
        computed=_run_told(run, language),
        run_url="" if run is None else run.url,
        is_stale=run is not None and run.is_stale,
    )


def hazard_page(found: LocalHazard, *, actor: Actor, language: Language, vocabulary: Vocabulary) -> HazardPage:
    """One hazard: its levers here in words and numbers, or why it cannot be computed; sources; the last run."""
    hazard, edition = found.hazard, found.edition
    titles = {source.key: source.title for source in edition.sources}
    return HazardPage(
        title=_named(hazard, language),
        sentence=_hazard_sentence(found, language, vocabulary),
        wording=language.say(
            mark("{family}; the wording is {wording}."),
            family=capitalised(language.say(FAMILIES[hazard.family])),
            wording=hazard_words.wording_of(hazard, language),
        ),
        remarks=tuple(
            as_sentence(told)
            for told in (hazard_words.template_sentences(hazard.template, language) if hazard.template else ())
        ),
        levers=_levers(found, language, vocabulary),
        with_names=permissions.may(actor, policies.READ_NAMES),
        advice=tuple(
            Advice(text=advice.text.in_language(language.code), source=titles.get(advice.source_key, advice.source_key))
            for advice in hazard.advice
        ),
        sources=hazard_words.sources_of(edition, hazard),
        last_run=found.last_run,
        last_run_people=_run_told(found.last_run, language),
        new_run_url=found.new_run_url,
        edition_title=edition.title.in_language(language.code),
        edition_url=addresses.edition_url(actor, edition.edition_id),
        list_url=addresses.list_url(actor),
    )


def _hazard_sentence(found: LocalHazard, language: Language, vocabulary: Vocabulary) -> str:
    name = _named(found.hazard, language)
    if isinstance(found.state, NotExpressible):
        reason = _state_told(found.state, language, vocabulary)
        return language.say(mark("{hazard} is not assessed here: {reason}"), hazard=name, reason=as_sentence(reason))
    left_out = len(found.state.left_out)
    levers = len(found.state.disruptions)
    if not left_out:
        return language.say_count(
            "{hazard}: {count} cause can hit here.",
            "{hazard}: {count} causes can hit here.",
            levers,
            hazard=name,
        )
    return language.say(
        mark("{hazard}: {count} causes can hit here; {left_out} more meet nothing in the pack."),
        hazard=name,
        count=language.number(levers),
        left_out=language.number(left_out),
    )


def _levers(found: LocalHazard, language: Language, vocabulary: Vocabulary) -> tuple[LocalLever, ...]:
    template = found.hazard.template
    if template is None:
        return ()
    if isinstance(found.state, NotExpressible):
        return local_scenario.template_levers(template, language=language, vocabulary=vocabulary)
    return local_scenario.local_levers(
        template, found.state, snapshot=found.snapshot, language=language, vocabulary=vocabulary
    )


def comparison_page(
    found: LocalDiff, editions: Sequence[Edition], *, actor: Actor, language: Language, vocabulary: Vocabulary
) -> ComparisonPage:
    """What the newer edition adds, removes and changes, and what that means here."""
    diff, say, code = found.diff, language.say, language.code

    def lines(hazards: Iterable[Hazard]) -> tuple[DiffLine, ...]:
        return tuple(
            _diff_line(hazard, hazard_words.wording_of(hazard, language), actor, language) for hazard in hazards
        )

    changed = tuple(
        _diff_line(change.new, ", ".join(say(ASPECTS[aspect]) for aspect in change.aspects), actor, language)
        for change in diff.changed
    )
    blocks = (
        DiffBlock(title=say(mark("Added")), lines=lines(diff.added)),
        DiffBlock(title=say(mark("Removed")), lines=lines(diff.removed)),
        DiffBlock(title=say(mark("Changed")), lines=changed),
        DiffBlock(title=say(mark("Unchanged")), lines=lines(diff.unchanged)),
    )
    return ComparisonPage(
        sentence=say(
            mark("From {old} to {new}: {added} added, {removed} removed, {changed} changed."),
            old=diff.old.title.in_language(code),
            new=diff.new.title.in_language(code),
            added=language.number(len(diff.added)),
            removed=language.number(len(diff.removed)),
            changed=language.number(len(diff.changed)),
        ),
        blocks=tuple(block for block in blocks if block.lines),
        here=tuple(
            _diff_line(hazard, _state_told(found.states[hazard.hazard_id], language, vocabulary), actor, language)
            for hazard in diff.new.hazards
        ),
        gone=_gone(diff.removed, found.states, language),
        choices=tuple(
            EditionChoice(
                edition_id=edition.edition_id,
                name=edition.title.in_language(code),
                is_old=edition.edition_id == diff.old.edition_id,
                is_new=edition.edition_id == diff.new.edition_id,
            )
            for edition in editions
        ),
        list_url=addresses.list_url(actor),
    )


def _diff_line(hazard: Hazard, told: str, actor: Actor, language: Language) -> DiffLine:
    return DiffLine(name=_named(hazard, language), url=addresses.hazard_url(actor, hazard.hazard_id), told=told)


def _gone(removed: Sequence[Hazard], states: Mapping[str, Scenario | NotExpressible], language: Language) -> str:
    gone = [hazard for hazard in removed if isinstance(states[hazard.hazard_id], Scenario)]
    if not gone:
        return ""
    listed = language.listed([hazard.names.in_language(language.code) for hazard in gone])
    return language.say(mark("No longer in the catalogue, but computed until now: {hazards}."), hazards=listed)


def _state_told(state: Scenario | NotExpressible, language: Language, vocabulary: Vocabulary) -> str:
    if isinstance(state, Scenario):
        return language.say(mark("can be computed here"))
    words = vocabulary.thing_names(language.code)
    return state.told_in(language, lambda word: words.get(word, word))


def _run_told(run: LastRun | None, language: Language) -> str:
    """What the last run found, in short."""
    if run is None:
        return ""
    if run.critical_people is None:
        return language.say(mark("computed; who gets into danger is not assessed"))
    return language.say(
        mark("computed: about {people} citizens past a critical tolerance"),
        people=wording.people(run.critical_people, language),
    )


def _named(hazard: Hazard, language: Language) -> str:
    return capitalised(hazard.names.in_language(language.code))
