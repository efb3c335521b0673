"""The page about the installation itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from beredt.ground.access import gate, policies
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.jobs.states import TITLES
from beredt.shell.ops import checks


@gate.installation(policies.RUN_INSTALLATION)
def show_installation(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Self-checks, versions, and how many jobs are in which state: no municipality's data."""
    found = checks.run_all()
    context = {
        "checks": found,
        "unwell": sum(not check.is_well for check in found),
        "versions": checks.versions(),
        "jobs": [(TITLES[state], count) for state, count in jobs.count_by_state().items()],
    }
    return render(request, "ops/installation.html", context)
