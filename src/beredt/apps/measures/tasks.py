"""Ranking and finding out what to verify first, in the background; stored in one piece at the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from beredt.apps.measures import operations, verifying
from beredt.apps.measures.stored import RankSettings
from beredt.ground.jobs.kinds import RunningJob, kind
from beredt.kit.language import mark


def _ranking_url(municipality: str, result: str) -> str:
    return reverse("measures:show_ranking", kwargs={"code": municipality, "ranking_id": UUID(result)})


def _verification_url(municipality: str, result: str) -> str:
    return reverse("measures:verify_first", kwargs={"code": municipality})


@kind(operations.RANK, title=mark("Rank measures"), url_of=_ranking_url)
def rank(job: RunningJob) -> None:
    """Makes and stores the ranking that was asked for."""
    job.progress(0.0, mark("reads the municipality's data"))
    made = operations.make_ranking(actor=job.actor, settings=settings_of(job), told=job.progress)
    with transaction.atomic():
        ranking_id = operations.keep_ranking(actor=job.actor, made=made, job_id=job.job_id)
        job.finish(str(ranking_id))


@kind(verifying.VERIFY, title=mark("Find out what to verify first"), url_of=_verification_url)
def verify(job: RunningJob) -> None:
    """Finds out and stores what to verify first, for one ranking."""
    ranking_id = UUID(str(job.arguments["ranking_id"]))
    job.progress(0.0, mark("reads the municipality's data"))
    made = verifying.make_verification(actor=job.actor, ranking_id=ranking_id, told=job.progress)
    with transaction.atomic():
        found = verifying.keep_verification(actor=job.actor, made=made, job_id=job.job_id)
        job.finish(str(found))


def settings_of(job: RunningJob) -> RankSettings:
    """How a job is to rank."""
    given: dict[str, Any] = dict(job.arguments)
    return RankSettings(**{**given, "hazards": tuple(given["hazards"])})
