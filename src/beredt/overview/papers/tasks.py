"""Making a paper in the background."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from beredt.ground.jobs.kinds import RunningJob, kind
from beredt.kit.language import language, mark
from beredt.overview.papers import operations, writing
from beredt.overview.papers.operations import Wanted


def _paper_url(municipality: str, result: str) -> str:
    return reverse("papers:fetch_paper", kwargs={"code": municipality, "paper_id": result})


@kind(operations.MAKE, title=mark("Make a paper"), url_of=_paper_url)
def make(job: RunningJob) -> None:
    """Makes and stores the paper that was asked for."""
    wanted = Wanted(**{name: str(value) for name, value in job.arguments.items()})
    job.progress(0.1, mark("lays out the pages"))
    written = writing.write_paper(
        actor=job.actor,
        kind=wanted.kind,
        suffix=wanted.suffix,
        language=language(wanted.language),
        day=timezone.localdate(),
    )
    with transaction.atomic():
        job.finish(str(operations.keep_paper(actor=job.actor, wanted=wanted, written=written, job_id=job.job_id)))
