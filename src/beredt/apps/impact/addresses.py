"""Where a run and its hazards stand: hazard ids hold a slash, so they are two parts of an address."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from beredt.ground.access.actor import Actor


def run_url(actor: Actor, run_id: UUID, name: str = "show_run") -> str:
    """The page of a run, or another of its addresses."""
    return reverse(f"impact:{name}", kwargs={"code": actor.municipality, "run_id": run_id})


def hazard_url(actor: Actor, run_id: UUID, hazard: str, name: str = "show_hazard") -> str:
    """The page of one hazard of a run, or another of its addresses."""
    edition_id, _, short_id = hazard.rpartition("/")
    kwargs = {"code": actor.municipality, "run_id": run_id, "edition_id": edition_id, "short_id": short_id}
    return reverse(f"impact:{name}", kwargs=kwargs)


def list_url(actor: Actor) -> str:
    """The list of runs."""
    return reverse("impact:list_runs", kwargs={"code": actor.municipality})


def start_url(actor: Actor) -> str:
    """Where a run is asked for."""
    return reverse("impact:start_run", kwargs={"code": actor.municipality})


def job_url(actor: Actor, job_id: UUID) -> str:
    """Where work in the background is followed."""
    return reverse("jobs:show_job", kwargs={"code": actor.municipality, "job_id": job_id})


def causes_url(actor: Actor, run_id: UUID, hazard: str, profile_id: str = "") -> str:
    """Why one group is hit; without a group the address that a group is put behind."""
    return f"{hazard_url(actor, run_id, hazard, 'explain_group')}?{urlencode({'gruppe': profile_id})}"


def comparison_url(actor: Actor, before: UUID, after: UUID) -> str:
    """Two runs side by side."""
    url = reverse("impact:compare_runs", kwargs={"code": actor.municipality})
    return f"{url}?{urlencode({'foer': before, 'efter': after})}"


def compare_url(actor: Actor, *, after: UUID | None = None) -> str:
    """Where two runs are chosen to be compared; `after` is chosen already."""
    url = reverse("impact:compare_runs", kwargs={"code": actor.municipality})
    return f"{url}?{urlencode({'efter': after})}" if after else url


def revision_url(actor: Actor, number: int) -> str:
    """One change of the municipality's data, with its rows."""
    return reverse("municipality:show_revision", kwargs={"code": actor.municipality, "number": number})
