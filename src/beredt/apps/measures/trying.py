"""Sets of measures tried while somebody looks: over few draws, kept ready in this process for the newest rankings."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.apps.measures import asking, ladder, operations, policies, queries
from beredt.apps.measures.stored import Rung, StoredRanking, Tried
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.measures.alternatives import first_clash
from beredt.domain.measures.best_set import cost_of
from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.need_curve import people_in_need
from beredt.domain.measures.trials import Trials
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

TRY_DRAWS = 100
"""Draws that a set is tried over: enough for two figures, and quick."""
MOST_BENCHES = 2
MOST_TRIALS = 400
"""Sets tried on one bench before it is cleared, so that it does not grow all day."""
MOST_TICKED = 60


class Alternatives(InvalidInput):
    """Two of the candidates stand in place of each other; `pair` are the two."""

    def __init__(self, pair: tuple[Candidate, Candidate]) -> None:
        super().__init__(
            mark("Two of the measures do the same job at the same place, so they cannot be carried out together."),
            code="alternatives",
        )
        self.pair = pair


@attrs.define(kw_only=True, eq=False)
class Bench:
    """One ranking's hazards laid out for trying sets, with what happens if nothing is done; one trial at a time."""

    trials: Trials
    before: NDArray[np.float64]
    used: int = 0
    lock: threading.Lock = attrs.field(factory=threading.Lock)


_benches: OrderedDict[UUID, Bench] = OrderedDict()
_lock = threading.Lock()


def try_measures(*, actor: Actor, ranking_id: UUID, candidate_ids: Sequence[str]) -> Tried:
    """What the candidates do together, beside nothing at all.

    Raises `Alternatives` where two of them stand in place of each other, `InvalidInput` where the data have changed
    since the ranking or more than `MOST_TICKED` are given, `NotFound` for an unknown ranking or candidate.
    """
    permissions.check_may(actor, policies.READ)
    stored = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    return try_in(stored, municipality.get_pack(actor=actor), candidate_ids)


def try_in(stored: StoredRanking, pack: StoredPack, candidate_ids: Sequence[str]) -> Tried:
    """As `try_measures`, for a ranking and a pack that are at hand."""
    wanted = tuple(dict.fromkeys(candidate_ids))
    if len(wanted) > MOST_TICKED:
        raise InvalidInput(mark("At most {most} measures can be tried at once."), code="too_many", most=MOST_TICKED)
    chosen = list({c.candidate_id: c for name in wanted for c in stored.members_of(name)}.values())
    clash = first_clash(chosen)
    if clash is not None:
        raise Alternatives(clash)
    bench = _bench(stored, pack)
    with bench.lock:
        averted = bench.trials.of(chosen)
        after = _curve(bench.trials, chosen) if chosen else bench.before
        bench.used += 1
    before = ladder.harm_without(bench.trials)
    return Tried(
        candidate_ids=wanted,
        draws=bench.trials.draws,
        before_people=before[0],
        after_people=max(before[0] - averted.critical_people, 0.0),
        before_under_4h=before[1],
        after_under_4h=max(before[1] - averted.critical_under_four, 0.0),
        before_curve=tuple(bench.before.tolist()),
        after_curve=tuple(after.tolist()),
        budget_kr=cost_of(chosen),
    )


def best_set_for(*, actor: Actor, ranking_id: UUID, budget_kr: float) -> Rung:
    """The best set under any budget: the one that is kept where there is one, else found now over few draws.

    Raises `InvalidInput` for a budget outside the limits or where the data have changed since the ranking.
    """
    permissions.check_may(actor, policies.READ)
    stored = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    known = next((rung for rung in stored.beside.ladder if rung.best.budget_kr == budget_kr), None)
    if known is not None:
        return known
    if not 0 <= budget_kr <= asking.MOST_KR:
        raise InvalidInput(mark("That is no budget."), code="bad_budget")
    bench = _bench(stored, municipality.get_pack(actor=actor))
    with bench.lock:
        bench.used += 1
        below = [rung.best.candidates for rung in stored.beside.ladder if rung.best.budget_kr <= budget_kr]
        return ladder.rung_for(
            stored.walk,
            bench.trials,
            items=ladder.items_of(stored.result),
            objective=stored.result.objective,
            budget_kr=budget_kr,
            besides=below[-1:],
        )


def forget_all() -> None:
    """Clears every bench of this process."""
    with _lock:
        _benches.clear()


def _bench(stored: StoredRanking, pack: StoredPack) -> Bench:
    """The ranking's bench; making it takes a second or so, and is done once per process."""
    question = asking.same_question(stored, pack)
    with _lock:
        found = _benches.get(stored.ranking_id)
        if found is None or found.used > MOST_TRIALS:
            trials = operations.make_trials(question, pack.snapshot, TRY_DRAWS)
            found = _benches[stored.ranking_id] = Bench(trials=trials, before=_curve(trials, ()))
        _benches.move_to_end(stored.ranking_id)
        while len(_benches) > MOST_BENCHES:
            _benches.popitem(last=False)
        return found


def _curve(trials: Trials, chosen: Sequence[Candidate]) -> NDArray[np.float64]:
    """People past a critical tolerance by each hour, a mean over the hazards by their weights."""
    changes: dict[int, Change] = {}
    total: NDArray[np.float64] | None = None
    for baseline, weight in zip(trials.baselines, trials.weights, strict=True):
        key = id(baseline.blueprint)
        if key not in changes:
            changes[key] = apply_candidates(baseline.blueprint, chosen)
        curve = weight * people_in_need(baseline, changes[key])
        total = curve if total is None else total + curve
    assert total is not None
    return total
