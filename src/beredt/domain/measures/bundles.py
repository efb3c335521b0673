"""Measures that are worth little alone and much together: the cheapest sets that cover all of a profile's needs.

Needs are ANDed, so a generator without water, or water without a generator, may save nobody. For a profile in a
hazard: everything that can reach it is put in place, and halved down to what is needed for the same result. Of
alternatives at one place one at a time is put there; each gets a set of its own, unless another's costs no more and
does no less.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import attrs

from beredt.domain.measures.alternatives import selections
from beredt.domain.measures.blueprint import Blueprint
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.whatif import Baseline
from beredt.kit.spreading import Spread, one_after_another

MOST_MEMBERS = 40
"""More candidates than this around one profile are first cut to those that are cheapest."""

Bundle = tuple[Candidate, ...]


def find_bundles(
    baselines: Sequence[Baseline],
    candidates: Sequence[Candidate],
    *,
    most: int = 12,
    spread: Spread = one_after_another,
) -> tuple[Bundle, ...]:
    """Distinct bundles of two or more, over hazards and profiles.

    At most `most` groups of alike profiles are looked at per hazard, largest first. Profiles within reach of the
    same candidates are alike; the one with most people stands for them.
    """
    by_id = {candidate.candidate_id: candidate for candidate in candidates}
    found: dict[frozenset[str], Bundle] = {}
    for bundles in spread(lambda number: _bundles_in(baselines[number], candidates, most), len(baselines)):
        for names in bundles:
            found.setdefault(frozenset(names), tuple(by_id[name] for name in names))
    return tuple(found[key] for key in sorted(found, key=sorted))


def _bundles_in(baseline: Baseline, candidates: Sequence[Candidate], most: int) -> list[tuple[str, ...]]:
    """Ids of the members of every bundle of one hazard."""
    groups = sorted(_alike(baseline, candidates), key=lambda group: (-group[2], group[0]))
    covers = [
        cover for profile_id, reaching, _ in groups[:most] for cover in _cheapest_covers(baseline, profile_id, reaching)
    ]
    return [tuple(candidate.candidate_id for candidate in cover) for cover in covers if len(cover) > 1]


def _alike(baseline: Baseline, candidates: Sequence[Candidate]) -> Iterator[tuple[str, tuple[Candidate, ...], int]]:
    """(profile, candidates that reach it, people) for one of every kind of critically hit profile."""
    blueprint = baseline.blueprint
    reaching: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        change = apply_candidates(blueprint, [candidate])
        strata = baseline.ground.touched_strata(change) if baseline.can_matter(change) else ()
        for profile_id in {blueprint.strata[stratum].profile_id for stratum in strata}:
            if profile_id in baseline.hit_profiles:
                reaching[profile_id].append(candidate)
    people: defaultdict[str, int] = defaultdict(int)
    for stratum in blueprint.strata:
        people[stratum.profile_id] += stratum.people
    largest: dict[tuple[str, ...], str] = {}
    for profile_id in sorted(reaching, key=lambda name: (-people[name], name)):
        if len(reaching[profile_id]) > 1:
            largest.setdefault(tuple(c.candidate_id for c in reaching[profile_id]), profile_id)
    for profile_id in largest.values():
        cheapest = sorted(reaching[profile_id], key=lambda c: (c.cost_kr.likely, c.candidate_id))[:MOST_MEMBERS]
        yield profile_id, tuple(cheapest), people[profile_id]


def _cheapest_covers(baseline: Baseline, profile_id: str, reaching: Sequence[Candidate]) -> list[Bundle]:
    """Smallest sets that do as much for the profile as everything that can stand together, cheap ones preferred."""
    blueprint = baseline.blueprint
    strata = tuple(s for s, stratum in enumerate(blueprint.strata) if stratum.profile_id == profile_id)

    def averted(chosen: Sequence[Candidate]) -> int:
        change = apply_candidates(blueprint, chosen)
        return int(baseline.averted_by(change, strata).critical_people.sum())

    whole = {candidate.candidate_id: candidate for candidate in reaching}
    near = tuple(_near_only(blueprint, candidate, profile_id, strata) for candidate in reaching)
    covers: list[tuple[int, Bundle]] = []
    for together in selections(near, averted):
        goal = averted(together)
        if goal > 0:
            least = _least(_reaches(goal, averted), (), together, is_new=False)
            covers.append((goal, tuple(whole[candidate.candidate_id] for candidate in least)))
    return _worth_keeping(covers)


def _reaches(goal: int, averted: Callable[[Bundle], int]) -> Callable[[Bundle], bool]:
    return lambda chosen: averted(chosen) >= goal


def _worth_keeping(covers: Sequence[tuple[int, Bundle]]) -> list[Bundle]:
    """The covers, best first, without those for which a better one costs no more."""
    kept: list[Bundle] = []
    cheapest = math.inf
    for _, cost, cover in sorted(
        ((-goal, math.fsum(c.cost_kr.likely for c in cover), cover) for goal, cover in covers), key=lambda row: row[:2]
    ):
        if cost < cheapest:
            cheapest = cost
            kept.append(cover)
    return kept


def _near_only(blueprint: Blueprint, candidate: Candidate, profile_id: str, strata: tuple[int, ...]) -> Candidate:
    """The candidate with only those targets that the profile leans on: the others cannot help it."""
    upstream = blueprint.upstream_of(strata)
    targets = tuple(
        target
        for target in candidate.targets
        if (target.what == "sites")
        or (target.what == "needs" and target.target_id == profile_id)
        or (target.what == "assets" and blueprint.position_of[target.target_id] in upstream)
    )
    return attrs.evolve(candidate, targets=targets)


def _least(is_enough: Callable[[Bundle], bool], kept: Bundle, items: Bundle, *, is_new: bool) -> Bundle:
    """The members of `items` that are needed beside `kept`: QuickXplain (Junker 2004), earlier items preferred."""
    if is_new and is_enough(kept):
        return ()
    if len(items) == 1:
        return items
    half = len(items) // 2
    dear = _least(is_enough, (*kept, *items[:half]), items[half:], is_new=True)
    cheap = _least(is_enough, (*kept, *dear), items[:half], is_new=bool(dear))
    return (*cheap, *dear)
