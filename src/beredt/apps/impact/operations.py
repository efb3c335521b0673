"""Runs asked for, computed and kept; causes looked for on demand."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.apps.impact import computing, policies, queries, records
from beredt.apps.impact.computing import Computed
from beredt.apps.impact.models import Run, RunChains, RunHazard
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.riskpicture import queries as riskpicture
from beredt.domain.impact.result import ENGINE
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import events
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark
from beredt.telling.chain_choice import chain_draws
from beredt.telling.data_age import data_age

ASSESS = "impact.assess"
RUN_STORED = "impact.run_stored"
events.name_events({RUN_STORED: mark("consequences were computed")})
HORIZONS_HOURS = (72, 336)
DEFAULT_DRAWS = 1_000
DEFAULT_SEED = 1
MOST_DRAWS = 10_000
MOST_SEED = 2**31 - 1


@attrs.frozen(kw_only=True)
class Asked:
    """What a run is to compute; `catalogue_id` empty: the default one; `hazards` empty: the whole catalogue."""

    catalogue_id: str = ""
    hazards: tuple[str, ...] = ()
    horizon_hours: int = 72
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED
    repeats: UUID | None = None


def enqueue_assessment(
    *,
    actor: Actor,
    catalogue_id: str = "",
    hazards: Sequence[str] = (),
    horizon_hours: int = 72,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    repeats: UUID | None = None,
    token: str = "",
) -> UUID:
    """The id of the job that will make the run; the same form (`token`) sent twice is one job.

    Raises `InvalidInput` for figures outside their limits, `NotFound` for an unknown catalogue or hazard or where the
    municipality has no data.
    """
    permissions.check_may(actor, policies.RUN)
    asked = Asked(
        catalogue_id=catalogue_id or riskpicture.default_catalogue_id(),
        hazards=tuple(hazards),
        horizon_hours=horizon_hours,
        draws=draws,
        seed=seed,
        repeats=repeats,
    )
    _require_within_limits(asked)
    riskpicture.find_hazards(catalogue_id=asked.catalogue_id, hazard_ids=asked.hazards)
    municipality.get_pack(actor=actor)
    arguments = {
        "catalogue_id": asked.catalogue_id,
        "hazards": list(asked.hazards),
        "horizon_hours": asked.horizon_hours,
        "draws": asked.draws,
        "seed": asked.seed,
        "repeats": str(asked.repeats) if asked.repeats else "",
    }
    return jobs.enqueue(actor=actor, kind=ASSESS, arguments=arguments, idempotency_key=token)


def run_again(*, actor: Actor, run_id: UUID, token: str = "") -> UUID:
    """The id of the job that repeats a run on today's data, with the same hazards, horizon, draws and seed."""
    permissions.check_may(actor, policies.RUN)
    run, _ = queries.get_overview(actor=actor, run_id=run_id)
    facts = run.facts
    return enqueue_assessment(
        actor=actor,
        catalogue_id=facts.catalogue_id,
        hazards=() if facts.is_whole_catalogue else [hazard.hazard_id for hazard in run.header.hazards],
        horizon_hours=facts.horizon_hours,
        draws=facts.draws,
        seed=facts.seed,
        repeats=run_id,
        token=token,
    )


def compute_run(*, actor: Actor, asked: Asked, on_start: Callable[[int, int], None]) -> tuple[StoredPack, Computed]:
    """What a run gives on the data in force, not stored yet; `on_start` as `computing.compute`."""
    permissions.check_may(actor, policies.RUN)
    pack = municipality.get_pack(actor=actor)
    question = computing.Question(
        snapshot=pack.snapshot,
        age=data_age(pack.tables),
        hazards=riskpicture.find_hazards(catalogue_id=asked.catalogue_id, hazard_ids=asked.hazards),
        horizon_hours=asked.horizon_hours,
        draws=asked.draws,
        seed=asked.seed,
        vocabulary=municipality.vocabulary(),
    )
    return pack, computing.compute(question, on_start=on_start)


