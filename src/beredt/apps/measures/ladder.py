"""The best set for each of a row of budgets, so that a slider answers at once."""

from __future__ import annotations

import math
from collections.abc import Callable

from beredt.apps.measures.stored import Rung
from beredt.domain.measures.best_set import Search, cost_of, find_best_set
from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.ranking import effect_of
from beredt.domain.measures.result import BestSet, RankResult
from beredt.domain.measures.trials import Trials

FEWEST_KR = 25_000.0
MOST_STEPS = 14
STEPS = (1.0, 2.0, 5.0)

Items = tuple[tuple[Candidate, ...], ...]


def items_of(result: RankResult) -> Items:
    """What sets are chosen from, in the order of the ranking."""
    return tuple(entry.members for entry in result.measures)


def budgets(asked_kr: float, items: Items) -> tuple[float, ...]:
    """Budgets [kr] from 0 to where everything is affordable, in steps of 1, 2 and 5, with the one that was asked for.

    At most `MOST_STEPS` beside 0 and that one: the largest.
    """
    everything = cost_of({candidate for item in items for candidate in item})
    steps: list[float] = []
    power = 10.0 ** math.floor(math.log10(FEWEST_KR))
    while not steps or steps[-1] < everything:
        steps += [step * power for step in STEPS if step * power >= FEWEST_KR]
        power *= 10
    enough = next((number for number, step in enumerate(steps) if step >= everything), len(steps) - 1)
    return tuple(sorted({0.0, asked_kr, *steps[: enough + 1][-MOST_STEPS:]}))


def harm_without(trials: Trials) -> tuple[float, float]:
    """People past a critical tolerance where nothing is done, and those of them with less than four hours."""
    people = under = 0.0
    for baseline, weight in zip(trials.baselines, trials.weights, strict=True):
        people += weight * float(baseline.harm.critical_people.mean())
        under += weight * float(baseline.harm.critical_under_four.mean())
    return people, under


def rung_of_result(result: RankResult, draws: int) -> Rung:
    """What the ranking itself found for the budget that was asked for."""
    weights = {entry.hazard: entry.weight for entry in result.weights}
    people = sum(weights[base.hazard] * base.harm.critical_people.mean for base in result.base)
    under = sum(weights[base.hazard] * base.harm.critical_under_4h_mean for base in result.base)
    return _rung(result.best_set, draws, (people, under))


def find_rung(items: Items, trials: Trials, *, objective: str, budget_kr: float) -> Rung:
    """The best set under one budget, found over the draws of `trials`."""
    search = Search(items=items, value_of=trials.of, objective=objective, budget_kr=budget_kr)
    chosen, found_by = find_best_set(search)
    best = BestSet(
        budget_kr=budget_kr,
        cost_kr=_total(chosen),
        candidates=chosen,
        effect=effect_of(trials.of(chosen), None) if chosen else None,
        left_without=(),
        found_by=found_by,
    )
    return _rung(best, trials.draws, harm_without(trials))


def climb(
    result: RankResult,
    trials: Trials,
    *,
    asked_kr: float,
    told: Callable[[int, int], None] = lambda number, total: None,
) -> tuple[Rung, ...]:
    """The best set for every other budget of the row; `told` hears the number of each and how many there are."""
    items = items_of(result)
    row = [budget for budget in budgets(asked_kr, items) if budget != asked_kr]
    found = []
    for number, budget in enumerate(row, start=1):
        told(number, len(row))
        found.append(find_rung(items, trials, objective=result.objective, budget_kr=budget))
    return tuple(found)


def _rung(best: BestSet, draws: int, without: tuple[float, float]) -> Rung:
    averted = (0.0, 0.0)
    if best.effect is not None:
        averted = best.effect.critical_people.mean, best.effect.critical_under_4h_mean
    return Rung(
        best=best,
        draws=draws,
        left_people=max(without[0] - averted[0], 0.0),
        left_under_4h=max(without[1] - averted[1], 0.0),
    )


def _total(chosen: tuple[Candidate, ...]) -> Range:
    return Range(
        low=math.fsum(candidate.cost_kr.low for candidate in chosen),
        likely=math.fsum(candidate.cost_kr.likely for candidate in chosen),
        high=math.fsum(candidate.cost_kr.high for candidate in chosen),
    )
