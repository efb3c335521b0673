"""Stored rankings for tests of pages: a small municipality with data, ranked with few draws and sets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import attrs

from beredt.apps.measures import operations, queries, verifying
from beredt.apps.measures.operations import Made
from beredt.apps.measures.stored import RankSettings, StoredRanking, StoredVerification
from factories import impact_runs

CODE = impact_runs.CODE
SETTINGS = RankSettings(
    catalogue_id="nrb-2022",
    hazards=("nrb-2022/storm", "nrb-2022/cyber"),
    budget_kr=500_000.0,
    draws=40,
    sets=3,
)
_made: dict[tuple[str, RankSettings], Made] = {}


def planner() -> Any:
    """Whoever may do everything in the municipality."""
    return impact_runs.planner()


def make_ranking(**changes: Any) -> StoredRanking:
    """Makes (once per process and pack) and stores a ranking, and gives it back whole."""
    settings = attrs.evolve(SETTINGS, **changes)
    pack = operations.municipality.get_pack(actor=planner())
    key = pack.pack_hash, settings
    if key not in _made:
        _made[key] = operations.make_ranking(actor=planner(), settings=settings)
    made = attrs.evolve(_made[key], pack=pack)
    return queries.get_ranking(actor=planner(), ranking_id=operations.keep_ranking(actor=planner(), made=made))


def make_verification(ranking_id: UUID) -> StoredVerification:
    """Finds out and stores what to verify first, for a ranking."""
    made = verifying.make_verification(actor=planner(), ranking_id=ranking_id)
    verifying.keep_verification(actor=planner(), made=made)
    found = queries.latest_verification(actor=planner())
    assert found is not None
    return found
