"""What the pages of a run lay out: stored values said in the reader's language, as sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from beredt.apps.impact.queries import HazardFacts, RunFacts, StoredHazard, StoredRun
from beredt.domain.impact.network import UNDER_FOUR_HOURS
from beredt.domain.impact.result import CauseChain, ImpactResult, NeedImpact, OnsetQuantiles, SinglePoint
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES
from beredt.ground.access import naming
from beredt.ground.access.actor import Actor
from beredt.ground.ui.marks import BasisMark, basis_mark
from beredt.ground.ui.tables import Cell, Column, Row, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import answer, caveats, chain_boxes, evidence, explanation, figures, page_charts, wording
from beredt.telling.area_map import area_people
from beredt.telling.chain_boxes import Box
from beredt.telling.data_age import age_sentence
from beredt.telling.figures import NeedLine
from beredt.telling.names import Names, capitalised
from beredt.telling.page_charts import Chart

MOST_SINGLE_POINTS = 20
MOST_GROUPS = 100


@attrs.frozen(kw_only=True)
class First:
    """The first sentence of a page and what stands under it."""

    sentence: str
    range: str = ""
    coverage: str = ""
    age: str = ""
    basis: BasisMark | None = None


@attrs.frozen(kw_only=True)
class Figure:
    """A picture with its table."""

    svg: str
    title: str
    note: str
    table: Table | None


@attrs.frozen(kw_only=True)
class Cause:
    """One cause chain: how often, as a sentence, and as a row of boxes."""

    often: str
    sentence: str
    boxes: tuple[Box, ...]


@attrs.frozen(kw_only=True)
class ProfileCauses:
    """Why one group of people is hit: who they are, and the chains that dominate; `more` rarer ones are not told."""

    who: str
    causes: tuple[Cause, ...]
    more: str = ""


def small(found: Table) -> Table:
    """A table that can be taken in at a glance: without a field to search it by."""
    return attrs.evolve(found, searchable=False)


def first_of(hazard: StoredHazard, *, names: Names) -> First:
    """The answer of one hazard: who, how sure, what is not assessed, how old."""
    result = hazard.result
    head = figures.headline(result)
    language = names.language
    return First(
        sentence=answer.finding_sentence(result, names=names),
        range=answer.range_sentence(result, names),
        coverage=" ".join(caveats.gap_sentences(head, names=names)),
        age=age_sentence(hazard.run.header.age, language),
        basis=basis_mark(head.basis, language=language),
    )


def first_of_run(run: StoredRun, hazards: Sequence[HazardFacts], *, names: Names) -> First:
    """What a whole run says: the hazard with most people in need, and how many were and were not computed."""
    language, say = names.language, names.language.say
    age = age_sentence(run.header.age, language)
    counted = language.say_count("{count} hazard is computed", "{count} hazards are computed", len(hazards))
    missing = len(run.header.missing)
    coverage = ""
    if missing:
        coverage = language.say_count(
            "{count} hazard could not be computed; that is not the same as safe.",
            "{count} hazards could not be computed; that is not the same as safe.",
            missing,
        )
    worst = hazards[0] if hazards else None
    if worst is None or worst.critical_mean is None:
        return First(sentence=say(mark("{counted}."), counted=counted), coverage=coverage, age=age)
    sentence = say(
        mark("Most people get into need in this one: {hazard}, about {people} citizens within {horizon}."),
        hazard=names.hazard(worst.hazard),
        people=wording.people(worst.critical_mean, language),
        horizon=wording.horizon(run.facts.horizon_hours, language),
    )
    return First(sentence=sentence, range=say(mark("{counted}."), counted=counted), coverage=coverage, age=age)


def figure_of(chart: Chart) -> Figure:
    """A chart as a page shows it; one without a single value has no table."""
    columns = [Column(title=title, kind="number" if number else "text") for number, title in enumerate(chart.header)]
    shown = small(table(chart.title, columns, chart.rows, caption_hidden=True)) if chart.rows else None
    return Figure(svg=chart.svg, title=chart.title, note=chart.caption, table=shown)


def has_need(result: ImpactResult) -> bool:
    """Whether anybody's danger is assessed: without a critical need in the pack nothing may be told as nought."""
    return figures.headline(result).critical_people is not None


