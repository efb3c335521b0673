"""The start page. The clock is read here and nowhere below."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beredt.ground.access import gate
from beredt.ground.access.actor import Actor
from beredt.ground.ui import reading
from beredt.overview.situation import gathering, policies
from beredt.overview.situation.start_page import start_page


def read_clock() -> datetime.datetime:
    """The present."""
    return timezone.now()


@gate.page(policies.READ)
def show_start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Are we ready for three days: what was computed, what to do now, whom to ring, what is old."""
    if not gathering.has_data(actor=actor):
        return render(request, "situation/no_data.html", {"begin_url": f"/{actor.municipality}/begynd/"})
    found = gathering.gather(actor=actor, moment=read_clock())
    shown = {
        "page": start_page(found, reading.reader_language(request)),
        "found": found,
        "code": actor.municipality,
        "may": gathering.what_may_be_started(actor=actor),
    }
    return render(request, "situation/start.html", shown)
