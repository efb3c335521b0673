"""Pages of work in the background: the list, one job, and the buttons on it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import operations, pages, policies, queries, retention
from beredt.ground.jobs.states import FAILED
from beredt.ground.ui import reading


@gate.page(policies.READ)
def list_jobs(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The latest work of the municipality, what is under way first."""
    language = reading.reader_language(request)
    found = queries.list_jobs(actor=actor)
    context = {
        "sentence": pages.first_sentence(found, language),
        "is_empty": not found,
        "failed": any(job.state == FAILED for job in found),
        "under_way": pages.in_order([job for job in found if not job.is_finished]),
        "kept_days": retention.KEPT_DAYS,
        "finished": pages.finished_table(found, language),
    }
    return render(request, "jobs/list.html", context)


@gate.page(policies.READ)
def show_job(request: HttpRequest, actor: Actor, job_id: UUID) -> HttpResponseBase:
    """One job; for a page that renews itself only its part, with what is new since the `known` of the address."""
    job = queries.get_job(actor=actor, job_id=job_id)
    is_part = request.headers.get("HX-Request") == "true"
    known = request.GET.get("known", "")
    shown = {
        "job": job,
        "has_news": job.news != known,
        "has_new_state": job.state != known.partition("-")[0],
    }
    response = render(request, "jobs/part.html" if is_part else "jobs/job.html", shown)
    response["Cache-Control"] = "no-store"
    response["Vary"] = "HX-Request, Cookie"
    return response


@gate.page(policies.READ, methods=("POST",))
def cancel_job(request: HttpRequest, actor: Actor, job_id: UUID) -> HttpResponseBase:
    """Stops a job and shows it."""
    operations.cancel(actor=actor, job_id=job_id)
    return _to_job(actor, job_id)


@gate.page(policies.READ, methods=("POST",))
def retry_job(request: HttpRequest, actor: Actor, job_id: UUID) -> HttpResponseBase:
    """Begins a job over and shows it."""
    operations.retry(actor=actor, job_id=job_id)
    return _to_job(actor, job_id)


def _to_job(actor: Actor, job_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("jobs:show_job", kwargs={"code": actor.municipality, "job_id": job_id}))
