"""The best set that a budget buys: the best of three searches, each with its own blind spot.

Forward greedy on effect per krone with bundles; backward elimination from everything; the best single affordable
candidate. The budget binds what the municipality pays of capital and four years' running cost. No set holds two
alternatives at one place: what is added takes the place of what it is an alternative to.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence

import attrs

from beredt.domain.measures.alternatives import Chosen, put_in, together
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.trials import Averted
from beredt.kit.spreading import Spread, one_after_another

MOST_AT_ONCE = 12
_IDLE_AT_ONCE = 12

Value = Callable[[Iterable[Candidate]], Averted]


@attrs.frozen(kw_only=True)
class Search:
    """What the three searches share: items (single candidates and bundles), their worth, and the budget [kr]."""

    items: tuple[tuple[Candidate, ...], ...]
    value_of: Value
    objective: str
    budget_kr: float

    def worth(self, chosen: Iterable[Candidate]) -> tuple[float, ...]:
        """What sets are compared by; more is better."""
        return self.value_of(chosen).order(self.objective)


def cost_of(chosen: Iterable[Candidate]) -> float:
    """What the municipality pays for a set [kr]."""
    return math.fsum(candidate.budget_kr for candidate in chosen)


def find_best_set(search: Search, spread: Spread = one_after_another) -> tuple[tuple[Candidate, ...], str]:
    """The best set found and by which search; empty and `nothing` where no affordable candidate averts anything."""
    searches = (("greedy", forward_greedy), ("backward", backward_elimination), ("single", best_single))
    by_id = {candidate.candidate_id: candidate for item in search.items for candidate in item}
    found = spread(lambda number: [c.candidate_id for c in searches[number][1](search)], len(searches))
    sets = [
        (frozenset(by_id[candidate_id] for candidate_id in ids), name)
        for ids, (name, _) in zip(found, searches, strict=True)
        if ids
    ]
    if not sets:
        return (), "nothing"
    best, name = max(sets, key=lambda entry: (search.worth(entry[0]), -cost_of(entry[0])))
    return _in_order(_without_idle(search, best, spread)), name


def forward_greedy(search: Search) -> Chosen:
    """Add the item with most effect per krone as long as one fits and averts more."""
    chosen: Chosen = frozenset()
    gains = [(math.inf, number) for number in range(len(search.items))]
    while gains:
        best: tuple[float, int] | None = None
        later: list[tuple[float, int]] = []
        for position, (expected, number) in enumerate(gains):
            # Items are kept by their last known gain; once a fresh gain beats all that follow, it is taken.
            if best is not None and expected <= best[0]:
                later.extend(gains[position:])
                break
            gain = _gain_per_krone(search, chosen, search.items[number])
            if gain is None:
                continue
            if best is None or gain > best[0]:
                if best is not None:
                    later.append(best)
                best = (gain, number)
            else:
                later.append((gain, number))
        if best is None or best[0] <= 0:
            return chosen
        chosen = put_in(chosen, search.items[best[1]])
        gains = sorted(later, key=lambda entry: (-entry[0], entry[1]))
    return chosen


def backward_elimination(search: Search) -> Chosen:
    """Start with everything and take away what loses least per krone until the rest is affordable.

    Everything is the `MOST_AT_ONCE` items that are worth most alone: trying hundreds at once takes minutes, and what
    stands far down alone is only found through bundles, which are items of their own. Of alternatives the worthiest.
    """
    worthiest = sorted(search.items, key=search.worth, reverse=True)[:MOST_AT_ONCE]
    chosen = frozenset(together(candidate for item in worthiest for candidate in item))
    # (loss per krone, id, size of the set it was found in): a loss found in the present set needs no second look.
    losses = [(-math.inf, c.candidate_id, 0) for c in chosen if c.budget_kr > 0]
    by_id = {candidate.candidate_id: candidate for candidate in chosen}
    while cost_of(chosen) > search.budget_kr:
        _, name, size = heapq.heappop(losses)
        if size == len(chosen):
            chosen -= {by_id[name]}
        else:
            heapq.heappush(losses, (_loss_per_krone(search, chosen, by_id[name]), name, len(chosen)))
    return chosen


def best_single(search: Search) -> Chosen:
    """The affordable item that averts most."""
    fitting = [item for item in search.items if cost_of(item) <= search.budget_kr and search.value_of(item).is_any]
    if not fitting:
        return frozenset()
    return frozenset(max(fitting, key=lambda item: (search.worth(item), -cost_of(item))))


def _gain_per_krone(search: Search, chosen: Chosen, item: Sequence[Candidate]) -> float | None:
    """Effect per krone of adding an item; None where it adds nothing new or does not fit."""
    wider = put_in(chosen, item)
    if wider == chosen or cost_of(wider) > search.budget_kr:
        return None
    return _scalar(search.worth(wider), search.worth(chosen)) / max(cost_of(wider) - cost_of(chosen), 1.0)


def _loss_per_krone(search: Search, chosen: Chosen, candidate: Candidate) -> float:
    return _scalar(search.worth(chosen), search.worth(chosen - {candidate})) / max(candidate.budget_kr, 1.0)


def _scalar(more: tuple[float, ...], less: tuple[float, ...]) -> float:
    """The difference of two worths as one number: the first place counts, the rest only breaks ties."""
    return math.fsum((m - n) * 1e-6 ** min(place, 1) * 0.1 ** max(place - 1, 0)
                     for place, (m, n) in enumerate(zip(more, less, strict=True)))  # fmt: skip


def _without_idle(search: Search, chosen: Chosen, spread: Spread) -> Chosen:
    """The set without members that cost something and add nothing, looked at from the dearest on.

    Some at a time are looked at beside each other; those after an idle one are looked at again without it.
    """
    waiting = sorted(chosen, key=lambda c: (-c.cost_kr.likely, c.candidate_id))
    while waiting:
        whole = search.worth(chosen)
        beside, present = waiting[:_IDLE_AT_ONCE], chosen
        worths = spread(lambda number: search.worth(present - {beside[number]}), len(beside))  # noqa: B023
        idle = next((place for place, worth in enumerate(worths) if worth >= whole), None)
        if idle is None:
            waiting = waiting[len(beside) :]
        else:
            chosen -= {waiting[idle]}
            waiting = waiting[idle + 1 :]
    return chosen


def _in_order(chosen: Chosen) -> tuple[Candidate, ...]:
    return tuple(sorted(chosen, key=lambda candidate: candidate.candidate_id))
