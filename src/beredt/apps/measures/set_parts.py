"""The parts of a ranking's page that answer at once: the best set for a budget, and what a set that is tried does."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.apps.measures import addresses
from beredt.apps.measures.stored import Rung, StoredRanking, Tried
from beredt.domain.measures.measure import Candidate
from beredt.ground.access.actor import Actor
from beredt.ground.ui.tables import Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import measure_answers, measure_charts, measure_words, money, ranking_figures, wording
from beredt.telling.measure_answers import MUNICIPALITY
from beredt.telling.measure_words import Places


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


def clash_told(pair: Sequence[Candidate], places: Places) -> str:
    """Why two measures that were ticked cannot be tried together."""
    one, other = (measure_words.candidate_title(candidate, places) for candidate in pair)
    return places.names.language.say(
        mark("“{one}” and “{other}” do the same job at the same place. Tick only one of them."), one=one, other=other
    )


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
