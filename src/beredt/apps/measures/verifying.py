"""What to verify first: found in the background for a ranking, kept with the calls that settle it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.apps.measures import asking, policies, queries, rows, step_shares
from beredt.apps.measures.models import Verification
from beredt.apps.measures.step_shares import Told
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.measures import verify
from beredt.domain.measures.calls import CallList, make_call_list
from beredt.domain.measures.result import VerifyFirst
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import operations as jobs
from beredt.kit.language import mark

VERIFY = "measures.verify"
_SHARE_OF_SWINGS = 0.3
_MOST = 0.98


@attrs.frozen(kw_only=True, eq=False)
class MadeVerification:
    """What was found and is not kept yet."""

    ranking_id: UUID
    pack: StoredPack
    found: VerifyFirst
    calls: CallList
    seconds: float


def enqueue_verification(*, actor: Actor, ranking_id: UUID, token: str = "") -> UUID:
    """The id of the job that finds out what to verify first, given a ranking.

    Raises `NotFound` for an unknown ranking, `InvalidInput` where the data have changed since.
    """
    permissions.check_may(actor, policies.RANK)
    stored = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    asking.same_question(stored, municipality.get_pack(actor=actor))
    arguments = {"ranking_id": str(ranking_id)}
    return jobs.enqueue(actor=actor, kind=VERIFY, arguments=arguments, idempotency_key=token)


def make_verification(
    *, actor: Actor, ranking_id: UUID, told: Told = step_shares.nobody, most_regrets: int = verify.MOST_REGRETS
) -> MadeVerification:
    """What to verify first, not kept yet; raises as `enqueue_verification`.

    So many assumptions get the dear second look: would another choice be better? With 0 it takes seconds.
    """
    permissions.check_may(actor, policies.RANK)
    began = time.monotonic()
    stored = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    pack = municipality.get_pack(actor=actor)
    question = asking.same_question(stored, pack)
    looked_at: list[str] = []

    def tell(step: str) -> None:
        if step == "swings":
            told(0.0, mark("trying every assumption at both its ends"))
            return
        looked_at.append(step)
        share = _SHARE_OF_SWINGS + (_MOST - _SHARE_OF_SWINGS) * (len(looked_at) - 1) / most_regrets
        told(
            min(share, _MOST),
            mark("looking at the assumptions that weigh most: number {number}"),
            number=len(looked_at),
        )

    found = verify.verify_first(question, stored.result, tell, most_regrets=most_regrets)
    calls = make_call_list(found, question.assumptions, pack.tables)
    seconds = time.monotonic() - began
    return MadeVerification(ranking_id=ranking_id, pack=pack, found=found, calls=calls, seconds=seconds)


def keep_verification(
    *,
    actor: Actor,
    made: MadeVerification,
    job_id: UUID | None = None,
    clock: Callable[[], datetime.datetime] = timezone.now,
) -> UUID:
    """The id of what was found, stored whole; a job that ran twice keeps one."""
    permissions.check_may(actor, policies.RANK)
    with transaction.atomic():
        again = Verification.objects.filter(job_id=job_id).first() if job_id else None
        if again is not None:
            return again.id
        row = Verification.objects.create(
            municipality=actor.municipality,
            ranking_id=made.ranking_id,
            made_at=clock(),
            made_by=actor.user_id,
            job_id=job_id,
            pack_revision=made.pack.revision,
            pack_hash=made.pack.pack_hash,
            seconds=made.seconds,
            **rows.verification_values(made.found, made.calls),
        )
        audit.record(
            actor=actor,
            event=policies.VERIFICATION_FOUND,
            subject=f"verification:{row.id}",
            details={"assumptions": len(made.found.assumptions), "questions": len(made.calls.questions)},
        )
    return row.id
