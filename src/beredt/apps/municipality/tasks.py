"""What this room has done in the background: reading and storing large files, drafting from open data."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from beredt.apps.municipality import import_operations
from beredt.apps.municipality.planning import Steps
from beredt.ground.jobs.kinds import RunningJob, kind
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

READ, STORE, DRAFT = "municipality.read_upload", "municipality.store_upload", "municipality.draft"


def open_data_folder() -> Path | None:
    """The folder with open data that the administrator named; None where none was named. Raises `NotFound`."""
    named = getattr(settings, "BEREDT_OPEN_DATA", "") or os.environ.get("BEREDT_OPEN_DATA", "")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise NotFound(
            mark("The folder for open data that this installation names is not there."),
            code="no_such_folder",
            hint=mark("Ask the administrator, or begin with the thin draft from national figures."),
        )
    return folder


def _url_of_upload(municipality: str, upload_id: str) -> str:
    return reverse("municipality:show_upload", kwargs={"code": municipality, "upload_id": UUID(upload_id)})


def _told(job: RunningJob) -> Steps:
    return lambda share, step: job.progress(share, step or mark("working"))


@kind(READ, title=mark("Read a file"), url_of=_url_of_upload)
def read_upload(job: RunningJob) -> None:
    """Reads the file `upload_id` and keeps the report."""
    import_operations.read_upload(
        actor=job.actor, upload_id=UUID(str(job.arguments["upload_id"])), told=_told(job), done=job.finish
    )


@kind(STORE, title=mark("Store a file"), url_of=_url_of_upload)
def store_upload(job: RunningJob) -> None:
    """Stores the file `upload_id`, which has been read."""
    import_operations.store_upload(
        actor=job.actor, upload_id=UUID(str(job.arguments["upload_id"])), told=_told(job), done=job.finish
    )


@kind(DRAFT, title=mark("Draft from open data"), url_of=_url_of_upload)
def draft(job: RunningJob) -> None:
    """Drafts a pack from the folder with open data (from national figures alone where `is_thin`)."""
    folder = None if job.arguments.get("is_thin") else open_data_folder()
    import_operations.draft_from_open_data(actor=job.actor, folder=folder, told=_draft_steps(job), done=job.finish)


def _draft_steps(job: RunningJob) -> Steps:
    def told(share: float, file: str) -> None:
        if file:
            job.progress(share, mark("reading {file}"), file=file)
        else:
            job.progress(share, mark("drafting"))

    return told
