"""Sets of candidates tried in every hazard, each set once: what they avert, weighted over hazards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from beredt.domain.measures.changes import apply_candidates
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
        """Per hazard what `chosen` averts, built on the largest part of it that was tried before."""
        if len(chosen) < 2:
            return [baseline.averted_by(apply_candidates(baseline.blueprint, chosen)) for baseline in self.baselines]
        ids = frozenset(candidate.candidate_id for candidate in chosen)
        known = max((key for key in self._harms if key < ids), key=lambda key: (len(key), sorted(key)), default=None)
        before, harms = self._harms[known] if known is not None else (frozenset(), self._nothing())
        added = chosen - before
        return [
            harm.plus(
                baseline.averted_more_by(
                    *(apply_candidates(baseline.blueprint, part) for part in (added, before, chosen))
                )
            )
            for baseline, harm in zip(self.baselines, harms, strict=True)
        ]

    def _nothing(self) -> list[HarmByDraw]:
        return [no_harm(self.draws) for _ in self.baselines]

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
