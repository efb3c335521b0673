"""The page of papers: which there are, have one made, fetch one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beredt.adapters.render.typst_pdf import renderer as pdf
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.jobs import queries as jobs
from beredt.ground.ui import reading
from beredt.kit.errors import UserError
from beredt.kit.language import Language, mark
from beredt.overview.papers import operations, policies, queries, writing
from beredt.overview.papers.operations import Wanted

TITLES = {
    writing.STAFF: mark("Report to the staff"),
    writing.COUNCIL: mark("Case for the council"),
    writing.FOLDER: mark("Crisis folder"),
}
PURPOSES = {
    writing.STAFF: mark("Two to four internal pages: curves, who and when, measures, assumptions, sources."),
    writing.COUNCIL: mark("Two pages to edit, without names of assets, places, suppliers or single points."),
    writing.FOLDER: mark(
        "At most 25 internal pages that work with everything off: a page per hazard, role cards, log, runner slips, "
        "visit lists."
    ),
}
FORM_WORDS = {".pdf": mark("PDF"), ".docx": mark("Word")}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@gate.page(policies.READ)
def list_papers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What can be made, what is being made, and what was made."""
    language = reading.reader_language(request)
    shown = {
        "choices": [_choice(kind, language) for kind in queries.kinds_for(actor)],
        "papers": [_line(paper, language) for paper in queries.list_papers(actor=actor)],
        "jobs": [job for job in jobs.list_jobs(actor=actor, kinds=[operations.MAKE]) if not job.is_finished],
        "token": str(uuid4()),
        "code": actor.municipality,
        "may_see_assets": writing.STAFF in queries.kinds_for(actor),
    }
    return render(request, "papers/list.html", shown)


@gate.page(policies.READ, methods=("POST",))
def make_paper(request: HttpRequest, actor: Actor) -> HttpResponseRedirect:
    """Has a paper made, then shows the job."""
    language = reading.reader_language(request)
    kind, _, suffix = request.POST.get("paper", "").partition("/")
    wanted = Wanted(kind=kind[:10], suffix=suffix[:6], language=request.POST.get("language", language.code)[:2])
    try:
        job_id = operations.enqueue_paper(actor=actor, wanted=wanted, token=_token(request, wanted))
    except UserError as error:
        messages.error(request, error.told_in(language))
        return HttpResponseRedirect(reverse("papers:list_papers", kwargs={"code": actor.municipality}), status=303)
    return HttpResponseRedirect(f"/{actor.municipality}/opgaver/{job_id}/", status=303)


@gate.page(policies.READ)
def fetch_paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """The file."""
    name, content = operations.fetch_paper(actor=actor, paper_id=paper_id)
    suffix = f".{name.rpartition('.')[2]}"
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    opens_in_page = "inline" if suffix == pdf.SUFFIX else "attachment"
    response["Content-Disposition"] = f'{opens_in_page}; filename="{name}"'
    return response


def _token(request: HttpRequest, wanted: Wanted) -> str:
    given = request.POST.get("token", "")[:36]
    return f"{given}/{wanted.kind}{wanted.suffix}/{wanted.language}" if given else ""


def _choice(kind: str, language: Language) -> dict[str, object]:
    return {
        "kind": kind,
        "title": language.say(TITLES[kind]),
        "purpose": language.say(PURPOSES[kind]),
        "forms": [{"value": f"{kind}/{suffix}", "word": language.say(FORM_WORDS[suffix])}
                  for suffix in writing.FORMS[kind]],
    }  # fmt: skip


def _line(paper: queries.Paper, language: Language) -> dict[str, object]:
    return {
        "paper_id": paper.paper_id,
        "title": language.say(TITLES[paper.kind]),
        "form": language.say(FORM_WORDS[paper.suffix]),
        "language": paper.language,
        "made_at": paper.made_at,
    }
