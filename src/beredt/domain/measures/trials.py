"""Sets of candidates tried in every hazard, each set once: what they avert, weighted over hazards."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence, Set

import attrs
import numpy as np

from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.ground import Ground
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.result import HazardWeight
from beredt.domain.measures.whatif import Baseline, HarmByDraw, no_harm

HOUR_WEIGHTS = (1.0, 0.3, 0.1)
"""Weights of critical, serious and welfare person-hours under the objective `hours`; ours, visible in the result."""

OBJECTIVES = ("people", "hours")

MOST_CHANGES = 2048
"""Changes kept, so that one that was put together is not put together again for the next hazard."""

Chosen = Mapping[str, Candidate]
"""Candidates by id."""


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
    _harms: dict[frozenset[str], tuple[Chosen, list[HarmByDraw]]] = attrs.field(factory=dict)
    _changes: OrderedDict[tuple[Ground, frozenset[str]], Change] = attrs.field(factory=OrderedDict)

    def of(self, candidates: Iterable[Candidate]) -> Averted:
        """What the candidates avert together."""
        chosen = {candidate.candidate_id: candidate for candidate in candidates}
        key = frozenset(chosen)
        if key not in self._tried:
            self.remember(chosen.values(), self._try(chosen))
        return self._tried[key]

    def harms_of(self, candidates: Iterable[Candidate]) -> list[HarmByDraw]:
        """Per hazard what the candidates avert together, draw by draw."""
        chosen = {candidate.candidate_id: candidate for candidate in candidates}
        self.of(chosen.values())
        return self._harms[frozenset(chosen)][1]

    def remember(self, candidates: Iterable[Candidate], harms: list[HarmByDraw]) -> None:
        """Takes in what the candidates avert, found by others on the same draws."""
        chosen = {candidate.candidate_id: candidate for candidate in candidates}
        key = frozenset(chosen)
        self._tried[key] = self._weigh(harms)
        self._harms[key] = (chosen, harms)

    def learn(self, more: Trials) -> None:
        """Takes in what `more`, the same trials over more draws, has found."""
        for key, (chosen, harms) in more._harms.items():
            if key not in self._tried:
                self.remember(chosen.values(), [harm.first(self.draws) for harm in harms])

    def change(self, ground: Ground, chosen: Chosen) -> Change:
        """The candidates put into a ground of these trials; the same object as long as it was asked for lately."""
        key = ground, frozenset(chosen)
        if key not in self._changes:
            self._changes[key] = apply_candidates(ground.blueprint, chosen.values())
            if len(self._changes) > MOST_CHANGES:
                self._changes.popitem(last=False)
        return self._changes[key]

    def _try(self, chosen: Chosen) -> list[HarmByDraw]:
        """Per hazard what `chosen` averts, built on the set tried before that differs least from it."""
        near, harms = self._nearest(chosen.keys())
        added = {name: candidate for name, candidate in chosen.items() if name not in near}
        if added:
            found = self._differences(cause=added, before=near, together=chosen)
            return [harm if more is None else harm.plus(more) for harm, more in zip(harms, found, strict=True)]
        removed = {name: candidate for name, candidate in near.items() if name not in chosen}
        found = self._differences(cause=removed, before=chosen, together=near)
        return [harm if less is None else harm.minus(less) for harm, less in zip(harms, found, strict=True)]

    def _nearest(self, chosen: Set[str]) -> tuple[Chosen, list[HarmByDraw]]:
        """The tried subset or superset with the fewest differences, and what it averts.

        Nothing at all where none has more in common with `chosen` than apart: two runs of much cost more than one.
        """
        best, fewest = frozenset[str](), len(chosen)
        for key in self._harms:
            if key and (key <= chosen or key >= chosen):
                apart = len(key ^ chosen)
                if apart < fewest and apart <= len(key & chosen):
                    best, fewest = key, apart
        return self._harms.get(best) or ({}, [no_harm(self.draws) for _ in self.baselines])

    def _differences(self, *, cause: Chosen, before: Chosen, together: Chosen) -> list[HarmByDraw | None]:
        """Per hazard what `together` averts beyond `before`, where `cause` is what is added; None for nothing."""
        found: list[HarmByDraw | None] = []
        is_apart: dict[Ground, bool] = {}
        for place, baseline in enumerate(self.baselines):
            ground = baseline.ground
            if not baseline.can_matter(self.change(ground, cause)):
                found.append(None)
            elif not before:
                found.append(baseline.averted_by(self.change(ground, cause)))
            else:
                if ground not in is_apart:
                    is_apart[ground] = self._is_apart(ground, cause=cause, before=before, together=together)
                if is_apart[ground]:
                    found.append(self._alone(cause)[place])
                else:
                    changes = (self.change(ground, part) for part in (cause, before, together))
                    found.append(baseline.averted_more_by(*changes))
        return found

    def _is_apart(self, ground: Ground, *, cause: Chosen, before: Chosen, together: Chosen) -> bool:
        """Whether `cause` reaches just whom it reaches alone, and none of whom `before` reaches: effects add up."""
        added, present = self.change(ground, cause), self.change(ground, before)
        alone = ground.touched_strata(added)
        if not set(alone).isdisjoint(ground.touched_strata(present)):
            return False
        whole = self.change(ground, together)
        if ground.touched_strata(whole, added) != alone:
            return False
        return set(alone).isdisjoint(ground.touched_strata(whole, present))

    def _alone(self, cause: Chosen) -> list[HarmByDraw]:
        """Per hazard what `cause` averts on its own."""
        key = frozenset(cause)
        if key not in self._harms:
            changes = [self.change(baseline.ground, cause) for baseline in self.baselines]
            harms = [baseline.averted_by(change) for baseline, change in zip(self.baselines, changes, strict=True)]
            self._harms[key] = (cause, harms)
        return self._harms[key][1]

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
