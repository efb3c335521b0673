"""Papers asked for, made and kept."""

from __future__ import annotations

import datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils import timezone

from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.ground.audit import operations as audit
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import InvalidInput
from beredt.kit.language import LANGUAGES, mark
from beredt.overview.papers import policies, queries, writing
from beredt.overview.papers.models import PaperRow
from beredt.overview.papers.writing import Written

MAKE = "papers.make"
MOST_KEPT = 30
"""Papers kept per municipality; the oldest go first."""


@attrs.frozen(kw_only=True)
class Wanted:
    """Which paper: staff, council or folder; as .pdf or .docx; in da or en."""

    kind: str
    suffix: str
    language: str


def enqueue_paper(*, actor: Actor, wanted: Wanted, token: str = "") -> UUID:
    """The id of the job that makes the paper; raises `InvalidInput` for a paper or form that there is not."""
    if wanted.suffix not in writing.FORMS.get(wanted.kind, ()) or wanted.language not in LANGUAGES:
        raise InvalidInput(mark("There is no such paper."), code="no_such_paper")
    permissions.check_may(actor, writing.permission_for(wanted.kind))
    return jobs.enqueue(actor=actor, kind=MAKE, arguments=attrs.asdict(wanted), idempotency_key=token)


def keep_paper(
    *,
    actor: Actor,
    wanted: Wanted,
    written: Written,
    made_at: datetime.datetime | None = None,
    job_id: UUID | None = None,
) -> UUID:
    """The id of the paper, stored; a job that ran twice keeps one."""
    permissions.check_may(actor, writing.permission_for(wanted.kind))
    with transaction.atomic():
        again = PaperRow.objects.filter(job_id=job_id).first() if job_id else None
        if again is not None:
            return again.id
        row = PaperRow.objects.create(
            municipality=actor.municipality,
            kind=wanted.kind,
            suffix=wanted.suffix,
            language=wanted.language,
            content=written.content,
            made_at=made_at or timezone.now(),
            made_by=actor.user_id,
            job_id=job_id,
            run_id=written.run_id,
            ranking_id=written.ranking_id,
            pack_hash=written.pack_hash,
        )
        own = PaperRow.objects.filter(municipality=actor.municipality)
        PaperRow.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_KEPT:])).delete()
        audit.record(actor=actor, event=policies.MADE, subject=f"paper:{row.id}", details={"kind": wanted.kind})
    return row.id


def fetch_paper(*, actor: Actor, paper_id: UUID) -> tuple[str, bytes]:
    """File name and content of a paper, with a line in the access log; raises `NotFound`."""
    row = queries.find_row(actor=actor, paper_id=paper_id)
    with transaction.atomic():
        audit.record(actor=actor, event=policies.FETCHED, subject=f"paper:{paper_id}", details={"kind": row.kind})
    name = f"beredt-{row.kind}-{actor.municipality}-{row.made_at:%Y-%m-%d}-{row.language}"
    return f"{name}{row.suffix}", bytes(row.content)
