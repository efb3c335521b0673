"""The list of runs, one run, what is asked before one, and two runs side by side, as pages lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import attrs

from beredt.apps.impact import addresses, pages, policies
from beredt.apps.impact.pages import First
from beredt.apps.impact.queries import HazardFacts, RunComparison, RunFacts, RunRow, StoredRun
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import Edition
from beredt.ground.access import naming, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.ui import moments
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import hazards, wording
from beredt.telling.names import Names, capitalised
from beredt.telling.run_comparison import HazardComparison, change_sentence


@attrs.frozen(kw_only=True)
class RunsPage:
    """The list of runs; `start_url` is empty for those who may not run."""

    sentence: str
    runs: Table
    start_url: str
    compare_url: str


@attrs.frozen(kw_only=True)
class OtherEdition:
    """An edition that could be run instead."""

    name: str
    edition_id: str


@attrs.frozen(kw_only=True)
class StartPage:
    """What stands around the form before a run."""

    sentence: str
    edition: str
    others: tuple[OtherEdition, ...]


@attrs.frozen(kw_only=True)
class Missing:
    """A hazard that could not be computed: why, and what its source advises instead."""

    name: str
    reason: str
    advice: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False)
class RunPage:
    """One run."""

    first: First
    facts: RunFacts
    hazards: Table
    missing: tuple[Missing, ...]
    single_points: Table | None
    provenance: tuple[tuple[str, str], ...]
    list_url: str
    run_again_url: str
    download_url: str
    compare_url: str


@attrs.frozen(kw_only=True)
class RunChoice:
    """A run that can be chosen for the comparison."""

    run_id: UUID
    label: str


@attrs.frozen(kw_only=True, eq=False)
class ComparisonPage:
    """Two runs side by side; without two runs only the choice of them."""

    sentence: str
    explanation: str
    choices: tuple[RunChoice, ...]
    before: UUID | None
    after: UUID | None
    inputs: Table | None
    changes: Table | None
    sentences: tuple[str, ...]
    hazards: Table | None
    needs: tuple[Table, ...]
    list_url: str


def runs_page(rows: Sequence[RunRow], *, actor: Actor, language: Language, editions: Sequence[Edition]) -> RunsPage:
    """The list of runs, newest first."""
    say = language.say
    columns = [
        Column(title=say(mark("made")), kind="moment"),
        Column(title=say(mark("hazards")), kind="number"),
        Column(title=say(mark("horizon"))),
        Column(title=say(mark("hazard with most people in need"))),
        Column(title=say(mark("citizens")), kind="number"),
        Column(title=say(mark("data"))),
    ]
    shown = [_run_row(row, actor, language, editions) for row in rows]
    sentence = say(mark("Nothing has been computed yet."))
    if rows:
        stale = rows[0].facts.is_stale
        said = (
            mark("What hazards do here was last computed on {day}; the data have changed since.")
            if stale
            else mark("What hazards do here was last computed on {day}, on the data in force.")
        )
        sentence = say(said, day=moments.day(moments.local(rows[0].facts.made_at).date(), language))
    return RunsPage(
        sentence=sentence,
        runs=table(say(mark("Runs")), columns, shown, caption_hidden=True),
        start_url=addresses.start_url(actor) if permissions.may(actor, policies.RUN) else "",
        compare_url=addresses.compare_url(actor) if len(rows) > 1 else "",
    )


def _run_row(row: RunRow, actor: Actor, language: Language, editions: Sequence[Edition]) -> list[Cell | str]:
    facts, worst = row.facts, row.worst
    known = {hazard.hazard_id: hazard.names for edition in editions for hazard in edition.hazards}
    name, people = "–", Cell(text="–", sort=-1)
    if worst is not None and worst.critical_mean is not None:
        found = known.get(worst.hazard)
        name = capitalised(found.in_language(language.code)) if found else worst.hazard
        people = Cell(text=wording.people(worst.critical_mean, language), sort=worst.critical_mean)
    state = mark("older than the data in force") if facts.is_stale else mark("the data in force")
    return [
        Cell(
            text=moments.moment(facts.made_at, language),
            sort=facts.made_at.isoformat(),
            url=addresses.run_url(actor, facts.run_id),
        ),
        Cell(text=language.number(facts.hazard_count), sort=facts.hazard_count),
        wording.horizon(facts.horizon_hours, language),
        name,
        people,
        language.say(state),
    ]


def start_page(chosen: Edition, editions: Sequence[Edition], *, language: Language) -> StartPage:
    """What stands around the form: which catalogue, and which others there are."""
    return StartPage(
        sentence=language.say(mark("Compute what hazards do here")),
        edition=chosen.title.in_language(language.code),
        others=tuple(
            OtherEdition(name=entry.title.in_language(language.code), edition_id=entry.edition_id)
            for entry in editions
            if entry is not chosen
        ),
    )


def run_page(
    run: StoredRun,
    found: Sequence[HazardFacts],
    *,
    actor: Actor,
    language: Language,
    vocabulary: Vocabulary,
    editions: Sequence[Edition],
) -> RunPage:
    """One run as this actor sees it."""
    with_assets = permissions.may(actor, policies.READ_NAMES)
    names = run.names(language, vocabulary=vocabulary, with_assets=with_assets)
    run_id = run.facts.run_id
    urls = {facts.hazard: addresses.hazard_url(actor, run_id, facts.hazard) for facts in found}
    return RunPage(
        first=pages.first_of_run(run, found, names=names),
        facts=run.facts,
        hazards=pages.hazard_table(run, found, names=names, urls=urls),
        missing=_missing(run, names, vocabulary, editions),
        single_points=pages.single_point_table(run.header.single_points, names=names) if with_assets else None,
        provenance=pages.made_of_rows(run.facts, actor=actor, language=language),
        list_url=addresses.list_url(actor),
        run_again_url=addresses.run_url(actor, run_id, "run_again") if permissions.may(actor, policies.RUN) else "",
        download_url=addresses.run_url(actor, run_id, "download_run") if with_assets else "",
        compare_url=addresses.compare_url(actor, after=run_id),
    )


def _missing(run: StoredRun, names: Names, vocabulary: Vocabulary, editions: Sequence[Edition]) -> tuple[Missing, ...]:
    say = names.language.say
    told = hazards.told_missing(run.header.missing, names.language, vocabulary=vocabulary, editions=editions)
    return tuple(
        Missing(
            name=names.hazard(entry.hazard),
            reason=capitalised(entry.reason),
            advice=tuple(
                say(mark("Advice ({source}): {text}"), source=advice.source, text=advice.text)
                for advice in entry.advice
            ),
        )
        for entry in told
    )


def comparison_page(
    found: RunComparison | None,
    rows: Sequence[RunRow],
    *,
    actor: Actor,
    language: Language,
    vocabulary: Vocabulary,
    before: UUID | None,
    after: UUID | None,
) -> ComparisonPage:
    """Two runs side by side, or the choice of them."""
    choices = tuple(RunChoice(run_id=row.facts.run_id, label=_label(row.facts, language)) for row in rows)
    list_url = addresses.list_url(actor)
    if found is None:
        return ComparisonPage(
            sentence=language.say(mark("Compare two runs")),
            explanation="",
            choices=choices,
            before=before,
            after=after,
            inputs=None,
            changes=None,
            sentences=(),
            hazards=None,
            needs=(),
            list_url=list_url,
        )
    names = found.after.names(language, vocabulary=vocabulary, with_assets=False)
    both = attrs.evolve(names, hazard_names={**found.before.local.names(language), **names.hazard_names})
    return ComparisonPage(
        sentence=_comparison_sentence(found, language),
        explanation=_explanation(found, language),
        choices=choices,
        before=found.before.facts.run_id,
        after=found.after.facts.run_id,
        inputs=_inputs(found, actor, language),
        changes=_data_changes(found, actor, language) if found.changes else None,
        sentences=() if found.is_identical else _change_sentences(found, both),
        hazards=_hazard_changes(found, both),
        needs=()
        if found.is_identical
        else tuple(_need_changes(pair, both) for pair in found.hazards if _changes(pair)),
        list_url=list_url,
    )


def _change_sentences(found: RunComparison, names: Names) -> tuple[str, ...]:
    """One sentence per hazard in which the number of people differs, and how many there are in which it does not."""
    told = [change_sentence(pair, names=names) for pair in found.hazards if pair.people_more != 0]
    same = len(found.hazards) - len(told)
    if same:
        told.append(
            names.language.say_count(
                "{count} hazard: the same number of citizens in both.",
                "{count} hazards: the same number of citizens in both.",
                same,
            )
        )
    return tuple(told)


def _comparison_sentence(found: RunComparison, language: Language) -> str:
    say = language.say
    if found.is_identical:
        return say(mark("The two runs give exactly the same figures."))
    changed = sum(bool(_changes(pair)) for pair in found.hazards)
    if not changed:
        return say(mark("No figure of people or hours differs between the two runs."))
    return language.say_count(
        "{count} of {total} hazards has other figures in the later run.",
        "{count} of {total} hazards have other figures in the later run.",
        changed,
        total=language.number(len(found.hazards)),
    )


def _explanation(found: RunComparison, language: Language) -> str:
    """Why the figures are the same, or may differ."""
    say = language.say
    if found.is_same_data and found.is_same_question and not found.is_identical:
        return say(
            mark(
                "Same data, same hazards, same seed, and yet the figures differ: that is a bug in Beredt. "
                "Please report it."
            )
        )
    if found.is_same_data and found.is_same_question:
        return say(
            mark("Same data, same hazards, same seed: the figures must be the same, and the machine has checked it.")
        )
    if found.is_same_question:
        return say(
            mark("Same hazards and same seed: every difference comes from what was changed in the data."),
        )
    if found.is_same_data:
        return say(mark("The data are the same: every difference comes from what was asked."))
    return say(mark("Both the data and what was asked differ, so a difference may come from either."))


def _inputs(found: RunComparison, actor: Actor, language: Language) -> Table:
    """What the two runs were made of, side by side; rows that differ are told so."""
    say = language.say
    old = {"made": moments.moment(found.before.facts.made_at, language)}
    new = {"made": moments.moment(found.after.facts.made_at, language)}
    rows: list[list[Cell | str]] = [[say(mark("Made")), old["made"], new["made"], ""]]
    one, other = (pages.provenance_rows(run.facts, language) for run in (found.before, found.after))
    for (what, before), (_, after) in zip(one, other, strict=True):
        rows.append([what, before, after, say(mark("differs")) if before != after else say(mark("the same"))])
    makers = [found.before.facts.made_by, found.after.facts.made_by]
    who = naming.who_among(makers, actor=actor, language=language)
    rows.append([say(mark("Made by")), *map(who, makers), ""])
    columns = [say(mark("what")), say(mark("earlier run")), say(mark("later run")), say(mark("difference"))]
    return pages.small(table(say(mark("What the runs were made of")), columns, rows))


def _data_changes(found: RunComparison, actor: Actor, language: Language) -> Table:
    """What was changed in the data between the two runs, each change leading to its rows."""
    say = language.say
    columns = [
        Column(title=say(mark("change of the data")), kind="number"),
        Column(title=say(mark("made")), kind="moment"),
        Column(title=say(mark("rows added")), kind="number"),
        Column(title=say(mark("rows changed")), kind="number"),
        Column(title=say(mark("rows removed")), kind="number"),
    ]
    rows: list[list[Cell | str]] = [
        [
            Cell(
                text=language.number(change.number),
                sort=change.number,
                url=addresses.revision_url(actor, change.number),
            ),
            Cell(text=moments.moment(change.at, language), sort=change.at.isoformat()),
            *(
                Cell(text=language.number(count), sort=count)
                for count in (change.added, change.changed, change.removed)
            ),
        ]
        for change in found.changes
    ]
    return pages.small(table(say(mark("What was changed in the data between the runs")), columns, rows))


def _hazard_changes(found: RunComparison, names: Names) -> Table:
    language, say = names.language, names.language.say
    titles = (say(mark("hazard")), say(mark("earlier")), say(mark("later")), say(mark("difference")))
    last = say(mark("person-hours, critical"))
    columns = [Column(title=titles[0]), *(Column(title=title, kind="number") for title in (*titles[1:], last))]
    rows = []
    for pair in found.hazards:
        people, hours = pair.people_more, pair.hours_more
        rows.append(
            [
                names.hazard(pair.hazard),
                _people(pair.people_before, language),
                _people(pair.people_after, language),
                _signed(people, language),
                _signed(hours, language),
            ]
        )
    return pages.small(table(say(mark("Citizens past a critical tolerance, on average")), columns, rows))


def _people(value: float | None, language: Language) -> Cell | str:
    return "–" if value is None else Cell(text=wording.people(value, language), sort=value)


def _signed(value: float | None, language: Language) -> Cell | str:
    if value is None:
        return "–"
    told = wording.people(abs(value), language)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return Cell(text=f"{sign}{told}", sort=value)


def _changes(pair: HazardComparison) -> list[object]:
    return [need for need in pair.needs if need.is_change]


def _need_changes(pair: HazardComparison, names: Names) -> Table:
    language, say = names.language, names.language.say
    columns = [
        Column(title=say(mark("need"))),
        Column(title=say(mark("severity"))),
        Column(title=say(mark("earlier")), kind="number"),
        Column(title=say(mark("later")), kind="number"),
        Column(title=say(mark("first, earlier")), kind="number"),
        Column(title=say(mark("first, later")), kind="number"),
    ]
    rows: list[list[Cell | str]] = [
        [
            capitalised(names.need_type(need.need_type)),
            wording.severity(need.severity, language),
            Cell(text=wording.people(need.passing_before, language), sort=need.passing_before),
            Cell(text=wording.people(need.passing_after, language), sort=need.passing_after),
            _onset(need.first_before, language),
            _onset(need.first_after, language),
        ]
        for need in pair.needs
        if need.is_change
    ]
    return pages.small(table(names.hazard(pair.hazard), columns, rows))


def _onset(minute: int | None, language: Language) -> str:
    return wording.onset(None if minute is None else wording.rounded_onset(minute), language)


def _label(facts: RunFacts, language: Language) -> str:
    return language.say(
        mark("{moment}: {count} hazards, {horizon}, revision {revision}"),
        moment=moments.moment(facts.made_at, language),
        count=language.number(facts.hazard_count),
        horizon=wording.horizon(facts.horizon_hours, language),
        revision=language.number(facts.pack_revision),
    )
