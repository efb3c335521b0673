"""Pages on what to verify first: the questions, an answer recorded in place, the call list out and back."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beredt.apps.measures import addresses, answering, policies, queries, reading, verify_page, verifying, views
from beredt.apps.measures.doors import GivenAnswer
from beredt.apps.measures.forms import AnswerForm, FilledListForm
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.changes import ChangedMeanwhile
from beredt.ground.access import gate, permissions
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.ui.reading import reader_language
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import language as spoken
from beredt.kit.language import mark
from beredt.telling.call_words import UNIT_WORDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gate.page(policies.SEE_PLACES)
def verify_first(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The questions, most valuable first, or the first step where nobody has looked yet."""
    language = reader_language(request)
    ranking = queries.latest_ranking(actor=actor)
    verification = queries.latest_verification(actor=actor)
    links = {
        "show_latest_url": addresses.url(actor, "show_latest"),
        "start_ranking_url": addresses.url(actor, "start_ranking"),
        "compare_url": addresses.url(actor, "compare_rankings"),
        "start_url": addresses.url(actor, "start_verification"),
        "download_url": addresses.url(actor, "download_calls"),
        "upload_url": addresses.url(actor, "upload_calls"),
        "may_rank": permissions.may(actor, policies.RANK),
        "may_answer": permissions.may(actor, policies.ANSWER),
        "jobs": [job for job in jobs.list_jobs(actor=actor, kinds=views.JOB_KINDS) if not job.is_finished],
        "token": uuid.uuid4().hex,
        "ranking": ranking,
    }
    if verification is None or ranking is None:
        return render(request, "measures/verify_empty.html", links)
    pack = municipality.get_pack(actor=actor)
    page = verify_page.verify_page(
        verification,
        ranking=ranking,
        actor=actor,
        words=reading.call_words_for(pack, ranking, language),
        done=answering.answered(verification, pack),
        pack_hash=pack.pack_hash,
    )
    context = {
        "page": page,
        "form": FilledListForm(language=language),
        "ranking_is_stale": ranking.summary.pack_hash != pack.pack_hash,
        "how_long": views.how_long(verification.seconds, language) if verification.is_thorough else "",
    }
    return render(request, "measures/verify.html", {**context, **links})


@gate.page(policies.RANK, methods=("POST",))
def start_verification(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Puts the search for what to verify first in line, for the newest ranking."""
    ranking = queries.latest_ranking(actor=actor)
    if ranking is None:
        raise NotFound(mark("Nothing has been ranked yet."), code="no_ranking", hint=mark("Rank the measures first."))
    token = request.POST.get("token", "")[:64]
    job_id = verifying.enqueue_verification(
        actor=actor, ranking_id=ranking.ranking_id, token=f"verify-{token}" if token else ""
    )
    return HttpResponseRedirect(addresses.job_url(actor, job_id))


@gate.page(policies.ANSWER, methods=("GET", "POST"))
def answer_question(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One question and a form for its answer."""
    language = reader_language(request)
    verification = queries.latest_verification(actor=actor)
    question = verify_page.question_numbered(verification, number) if verification else None
    if verification is None or question is None:
        raise NotFound(mark("There is no such question."), code="no_such_question")
    pack = municipality.get_pack(actor=actor)
    words = reading.call_words_for(pack, queries.latest_ranking(actor=actor), language)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": pack.revision, "day": timezone.localdate().isoformat()},
        unit=language.say(UNIT_WORDS[question.unit]),
        language=language,
    )
    if request.method == "POST" and form.is_valid():
        stored = _record(request, actor, question.question_id, form)
        if stored is not None:
            return stored
    context = {
        "form": form,
        "line": verify_page.one_line(number, question, actor, words, answering.answered(verification, pack)),
        "assumed": words.assumed(question),
        "back": addresses.url(actor, "verify_first"),
    }
    return render(request, "measures/answer.html", context, status=422 if form.errors else 200)


@gate.page(policies.EXPORT)
def download_calls(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The call list as a workbook."""
    content = answering.export_calls(actor=actor, told_in=reader_language(request))
    response = HttpResponse(content, content_type=XLSX)
    name = spoken("da").say(mark("call-list"))
    response["Content-Disposition"] = f'attachment; filename="{name}-{actor.municipality}.xlsx"'
    return response


@gate.page(policies.ANSWER, methods=("POST",))
def upload_calls(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Takes a filled list in, and leads to what it would change; nothing is stored yet."""
    language = reader_language(request)
    form = FilledListForm(request.POST, request.FILES, language=language)
    if not form.is_valid():
        messages.error(request, language.say(mark("Choose a file first.")))
        return HttpResponseRedirect(addresses.url(actor, "verify_first"))
    file = form.cleaned_data["file"]
    upload_id: UUID = answering.receive_filled_list(actor=actor, name=file.name, chunks=file.chunks())
    return HttpResponseRedirect(
        reverse("municipality:show_upload", kwargs={"code": actor.municipality, "upload_id": upload_id})
    )


def _record(request: HttpRequest, actor: Actor, question_id: str, form: AnswerForm) -> HttpResponse | None:
    """Back to the questions once the answer is stored; None where it cannot be, which then stands in the form."""
    language = reader_language(request)
    asked = form.cleaned_data
    try:
        recorded = answering.record_answer(
            actor=actor,
            question_id=question_id,
            given=GivenAnswer(answer=asked["answer"], told_by=asked["told_by"], day=asked["day"]),
            expected_revision=asked["revision"],
            told_in=language,
        )
    except ChangedMeanwhile as error:
        form.add_error(None, error.told_in(language))
        form.data = request.POST.copy()
        form.data["revision"] = str(municipality.get_pack(actor=actor).revision)
        return None
    except InvalidInput as error:
        form.add_error("answer", error.told_in(language))
        return None
    said = mark("The answer is stored as verified. Rank again to see what changed.")
    if not recorded.is_known:
        said = mark("That they do not know is noted; the assumption stays.")
    messages.success(request, language.say(said))
    for warning in recorded.warnings:
        messages.warning(request, warning)
    return HttpResponseRedirect(addresses.url(actor, "verify_first"))
