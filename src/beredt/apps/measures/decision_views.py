"""Pages of decisions: all of them, taking one on a measure, taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from beredt.apps.measures import addresses, deciding, policies, queries, ranking_page, views
from beredt.apps.measures.deciding import DecidedMeanwhile
from beredt.apps.measures.forms import DecisionForm
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.ui.reading import reader_language
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark


@gate.page(policies.READ)
def list_decisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was decided, measure by measure, without places."""
    language = reader_language(request)
    ranking = queries.latest_ranking(actor=actor)
    numbers = addresses.numbers_of(ranking) if ranking else {}
    found = [
        (
            decision.name_in(language.code),
            ranking_page.badge_of(decision, language),
            addresses.measure_url(actor, ranking.ranking_id, numbers[decision.candidate_id])
            if ranking and decision.candidate_id in numbers
            else "",
        )
        for decision in queries.list_decisions(actor=actor)
    ]
    context = {"decisions": found, "show_latest_url": addresses.url(actor, "show_latest")}
    return render(request, "measures/decisions.html", context)


@gate.page(policies.DECIDE, methods=("GET", "POST"))
def decide(request: HttpRequest, actor: Actor, ranking_id: UUID, number: str) -> HttpResponse:
    """Takes a decision and goes back to the measure; where somebody else was first, what was typed stays."""
    measure_url = addresses.measure_url(actor, ranking_id, number)
    if request.method != "POST":
        return HttpResponseRedirect(f"{measure_url}#beslut")
    language = reader_language(request)
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    form = DecisionForm(request.POST, language=language)
    theirs = None
    if form.is_valid():
        asked = form.cleaned_data
        try:
            deciding.decide(
                actor=actor,
                ranking_id=ranking_id,
                candidate_id=addresses.candidate_of(ranking, number),
                decision=asked["decision"],
                decider=asked["decider"],
                reason=asked["reason"],
                expected_version=asked["version"],
            )
        except DecidedMeanwhile as error:
            theirs = error.theirs
            form.add_error(None, error.told_in(language))
            form.data = request.POST.copy()
            form.data["version"] = str(theirs.version)
        except InvalidInput as error:
            form.add_error("reason", error.told_in(language))
        else:
            messages.success(request, language.say(mark("The decision is stored.")))
            return HttpResponseRedirect(measure_url)
    context = views.measure_context(request, actor, ranking_id, number)
    status = 409 if theirs is not None else 422
    return render(request, "measures/measure.html", {**context, "form": form}, status=status)


@gate.page(policies.DECIDE, methods=("POST",))
def undo_decision(request: HttpRequest, actor: Actor, ranking_id: UUID, number: str) -> HttpResponse:
    """Takes the newest decision back and goes back to the measure."""
    language = reader_language(request)
    ranking = queries.get_ranking(actor=actor, ranking_id=ranking_id)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1
    candidate_id = addresses.candidate_of(ranking, number)
    try:
        deciding.undo(actor=actor, candidate_id=candidate_id, expected_version=version)
    except DecidedMeanwhile as error:
        messages.error(request, error.told_in(language))
    else:
        messages.success(request, language.say(mark("The decision is taken back.")))
    return HttpResponseRedirect(addresses.measure_url(actor, ranking_id, number))
