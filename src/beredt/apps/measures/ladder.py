"""The best set for each of a row of budgets, so that a slider answers at once."""

from __future__ import annotations

import math
from collections.abc import Callable

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


def best_set_at(items: Items, trials: Trials, *, objective: str, budget_kr: float) -> BestSet:
    """The best set under one budget and what it averts over the draws of `trials`; nobody is named as left out."""
    search = Search(items=items, value_of=trials.of, objective=objective, budget_kr=budget_kr)
    chosen, found_by = find_best_set(search)
    return BestSet(
        budget_kr=budget_kr,
        cost_kr=_total(chosen),
        candidates=chosen,
        effect=effect_of(trials.of(chosen), None) if chosen else None,
        left_without=(),
        found_by=found_by,
    )


def climb(
    result: RankResult,
    trials: Trials,
    *,
    asked_kr: float,
    told: Callable[[int, int], None] = lambda number, total: None,
) -> tuple[BestSet, ...]:
    """The best set for every budget of the row; `told` hears the number of each and how many there are."""
    items = items_of(result)
    row = budgets(asked_kr, items)
    found = []
    for number, budget in enumerate(row, start=1):
        told(number, len(row))
        found.append(best_set_at(items, trials, objective=result.objective, budget_kr=budget))
    return tuple(found)


def _total(chosen: tuple[Candidate, ...]) -> Range:
    return Range(
        low=math.fsum(candidate.cost_kr.low for candidate in chosen),
        likely=math.fsum(candidate.cost_kr.likely for candidate in chosen),
        high=math.fsum(candidate.cost_kr.high for candidate in chosen),
    )
