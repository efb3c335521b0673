"""Measures that are worth little alone and much together: the cheapest sets that cover all of a profile's needs.

Needs are ANDed, so a generator without water, or water without a generator, may save nobody. For a profile in a
hazard: everything that can reach it is put in place, then taken away again, dearest first, as long as nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from beredt.domain.measures import parts
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.whatif import Baseline

MOST_MEMBERS = 40
"""More candidates than this around one profile are first cut to those that are cheapest."""

Bundle = tuple[Candidate, ...]


def find_bundles(
    baselines: Sequence[Baseline], candidates: Sequence[Candidate], *, most: int = 60
) -> tuple[Bundle, ...]:
    """Distinct bundles of two or more, over hazards and profiles.

    At most `most` groups of alike profiles are looked at per hazard, largest first. Profiles within reach of the
    same candidates are alike; the one with most people stands for them.
    """
    found: dict[frozenset[str], Bundle] = {}
    for baseline in baselines:
        groups = sorted(_alike(baseline, candidates), key=lambda group: (-group[2], group[0]))
        for profile_id, reaching, _ in groups[:most]:
            bundle = _cheapest_cover(baseline, profile_id, reaching)
            if len(bundle) > 1:
                found.setdefault(frozenset(c.candidate_id for c in bundle), bundle)
    return tuple(found[key] for key in sorted(found, key=sorted))


def _alike(baseline: Baseline, candidates: Sequence[Candidate]) -> Iterator[tuple[str, tuple[Candidate, ...], int]]:
    """(profile, candidates that reach it, people) for one of every kind of critically hit profile."""
    blueprint = baseline.blueprint
    reaching: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        strata = parts.touched_strata(blueprint, apply_candidates(blueprint, [candidate]))
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


def _cheapest_cover(baseline: Baseline, profile_id: str, reaching: Sequence[Candidate]) -> Bundle:
    blueprint = baseline.blueprint
    strata = tuple(s for s, stratum in enumerate(blueprint.strata) if stratum.profile_id == profile_id)

    def averted(chosen: Sequence[Candidate]) -> int:
        change = apply_candidates(blueprint, chosen)
        return int(baseline.averted_by(change, strata).critical_people.sum())

    chosen = list(reaching)
    goal = averted(chosen)
    if goal <= 0:
        return ()
    for candidate in sorted(reaching, key=lambda c: (-c.cost_kr.likely, c.candidate_id)):
        fewer = [kept for kept in chosen if kept is not candidate]
        if averted(fewer) >= goal:
            chosen = fewer
    return tuple(chosen)
