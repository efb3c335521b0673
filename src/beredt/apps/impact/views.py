"""Pages of runs: the list, asking for one, one run, one hazard of it, why a group is hit, two runs compared."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from beredt.apps.impact import addresses, area_pages, hazard_page, operations, policies, queries, run_pages
from beredt.apps.impact.forms import RunForm
from beredt.apps.municipality import queries as municipality
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.ui.reading import reader_language
from beredt.kit.errors import InvalidInput


@gate.page(policies.READ)
def list_runs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Runs, newest first, with the work that is under way."""
    language = reader_language(request)
    rows = queries.list_runs(actor=actor)
    under_way = [job for job in jobs.list_jobs(actor=actor, kinds=(operations.ASSESS,)) if not job.is_finished]
    page = run_pages.runs_page(rows, actor=actor, language=language, editions=riskpicture.editions())
    return render(request, "impact/list_runs.html", {"page": page, "jobs": under_way})


@gate.page(policies.RUN, methods=("GET", "POST"))
def start_run(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks what to compute, and puts it in line."""
    language = reader_language(request)
    given = request.POST if request.method == "POST" else request.GET
    editions = riskpicture.editions()
    wanted = given.get("catalogue") or given.get("hazard", "").rpartition("/")[0] or riskpicture.default_catalogue_id()
    chosen = next((entry for entry in editions if entry.edition_id == wanted), editions[0])
    initial = {"token": uuid.uuid4().hex, "hazards": given.getlist("hazard")}
    form = RunForm(
        request.POST if request.method == "POST" else None, initial=initial, chosen=chosen, language=language
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        job_id = operations.enqueue_assessment(
            actor=actor,
            catalogue_id=asked["catalogue"],
            hazards=asked["hazards"],
            horizon_hours=asked["horizon"],
            draws=asked["draws"],
            seed=asked["seed"],
            token=asked["token"],
        )
        return HttpResponseRedirect(addresses.job_url(actor, job_id))
    context = {"form": form, "chosen": chosen, "page": run_pages.start_page(chosen, editions, language=language)}
    return render(request, "impact/start_run.html", {**context, "back": addresses.list_url(actor)})


@gate.page(policies.READ)
def show_run(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """One run: its hazards, what could not be computed, what it was made of."""
    run, hazards = queries.get_overview(actor=actor, run_id=run_id)
    page = run_pages.run_page(
        run,
        hazards,
        actor=actor,
        language=reader_language(request),
        vocabulary=municipality.vocabulary(),
        editions=riskpicture.editions(),
    )
    return render(request, "impact/show_run.html", {"page": page, "token": uuid.uuid4().hex})


@gate.page(policies.READ)
def show_made(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Where finished work leads: to the run, or to the comparison with the run that it repeats."""
    run, _ = queries.get_overview(actor=actor, run_id=run_id)
    if run.facts.repeats is None:
        return HttpResponseRedirect(addresses.run_url(actor, run_id))
    return HttpResponseRedirect(addresses.comparison_url(actor, run.facts.repeats, run_id))


@gate.page(policies.RUN, methods=("POST",))
def run_again(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """Puts the same run in line on today's data; the comparison follows."""
    job_id = operations.run_again(actor=actor, run_id=run_id, token=request.POST.get("token", "")[:64])
    return HttpResponseRedirect(addresses.job_url(actor, job_id))


@gate.page(policies.READ_NAMES)
def download_run(request: HttpRequest, actor: Actor, run_id: UUID) -> HttpResponse:
    """The run as the file that the command line writes."""
    content = queries.assessment_file(actor=actor, run_id=run_id)
    name = f"beredt-{actor.municipality}-{run_id}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)


@gate.page(policies.READ)
def show_hazard(request: HttpRequest, actor: Actor, run_id: UUID, edition_id: str, short_id: str) -> HttpResponse:
    """One hazard of a run: the answer, curves, areas by hour, who, why, what else, and what it was made of."""
    hazard = queries.get_hazard(actor=actor, run_id=run_id, hazard=f"{edition_id}/{short_id}")
    page = hazard_page.hazard_page(
        hazard,
        pack=municipality.get_pack(actor=actor),
        actor=actor,
        language=reader_language(request),
        vocabulary=municipality.vocabulary(),
        what=request.GET.get("vis", area_pages.NEED),
        hour=_hour(request, area_pages.first_hour(hazard.result.horizon_hours)),
    )
    return render(request, "impact/show_hazard.html", {"page": page, "token": uuid.uuid4().hex})


@gate.page(policies.READ_NAMES)
def list_groups(request: HttpRequest, actor: Actor, run_id: UUID, edition_id: str, short_id: str) -> HttpResponse:
    """Every group of citizens that is hit in one hazard, and when."""
    hazard = queries.get_hazard(actor=actor, run_id=run_id, hazard=f"{edition_id}/{short_id}")
    names = hazard.run.names(reader_language(request), vocabulary=municipality.vocabulary())
    page = hazard_page.groups_page(hazard, actor=actor, names=names)
    return render(request, "impact/list_groups.html", {"page": page})


@gate.page(policies.READ_NAMES, methods=("GET", "POST"))
def explain_group(request: HttpRequest, actor: Actor, run_id: UUID, edition_id: str, short_id: str) -> HttpResponse:
    """Why one group is hit: its causes, or a button that looks for them."""
    hazard_id = f"{edition_id}/{short_id}"
    profile_id = (request.POST if request.method == "POST" else request.GET).get("gruppe", "")
    if request.method == "POST":
        language = reader_language(request)
        try:
            operations.explain_profile(actor=actor, run_id=run_id, hazard=hazard_id, profile_id=profile_id)
        except InvalidInput as error:
            messages.warning(request, error.told_in(language))
        return HttpResponseRedirect(addresses.causes_url(actor, run_id, hazard_id, profile_id))
    hazard = queries.get_hazard(actor=actor, run_id=run_id, hazard=hazard_id)
    page = hazard_page.causes_page(
        hazard,
        profile_id,
        pack=municipality.get_pack(actor=actor),
        actor=actor,
        names=hazard.run.names(reader_language(request), vocabulary=municipality.vocabulary()),
    )
    return render(request, "impact/explain_group.html", {"page": page})


@gate.page(policies.READ)
def compare_runs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two runs side by side; without two runs named the choice of them."""
    language = reader_language(request)
    before, after = (_uuid(request.GET.get(name, "")) for name in ("foer", "efter"))
    rows = queries.list_runs(actor=actor)
    found = None
    if before is not None and after is not None:
        found = queries.compare_runs(actor=actor, before=before, after=after)
    page = run_pages.comparison_page(
        found,
        rows,
        actor=actor,
        language=language,
        vocabulary=municipality.vocabulary(),
        before=before,
        after=after,
    )
    return render(request, "impact/compare_runs.html", {"page": page})


def _hour(request: HttpRequest, otherwise: int) -> int:
    text = request.GET.get("time", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
