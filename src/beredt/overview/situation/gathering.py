"""Everything the start page tells of, read from every room in one call; values, not words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

import attrs

from beredt.apps.impact import queries as impact
from beredt.apps.impact.queries import HazardFacts, RunFacts, StoredRun
from beredt.apps.measures import queries as measures
from beredt.apps.measures.stored import Decision, StoredRanking, StoredVerification
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.queries import Summary
from beredt.apps.now import queries as now
from beredt.apps.now.queries import Look
from beredt.domain.impact.by_area import AreaTimeline
from beredt.domain.impact.result import ImpactResult
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.jobs.queries import JobView
from beredt.kit.keeping import Kept
from beredt.overview.situation import policies

SHOWN_HAZARDS = 3


@attrs.frozen(kw_only=True, eq=False)
class ShownHazard:
    """One of the hazards with most people in need."""

    facts: HazardFacts
    result: ImpactResult
    timeline: AreaTimeline


@attrs.frozen(kw_only=True, eq=False)
class ShownRun:
    """The newest run: its header, every hazard's figures, and the hazards with most people in need, most first."""

    run: StoredRun
    hazards: tuple[HazardFacts, ...]
    worst: tuple[ShownHazard, ...]


@attrs.frozen(kw_only=True, eq=False)
class Gathered:
    """What the start page tells of; None for what is not there yet. `look` is what is down now."""

    pack: StoredPack
    summary: Summary
    facts: RunFacts | None
    shown: ShownRun | None
    ranking: StoredRanking | None
    decisions: Mapping[str, Decision]
    verification: StoredVerification | None
    jobs: tuple[JobView, ...]
    look: Look
    sees_assets: bool


# Runs are never changed once they are stored, so what was read of one holds for ever.
_runs: Kept[ShownRun] = Kept(16)


def has_data(*, actor: Actor) -> bool:
    """Whether the municipality has data at all."""
    permissions.check_may(actor, policies.READ)
    return municipality.has_pack(actor=actor)


def what_may_be_started(*, actor: Actor) -> Mapping[str, bool]:
    """Which first steps the actor may take: `assess`, `rank`, `verify`."""
    held = {permission.permission_id for permission in permissions.declared() if permissions.may(actor, permission)}
    return {"assess": "impact.run" in held, "rank": "measures.rank" in held, "verify": "measures.rank" in held}


def gather(*, actor: Actor, moment: datetime.datetime) -> Gathered:
    """Everything at `moment`; raises `NotFound` for a municipality without data."""
    permissions.check_may(actor, policies.READ)
    sees_assets = permissions.may(actor, policies.READ_ASSETS)
    facts = impact.latest_facts(actor=actor, whole_catalogue=True) or impact.latest_facts(actor=actor)
    return Gathered(
        pack=municipality.get_pack(actor=actor),
        summary=municipality.get_summary(actor=actor),
        facts=facts,
        shown=None if facts is None else _shown_run(actor, facts.run_id),
        ranking=measures.latest_ranking(actor=actor),
        decisions={decision.candidate_id: decision for decision in measures.list_decisions(actor=actor)},
        verification=measures.latest_verification(actor=actor) if sees_assets else None,
        jobs=tuple(job for job in jobs.list_jobs(actor=actor) if not job.is_finished),
        look=now.look(actor=actor, moment=moment),
        sees_assets=sees_assets,
    )


def _shown_run(actor: Actor, run_id: UUID) -> ShownRun:
    """A run of the actor's municipality, as `latest_facts` found it."""
    return _runs.get((actor.municipality, run_id), lambda: _read_run(actor, run_id))


def _read_run(actor: Actor, run_id: UUID) -> ShownRun:
    run, hazards = impact.get_overview(actor=actor, run_id=run_id)
    worst = []
    for facts in hazards[:SHOWN_HAZARDS]:
        found = impact.get_hazard(actor=actor, run_id=run_id, hazard=facts.hazard)
        worst.append(ShownHazard(facts=facts, result=found.result, timeline=found.timeline))
    return ShownRun(run=run, hazards=hazards, worst=tuple(worst))
