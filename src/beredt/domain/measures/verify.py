"""What to verify first: the assumptions whose truth would change the answer most, and by how much.

Swing: how far the harm moves between an assumption's low and high, everything else as assumed. Regret: what today's
best set would leave undone against the best set chosen in the knowledge of the truth, at the worse end. Only the
largest swings get the dearer second look (model.md section 4).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from beredt.domain.measures.best_set import Search, find_best_set
from beredt.domain.measures.blueprint import Blueprint, Group
from beredt.domain.measures.changes import Change
from beredt.domain.measures.ranges import AssumedValue, Assumption, at_positions
from beredt.domain.measures.ranking import Item, Progress, Question, make_grounds, make_trials
from beredt.domain.measures.result import RankedAssumption, RankResult, VerifyFirst, worth_order
from beredt.domain.measures.trials import Trials
from beredt.domain.measures.whatif import Baseline
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.kit import units
from beredt.kit.spreading import Spread, one_after_another

MOST_REGRETS = 20
REGRET_DRAWS = 100
MOST_ITEMS = 12
"""Items that a set is chosen from anew at an assumption's ends: the best ranked, and today's best set."""


def verify_first(
    question: Question,
    ranking: RankResult,
    progress: Progress = lambda step: None,
    *,
    most_regrets: int = MOST_REGRETS,
    draws: int = REGRET_DRAWS,
    spread: Spread = one_after_another,
) -> VerifyFirst:
    """The assumptions of `question` by what they would change, given today's `ranking`; `spread` shares the work.

    With `most_regrets` 0 they stand by their swing alone, which is quick.
    """
    grounds = make_grounds(question, build_snapshot(question.tables))
    trials = make_trials(question, grounds, min(draws, question.draws))
    progress("swings")
    assumptions = question.assumptions
    found = spread(lambda number: _swing(trials, assumptions[number]), len(assumptions))
    swings = {assumption.assumption_id: swing for assumption, swing in zip(assumptions, found, strict=True)}
    largest = sorted(assumptions, key=lambda a: (_size(swings[a.assumption_id]), a.assumption_id))
    looked_at = [assumption for assumption in largest[:most_regrets] if any(swings[assumption.assumption_id])]
    for item in _items(ranking) if looked_at else ():
        trials.of(item)
    regrets = spread(
        lambda number: _regret_told(question, ranking, looked_at[number], trials, progress), len(looked_at)
    )
    by_id = {assumption.assumption_id: regret for assumption, regret in zip(looked_at, regrets, strict=True)}
    ranked = [
        _ranked(assumption, swings[assumption.assumption_id], *by_id.get(assumption.assumption_id, (None, None)))
        for assumption in assumptions
    ]
    ranked.sort(key=lambda a: (*worth_order(a.regret_people, a.swing_people, a.swing_person_hours), a.assumption_id))
    return VerifyFirst(
        pack_hash=question.pack_hash,
        assumptions=tuple(ranked),
        best_set=tuple(candidate.candidate_id for candidate in ranking.best_set.candidates),
    )


def _size(swing: tuple[float, float]) -> tuple[float, float]:
    return -swing[0], -swing[1]


def _swing(trials: Trials, assumption: Assumption) -> tuple[float, float]:
    """|harm at high − harm at low|: people past a critical tolerance, and critical person-hours."""
    ends = [_harm_moved(trials, assumption, position) for position in (0.0, 1.0)]
    return abs(ends[1][0] - ends[0][0]), abs(ends[1][1] - ends[0][1])


def _harm_moved(trials: Trials, assumption: Assumption, position: float) -> tuple[float, float]:
    people = hours = 0.0
    for baseline, weight in zip(trials.baselines, trials.weights, strict=True):
        averted = baseline.averted_by(_change_of(baseline.blueprint, assumption, position))
        people -= weight * float(averted.critical_people.mean())
        hours -= weight * float(averted.person_minutes[:, 0].mean()) / 60.0
        for value in assumption.values:
            if value.column == "people" and value.value:
                more = value.at(position) / value.value - 1.0
                suffered = _of_profile(baseline, value.key[0])
                people += weight * more * suffered[0]
                hours += weight * more * suffered[1]
    return people, hours


def _of_profile(baseline: Baseline, profile_id: str) -> tuple[float, float]:
    strata = tuple(s for s, stratum in enumerate(baseline.blueprint.strata) if stratum.profile_id == profile_id)
    harm = baseline.suffered_by(strata)
    return float(harm.critical_people.mean()), float(harm.person_minutes[:, 0].mean()) / 60.0


def _change_of(blueprint: Blueprint, assumption: Assumption, position: float) -> Change:
    """The blueprint with an assumption's hours at `position`; head-counts are not part of it."""
    groups_of: dict[int, tuple[Group, ...]] = {}
    need_groups: dict[int, Group] = {}
    restart: dict[int, int] = {}
    for value in assumption.values:
        if value.column == "people":
            continue
        if value.table == "assets":
            restart[blueprint.position_of[value.key[0]]] = units.minutes_from_hours(value.at(position))
        elif value.table == "dependencies":
            asset = blueprint.position_of[value.key[0]]
            groups = groups_of.get(asset, blueprint.groups_of[asset])
            groups_of[asset] = tuple(
                _with_value(group, value, position) if group.name == value.key[1] else group for group in groups
            )
        else:
            for need in blueprint.needs_of_profile.get(value.key[0], ()):
                group = need_groups.get(need, blueprint.needs[need].group)
                if group.name == value.key[1]:
                    need_groups[need] = _with_value(group, value, position)
    return Change(groups_of=groups_of, need_groups=need_groups, restart=restart)


