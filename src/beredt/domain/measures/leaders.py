"""How sure the order of the leaders is: forty assumption sets, all on the same draws, and twice the horizon.

Every assumption is drawn once per set from its own range, as often below its likely value as above it. Measures whose
order flips inside the ranges are one group without a number one (model.md section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs
import numpy as np

from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.ranges import Assumption, at_position, at_positions
from beredt.domain.measures.trials import Averted, Trials
from beredt.domain.measures.whatif import Baseline
from beredt.domain.municipality.tables import PackTables
from beredt.kit import seeds
from beredt.kit.spreading import Spread, one_after_another

SETS = 40
MOST_LEADERS = 10
SURE_SHARE = 0.9
"""One candidate is ahead of the next if it comes before it in at least this share of the sets."""

Item = tuple[Candidate, ...]


@attrs.frozen(kw_only=True)
class Standing:
    """How one item fared over the assumption sets: percentiles of people averted, and how often it came first."""

    low: float
    high: float
    first_in_sets: int


@attrs.frozen(kw_only=True)
class Standings:
    """Standings by item, and which group each of the leaders belongs to, in their order."""

    by_item: Mapping[Item, Standing]
    groups: tuple[int, ...]
    sets: int


def draw_positions(assumptions: Iterable[Assumption], *, seed: int, number: int) -> dict[str, float]:
    """Where every assumption lies in set `number`: 0 is its low end, ½ its likely value, 1 its high end."""
    names = [assumption.assumption_id for assumption in assumptions]
    keys = np.array([seeds.stream_key(seed, "assumption", name) for name in names], dtype=np.uint64)
    return dict(zip(names, seeds.uniforms(keys, number, 1)[:, 0].tolist(), strict=True))


def with_works_drawn(item: Item, *, seed: int, number: int) -> Item:
    """The candidates with their `p_works` drawn from its range for set `number`."""
    return tuple(_works_drawn(candidate, seed, number) for candidate in item)


def compare_over_sets(
    *,
    leaders: Sequence[Item],
    others: Sequence[Item],
    tables: PackTables,
    assumptions: Sequence[Assumption],
    trials_of: Callable[[PackTables], Trials],
    seed: int,
    objective: str,
    sets: int = SETS,
    spread: Spread = one_after_another,
) -> Standings:
    """The leaders (in order) and `others` (not in the contest, such as the best set) over all assumption sets."""
    if sets == 0:
        return Standings(by_item={}, groups=tuple(range(1, len(leaders) + 1)), sets=0)
    orders: list[list[tuple[float, ...]]] = [[] for _ in leaders]
    people: dict[Item, list[float]] = {item: [] for item in (*leaders, *others)}

    def fare(number: int) -> list[Averted]:
        positions = draw_positions(assumptions, seed=seed, number=number)
        trials = trials_of(at_positions(tables, assumptions, positions))
        return [trials.of(with_works_drawn(item, seed=seed, number=number)) for item in (*leaders, *others)]

    for found in spread(fare, sets):
        for item, averted in zip((*leaders, *others), found, strict=True):
            people[item].append(averted.critical_people)
        for place in range(len(leaders)):
            orders[place].append(found[place].order(objective))
    firsts = _count_firsts(orders, sets)
    return Standings(
        by_item={
            item: Standing(low=_percentile(means, 10), high=_percentile(means, 90), first_in_sets=firsts.get(place, 0))
            for place, (item, means) in enumerate(people.items())
        },
        groups=_groups(orders, sets),
        sets=sets,
    )


def hours_gained(baselines: Sequence[Baseline], item: Item) -> float | None:
    """Median shift of the first onset [h] of critical needs, over hazards, draws and people whom the item helps.

    Onsets that are moved beyond the horizon count as moved to the horizon. None where nobody's onset moves.
    """
    shifts: list[np.ndarray] = []
    for baseline in baselines:
        change = apply_candidates(baseline.blueprint, item)
        strata = baseline.ground.touched_strata(change)
        if not strata or change.moves:
            continue
        changed = baseline.ground.touched_part(change, strata)
        before = baseline.onset_by_need(baseline.ground.untouched_needs(strata), change)
        after = baseline.onset_by_need(changed, change)
        critical = [
            row for row, need in enumerate(changed.part.need_origin) if baseline.blueprint.needs[need].severity == 0
        ]
        horizon = baseline.horizon_minutes
        old = np.minimum(before[:, critical].astype(np.int64), horizon)
        new = np.minimum(after[:, critical].astype(np.int64), horizon)
        shifts.append((new - old)[new > old])
    moved = np.concatenate([np.zeros(0, np.int64), *shifts])
    return float(np.median(moved)) / 60.0 if len(moved) else None


def _works_drawn(candidate: Candidate, seed: int, number: int) -> Candidate:
    p_works = candidate.measure.p_works
    if p_works.low == p_works.high:
        return candidate
    key = np.array([seeds.stream_key(seed, "p_works", candidate.measure.measure_id)], dtype=np.uint64)
    position = float(seeds.uniforms(key, number, 1)[0, 0])
    drawn = at_position(position, low=p_works.low, likely=p_works.likely, high=p_works.high)
    return attrs.evolve(
        candidate, measure=attrs.evolve(candidate.measure, p_works=Range(low=drawn, likely=drawn, high=drawn))
    )


def _count_firsts(orders: Sequence[Sequence[tuple[float, ...]]], sets: int) -> dict[int, int]:
    firsts: dict[int, int] = {}
    for number in range(sets):
        best = max(range(len(orders)), key=lambda place: (orders[place][number], -place), default=None)
        if best is not None:
            firsts[best] = firsts.get(best, 0) + 1
    return firsts


def _groups(orders: Sequence[Sequence[tuple[float, ...]]], sets: int) -> tuple[int, ...]:
    """Group numbers from 1: a new group begins where everyone before is surely ahead of everyone from here on."""
    groups: list[int] = []
    for place in range(len(orders)):
        begins = place == 0 or all(
            sum(orders[before][n] > orders[after][n] for n in range(sets)) >= SURE_SHARE * sets
            for before in range(place)
            for after in range(place, len(orders))
        )
        groups.append((groups[-1] if groups else 0) + (1 if begins else 0))
    return tuple(groups)


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[max(-(-percent * len(ordered) // 100), 1) - 1]


def is_order_kept(leaders: Sequence[Averted], later: Sequence[Averted], objective: str) -> tuple[bool, ...]:
    """Per leader whether it keeps its place among the leaders in `later`."""
    before = sorted(range(len(leaders)), key=lambda place: (tuple(-x for x in leaders[place].order(objective)), place))
    after = sorted(range(len(later)), key=lambda place: (tuple(-x for x in later[place].order(objective)), place))
    return tuple(before.index(place) == after.index(place) for place in range(len(leaders)))
