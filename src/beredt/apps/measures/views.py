"""Pages of rankings: the newest, asking for one, the budget, sets tried, one measure, two rankings compared."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from beredt.apps.measures import (
    addresses,
    comparing,
    difference_page,
    doors,
    measure_page,
    operations,
    policies,
    queries,
    ranking_page,
    reading,
    set_parts,
    trying,
    verifying,
)
from beredt.apps.measures.forms import DecisionForm, RankForm
from beredt.apps.measures.set_parts import SetPart, TryPart
from beredt.apps.measures.stored import StoredRanking
from beredt.apps.municipality import queries as municipality
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.ui.reading import reader_language
from beredt.kit.errors import InvalidInput, UserError
from beredt.kit.language import Language, mark

JOB_KINDS = (operations.RANK, verifying.VERIFY)


@gate.page(policies.READ)
def show_latest(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest ranking, or what will stand here and the first step."""
    ranking = queries.latest_ranking(actor=actor)
    if ranking is None:
        context = {"jobs": _under_way(actor), "may_rank": permissions.may(actor, policies.RANK)}
        return render(request, "measures/empty.html", {**context, **_links(actor)})
    return _ranking(request, actor, ranking)


@gate.page(policies.READ)
def show_ranking(request: HttpRequest, actor: Actor, ranking_id: UUID) -> HttpResponse:
    """One ranking."""
    return _ranking(request, actor, queries.get_ranking(actor=actor, ranking_id=ranking_id))


@gate.page(policies.READ)
def list_rankings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Rankings, newest first."""
    context = {"rankings": queries.list_rankings(actor=actor), **_links(actor)}
    return render(request, "measures/list_rankings.html", context)


@gate.page(policies.RANK, methods=("GET", "POST"))
def start_ranking(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks how to rank, and puts it in line."""
    language = reader_language(request)
    given = request.POST if request.method == "POST" else request.GET
    editions = riskpicture.editions()
    wanted = given.get("catalogue") or riskpicture.default_catalogue_id()
    chosen = next((edition for edition in editions if edition.edition_id == wanted), editions[0])
    budget = given.get("budget", "")
    initial = {
        "token": uuid.uuid4().hex,
        "hazards": given.getlist("hazard"),
        **({"budget": budget} if budget.isascii() and budget.isdecimal() else {}),
    }
    form = RankForm(
        request.POST if request.method == "POST" else None, initial=initial, chosen=chosen, language=language
    )
    if request.method == "POST" and form.is_valid():
        job_id = operations.enqueue_ranking(
            actor=actor, settings=form.settings(), token=f"rank-{form.cleaned_data['token']}"
        )
        return HttpResponseRedirect(addresses.job_url(actor, job_id))
    earlier = queries.list_rankings(actor=actor)
    context = {
        "form": form,
        "edition": chosen.title.in_language(language.code),
        "others": [
            (edition.edition_id, edition.title.in_language(language.code)) for edition in editions if edition != chosen
        ],
        "how_long": how_long(earlier[0].seconds, language) if earlier else "",
        **_links(actor),
    }
    return render(request, "measures/start_ranking.html", context)


@gate.page(policies.READ)
def show_set(request: HttpRequest, actor: Actor, ranking_id: UUID) -> HttpResponse:
    """The best set for a budget: the part of the page, or the whole page with it."""
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    if request.headers.get("HX-Request") != "true":
        return _ranking(request, actor, ranking)
    part, problem = _set(request, actor, ranking, _places(request, actor, ranking))
    return render(request, "measures/set_part.html", {"set": part, "problem": problem})


@gate.page(policies.READ)
def try_measures(request: HttpRequest, actor: Actor, ranking_id: UUID) -> HttpResponse:
    """What the ticked measures do: the part of the page, or the whole page with it."""
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    if request.headers.get("HX-Request") != "true":
        return _ranking(request, actor, ranking)
    part, problem = _tried(request, actor, ranking, _places(request, actor, ranking))
    return render(request, "measures/try_part.html", {"tried": part, "problem": problem})


@gate.page(policies.READ)
def show_measure(request: HttpRequest, actor: Actor, ranking_id: UUID, number: str) -> HttpResponse:
    """One measure of a ranking."""
    return render(request, "measures/measure.html", measure_context(request, actor, ranking_id, number))


