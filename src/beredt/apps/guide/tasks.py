"""Drafting a municipality from open data and storing it, so that the questions can begin."""

from __future__ import annotations

from django.urls import reverse

from beredt.apps.guide import operations
from beredt.apps.municipality import import_operations, tasks
from beredt.apps.municipality import queries as municipality
from beredt.ground.jobs.kinds import RunningJob, kind
from beredt.kit.language import mark


def _guide_url(municipality: str, result: str) -> str:
    del result
    return reverse("guide:show_guide", kwargs={"code": municipality})


@kind(operations.BEGIN, title=mark("Draft the municipality from open data"), url_of=_guide_url)
def begin(job: RunningJob) -> None:
    """Drafts and stores; a municipality that has data already is left as it is."""
    if municipality.has_pack(actor=job.actor):
        job.finish("there")
        return
    upload_id = import_operations.draft_from_open_data(
        actor=job.actor,
        folder=tasks.open_data_folder(),
        told=lambda share, step: job.progress(0.7 * share, mark("drafting")),
    )
    import_operations.store_upload(
        actor=job.actor,
        upload_id=upload_id,
        told=lambda share, step: job.progress(0.7 + 0.3 * share, mark("storing")),
        done=job.finish,
    )
