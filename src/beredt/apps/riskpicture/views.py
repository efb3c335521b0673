"""Pages of risk pictures: editions, one edition, one hazard here, two editions compared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beredt.apps.municipality import queries as municipality
from beredt.apps.riskpicture import pages, policies, queries
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.ui.reading import reader_language


@gate.page(policies.READ)
def list_editions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The editions, newest first, with how much is confirmed and how much can be computed here."""
    rows = queries.list_editions(actor=actor)
    page = pages.editions_page(rows, actor=actor, language=reader_language(request))
    return render(request, "riskpicture/list_editions.html", {"page": page})


@gate.page(policies.READ)
def show_edition(request: HttpRequest, actor: Actor, edition_id: str) -> HttpResponse:
    """One edition: what it is, its hazards, its sources."""
    found = queries.get_edition(actor=actor, edition_id=edition_id)
    page = pages.edition_page(
        found, actor=actor, language=reader_language(request), vocabulary=municipality.vocabulary()
    )
    return render(request, "riskpicture/show_edition.html", {"page": page})


@gate.page(policies.READ)
def show_hazard(request: HttpRequest, actor: Actor, edition_id: str, short_id: str) -> HttpResponse:
    """One hazard: what it does here, what is left out, or why it cannot be computed."""
    found = queries.get_hazard(actor=actor, hazard_id=f"{edition_id}/{short_id}")
    page = pages.hazard_page(
        found, actor=actor, language=reader_language(request), vocabulary=municipality.vocabulary()
    )
    return render(request, "riskpicture/show_hazard.html", {"page": page})


@gate.page(policies.READ)
def compare_editions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What one edition changes against another, also for us; without two editions named the newest two."""
    found = queries.compare_editions(actor=actor, old_id=request.GET.get("fra", ""), new_id=request.GET.get("til", ""))
    page = pages.comparison_page(
        found,
        queries.editions(),
        actor=actor,
        language=reader_language(request),
        vocabulary=municipality.vocabulary(),
    )
    return render(request, "riskpicture/compare_editions.html", {"page": page})
