"""Choosing one of the 98 municipalities and beginning with it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from beredt.apps.guide import operations
from beredt.apps.municipality import queries as municipality
from beredt.ground.access import gate, queries
from beredt.ground.access import operations as access
from beredt.ground.access import policies as access_policies
from beredt.ground.access.actor import Actor
from beredt.ground.access.models import User
from beredt.ground.ui import reading
from beredt.kit.errors import NotFound, UserError
from beredt.kit.language import mark


@gate.installation(access_policies.RUN_INSTALLATION, methods=("GET", "POST"))
def choose_municipality(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The 98 municipalities; choosing one adds it and begins the draft of its data."""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_begin(request, actor), status=303)
        except UserError as error:
            messages.error(request, error.told_in(reading.reader_language(request)))
    found = sorted(municipality.vocabulary().municipalities.values(), key=lambda entry: entry.name)
    shown = {"municipalities": found, "token": str(uuid4())}
    return render(request, "guide/choose.html", shown, status=400 if request.method == "POST" else 200)


def _begin(request: HttpRequest, actor: Actor) -> str:
    """The address to go on at; raises `NotFound` for a code that is none of the 98."""
    chosen = municipality.vocabulary().municipalities.get(request.POST.get("municipality", ""))
    if chosen is None or not isinstance(request.user, User):
        raise NotFound(mark("Choose a municipality from the list."), code="no_such_municipality")
    access.add_municipality(actor=actor, code=chosen.code, name=chosen.name)
    inside = queries.actor_in(request.user, chosen.code)
    if inside is None or municipality.has_pack(actor=inside):
        return f"/{chosen.code}/begynd/"
    job_id = operations.enqueue_beginning(actor=inside, token=request.POST.get("token", "")[:36])
    return f"/{chosen.code}/opgaver/{job_id}/"
