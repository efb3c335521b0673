"""Measures that stand in place of each other: at one home, one way to get power in an outage is enough to pay for.

Two candidates are alternatives where their measures are of the same `alternatives` kind and share a place. A set holds
at most one of them (model.md section 4: a bundle is a set of measures that are carried out together).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from beredt.domain.measures.measure import Candidate

Chosen = frozenset[Candidate]


def are_alternatives(one: Candidate, other: Candidate) -> bool:
    """Whether the two cannot stand in one set: another candidate of the same kind at a place that they share."""
    kind = one.measure.alternatives
    if not kind or kind != other.measure.alternatives or one.candidate_id == other.candidate_id:
        return False
    return not _places(one).isdisjoint(_places(other))


def first_clash(candidates: Collection[Candidate]) -> tuple[Candidate, Candidate] | None:
    """The first two that are alternatives, None where all can stand together."""
    candidates = [candidate for candidate in candidates if candidate.measure.alternatives]
    for number, one in enumerate(candidates):
        for other in candidates[number + 1 :]:
            if are_alternatives(one, other):
                return one, other
    return None


def put_in(chosen: Chosen, item: Iterable[Candidate]) -> Chosen:
    """The set with `item` in it, and without what `item` stands in place of."""
    new = frozenset(item)
    choosing = [candidate for candidate in new - chosen if candidate.measure.alternatives]
    if choosing:
        chosen = frozenset(c for c in chosen if not any(are_alternatives(c, candidate) for candidate in choosing))
    return chosen | new


def together(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates in their order without those that are an alternative to an earlier one."""
    kept: list[Candidate] = []
    for candidate in candidates:
        if not any(are_alternatives(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(kept)


def selections(
    candidates: Sequence[Candidate], worth: Callable[[Sequence[Candidate]], float]
) -> tuple[tuple[Candidate, ...], ...]:
    """Sets without alternatives, as wide as can be, in the order of `candidates`; each candidate is in one of them.

    Each that has an alternative gets a selection. Of other alternatives the best are in it: those whose `worth` beside
    everything that has none is largest, earlier ones preferred. Where nothing is an alternative it is all of them.
    """
    choosing = [c for c in candidates if any(are_alternatives(c, other) for other in candidates)]
    if not choosing:
        return (tuple(candidates),)
    free = [candidate for candidate in candidates if candidate not in choosing]
    best_first = sorted(choosing, key=lambda candidate: -worth([*free, candidate]))
    found = (frozenset(together([seed, *best_first])) for seed in choosing)
    return tuple(
        tuple(candidate for candidate in candidates if candidate in chosen or candidate in free)
        for chosen in dict.fromkeys(found)
    )


def _places(candidate: Candidate) -> frozenset[str]:
    return frozenset(target.place or target.target_id for target in candidate.targets)
