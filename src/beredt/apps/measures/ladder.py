"""The best set for each of a row of budgets, so that a slider answers at once.

One walk without a budget puts everything in the order in which it helps most per krone beside what is there already.
For a budget, what fits is taken in that order; the best single item, what a smaller budget bought and the ranking's
own set are looked at too. So more money never leaves more people, and any budget is a matter of a few trials. The
budget that the ranking was asked for keeps the set that its own, wider search found. What is taken goes in the place
of its alternatives.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence

from beredt.apps.measures.stored import Rung
from beredt.domain.measures.alternatives import put_in
from beredt.domain.measures.best_set import Search, cost_of
from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.ranking import effect_of
from beredt.domain.measures.result import BestSet, RankResult
from beredt.domain.measures.trials import Trials
from beredt.telling.ranking_figures import MOST_TOGETHER

FEWEST_KR = 25_000.0
MOST_STEPS = 14
STEPS = (1.0, 2.0, 5.0)
NEARLY = 0.6
MOST_WALKED = 40
"""Items that a walk looks at; what stands further down in a ranking averts next to nothing."""

Item = tuple[Candidate, ...]
Items = tuple[Item, ...]
Chosen = frozenset[Candidate]


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


def walked_items(result: RankResult) -> Items:
    """What a walk looks at: what helps most, and bundles that a reader can take in."""
    small = [item for item in items_of(result) if len(item) <= MOST_TOGETHER]
    return tuple(small[:MOST_WALKED])


def walk(items: Items, trials: Trials, *, objective: str, told: Callable[[], None] = lambda: None) -> Items:
    """The items in the order in which each adds most per krone to those before it; those that add nothing are left out.

    An item that adds nearly (`NEARLY`) as much as the next one was last seen to is taken at once: looking at all others
    again would take ten times as long and hardly change the order. `told` is called at every look, and may raise.
    """
    chosen: Chosen = frozenset()
    order: list[Item] = []
    # Minus the gain as it was last seen, and the item's number.
    waiting = [(-math.inf, number) for number in range(len(items))]
    while waiting:
        _, number = heapq.heappop(waiting)
        told()
        gain = _gain(trials, objective, chosen, items[number])
        if gain <= 0:
            continue
        if waiting and gain < -NEARLY * waiting[0][0]:
            heapq.heappush(waiting, (-gain, number))
            continue
        order.append(items[number])
        chosen = put_in(chosen, items[number])
    return tuple(order)


def rung_for(
    order: Items,
    trials: Trials,
    *,
    items: Items,
    objective: str,
    budget_kr: float,
    besides: Iterable[Sequence[Candidate]] = (),
) -> Rung:
    """The best set under a budget: what fits along the walk, the best single item, or one of the sets `besides`."""
    search = Search(items=items, value_of=trials.of, objective=objective, budget_kr=budget_kr)
    # Items stand in the order of the ranking: the first that is affordable is the best single one.
    single = next((item for item in items if cost_of(item) <= budget_kr), ())
    sets = [_along(order, budget_kr), frozenset(single), *map(frozenset, besides)]
    names = ["walk", "single", *("kept" for _ in sets[2:])]
    affordable = [
        (chosen, name) for chosen, name in zip(sets, names, strict=True) if chosen and cost_of(chosen) <= budget_kr
    ]
    if not affordable:
        return _rung(_best((), budget_kr, trials, "nothing"), trials.draws, harm_without(trials))
    best, name = max(affordable, key=lambda entry: (search.worth(entry[0]), -cost_of(entry[0])))
    members = tuple(sorted(best, key=lambda candidate: candidate.candidate_id))
    return _rung(_best(members, budget_kr, trials, name), trials.draws, harm_without(trials))


def climb(
    result: RankResult,
    order: Items,
    trials: Trials,
    *,
    asked_kr: float,
    told: Callable[[int, int], None] = lambda number, total: None,
) -> tuple[Rung, ...]:
    """The best set for every other budget of the row; `told` hears the number of each and how many there are."""
    items = items_of(result)
    row = [budget for budget in budgets(asked_kr, items) if budget != asked_kr]
    found: list[Rung] = []
    for number, budget in enumerate(row, start=1):
        told(number, len(row))
        before = [rung.best.candidates for rung in found[-1:]]
        found.append(
            rung_for(
                order,
                trials,
                items=items,
                objective=result.objective,
                budget_kr=budget,
                besides=[result.best_set.candidates, *before],
            )
        )
    return tuple(found)


def rung_of_result(result: RankResult, draws: int) -> Rung:
    """What the ranking itself found for the budget that was asked for."""
    weights = {entry.hazard: entry.weight for entry in result.weights}
    people = sum(weights[base.hazard] * base.harm.critical_people.mean for base in result.base)
    under = sum(weights[base.hazard] * base.harm.critical_under_4h_mean for base in result.base)
    return _rung(result.best_set, draws, (people, under))


def harm_without(trials: Trials) -> tuple[float, float]:
    """People past a critical tolerance where nothing is done, and those of them with less than four hours."""
    people = under = 0.0
    for baseline, weight in zip(trials.baselines, trials.weights, strict=True):
        people += weight * float(baseline.harm.critical_people.mean())
        under += weight * float(baseline.harm.critical_under_four.mean())
    return people, under


def _gain(trials: Trials, objective: str, chosen: Chosen, item: Item) -> float:
    """What an item adds per krone: the first place of its worth, and a trace of the others to break ties."""
    wider = put_in(chosen, item)
    more = trials.of(wider).order(objective)
    less = trials.of(chosen).order(objective) if chosen else tuple(0.0 for _ in more)
    added = math.fsum((m - n) * 1e-6 ** min(place, 1) for place, (m, n) in enumerate(zip(more, less, strict=True)))
    return added / max(cost_of(wider) - cost_of(chosen), 1.0)


def _along(order: Items, budget_kr: float) -> Chosen:
    """What fits of a walk, item by item."""
    chosen: Chosen = frozenset()
    for item in order:
        wider = put_in(chosen, item)
        if cost_of(wider) <= budget_kr:
            chosen = wider
    return chosen


def _best(chosen: Item, budget_kr: float, trials: Trials, found_by: str) -> BestSet:
    return BestSet(
        budget_kr=budget_kr,
        cost_kr=_total(chosen),
        candidates=chosen,
        effect=effect_of(trials.of(chosen), None) if chosen else None,
        left_without=(),
        found_by=found_by,
    )


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


def _total(chosen: Item) -> Range:
    return Range(
        low=math.fsum(candidate.cost_kr.low for candidate in chosen),
        likely=math.fsum(candidate.cost_kr.likely for candidate in chosen),
        high=math.fsum(candidate.cost_kr.high for candidate in chosen),
    )
