"""Assessing in the background: one step per hazard, stored in one piece at the end."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from beredt.apps.impact import operations
from beredt.apps.impact.operations import Asked
from beredt.ground.jobs.kinds import RunningJob, kind
from beredt.kit.language import mark

_SHARE_OF_HAZARDS = 0.95


def _url_of(municipality: str, result: str) -> str:
    return reverse("impact:show_made", kwargs={"code": municipality, "run_id": UUID(result)})


@kind(operations.ASSESS, title=mark("Compute consequences"), url_of=_url_of)
def assess(job: RunningJob) -> None:
    """Computes and stores the run that was asked for."""
    asked = _asked(job)

    def tell(number: int, total: int) -> None:
        job.progress(
            _SHARE_OF_HAZARDS * (number - 1) / total,
            mark("Computes hazard {number} of {total}"),
            number=number,
            total=total,
        )

    job.progress(0.0, mark("Reads the municipality's data"))
    pack, computed = operations.compute_run(actor=job.actor, asked=asked, on_start=tell)
    job.progress(_SHARE_OF_HAZARDS, mark("Stores the run"))
    with transaction.atomic():
        run_id = operations.keep_run(actor=job.actor, asked=asked, pack=pack, computed=computed)
        job.finish(str(run_id))


def _asked(job: RunningJob) -> Asked:
    given = job.arguments
    repeats = str(given["repeats"])
    return Asked(
        catalogue_id=str(given["catalogue_id"]),
        hazards=tuple(map(str, _listed(given["hazards"]))),
        horizon_hours=_whole(given["horizon_hours"]),
        draws=_whole(given["draws"]),
        seed=_whole(given["seed"]),
        repeats=UUID(repeats) if repeats else None,
    )


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list of hazards is expected")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number is expected")
    return value