def keep_run(
    *,
    actor: Actor,
    asked: Asked,
    pack: StoredPack,
    computed: Computed,
    clock: Callable[[], datetime.datetime] = timezone.now,
) -> UUID:
    """The id of the run that `compute_run` gave, stored whole."""
    permissions.check_may(actor, policies.RUN)
    with transaction.atomic():
        run = Run.objects.create(
            municipality=actor.municipality,
            catalogue_id=asked.catalogue_id,
            is_whole_catalogue=not asked.hazards,
            horizon_hours=asked.horizon_hours,
            draws=asked.draws,
            seed=asked.seed,
            pack_hash=pack.pack_hash,
            pack_revision=pack.revision,
            engine=ENGINE,
            hazard_count=len(computed.hazards),
            missing_count=len(computed.header.missing),
            repeats=asked.repeats,
            made_at=clock(),
            made_by=actor.user_id,
            header=records.header_bytes(computed.header),
        )
        results = [hazard.result for hazard in computed.hazards]
        timelines = {hazard.result.hazard: hazard.timeline for hazard in computed.hazards}
        RunHazard.objects.bulk_create(records.hazard_rows(run, results, timelines))
        RunChains.objects.bulk_create(
            RunChains(
                run=run,
                hazard=hazard.result.hazard,
                profile_id=profile_id,
                draws=chain_draws(asked.draws),
                chains=records.chains_bytes(chains),
            )
            for hazard in computed.hazards
            for profile_id, chains in hazard.chains.items()
        )
        audit.record(
            actor=actor,
            event=RUN_STORED,
            subject=f"run:{run.id}",
            details={"hazards": len(results), "draws": asked.draws, "revision": pack.revision},
        )
    return run.id


def explain_profile(*, actor: Actor, run_id: UUID, hazard: str, profile_id: str) -> None:
    """Looks for the causes behind one profile's harm in a run and keeps them with it; nothing where they are known.

    Raises `NotFound` for an unknown run, hazard or profile, `InvalidInput` where the data have changed since the run:
    causes of other data would not belong to its figures.
    """
    permissions.check_may(actor, policies.READ)
    run, _ = queries.get_overview(actor=actor, run_id=run_id)
    scenario = next((found for found in run.header.scenarios if found.hazard == hazard), None)
    if scenario is None:
        raise NotFound(mark("This run has not computed that hazard."), code="no_such_hazard_in_run")
    if RunChains.objects.filter(run_id=run_id, hazard=hazard, profile_id=profile_id).exists():
        return
    pack = municipality.get_pack(actor=actor)
    if pack.pack_hash != run.facts.pack_hash:
        raise InvalidInput(
            mark("The municipality's data have changed since this run, so its causes cannot be looked for any more."),
            code="data_changed",
            hint=mark("Run it again: the new run shows its own causes."),
        )
    chains = computing.explain_profile(
        snapshot=pack.snapshot, scenario=scenario, profile_id=profile_id, draws=run.facts.draws, seed=run.facts.seed
    )
    entry = RunChains(
        run_id=run_id,
        hazard=hazard,
        profile_id=profile_id,
        draws=chain_draws(run.facts.draws),
        chains=records.chains_bytes(chains),
    )
    # Two readers may ask in the same moment; both find the same.
    RunChains.objects.bulk_create([entry], ignore_conflicts=True)


def _require_within_limits(asked: Asked) -> None:
    if asked.horizon_hours not in HORIZONS_HOURS:
        raise InvalidInput(mark("The horizon is 72 hours or 14 days."), code="odd_horizon")
    if not 1 <= asked.draws <= MOST_DRAWS:
        raise InvalidInput(
            mark("The number of runs of chance lies between 1 and {most}."), code="odd_draws", most=MOST_DRAWS
        )
    if not 0 <= asked.seed <= MOST_SEED:
        raise InvalidInput(mark("The seed is a whole number from 0 to {most}."), code="odd_seed", most=MOST_SEED)
