"""Rankings asked for, made and kept; sets of measures tried; decisions."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import timezone

import beredt
from beredt.apps.measures import asking, doors, ladder, policies, queries, rows, step_shares
from beredt.apps.measures.models import Ranking
from beredt.apps.measures.step_shares import LADDER, Told
from beredt.apps.measures.stored import Beside, RankSettings
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.riskpicture import queries as riskpicture
from beredt.domain.impact.result import ENGINE
from beredt.domain.measures import ranking
from beredt.domain.measures.result import RankResult
from beredt.domain.measures.trials import Trials
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import operations as jobs

RANK = "measures.rank"
LADDER_DRAWS = 100
"""Draws by which the best sets for the row of budgets are found."""

_WALK_STEPS = 3
"""Looks that a walk takes per item, roughly."""

Clock = Callable[[], datetime.datetime]


@attrs.frozen(kw_only=True, eq=False)
class Made:
    """A ranking that was made and is not kept yet."""

    settings: RankSettings
    pack: StoredPack
    result: RankResult
    beside: Beside
    seconds: float


def enqueue_ranking(*, actor: Actor, settings: RankSettings, token: str = "") -> UUID:
    """The id of the job that will rank; the same form (`token`) sent twice is one job.

    Raises `InvalidInput` for figures outside their limits, `NotFound` for an unknown catalogue or hazard or where the
    municipality has no data.
    """
    permissions.check_may(actor, policies.RANK)
    asking.require_within_limits(settings)
    riskpicture.find_hazards(catalogue_id=settings.catalogue_id, hazard_ids=settings.hazards)
    municipality.get_pack(actor=actor)
    catalogue = settings.catalogue_id or riskpicture.default_catalogue_id()
    arguments = attrs.asdict(attrs.evolve(settings, catalogue_id=catalogue))
    return jobs.enqueue(actor=actor, kind=RANK, arguments=arguments, idempotency_key=token)


def make_ranking(
    *, actor: Actor, settings: RankSettings, told: Told = step_shares.nobody, with_ladder: bool = True
) -> Made:
    """The ranking on the data in force, not kept yet; `told` hears how far it is, and may raise."""
    permissions.check_may(actor, policies.RANK)
    began = time.monotonic()
    pack, question, names = asking.put_question(actor=actor, settings=settings)
    earlier = queries.list_rankings(actor=actor)[:1]
    known = queries.get_ranking(actor=actor, ranking_id=earlier[0].ranking_id).beside.step_times if earlier else ()
    steps = step_shares.StepTeller(told=told, known=known)
    result = ranking.rank(question, steps.begin, spread=steps.spread)
    beside = asking.kept_beside(question, names)
    rungs = [ladder.rung_of_result(result, question.draws)]
    if with_ladder:
        steps.begin(LADDER)
        trials = make_trials(question, pack.snapshot, LADDER_DRAWS)
        items = ladder.walked_items(result)
        order = ladder.walk(items, trials, objective=result.objective, told=steps.counter(_WALK_STEPS * len(items)))
        rungs += ladder.climb(result, order, trials, asked_kr=settings.budget_kr)
        beside = attrs.evolve(beside, walk=tuple(tuple(c.candidate_id for c in item) for item in order))
    beside = attrs.evolve(beside, ladder=tuple(sorted(rungs, key=lambda rung: rung.best.budget_kr)))
    beside = attrs.evolve(beside, step_times=steps.times())
    return Made(settings=settings, pack=pack, result=result, beside=beside, seconds=time.monotonic() - began)


def make_trials(question: ranking.Question, snapshot: MunicipalitySnapshot, draws: int) -> Trials:
    """Trials of the question's hazards over `draws` draws, or over all of them where they are fewer."""
    grounds = ranking.make_grounds(question, snapshot)
    return ranking.make_trials(question, grounds, min(draws, question.draws))


def keep_ranking(*, actor: Actor, made: Made, job_id: UUID | None = None, clock: Clock = timezone.now) -> UUID:
    """The id of the ranking, stored whole; a job that ran twice keeps one."""
    permissions.check_may(actor, policies.RANK)
    with transaction.atomic():
        again = Ranking.objects.filter(job_id=job_id).first() if job_id else None
        if again is not None:
            return again.id
        row = Ranking.objects.create(
            municipality=actor.municipality,
            made_at=clock(),
            made_by=actor.user_id,
            job_id=job_id,
            pack_revision=made.pack.revision,
            pack_hash=made.pack.pack_hash,
            settings=rows.settings_bytes(made.settings),
            hazards=len(made.result.base),
            engine=ENGINE,
            program=beredt.__version__,
            seconds=made.seconds,
            content=rows.result_bytes(made.result),
            beside=rows.beside_bytes(made.beside),
        )
        audit.record(
            actor=actor,
            event=policies.RANKED,
            subject=f"ranking:{row.id}",
            details={"hazards": row.hazards, "measures": len(made.result.measures), "revision": made.pack.revision},
        )
    return row.id


def export_ranking(*, actor: Actor, ranking_id: UUID) -> bytes:
    """The ranking as the bytes that `beredt rank --json` writes of the same pack and settings; noted in the log."""
    permissions.check_may(actor, policies.EXPORT)
    stored = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    pack = municipality.get_pack(actor=actor)
    settings = stored.summary.settings
    content = doors.FILES.value.ranking_file(
        stored.result,
        municipality_code=pack.code,
        municipality_name=pack.snapshot.name,
        draws=settings.draws,
        seed=settings.seed,
    )
    audit.record(actor=actor, event=policies.EXPORTED, subject=f"ranking:{ranking_id}")
    return content
