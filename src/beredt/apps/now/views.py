"""The page for the first minutes and all that can be pressed on it. The clock is read here and nowhere below."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from beredt.apps.now import forms, operations, policies, presenting, queries
from beredt.apps.now.forms import Times
from beredt.apps.now.records import ReportValue
from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.ui import reading
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.units import MINUTES_PER_HOUR

_SEARCH_FIELDS = ("q", "kind", "still")


def read_clock() -> datetime.datetime:
    """The present."""
    return timezone.now()


@gate.page(policies.READ)
def show_now(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What is down, who needs help when, and what can be ticked."""
    language = reading.reader_language(request)
    try:
        look = queries.look(actor=actor, moment=read_clock())
    except NotFound:
        return render(request, "now/no_data.html", {"begin_url": f"/{actor.municipality}/begynd/"})
    text, kind = request.GET.get("q", "")[:80], request.GET.get("kind", "")[:80]
    choices = queries.find_choices(actor=actor, text=text, kind=kind)
    return render(
        request,
        "now/show.html",
        {
            "look": look,
            "page": presenting.page_of(look, language),
            "board": presenting.board_of(look, choices, language),
            "code": actor.municipality,
            "text": text,
            "kind": kind,
            "is_searched": bool(text.strip() or kind),
            "is_still": bool(request.GET.get("still")),
            "query": _query(request.GET),
        },
    )


@gate.page(policies.READ)
def show_live(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The parts that follow the clock, for the page to renew itself."""
    look = queries.look(actor=actor, moment=read_clock())
    page = presenting.page_of(look, reading.reader_language(request))
    shown = {"look": look, "page": page, "code": actor.municipality, "is_part": True}
    return render(request, "now/live.html", shown)


@gate.page(policies.REPORT, methods=("POST",))
def report(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """One tap: something is down, is back, was never down, or is put back; then the page again."""
    moment = read_clock()
    _try(request, lambda: _tap(request, actor, moment))
    return _back_to_now(request, actor)


@gate.page(policies.REPORT, methods=("GET", "POST"))
def change_times(request: HttpRequest, actor: Actor, report_id: UUID) -> HttpResponseBase:
    """Since when, and when it is expected back."""
    moment = read_clock()
    known = queries.get_report(actor=actor, report_id=report_id)
    if request.method != "POST":
        return _times_page(request, actor, known, forms.stored_times(known.since_at, known.expected_at))
    typed = forms.typed_times(request.POST)
    try:
        operations.change_times(
            actor=actor,
            report_id=report_id,
            since_at=typed.since_at(moment),
            expected_at=typed.expected_at(moment),
            expected_version=_number(request.POST.get("version", "")),
            moment=moment,
        )
    except operations.ReportChanged as error:
        return _times_page(request, actor, error.theirs, typed, error=error, is_conflict=True)
    except InvalidInput as error:
        return _times_page(request, actor, known, typed, error=error)
    return _back_to_now(request, actor)


@gate.page(policies.REPORT, methods=("POST",))
def tick_action(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A first action is done, or not after all."""
    action = request.POST.get("done") or request.POST.get("undone") or ""
    is_done = "done" in request.POST
    _try(
        request,
        lambda: operations.tick_action(actor=actor, action=action[:60], is_done=is_done, moment=read_clock()),
    )
    return _back_to_now(request, actor)


@gate.page(policies.REPORT, methods=("POST",))
def set_outdoor(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The outdoor temperature that heat is computed for."""
    _try(
        request,
        lambda: operations.set_outdoor(
            actor=actor,
            outdoor_c=forms.typed_temperature(request.POST.get("outdoor", "")[:20]),
            expected_c=forms.typed_temperature(request.POST.get("outdoor_seen", "")[:20]),
        ),
    )
    return _back_to_now(request, actor)


@gate.page(policies.REPORT, methods=("GET", "POST"))
def clear(request: HttpRequest, actor: Actor, version: int) -> HttpResponseBase:
    """All is back: asks first and names what is lost, then clears."""
    if request.method == "POST":
        _try(request, lambda: operations.clear(actor=actor, expected_version=version, moment=read_clock()))
        return _back_to_now(request, actor)
    look = queries.look(actor=actor, moment=read_clock())
    page = presenting.page_of(look, reading.reader_language(request))
    return render(request, "now/clear.html", {"page": page, "code": actor.municipality})


@gate.page(policies.REPORT, methods=("POST",))
def undo_clear(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Puts back what was cleared last."""
    _try(request, lambda: operations.undo_clear(actor=actor, situation_id=UUID(request.POST.get("situation", ""))))
    return _back_to_now(request, actor)


@gate.page(policies.READ_ASSETS)
def export_outages(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What is down as the file that `beredt assess --disruptions` reads."""
    outages = queries.export_outages(actor=actor, moment=read_clock())
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["asset_id", "start_hours", "end_hours"])
    for outage in outages:
        writer.writerow([outage.asset_id, outage.start_minute / MINUTES_PER_HOUR, outage.end_minute / MINUTES_PER_HOUR])
    response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="disruptions-{actor.municipality}.csv"'
    return response


def _tap(request: HttpRequest, actor: Actor, moment: datetime.datetime) -> None:
    post = request.POST
    if "down" in post:
        subjects = [forms.typed_subject(key) for key in post.getlist("down")]
        since = forms.typed_since(post, moment)
        operations.report_down(actor=actor, subjects=subjects, since_at=since, moment=moment)
    elif "back" in post:
        operations.report_back(actor=actor, report_id=UUID(post["back"]), back_at=None, moment=moment)
    elif "withdraw" in post:
        operations.withdraw_report(actor=actor, report_id=UUID(post["withdraw"]), moment=moment)
    elif "restore" in post:
        operations.restore_report(actor=actor, report_id=UUID(post["restore"]))


def _try(request: HttpRequest, change: Callable[[], object]) -> None:
    """Makes a change; what the user can put right is told on the page that follows."""
    try:
        change()
    except UserError as error:
        messages.error(request, error.told_in(reading.reader_language(request)))
    except ValueError:
        # An id that no page of ours sends.
        messages.error(
            request,
            NotFound("There is no such report.", code="no_such_report").told_in(reading.reader_language(request)),
        )


def _times_page(
    request: HttpRequest,
    actor: Actor,
    known: ReportValue,
    typed: Times,
    *,
    error: InvalidInput | None = None,
    is_conflict: bool = False,
) -> HttpResponse:
    language = reading.reader_language(request)
    look = queries.look(actor=actor, moment=read_clock())
    shown: dict[str, Any] = {
        "line": presenting.report_line(known, look, queries.names_for(look, language)),
        "typed": typed,
        "version": known.version,
        "error": error,
        "is_conflict": is_conflict,
        "code": actor.municipality,
    }
    return render(request, "now/times.html", shown, status=409 if is_conflict else 400 if error else 200)


def _back_to_now(request: HttpRequest, actor: Actor) -> HttpResponseRedirect:
    address = reverse("now:show_now", kwargs={"code": actor.municipality})
    query = _query(request.POST)
    return HttpResponseRedirect(f"{address}?{query}" if query else address, status=303)


def _query(given: Any) -> str:
    return urlencode({name: given[name][:80] for name in _SEARCH_FIELDS if given.get(name)})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