@gate.page(policies.READ)
def compare_rankings(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the newest ranking says otherwise than the one before it."""
    newest = queries.latest_ranking(actor=actor)
    before = queries.ranking_before(actor=actor, ranking_id=newest.ranking_id) if newest else None
    if newest is None or before is None:
        return render(request, "measures/nothing_to_compare.html", _links(actor))
    places = _places(request, actor, newest)
    found = comparing.compare(before.result, newest.result)
    context = {
        "found": found,
        "sentence": difference_page.difference_sentence(found, places),
        "table": difference_page.difference_rows(found, places),
        "into": difference_page.titles_of(found.into_set, newest, places),
        "out_of": difference_page.titles_of(found.out_of_set, before, places),
        "before": before.summary,
        "after": newest.summary,
        **_links(actor),
    }
    return render(request, "measures/compare.html", context)


@gate.page(policies.EXPORT)
def download_ranking(request: HttpRequest, actor: Actor, ranking_id: UUID) -> HttpResponse:
    """The ranking as a file for other programs."""
    content = operations.export_ranking(actor=actor, ranking_id=ranking_id)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rank-{actor.municipality}.json"'
    return response


def measure_context(request: HttpRequest, actor: Actor, ranking_id: UUID, number: str) -> dict[str, Any]:
    """What stands on the page of one measure, with a fresh form for a decision."""
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    candidate_id = addresses.candidate_of(ranking, number)
    language = reader_language(request)
    places = _places(request, actor, ranking)
    pack = municipality.get_pack(actor=actor)
    verification = queries.latest_verification(actor=actor) if places.is_named else None
    page = measure_page.measure_page(
        ranking,
        candidate_id,
        places=places,
        content=doors.CONTENT.value.load_measures(),
        history=queries.decision_history(actor=actor, candidate_id=candidate_id),
        verification=verification,
        words=reading.call_words_for(pack, ranking, language) if verification else None,
    )
    may_decide = permissions.may(actor, policies.DECIDE)
    return {
        "page": page,
        "may_decide": may_decide,
        "form": DecisionForm(language=language, initial={"version": page.version}) if may_decide else None,
        "decide_url": addresses.measure_url(actor, ranking_id, number, "decide"),
        "undo_url": addresses.measure_url(actor, ranking_id, number, "undo_decision"),
        "ranking_url": addresses.url(actor, "show_ranking", ranking_id=ranking_id),
        "try_url": addresses.with_query(addresses.url(actor, "try_measures", ranking_id=ranking_id), til=number)
        + "#prov",
        "may_see_places": places.is_named,
    }


def _ranking(request: HttpRequest, actor: Actor, ranking: StoredRanking) -> HttpResponse:
    places = _places(request, actor, ranking)
    pack = municipality.get_pack(actor=actor)
    decisions = {decision.candidate_id: decision for decision in queries.list_decisions(actor=actor)}
    ticked = _ticked(request, ranking)
    page = ranking_page.ranking_page(
        ranking, actor=actor, places=places, decisions=decisions, pack_hash=pack.pack_hash, ticked=ticked
    )
    part, set_problem = _set(request, actor, ranking, places)
    tried, try_problem = _tried(request, actor, ranking, places) if ticked else (None, "")
    top = ranking.beside.ladder[-1].best.budget_kr if ranking.beside.ladder else 0.0
    context = {
        "page": page,
        "set": part,
        "problem": set_problem,
        "tried": tried,
        "try_problem": try_problem,
        "most_kr": round(top),
        "set_url": addresses.url(actor, "show_set", ranking_id=ranking.ranking_id),
        "try_url": addresses.url(actor, "try_measures", ranking_id=ranking.ranking_id),
        "file_url": addresses.url(actor, "download_ranking", ranking_id=ranking.ranking_id)
        if permissions.may(actor, policies.EXPORT)
        else "",
        "jobs": _under_way(actor),
        "may_rank": permissions.may(actor, policies.RANK),
        "may_see_places": places.is_named,
        **_links(actor),
    }
    return render(request, "measures/ranking.html", context)


def _set(request: HttpRequest, actor: Actor, ranking: StoredRanking, places: Any) -> tuple[SetPart | None, str]:
    """The best set for the budget in the address (the ranking's own where there is none), or what is wrong."""
    language = places.names.language
    given = request.GET.get("budget", "")
    asked = ranking.summary.settings.budget_kr
    try:
        budget = _kroner(given) if given else asked
        if request.GET.get("exact"):
            rung = trying.best_set_for(actor=actor, ranking_id=ranking.ranking_id, budget_kr=budget)
        else:
            found = set_parts.rung_below(ranking, budget)
            rung = found or trying.best_set_for(actor=actor, ranking_id=ranking.ranking_id, budget_kr=budget)
    except UserError as error:
        return None, error.told_in(language)
    return set_parts.set_part(ranking, rung, given_kr=budget, actor=actor, places=places), ""


def _tried(request: HttpRequest, actor: Actor, ranking: StoredRanking, places: Any) -> tuple[TryPart | None, str]:
    ticked = _ticked(request, ranking)
    try:
        tried = trying.try_measures(actor=actor, ranking_id=ranking.ranking_id, candidate_ids=ticked)
    except trying.Alternatives as error:
        return None, set_parts.clash_told(error.pair, places)
    except UserError as error:
        return None, error.told_in(places.names.language)
    return set_parts.try_part(tried, ranking=ranking, places=places), ""


def _ticked(request: HttpRequest, ranking: StoredRanking) -> list[str]:
    """Ids of the ticked measures, each once."""
    return [addresses.candidate_of(ranking, number) for number in dict.fromkeys(request.GET.getlist("til"))]


def _kroner(text: str) -> float:
    """Whole kroner; raises `InvalidInput`. Thousands may be marked as a Dane writes them."""
    plain = text.strip().replace(".", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 12):
        raise InvalidInput(
            mark("{text} is not a number of kroner."),
            code="bad_budget",
            hint=mark("Write whole kroner, for instance 500000."),
            text=text[:40],
        )
    return float(plain)


def _places(request: HttpRequest, actor: Actor, ranking: StoredRanking) -> Any:
    return reading.places_for(actor, municipality.get_pack(actor=actor), ranking, reader_language(request))


def _under_way(actor: Actor) -> list[Any]:
    return [job for job in jobs.list_jobs(actor=actor, kinds=JOB_KINDS) if not job.is_finished]


def how_long(seconds: float, language: Language) -> str:
    """How long something took last, in a sentence."""
    return language.say(mark("Last time it took {span}."), span=ranking_page.span_told(seconds, language))


def _links(actor: Actor) -> dict[str, str]:
    names = ("show_latest", "start_ranking", "list_rankings", "compare_rankings", "verify_first", "list_decisions")
    return {f"{name}_url": addresses.url(actor, name) for name in names}
