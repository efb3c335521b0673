"""What changed between two rankings: places, effects, the best set, and how many people are in need at all."""

from __future__ import annotations

import attrs

from beredt.domain.measures.result import RankedCandidate, RankResult


@attrs.frozen(kw_only=True)
class Standing:
    """Where one candidate stood: place from 1 among those ranked one by one, and people averted."""

    place: int
    people: float


@attrs.frozen(kw_only=True)
class Moved:
    """One candidate in the older and the newer ranking; None where it had no computed effect."""

    entry: RankedCandidate
    before: Standing | None
    after: Standing | None

    @property
    def has_moved(self) -> bool:
        """Whether its place or its whole number of people is another."""
        if self.before is None or self.after is None:
            return True
        is_same = self.before.place == self.after.place and abs(self.before.people - self.after.people) < 0.5
        return not is_same


@attrs.frozen(kw_only=True)
class RankingDifference:
    """Two rankings side by side. `is_same_question` is False where hazards, horizon or objective were others.

    `moved` are in the order of the newer ranking, those that fell out last. `into_set` and `out_of_set` are ids of the
    best sets' members. People are means weighted over the hazards, without any measure.
    """

    is_same_question: bool
    is_same_data: bool
    before_people: float
    after_people: float
    moved: tuple[Moved, ...]
    unmoved: int
    into_set: tuple[str, ...]
    out_of_set: tuple[str, ...]


def compare(older: RankResult, newer: RankResult) -> RankingDifference:
    """What the newer of two rankings says otherwise."""
    before, after = _standings(older), _standings(newer)
    entries = {entry.candidate.candidate_id: entry for result in (older, newer) for entry in result.measures}
    order = [*after, *(name for name in before if name not in after)]
    found = [Moved(entry=entries[name], before=before.get(name), after=after.get(name)) for name in order]
    moved = tuple(entry for entry in found if entry.has_moved)
    old_set = {candidate.candidate_id for candidate in older.best_set.candidates}
    new_set = {candidate.candidate_id for candidate in newer.best_set.candidates}
    return RankingDifference(
        is_same_question=_question(older) == _question(newer),
        is_same_data=older.pack_hash == newer.pack_hash,
        before_people=_people(older),
        after_people=_people(newer),
        moved=moved,
        unmoved=len(found) - len(moved),
        into_set=tuple(sorted(new_set - old_set)),
        out_of_set=tuple(sorted(old_set - new_set)),
    )


def _standings(result: RankResult) -> dict[str, Standing]:
    alone = [entry for entry in result.measures if len(entry.members) == 1]
    return {
        entry.candidate.candidate_id: Standing(place=place, people=entry.effect.critical_people.mean)
        for place, entry in enumerate(alone, start=1)
    }


def _question(result: RankResult) -> tuple[object, ...]:
    return result.objective, frozenset((base.hazard, base.horizon_hours) for base in result.base)


def _people(result: RankResult) -> float:
    weights = {entry.hazard: entry.weight for entry in result.weights}
    return sum(weights[base.hazard] * base.harm.critical_people.mean for base in result.base)
