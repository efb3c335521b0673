"""The whole ranking: every candidate in every hazard, the leaders' ranges, the best set, and what is left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import attrs

from beredt.domain.impact import ensemble
from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.network import UNDER_FOUR_HOURS
from beredt.domain.impact.result import ImpactResult, NotModelled
from beredt.domain.measures import leaders as leading
from beredt.domain.measures.best_set import Search, find_best_set
from beredt.domain.measures.bundles import find_bundles
from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.ground import Ground, make_ground
from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.ranges import Assumption
from beredt.domain.measures.result import (
    DO_NOW_KR,
    BestSet,
    Effect,
    Estimate,
    HazardEffect,
    LeftWithout,
    RankedCandidate,
    RankResult,
    Unranked,
)
from beredt.domain.measures.trials import OBJECTIVES, Averted, Trials, weigh_hazards
from beredt.domain.measures.whatif import Baseline, make_baseline
from beredt.domain.measures.why_not import why_not
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import SEVERITIES, PackTables
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.spreading import Spread, one_after_another

SEARCH_DRAWS = 250
"""Draws used while searching for sets and over assumption sets; effects that are shown use all draws."""

BUNDLE_DRAWS = 100
"""Draws used to find out which measures need each other."""

Item = leading.Item
Progress = Callable[[str], None]


@attrs.frozen(kw_only=True, eq=False)
class Question:
    """What is to be ranked: candidates in a pack under scenarios; `unranked` are those known beforehand."""

    tables: PackTables
    pack_hash: str
    scenarios: tuple[Scenario, ...]
    candidates: tuple[Candidate, ...]
    assumptions: tuple[Assumption, ...] = ()
    unranked: tuple[Unranked, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    budget_kr: float = 0.0
    draws: int = 1000
    seed: int = 1
    objective: str = "people"
    sets: int = leading.SETS
    expected: Expected | None = None


def rank(
    question: Question, progress: Progress = lambda step: None, *, spread: Spread = one_after_another
) -> RankResult:
    """The ranking that answers `question`; `progress` is told what is being done, `spread` does what can be shared."""
    snapshot = build_snapshot(question.tables)
    weights = weigh_hazards([(scenario.hazard, scenario.family) for scenario in question.scenarios])
    progress("baselines")
    grounds = make_grounds(question, snapshot)
    trials = make_trials(question, grounds, question.draws)
    quick = make_trials(question, grounds, min(SEARCH_DRAWS, question.draws))
    progress("candidates")
    alone: list[Item] = [(candidate,) for candidate in question.candidates]
    _try_each(trials, alone, spread)
    progress("bundles")
    quickest = make_trials(question, grounds, min(BUNDLE_DRAWS, question.draws))
    bundles = find_bundles(quickest.baselines, question.candidates, spread=spread)
    _try_each(trials, bundles, spread)
    items = [item for item in (*alone, *bundles) if trials.of(item).is_any]
    items.sort(key=lambda item: (*(-x for x in trials.of(item).order(question.objective)), item_id(item)))
    progress("best set")
    quick.learn(trials)
    search = Search(items=tuple(items), value_of=quick.of, objective=question.objective, budget_kr=question.budget_kr)
    chosen, found_by = find_best_set(search, spread)
    progress("assumption sets")
    first_items = [item for item in items if len(item) == 1][: leading.MOST_LEADERS]
    standings = leading.compare_over_sets(
        leaders=first_items,
        others=[chosen] if chosen and chosen not in first_items else [],
        tables=question.tables,
        assumptions=question.assumptions,
        trials_of=lambda tables: make_trials(
            question, make_grounds(question, build_snapshot(tables)), quick.draws, quick
        ),
        seed=question.seed,
        objective=question.objective,
        sets=question.sets,
        spread=spread,
    )
    progress("twice the horizon")
    kept = _kept_at_twice_horizon(question, grounds, quick, first_items)
    told = [item for item in items if item in standings.by_item]
    gains = spread(lambda number: leading.hours_gained(trials.baselines, told[number]), len(told))
    ranked = _ranked(
        question,
        trials,
        items,
        standings,
        kept=dict(zip(first_items, kept, strict=True)),
        gains=dict(zip(told, gains, strict=True)),
    )
    return RankResult(
        pack_hash=question.pack_hash,
        objective=question.objective,
        base=tuple(spread(lambda number: _as_it_is(question, snapshot, number), len(question.scenarios))),
        measures=ranked,
        unranked=(*question.unranked, *_unranked(trials, question.candidates, bundles)),
        best_set=_best_set(question, trials, chosen, found_by, standings),
        weights=weights,
        not_modelled=question.not_modelled,
        first_by_other_objective=_other_first(question, trials, items),
    )


def _as_it_is(question: Question, snapshot: MunicipalitySnapshot, number: int) -> ImpactResult:
    return ensemble.assess_scenario(
        snapshot=snapshot,
        scenario=question.scenarios[number],
        draws=question.draws,
        seed=question.seed,
        expected=question.expected,
    )


def item_id(item: Item) -> str:
    """The id of a single candidate, or the ids of a bundle joined by +."""
    return "+".join(candidate.candidate_id for candidate in item)


def make_grounds(question: Question, snapshot: MunicipalitySnapshot) -> tuple[Ground, ...]:
    """The ground of each of the question's scenarios, shared by those of the same temperature and reach."""
    grounds: dict[tuple[float | None, bool], Ground] = {}
    for scenario in question.scenarios:
        key = scenario.temperature_c, scenario.wider_than_municipality
        if key not in grounds:
            grounds[key] = make_ground(snapshot=snapshot, scenario=scenario)
    return tuple(grounds[s.temperature_c, s.wider_than_municipality] for s in question.scenarios)