def need_figure(hazard: StoredHazard, *, names: Names) -> Figure:
    """Citizens in need of help by each hour."""
    return figure_of(page_charts.need_chart(hazard.timeline, names=names))


def service_figures(result: ImpactResult, *, names: Names) -> tuple[Figure, ...]:
    """One small picture per service."""
    return tuple(figure_of(chart) for chart in page_charts.service_charts(result, names=names))


def need_table(result: ImpactResult, *, names: Names) -> Table:
    """Who passes a tolerance and when, by severity and need type; red where a critical one is passed within 4 h."""
    language, say = names.language, names.language.say
    horizon = wording.horizon(result.horizon_hours, language)
    numbers = (
        say(mark("citizens")),
        say(mark("past tolerance")),
        say(mark("share")),
        say(mark("first after")),
        say(mark("first: 1 run in 10 before")),
        say(mark("first: 9 in 10 before")),
        say(mark("still at {horizon}"), horizon=horizon),
    )
    firsts = {(entry.severity, entry.need_type): entry.onset for entry in result.first_onsets}
    return Table(
        caption=say(mark("Who, when (without extra effort; a citizen with two needs stands in two lines)")),
        columns=(
            Column(title=say(mark("need"))),
            Column(title=say(mark("severity"))),
            *(Column(title=title, kind="number") for title in numbers),
            Column(title=say(mark("basis"))),
        ),
        rows=tuple(
            Row(
                cells=_need_cells(line, firsts.get((line.severity, line.need_type), OnsetQuantiles()), names),
                tone="critical" if _is_urgent(line) else "",
            )
            for line in figures.need_lines(result)
            if line.passing
        ),
        empty=say(mark("In what is assessed, nobody passes a tolerance."))
        if result.needs
        else say(mark("Who, when: not assessed, the pack has no need profiles.")),
    )


def need_notes(result: ImpactResult, *, names: Names) -> tuple[str, ...]:
    """What stands under the table of needs: what brackets mean, whose tolerance nobody passes, hours beyond."""
    lines = figures.need_lines(result)
    notes = (
        evidence.bracket_sentence(lines, names=names),
        evidence.unhit_sentence(lines, names=names),
        *evidence.person_hours_lines(result, names=names),
    )
    return tuple(note for note in notes if note)


def _is_urgent(line: NeedLine) -> bool:
    """Whether a critical tolerance is passed within four hours in the middle run."""
    return line.severity == SEVERITIES[0] and line.first_minute is not None and line.first_minute < UNDER_FOUR_HOURS


def _need_cells(line: NeedLine, first: OnsetQuantiles, names: Names) -> tuple[Cell, ...]:
    language = names.language
    return (
        Cell(text=capitalised(names.need_type(line.need_type))),
        Cell(text=wording.severity(line.severity, language), sort=SEVERITIES.index(line.severity)),
        Cell(text=wording.people(line.people, language), sort=line.people),
        Cell(text=wording.people(line.passing, language), sort=line.passing),
        Cell(text=wording.share(line.share, language), sort=line.share),
        Cell(text=evidence.first_text(line, False, names), sort=_sorted_onset(line.first_minute, line.earliest_minute)),
        _onset_cell(first.p10, names),
        _onset_cell(first.p90, names),
        Cell(text=wording.people(line.still_down, language), sort=line.still_down),
        Cell(text="", basis=basis_mark(line.basis, language=language)),
    )


def _onset_cell(minute: int | None, names: Names) -> Cell:
    told = None if minute is None else wording.rounded_onset(minute)
    return Cell(text=wording.onset(told, names.language), sort=_sorted_onset(minute, None))


def _sorted_onset(first: int | None, earliest: int | None) -> float:
    """What an onset is sorted by: the middle run's, then those of one run in ten, then never."""
    if first is not None:
        return first
    return 10_000_000 + earliest if earliest is not None else 100_000_000