def _with_value(group: Group, value: AssumedValue, position: float) -> Group:
    """The group with its buffer (scaled as its stratum is) or its recharge time moved."""
    minutes = units.minutes_from_hours(value.at(position))
    if value.column == "recharge_hours":
        return attrs.evolve(group, recharge_minutes=minutes)
    stated = units.minutes_from_hours(value.value)
    if stated and group.buffer_minutes:
        minutes = math.floor(group.buffer_minutes * minutes / stated + 0.5)
    return attrs.evolve(group, buffer_minutes=minutes)


def _regret_told(
    question: Question, ranking: RankResult, assumption: Assumption, nominal: Trials, progress: Progress
) -> tuple[float, bool]:
    progress(assumption.assumption_id)
    return _regret(question, ranking, assumption, nominal)


def _regret(question: Question, ranking: RankResult, assumption: Assumption, nominal: Trials) -> tuple[float, bool]:
    """(people, whether another item would come first) at the worse of the two ends."""
    items = _items(ranking)
    today = ranking.best_set.candidates
    worst, first_changes = 0.0, False
    for position in (0.0, 1.0):
        tables = at_positions(question.tables, [assumption], {assumption.assumption_id: position})
        trials = make_trials(question, make_grounds(question, build_snapshot(tables)), nominal.draws, nominal)
        search = Search(items=items, value_of=trials.of, objective=question.objective, budget_kr=question.budget_kr)
        best, _ = find_best_set(search)
        worst = max(worst, trials.of(best).critical_people - trials.of(today).critical_people)
        first_changes |= bool(items) and max(items, key=search.worth) != max(
            items, key=lambda item: nominal.of(item).order(question.objective)
        )
    return worst, first_changes


def _items(ranking: RankResult) -> tuple[Item, ...]:
    best_ranked = [entry.members for entry in ranking.measures[:MOST_ITEMS]]
    chosen = [(candidate,) for candidate in ranking.best_set.candidates]
    return tuple(dict.fromkeys([*best_ranked, *chosen]))


def _ranked(
    assumption: Assumption, swing: tuple[float, float], regret: float | None, first_changes: bool | None
) -> RankedAssumption:
    first: AssumedValue = assumption.values[0]
    rows: Sequence[AssumedValue] = assumption.values
    return RankedAssumption(
        assumption_id=assumption.assumption_id,
        column=first.column,
        rows=tuple((value.table, "/".join(value.key)) for value in rows),
        value=first.value,
        low=min(value.low for value in rows),
        high=max(value.high for value in rows),
        swing_people=swing[0],
        swing_person_hours=swing[1],
        regret_people=regret,
        changes_first_choice=first_changes,
    )