def make_trials(question: Question, grounds: Sequence[Ground], draws: int, like: Trials | None = None) -> Trials:
    """Fresh trials of the question's scenarios; disruptions are taken over from `like`, which has the same draws."""
    weights = weigh_hazards([(scenario.hazard, scenario.family) for scenario in question.scenarios])
    drawn = [baseline.drawn for baseline in like.baselines] if like else [None] * len(question.scenarios)
    return Trials(
        baselines=tuple(
            make_baseline(ground=ground, scenario=scenario, draws=draws, seed=question.seed, drawn=hit)
            for ground, scenario, hit in zip(grounds, question.scenarios, drawn, strict=True)
        ),
        weights=tuple(entry.weight for entry in weights),
        draws=draws,
    )


def _kept_at_twice_horizon(
    question: Question, grounds: Sequence[Ground], quick: Trials, first_items: Sequence[Item]
) -> tuple[bool, ...]:
    doubled = attrs.evolve(
        question,
        scenarios=tuple(attrs.evolve(s, horizon_hours=2 * s.horizon_hours) for s in question.scenarios),
    )
    later = make_trials(doubled, grounds, quick.draws)
    return leading.is_order_kept(
        [quick.of(item) for item in first_items], [later.of(item) for item in first_items], question.objective
    )


def _try_each(trials: Trials, items: Sequence[Item], spread: Spread) -> None:
    """Lets `trials` know what each item averts."""
    for item, harms in zip(items, spread(lambda number: trials.harms_of(items[number]), len(items)), strict=True):
        trials.remember(item, harms)


def _ranked(
    question: Question,
    trials: Trials,
    items: Sequence[Item],
    standings: leading.Standings,
    *,
    kept: Mapping[Item, bool],
    gains: Mapping[Item, float | None],
) -> tuple[RankedCandidate, ...]:
    ranks = _ranks_per_hazard(trials, items)
    groups = _group_labels(question, trials, items, dict(zip(kept, standings.groups, strict=True)))
    return tuple(
        _ranked_one(
            trials,
            item,
            standing=standings.by_item.get(item),
            sets=standings.sets,
            group=groups[place],
            per_hazard=ranks[place],
            flips=not kept[item] if item in kept else None,
            gain=gains.get(item),
        )
        for place, item in enumerate(items)
    )


def _group_labels(
    question: Question, trials: Trials, items: Sequence[Item], leader_groups: Mapping[Item, int]
) -> list[int]:
    """A label per item from 1 in the order met: leaders by their group, others alone or with those they tie with."""
    labels: dict[object, int] = {}
    return [
        labels.setdefault(leader_groups.get(item, trials.of(item).order(question.objective)), len(labels) + 1)
        for item in items
    ]


def _ranked_one(
    trials: Trials,
    item: Item,
    *,
    standing: leading.Standing | None,
    sets: int,
    group: int,
    per_hazard: tuple[HazardEffect, ...],
    flips: bool | None,
    gain: float | None,
) -> RankedCandidate:
    whole = _as_one(item)
    effect = effect_of(trials.of(item), standing)
    is_do_now = whole.cost_kr.likely < DO_NOW_KR
    middle, low, high = (None, None, None) if is_do_now else _kr_per_person(whole.cost_kr, effect.critical_people)
    return RankedCandidate(
        candidate=whole,
        members=item,
        effect=effect,
        kr_per_person=middle,
        kr_per_person_low=low,
        kr_per_person_high=high,
        group=group,
        is_do_now=is_do_now,
        first_in_sets=standing.first_in_sets if standing else None,
        sets=sets,
        top_three_in=sum(entry.rank is not None and entry.rank <= 3 for entry in per_hazard),
        per_hazard=per_hazard,
        flips_at_twice_horizon=flips,
        hours_gained=gain,
    )


def effect_of(averted: Averted, standing: leading.Standing | None) -> Effect:
    """The effect as it is shown; the range only where assumption sets were run."""
    return Effect(
        critical_people=Estimate(
            mean=averted.critical_people,
            low=standing.low if standing else None,
            high=standing.high if standing else None,
            mc_se=averted.mc_se,
        ),
        critical_under_4h_mean=averted.critical_under_four,
        person_hours_critical=averted.person_hours[0],
        person_hours_serious=averted.person_hours[1],
        person_hours_welfare=averted.person_hours[2],
    )