def group_table(result: ImpactResult, *, names: Names, why_url: Callable[[str], str]) -> Table:
    """Every group of people that is hit, with when its tolerance is used up; `why_url` leads to a profile's causes."""
    say = names.language.say
    hit = sorted(
        (need for need in result.needs if need.p_harm > 0),
        key=lambda need: (SEVERITIES.index(need.severity), -need.people * need.p_harm, need.profile_id, need.group_id),
    )
    columns = [
        Column(title=say(mark("area"))),
        Column(title=say(mark("need"))),
        Column(title=say(mark("severity"))),
        *(
            Column(title=title, kind="number")
            for title in (
                say(mark("citizens")),
                say(mark("share of runs")),
                say(mark("1 run in 10 before")),
                say(mark("half the runs before")),
                say(mark("9 in 10 before")),
            )
        ),
        Column(title=say(mark("basis"))),
    ]
    return table(
        say(mark("Groups of citizens that pass a tolerance, and when")),
        columns,
        [_group_row(need, names, why_url) for need in hit[:MOST_GROUPS]],
        empty=say(mark("In what is assessed, nobody passes a tolerance.")),
    )


def _group_row(need: NeedImpact, names: Names, why_url: Callable[[str], str]) -> list[Cell | str]:
    language = names.language
    onsets = (need.onset_p10_minute, need.onset_p50_minute, need.onset_p90_minute)
    return [
        capitalised(names.area(need.area_id)),
        Cell(text=names.need_type(need.need_type), url=why_url(need.profile_id)),
        Cell(text=wording.severity(need.severity, language), sort=SEVERITIES.index(need.severity)),
        Cell(text=language.number(need.people), sort=need.people),
        Cell(text=wording.share(need.p_harm, language), sort=need.p_harm),
        *(Cell(text=wording.onset(minute, language), sort=_sorted_onset(minute, None)) for minute in onsets),
        Cell(text="", basis=basis_mark(need.basis, language=language)),
    ]


def causes_of(
    profile_id: str,
    chains: Sequence[CauseChain],
    *,
    result: ImpactResult,
    snapshot: MunicipalitySnapshot,
    names: Names,
) -> ProfileCauses:
    """The dominating chains behind one profile's harm."""
    language = names.language
    told = explanation.dominating(chains)
    hidden = len(chains) - len(told)
    more = ""
    if hidden:
        more = language.say_count("{count} rarer chain is not shown.", "{count} rarer chains are not shown.", hidden)
    return ProfileCauses(
        who=who(profile_id, result, names=names),
        causes=tuple(
            Cause(
                often=chain_boxes.often(chain, names=names),
                sentence=explanation.chain_sentence(chain, snapshot=snapshot, names=names),
                boxes=chain_boxes.chain_boxes(chain, names=names),
            )
            for chain in told
        ),
        more=more,
    )


def who(profile_id: str, result: ImpactResult, *, names: Names) -> str:
    """A group of people by number, needs and area: never by anything that could name one of them."""
    language = names.language
    needs = [need for need in result.needs if need.profile_id == profile_id]
    kinds = list(dict.fromkeys(names.need_type(need.need_type) for need in needs))
    return language.say(
        mark("{people} citizens in {area}: {needs}"),
        people=area_people(needs[0].people, language),
        area=names.area(needs[0].area_id),
        needs=language.listed(kinds),
    )


def single_point_table(points: Sequence[SinglePoint], *, names: Names) -> Table:
    """The assets whose loss alone puts most people past a critical tolerance."""
    language, say = names.language, names.language.say
    worst = sorted(points, key=lambda p: (-p.critical_people, p.first_onset_minute, p.asset_id))[:MOST_SINGLE_POINTS]
    title = say(
        mark("Single points: one of these failing alone for the whole time is enough ({shown} of {total})"),
        shown=language.number(len(worst)),
        total=language.number(len(points)),
    )
    columns = [
        Column(title=say(mark("asset"))),
        Column(title=say(mark("past a critical tolerance")), kind="number"),
        Column(title=say(mark("first after")), kind="number"),
    ]
    rows: list[list[Cell | str]] = [
        [
            names.asset(point.asset_id),
            Cell(text=wording.people(point.critical_people, language), sort=point.critical_people),
            Cell(text=wording.onset(point.first_onset_minute, language), sort=point.first_onset_minute),
        ]
        for point in worst
    ]
    return small(table(title, columns, rows, empty=say(mark("No single asset is enough alone."))))


