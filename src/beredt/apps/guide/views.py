"""The guided start: where one is, one question a page, what it changed, the first answer."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beredt.apps.guide import operations, policies, presenting, queries
from beredt.apps.guide.operations import AnsweredMeanwhile
from beredt.domain.municipality.guide_questions import FIRST
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.ui import reading
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.language import mark


@gate.page(policies.READ)
def show_guide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How far one is, what comes next, and what is still to be asked."""
    may_answer = permissions.may(actor, policies.ANSWER)
    waiting = [job for job in jobs.list_jobs(actor=actor) if not job.is_finished]
    if not queries.has_data(actor=actor):
        shown = {"code": actor.municipality, "may_answer": may_answer, "jobs": waiting, "token": str(uuid4())}
        return render(request, "guide/begin.html", shown)
    page = presenting.guide_page(queries.get_way(actor=actor), reading.reader_language(request))
    return render(
        request,
        "guide/show.html",
        {"page": page, "code": actor.municipality, "may_answer": may_answer, "jobs": waiting},
    )


@gate.page(policies.ANSWER, methods=("POST",))
def begin(request: HttpRequest, actor: Actor) -> HttpResponseRedirect:
    """Has the municipality's data drafted."""
    job_id = operations.enqueue_beginning(actor=actor, token=request.POST.get("token", "")[:36])
    return HttpResponseRedirect(f"/{actor.municipality}/opgaver/{job_id}/", status=303)


@gate.page(policies.ANSWER, methods=("GET", "POST"))
def answer_step(request: HttpRequest, actor: Actor, step_id: str) -> HttpResponse:
    """One question; its answer leads to the next one."""
    language = reading.reader_language(request)
    way = queries.get_way(actor=actor)
    step = way.find(step_id)
    if step is None:
        raise NotFound(mark("There is no such question here."), code="no_such_question")
    error: UserError | None = None
    if request.method == "POST":
        try:
            given = operations.give_answer(
                actor=actor,
                step_id=step_id,
                answer=request.POST.get("answer", ""),
                number=presenting.number_typed(request.POST.get("number", "")),
                expected_version=_version(request.POST.get("version", "")),
            )
        except (AnsweredMeanwhile, InvalidInput) as found:
            error = found
            way = queries.get_way(actor=actor)
            step = way.find(step_id) or step
        else:
            messages.success(request, presenting.told_change(given, step, language))
            return HttpResponseRedirect(_onward(actor, step_id), status=303)
    page = presenting.step_page(way, step, language, typed=request.POST if error else None, code=actor.municipality)
    status = 200 if error is None else 409 if isinstance(error, AnsweredMeanwhile) else 400
    return render(request, "guide/step.html", {"page": page, "error": error, "code": actor.municipality}, status=status)


@gate.page(policies.READ)
def show_first_answer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first answer: a quick estimate now, the whole computation under way."""
    pack, found = queries.get_estimate(actor=actor)
    waiting = [job for job in jobs.list_jobs(actor=actor) if not job.is_finished]
    page = presenting.first_answer(pack, found, reading.reader_language(request))
    return render(request, "guide/answer.html", {"page": page, "jobs": waiting, "code": actor.municipality})


def _onward(actor: Actor, step_id: str) -> str:
    """The next open question; after the last of the first five, the first answer."""
    way = queries.get_way(actor=actor)
    here = way.find(step_id)
    if here is not None and here.part == FIRST and not any(step.is_open for step in way.part(FIRST)):
        operations.enqueue_first_answer(actor=actor)
        return reverse("guide:show_first_answer", kwargs={"code": actor.municipality})
    step = way.next_open(step_id)
    if step is None:
        return reverse("guide:show_guide", kwargs={"code": actor.municipality})
    return reverse("guide:answer_step", kwargs={"code": actor.municipality, "step_id": step.step_id})


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