def _as_one(item: Item) -> Candidate:
    """A bundle as one candidate: its targets and costs together, the first member's measure."""
    if len(item) == 1:
        return item[0]
    return attrs.evolve(
        item[0],
        candidate_id=item_id(item),
        targets=tuple(target for candidate in item for target in candidate.targets),
        capital_kr=_sum([candidate.capital_kr for candidate in item]),
        yearly_kr=_sum([candidate.yearly_kr for candidate in item]),
    )


def _sum(ranges: Sequence[Range]) -> Range:
    return Range(
        low=sum(entry.low for entry in ranges),
        likely=sum(entry.likely for entry in ranges),
        high=sum(entry.high for entry in ranges),
    )


def _kr_per_person(cost: Range, people: Estimate) -> tuple[float | None, float | None, float | None]:
    """Ratio of means and its range; all None where the effect, or its low end, is not positive."""
    if people.mean <= 0 or (people.low is not None and people.low <= 0):
        return None, None, None
    if people.low is None or people.high is None:
        return cost.likely / people.mean, None, None
    return cost.likely / people.mean, cost.low / people.high, cost.high / people.low


def _ranks_per_hazard(trials: Trials, items: Sequence[Item]) -> list[tuple[HazardEffect, ...]]:
    found: list[list[HazardEffect]] = [[] for _ in items]
    for number, baseline in enumerate(trials.baselines):
        people = [trials.of(item).per_hazard[number] for item in items]
        for place, averted in enumerate(people):
            rank_here = 1 + sum(other > averted for other in people) if averted > 0 else None
            found[place].append(
                HazardEffect(hazard=baseline.scenario.hazard, rank=rank_here, critical_people_mean=averted)
            )
    return [tuple(entries) for entries in found]


def _unranked(trials: Trials, candidates: Sequence[Candidate], bundles: Sequence[Item]) -> tuple[Unranked, ...]:
    in_bundles = {candidate.candidate_id for bundle in bundles for candidate in bundle}
    return tuple(
        Unranked(
            candidate_id=candidate.candidate_id,
            measure_id=candidate.measure.measure_id,
            name_da=candidate.measure.name_da,
            name_en=candidate.measure.name_en,
            reason="another_need_fails"
            if candidate.candidate_id in in_bundles
            else why_not(trials.baselines, candidate),
        )
        for candidate in sorted(candidates, key=lambda entry: entry.candidate_id)
        if not trials.of([candidate]).is_any
    )


def _best_set(question: Question, trials: Trials, chosen: Item, found_by: str, standings: leading.Standings) -> BestSet:
    return BestSet(
        budget_kr=question.budget_kr,
        cost_kr=_sum([candidate.cost_kr for candidate in chosen]),
        candidates=chosen,
        effect=effect_of(trials.of(chosen), standings.by_item.get(chosen)) if chosen else None,
        left_without=_left_without(trials, chosen),
        found_by=found_by,
    )


def _left_without(trials: Trials, chosen: Item) -> tuple[LeftWithout, ...]:
    """People whose need is still used up with the set in place, those with a tolerance under 4 h first."""
    people: defaultdict[tuple[bool, int, str], float] = defaultdict(float)
    for baseline, weight in zip(trials.baselines, trials.weights, strict=True):
        for key, mean in _still_hit(baseline, apply_candidates(baseline.blueprint, chosen)).items():
            people[key] += weight * mean
    return tuple(
        LeftWithout(need_type=need_type, severity=SEVERITIES[severity], under_4h=not is_slow, people_mean=mean)
        for (is_slow, severity, need_type), mean in sorted(people.items())
    )


def _still_hit(baseline: Baseline, change: Change) -> dict[tuple[bool, int, str], float]:
    """Mean people per (tolerance of 4 h or more, severity, need type) with a critical need used up."""
    blueprint = baseline.blueprint
    strata = tuple(s for s, stratum in enumerate(blueprint.strata) if stratum.profile_id in baseline.hit_profiles)
    changed = baseline.ground.touched_part(change, strata)
    part = changed.part
    counts = (baseline.onset_by_need(changed, change) < baseline.horizon_minutes).sum(axis=0)
    groups = part.snapshot.needs.groups
    found: defaultdict[tuple[bool, int, str], float] = defaultdict(float)
    for row, need in enumerate(part.need_origin):
        severity = int(part.snapshot.needs.severity[row])
        if severity == 0 and counts[row]:
            people = int(part.snapshot.profiles.people[int(groups.owner[row])])
            is_slow = int(groups.buffer_minutes[row]) >= UNDER_FOUR_HOURS
            found[is_slow, severity, blueprint.needs[need].need_type] += people * int(counts[row]) / baseline.draws
    return dict(found)


def _other_first(question: Question, trials: Trials, items: Sequence[Item]) -> str | None:
    """The item that comes first under the other objective, where it is another one."""
    if not items:
        return None
    other = next(name for name in OBJECTIVES if name != question.objective)
    first = max(items, key=lambda item: trials.of(item).order(other))
    is_same = trials.of(first).order(other) == trials.of(items[0]).order(other)
    return None if is_same else item_id(first)
