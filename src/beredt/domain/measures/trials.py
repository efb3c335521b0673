"""Sets of candidates tried in every hazard, each set once: what they avert, weighted over hazards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.result import HazardWeight
from beredt.domain.measures.whatif import Baseline, HarmByDraw, no_harm

HOUR_WEIGHTS = (1.0, 0.3, 0.1)
"""Weights of critical, serious and welfare person-hours under the objective `hours`; ours, visible in the result."""

OBJECTIVES = ("people", "hours")


@attrs.frozen(kw_only=True)
class Averted:
    """Harm averted per draw, weighted over hazards, with the Monte Carlo error of the people; people per hazard."""

    critical_people: float
    mc_se: float
    critical_under_four: float
    person_hours: tuple[float, float, float]
    per_hazard: tuple[float, ...]

    def order(self, objective: str) -> tuple[float, ...]:
        """What candidates are ordered by, more is better (model.md section 3)."""
        if objective == "hours":
            return (sum(weight * hours for weight, hours in zip(HOUR_WEIGHTS, self.person_hours, strict=True)),)
        return (self.critical_people, *self.person_hours)

    @property
    def is_any(self) -> bool:
        """Whether anything at all is averted."""
        return any(value > 0 for value in (self.critical_people, *self.person_hours))


@attrs.frozen(kw_only=True, eq=False)
class Trials:
    """Every hazard's baseline with its weight, and what has been tried so far."""

    baselines: tuple[Baseline, ...]
    weights: tuple[float, ...]
    draws: int
    _tried: dict[frozenset[str], Averted] = attrs.field(factory=dict)
    _changes: dict[tuple[int, frozenset[str]], Change] = attrs.field(factory=dict)
    _harms: dict[frozenset[str], tuple[frozenset[Candidate], list[HarmByDraw]]] = attrs.field(factory=dict)

    def of(self, candidates: Iterable[Candidate]) -> Averted:
        """What the candidates avert together."""
        chosen = {candidate.candidate_id: candidate for candidate in candidates}
        key = frozenset(chosen)
        if key not in self._tried:
            harms = self._try(frozenset(chosen.values()))
            self._tried[key] = self._weigh(harms)
            self._harms[key] = (frozenset(chosen.values()), harms)
        return self._tried[key]

    def _try(self, chosen: frozenset[Candidate]) -> list[HarmByDraw]:
        """Per hazard what `chosen` averts, built on the set tried before that differs least from it."""
        near, harms = self._nearest(chosen)
        added, removed = chosen - near, near - chosen
        return [self._stepped(place, harm, near, added, removed) for place, harm in enumerate(harms)]

    def _nearest(self, chosen: frozenset[Candidate]) -> tuple[frozenset[Candidate], list[HarmByDraw]]:
        """The tried subset or superset (or nothing at all) with the fewest differences, and what it averts."""
        best = frozenset[Candidate](), [no_harm(self.draws) for _ in self.baselines]
        for key, (known, harms) in self._harms.items():
            related = known <= chosen or known >= chosen
            if related and len(known ^ chosen) < len(best[0] ^ chosen) and key:
                best = known, harms
        return best

    def _stepped(
        self,
        place: int,
        harm: HarmByDraw,
        near: frozenset[Candidate],
        added: frozenset[Candidate],
        removed: frozenset[Candidate],
    ) -> HarmByDraw:
        """What is averted in one hazard after adding to, or removing from, a set that averts `harm`."""
        baseline = self.baselines[place]
        if added and baseline.can_matter(self._change(place, added)):
            together = near | added
            return harm.plus(self._difference(place, added, near, together))
        if removed and baseline.can_matter(self._change(place, removed)):
            fewer = near - removed
            return harm.minus(self._difference(place, removed, fewer, near))
        return harm

    def _difference(
        self,
        place: int,
        cause: frozenset[Candidate],
        before: frozenset[Candidate],
        together: frozenset[Candidate],
    ) -> HarmByDraw:
        if not before:
            return self.baselines[place].averted_by(self._change(place, together))
        changes = (self._change(place, part) for part in (cause, before, together))
        return self.baselines[place].averted_more_by(*changes)

    def _change(self, place: int, chosen: frozenset[Candidate]) -> Change:
        key = place, frozenset(candidate.candidate_id for candidate in chosen)
        if key not in self._changes:
            self._changes[key] = apply_candidates(self.baselines[place].blueprint, chosen)
        return self._changes[key]

    def _weigh(self, harms: Sequence[HarmByDraw]) -> Averted:
        people = sum(
            weight * harm.critical_people for weight, harm in zip(self.weights, harms, strict=True)
        ) + np.zeros(1)
        draws = len(people)
        hours = [
            sum(
                weight * float(harm.person_minutes[:, severity].sum()) / 60.0 / draws
                for weight, harm in zip(self.weights, harms, strict=True)
            )
            for severity in range(3)
        ]
        return Averted(
            critical_people=float(people.mean()),
            mc_se=float(people.std(ddof=1) / np.sqrt(draws)) if draws > 1 else 0.0,
            critical_under_four=sum(
                weight * float(harm.critical_under_four.sum()) / draws
                for weight, harm in zip(self.weights, harms, strict=True)
            ),
            person_hours=(hours[0], hours[1], hours[2]),
            per_hazard=tuple(float(harm.critical_people.sum()) / draws for harm in harms),
        )


def weigh_hazards(hazards: Sequence[tuple[str, str]]) -> tuple[HazardWeight, ...]:
    """Weights of (hazard, family): equal per family, then equal inside it; they add up to 1."""
    sizes = Counter(family for _, family in hazards)
    return tuple(
        HazardWeight(hazard=hazard, family=family, weight=1.0 / len(sizes) / sizes[family])
        for hazard, family in hazards
    )