def coverage_table(result: ImpactResult, *, names: Names) -> Table:
    """What is assessed, partly or not, and how much of its inputs is verified."""
    language, say = names.language, names.language.say
    states = tuple(reversed(wording.STATE_WORDS))
    ordered = sorted(result.coverage, key=lambda entry: states.index(entry.state))
    columns = [
        Column(title=say(mark("what"))),
        Column(title=say(mark("kind"))),
        Column(title=say(mark("state"))),
        Column(title=say(mark("inputs verified")), kind="number"),
    ]
    rows: list[list[Cell | str]] = [
        [
            capitalised(names.service(entry.service) if entry.service else names.need_type(entry.need_type or "")),
            say(mark("service")) if entry.service else say(mark("need")),
            Cell(text=wording.state(entry.state, language), sort=states.index(entry.state)),
            "–" if entry.verified_share is None else wording.share(entry.verified_share, language),
        ]
        for entry in ordered
    ]
    return table(say(mark("Coverage")), columns, rows)


def hazard_table(run: StoredRun, hazards: Sequence[HazardFacts], *, names: Names, urls: Mapping[str, str]) -> Table:
    """The hazards of a run, most people first."""
    language, say = names.language, names.language.say
    columns = [
        Column(title=say(mark("hazard"))),
        Column(title=say(mark("past a critical tolerance")), kind="number"),
        Column(title=say(mark("8 of 10 runs")), kind="number"),
        Column(title=say(mark("first after")), kind="number"),
        Column(title=say(mark("coverage"))),
    ]
    rows = [_hazard_row(facts, names, urls) for facts in hazards]
    return table(
        say(mark("Hazards in {horizon}"), horizon=wording.horizon(run.facts.horizon_hours, language)),
        columns,
        rows,
        empty=say(mark("No hazard could be computed with this pack.")),
    )


def _hazard_row(facts: HazardFacts, names: Names, urls: Mapping[str, str]) -> list[Cell | str]:
    language, say = names.language, names.language.say
    named = Cell(text=names.hazard(facts.hazard), url=urls[facts.hazard])
    whole = say(mark("at least: not all is assessed")) if facts.is_incomplete else say(mark("assessed"))
    if facts.critical_mean is None:
        return [named, say(mark("not assessed")), "–", "–", whole]
    spread = f"{wording.people(facts.critical_p10 or 0, language)}–{wording.people(facts.critical_p90 or 0, language)}"
    minute = facts.first_critical_minute
    first = wording.onset(None if minute is None else wording.rounded_onset(minute), language)
    return [
        named,
        Cell(text=wording.people(facts.critical_mean, language), sort=facts.critical_mean),
        Cell(text=spread, sort=facts.critical_p90),
        Cell(text=first, sort=_sorted_onset(minute, None)),
        whole,
    ]


def made_of_rows(facts: RunFacts, *, actor: Actor, language: Language) -> tuple[tuple[str, str], ...]:
    """What is needed to repeat a run, and who made it, as (what, value)."""
    who = naming.who_among([facts.made_by], actor=actor, language=language)
    return (*provenance_rows(facts, language), (language.say(mark("Made by")), who(facts.made_by)))


def provenance_rows(facts: RunFacts, language: Language) -> tuple[tuple[str, str], ...]:
    """What is needed to repeat a run, as (what, value)."""
    say = language.say
    return (
        (say(mark("Risk picture")), facts.catalogue_id),
        (say(mark("Horizon")), wording.horizon(facts.horizon_hours, language)),
        (say(mark("Runs of chance")), language.number(facts.draws)),
        (say(mark("Seed")), str(facts.seed)),
        (say(mark("Revision of the data")), language.number(facts.pack_revision)),
        (say(mark("Fingerprint of the data")), facts.pack_hash),
        (say(mark("Engine")), facts.engine),
        (say(mark("Run")), str(facts.run_id)),
    )
