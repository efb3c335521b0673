"""The page of a ranking: do now, buy, cannot be computed; the budget with the best set; sets to tick and try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import attrs

from beredt.apps.measures import addresses, comparing, ladder
from beredt.apps.measures.deciding import DECIDERS, DECISION_WORDS
from beredt.apps.measures.stored import USUAL_DRAWS, USUAL_SETS, Decision, Rung, StoredRanking, Tried
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.parties import PARTIES
from beredt.domain.measures.result import RankedCandidate, Unranked
from beredt.ground.access.actor import Actor
from beredt.ground.ui import figures, moments
from beredt.ground.ui.figures import Bar, Range
from beredt.ground.ui.marks import BasisMark, basis_mark
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import measure_answers, measure_charts, measure_words, money, ranking_figures, wording
from beredt.telling.measure_words import Places
from beredt.telling.names import capitalised

MOST_OPEN_GROUPS = 8
"""Groups that stand open on the page; the rest is one click away."""
ENOUGH_DRAWS, ENOUGH_SETS = 500, 20
"""Below these a ranking is called rough."""
MUNICIPALITY = measure_answers.MUNICIPALITY


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
class SetPart:
    """The best set for one budget, in words; `given` is the budget asked for where that is another."""

    budget: str
    budget_kr: int
    given: str
    given_kr: int
    heading: str
    ours: tuple[str, ...]
    others: tuple[str, ...]
    effect: str
    left: str
    needs: tuple[str, ...]
    draws: str
    exact_url: str
    again_url: str


@attrs.frozen(kw_only=True)
class TryPart:
    """What the ticked measures do, before and after."""

    sentence: str
    urgent: str
    price: str
    draws: str
    svg: str
    title: str
    table: Table


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


def set_part(ranking: StoredRanking, rung: Rung, *, given_kr: float, actor: Actor, places: Places) -> SetPart:
    """The best set of a rung, shown for a budget of `given_kr`."""
    language, best = places.names.language, rung.best
    is_other = given_kr != best.budget_kr
    ours, others = _by_payer(best.candidates)
    exact = addresses.url(actor, "show_set", ranking_id=ranking.ranking_id)
    return SetPart(
        budget=money.amount(best.budget_kr, language),
        budget_kr=round(best.budget_kr),
        given=money.amount(given_kr, language) if is_other else "",
        given_kr=round(given_kr),
        heading=language.say(mark("Best set within {budget}"), budget=money.amount(best.budget_kr, language)),
        ours=tuple(measure_answers.set_lines(ours, places)),
        others=tuple(measure_answers.set_lines(others, places)),
        effect=measure_words.effect(best.effect, places) if best.effect else "",
        left=measure_answers.left_sentence(rung.left_people, rung.left_under_4h, places),
        needs=_needs_left(ranking, rung, places),
        draws=_draws(rung.draws, ranking, language),
        exact_url=addresses.with_query(exact, budget=round(given_kr), exact="1") if is_other else "",
        again_url=addresses.with_query(addresses.url(actor, "start_ranking"), budget=round(given_kr))
        if rung.best.budget_kr != ranking.summary.settings.budget_kr
        else "",
    )


def rung_below(ranking: StoredRanking, budget_kr: float) -> Rung | None:
    """The kept best set for the largest budget that is not above `budget_kr`; None where nothing was kept."""
    within = [rung for rung in ranking.beside.ladder if rung.best.budget_kr <= budget_kr]
    return within[-1] if within else None


def try_part(tried: Tried, *, ranking: StoredRanking, places: Places) -> TryPart:
    """What a set that was tried does."""
    language = places.names.language
    draws = language.say_count(
        mark("Over {count} run of chance; means over the hazards."),
        mark("Over {count} runs of chance; means over the hazards."),
        tried.draws,
    )
    chart = measure_charts.before_after_chart(tried.before_curve, tried.after_curve, names=places.names, caption=draws)
    return TryPart(
        sentence=measure_answers.tried_sentence(tried.before_people, tried.after_people, places),
        urgent=measure_answers.left_sentence(tried.after_people, tried.after_under_4h, places),
        price=language.say(
            mark("The municipality pays {price} for it, purchase and four years' running."),
            price=money.amount(tried.budget_kr, language),
        ),
        draws=draws,
        svg=chart.svg,
        title=chart.title,
        table=table(
            chart.title,
            [Column(title=title, kind="number" if place else "text") for place, title in enumerate(chart.header)],
            chart.rows,
            caption_hidden=True,
        ),
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


def _by_payer(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    ours = [candidate for candidate in candidates if candidate.measure.payer == MUNICIPALITY]
    return ours, [candidate for candidate in candidates if candidate.measure.payer != MUNICIPALITY]


def _needs_left(ranking: StoredRanking, rung: Rung, places: Places) -> tuple[str, ...]:
    """Which needs stay unmet; only known for the budget that the ranking was asked for."""
    if rung.best.budget_kr != ranking.result.best_set.budget_kr:
        return ()
    language = places.names.language
    return tuple(
        language.say(
            mark("{need}: about {count}, who manage less than 4 h")
            if entry.under_4h
            else mark("{need}: about {count}"),
            need=places.names.need_type(entry.need_type),
            count=wording.people(entry.people_mean, language),
        )
        for entry in ranking_figures.left_without(ranking.result)
    )


def _draws(draws: int, ranking: StoredRanking, language: Language) -> str:
    if draws == ranking.summary.settings.draws:
        return language.say(mark("Computed over {draws} runs of chance."), draws=language.number(draws))
    return language.say(
        mark("Found over {draws} runs of chance, the ranking itself over {all}: small differences are chance."),
        draws=language.number(draws),
        all=language.number(ranking.summary.settings.draws),
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


def difference_rows(found: comparing.RankingDifference, places: Places) -> Table:
    """What moved between two rankings, as a table."""
    language = places.names.language

    def cell(standing: comparing.Standing | None) -> Cell:
        if standing is None:
            return Cell(text=language.say(mark("no effect")), sort=1e9)
        told = language.say(
            mark("no. {place}: about {count} fewer"),
            place=language.number(standing.place),
            count=wording.people(max(standing.people, 0.0), language),
        )
        return Cell(text=told, sort=standing.place)

    return table(
        language.say(mark("Measures that changed place or effect")),
        [language.say(mark("Measure")), language.say(mark("Before")), language.say(mark("Now"))],
        [(measure_words.title(entry.entry, places), cell(entry.before), cell(entry.after)) for entry in found.moved],
        empty=language.say(mark("No measure changed place or effect.")),
    )


def difference_sentence(found: comparing.RankingDifference, places: Places) -> str:
    """What the newer of two rankings says otherwise, in a sentence."""
    language = places.names.language
    before, after = (wording.people(value, language) for value in (found.before_people, found.after_people))
    if not found.moved and not found.into_set and not found.out_of_set:
        return language.say(mark("Nothing changed: the same measures stand in the same places."))
    return language.say_count(
        mark(
            "{count} measure changed place or effect; without any measure about {after} instead of {before} need help."
        ),
        mark(
            "{count} measures changed place or effect; without any measure about {after} instead of {before} need help."
        ),
        len(found.moved),
        before=before,
        after=after,
    )


def titles_of(names: Sequence[str], ranking: StoredRanking, places: Places) -> tuple[str, ...]:
    """What candidates of a best set are called."""
    members = {candidate.candidate_id: candidate for candidate in ranking.result.best_set.candidates}
    return tuple(measure_words.candidate_title(members[name], places) for name in names if name in members)
