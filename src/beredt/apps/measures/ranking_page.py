"""The page of a ranking: do now, buy, cannot be computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import attrs

from beredt.apps.measures import addresses, ladder
from beredt.apps.measures.deciding import DECIDERS, DECISION_WORDS
from beredt.apps.measures.stored import USUAL_DRAWS, USUAL_SETS, Decision, StoredRanking
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.parties import PARTIES
from beredt.domain.measures.result import RankedCandidate, Unranked
from beredt.ground.access.actor import Actor
from beredt.ground.ui import figures, moments
from beredt.ground.ui.figures import Bar, Range
from beredt.ground.ui.marks import BasisMark, basis_mark
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import measure_answers, measure_words, money, ranking_figures, wording
from beredt.telling.measure_words import Places
from beredt.telling.names import capitalised

MOST_OPEN_GROUPS = 8
"""Groups that stand open on the page; the rest is one click away."""
ENOUGH_DRAWS, ENOUGH_SETS = 500, 20
"""Below these a ranking is called rough."""


@attrs.frozen(kw_only=True)
class Badge:
    """What was decided on a measure, in words."""

    decision: str
    word: str
    decider: str
    reason: str
    day: str


@attrs.frozen(kw_only=True)
class Line:
    """One measure: what and where, price, effect as a bar and in words, who pays and decides, what was decided."""

    number: str
    url: str
    title: str
    price: str
    price_basis: BasisMark
    facts: str
    per_person: str
    parties: str
    bar: Bar
    badge: Badge | None
    is_ticked: bool


@attrs.frozen(kw_only=True)
class Group:
    """Measures that cannot be told apart; `place` is where the group begins."""

    place: int
    lines: tuple[Line, ...]

    @property
    def is_tie(self) -> bool:
        """Whether there are several."""
        return len(self.lines) > 1


@attrs.frozen(kw_only=True)
class Reason:
    """Why some measures have no number, and which."""

    reason: str
    measures: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class RankingPage:
    """Everything on the page of a ranking."""

    sentence: str
    range: str
    coverage: str
    age: str
    made: str
    rough: str
    settings: tuple[str, ...]
    is_stale: bool
    do_now_title: str
    do_now: tuple[Line, ...]
    bars_title: str
    groups: tuple[Group, ...]
    more_groups: tuple[Group, ...]
    together: Line | None
    reasons: tuple[Reason, ...]
    reading: str
    other_objective: str
    hazards: Table


def ranking_page(
    ranking: StoredRanking,
    *,
    actor: Actor,
    places: Places,
    decisions: Mapping[str, Decision],
    pack_hash: str,
    ticked: Sequence[str] = (),
) -> RankingPage:
    """The page for one reader; `ticked` are candidate ids."""
    language, result = places.names.language, ranking.result
    lines = _lines(ranking, actor=actor, places=places, decisions=decisions, ticked=frozenset(ticked))
    alone = [entry for entry in result.measures if len(entry.members) == 1]
    groups = _groups([entry for entry in alone if not entry.is_do_now], lines)
    bundle = ranking_figures.together(result)
    cut = MOST_OPEN_GROUPS if len(groups) > MOST_OPEN_GROUPS + 1 else len(groups)
    return RankingPage(
        sentence=measure_answers.first_sentence(result, places),
        range=measure_answers.range_sentence(result, places),
        coverage=_coverage(ranking, places),
        age=_age(ranking, language),
        made=_made(ranking, language),
        rough=_rough(ranking, language),
        settings=settings_told(ranking, language),
        is_stale=ranking.summary.pack_hash != pack_hash,
        do_now_title=language.say(mark("Costs less than {limit}"), limit=money.amount(ladder.FEWEST_KR, language)),
        do_now=tuple(lines[entry.candidate.candidate_id] for entry in alone if entry.is_do_now),
        bars_title=_bars_title(language),
        groups=groups[:cut],
        more_groups=groups[cut:],
        together=lines[bundle.candidate.candidate_id] if bundle is not None else None,
        reasons=_reasons(ranking, actor, language),
        reading=_reading(ranking, language),
        other_objective=_other_objective(ranking, places),
        hazards=_hazards(ranking, places),
    )


def badge_of(decision: Decision | None, language: Language) -> Badge | None:
    """A decision in words; None where there is none in force."""
    if decision is None or not decision.decision:
        return None
    return Badge(
        decision=decision.decision,
        word=language.say(DECISION_WORDS[decision.decision]),
        decider=language.say(DECIDERS[decision.decider]),
        reason=decision.reason,
        day=moments.day(decision.decided_at, language),
    )


def _lines(
    ranking: StoredRanking,
    *,
    actor: Actor,
    places: Places,
    decisions: Mapping[str, Decision],
    ticked: frozenset[str],
) -> dict[str, Line]:
    """A line per ranked candidate by id, their bars on one axis."""
    language = places.names.language
    shown = [entry for entry in ranking.result.measures if len(entry.members) == 1]
    bundle = ranking_figures.together(ranking.result)
    shown += [bundle] if bundle is not None else []
    bars = figures.range_bars([_range(entry, places) for entry in shown], language=language)
    numbers = addresses.numbers_of(ranking)
    lines = {}
    for entry, bar in zip(shown, bars, strict=True):
        name = entry.candidate.candidate_id
        lines[name] = Line(
            number=numbers[name],
            url=addresses.measure_url(actor, ranking.ranking_id, numbers[name]),
            title=bar.label,
            price=measure_words.price(entry.candidate, places),
            price_basis=price_basis(entry.candidate, language),
            facts=capitalised("; ".join(measure_words.facts(entry, places))),
            per_person=per_person(entry, language),
            parties=_parties(entry, language),
            bar=bar,
            badge=badge_of(decisions.get(name), language),
            is_ticked=name in ticked,
        )
    return lines


def per_person(entry: RankedCandidate, language: Language) -> str:
    """Kroner per citizen helped; empty where there is no such figure."""
    if entry.kr_per_person is None:
        return ""
    return language.say(mark("{price} per citizen"), price=money.amount(entry.kr_per_person, language))


def price_basis(candidate: Candidate, language: Language) -> BasisMark:
    """How sure the price is, and where it is from."""
    cost = candidate.measure.cost
    why = cost.why_da if language.code == "da" else cost.why_en
    return basis_mark(candidate.cost_basis, language=language, source="; ".join(filter(None, (cost.source, why))))


def _range(entry: RankedCandidate, places: Places) -> Range:
    people = entry.effect.critical_people
    return Range(
        label=measure_words.title(entry, places),
        low=people.mean if people.low is None else people.low,
        middle=people.mean,
        high=people.mean if people.high is None else people.high,
        told=measure_words.effect(entry.effect, places),
    )


def _groups(entries: Sequence[RankedCandidate], lines: Mapping[str, Line]) -> tuple[Group, ...]:
    groups, place = [], 1
    for _, members in groupby(entries, key=lambda entry: entry.group):
        made = tuple(lines[entry.candidate.candidate_id] for entry in members)
        groups.append(Group(place=place, lines=made))
        place += len(made)
    return tuple(groups)


def _parties(entry: RankedCandidate, language: Language) -> str:
    """Who pays and who decides, always said."""
    payers = dict.fromkeys(language.say(PARTIES[member.measure.payer]) for member in entry.members)
    deciders = dict.fromkeys(language.say(PARTIES[member.measure.decided_by]) for member in entry.members)
    return language.say(
        mark("Pays: {payer}. Decides: {decider}."), payer=", ".join(payers), decider=", ".join(deciders)
    )


def _coverage(ranking: StoredRanking, places: Places) -> str:
    language, missing = places.names.language, ranking.result.not_modelled
    if not missing:
        return ""
    names = "; ".join(places.names.hazard(entry.hazard) for entry in missing)
    return language.say(mark("Hazards not assessed, which is not the same as safe: {names}."), names=names)


def _age(ranking: StoredRanking, language: Language) -> str:
    return language.say(
        mark("Ranked {moment} on the data of revision {revision}."),
        moment=moments.moment(ranking.summary.made_at, language),
        revision=language.number(ranking.summary.pack_revision),
    )


def _made(ranking: StoredRanking, language: Language) -> str:
    summary = ranking.summary
    return language.say(
        mark("Data {hash}; {engine}; Beredt {program}; seed {seed}."),
        hash=summary.pack_hash[:12],
        engine=summary.engine,
        program=summary.program,
        seed=str(summary.settings.seed),
    )


def _rough(ranking: StoredRanking, language: Language) -> str:
    """That a ranking was made quickly or for a few hazards only, where it was; empty otherwise."""
    settings, told = ranking.summary.settings, []
    if settings.hazards:
        told.append(
            language.say_count(
                mark("Ranked for {count} chosen hazard only."),
                mark("Ranked for {count} chosen hazards only."),
                ranking.summary.hazards,
            )
        )
    if settings.draws < ENOUGH_DRAWS or settings.sets < ENOUGH_SETS:
        usual = language.say(
            mark("{draws} and {sets}"), draws=language.number(USUAL_DRAWS), sets=language.number(USUAL_SETS)
        )
        told.append(
            language.say(
                mark(
                    "Made quickly, over {draws} runs and {sets} sets of assumptions: rough figures; {usual} are usual."
                ),
                draws=language.number(settings.draws),
                sets=language.number(settings.sets),
                usual=usual,
            )
        )
    return " ".join(told)


def settings_told(ranking: StoredRanking, language: Language) -> tuple[str, ...]:
    """How was ranked, in sentences."""
    settings, summary = ranking.summary.settings, ranking.summary
    told = [
        language.say_count(mark("{count} hazard"), mark("{count} hazards"), summary.hazards),
        wording.horizon(settings.horizon_hours, language),
        language.say_count(mark("{count} run of chance"), mark("{count} runs of chance"), settings.draws),
        language.say_count(mark("{count} set of assumptions"), mark("{count} sets of assumptions"), settings.sets),
        language.say(mark("budget {budget}"), budget=money.amount(settings.budget_kr, language)),
        language.say(mark("it took {span}"), span=span_told(summary.seconds, language)),
    ]
    if settings.sets == 0:
        told.append(language.say(mark("without sets of assumptions there are no ranges")))
    return tuple(told)


def span_told(seconds: float, language: Language) -> str:
    """A span of seconds [s] as people say it."""
    if seconds < 60:
        return language.say_count(mark("{count} second"), mark("{count} seconds"), max(1, round(seconds)))
    return language.span(round(seconds / 60))


def _bars_title(language: Language) -> str:
    return language.say(
        mark("Citizens fewer past a critical tolerance: the line is the mean, the bar 8 of 10 sets of assumptions")
    )


def _reasons(ranking: StoredRanking, actor: Actor, language: Language) -> tuple[Reason, ...]:
    numbers = addresses.numbers_of(ranking)
    found = ranking_figures.reasons(ranking_figures.nowhere_ranked(ranking.result))
    return tuple(
        Reason(
            reason=capitalised(language.say(measure_words.REASON_WORDS[reason])),
            measures=tuple(
                (name, addresses.measure_url(actor, ranking.ranking_id, numbers[entry.candidate_id]))
                for name, entry in _once(entries, language)
            ),
        )
        for reason, entries in found.items()
    )


def _once(entries: Sequence[Unranked], language: Language) -> list[tuple[str, Unranked]]:
    """Each measure once, under its name."""
    by_name: dict[str, Unranked] = {}
    for entry in entries:
        by_name.setdefault(entry.name_da if language.code == "da" else entry.name_en, entry)
    return list(by_name.items())


def _reading(ranking: StoredRanking, language: Language) -> str:
    sets = max((entry.sets for entry in ranking.result.measures if entry.first_in_sets is not None), default=0)
    if not sets:
        return ""
    return language.say(
        mark("Ranges of effects: 8 of 10 of {sets} sets of assumptions lie inside."), sets=language.number(sets)
    )


def _other_objective(ranking: StoredRanking, places: Places) -> str:
    result, language = ranking.result, places.names.language
    other = ranking.by_id.get(result.first_by_other_objective or "")
    if other is None:
        return ""
    said = (
        mark("Counted in person-hours the first would be: {measure}.")
        if result.objective == "people"
        else mark("Counted in people the first would be: {measure}.")
    )
    return language.say(said, measure=measure_words.title(other, places))


def _hazards(ranking: StoredRanking, places: Places) -> Table:
    """The hazards with their weights and how many are in need without any measure."""
    language, names = places.names.language, places.names
    weights = {entry.hazard: entry.weight for entry in ranking.result.weights}
    rows = [
        (
            names.hazard(base.hazard),
            Cell(text=wording.people(base.harm.critical_people.mean, language), sort=base.harm.critical_people.mean),
            Cell(text=wording.share(weights[base.hazard], language), sort=weights[base.hazard]),
        )
        for base in sorted(ranking.result.base, key=lambda base: -base.harm.critical_people.mean)
    ]
    return table(
        language.say(mark("Hazards that were ranked for")),
        [
            language.say(mark("Hazard")),
            Column(title=language.say(mark("In need of help without any measure")), kind="number"),
            Column(title=language.say(mark("Weight")), kind="number"),
        ],
        rows,
    )
