"""The gallery of components, and choosing language and keyboard shortcuts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from beredt.ground.access import gate
from beredt.ground.access import operations as access
from beredt.ground.ui import context, gallery, reading
from beredt.kit.language import LANGUAGES


@gate.public
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its states, on invented data; `?exercise` shows the frame that exercises have."""
    request.exercise = "exercise" in request.GET  # type: ignore[attr-defined]
    return render(request, "ui/gallery.html", gallery.samples(reading.reader_language(request)))


@gate.public
def sample_areas(request: HttpRequest) -> HttpResponse:
    """Areas of the gallery's map."""
    return JsonResponse(gallery.sample_areas())


@gate.public
def sample_places(request: HttpRequest) -> HttpResponse:
    """Places of the gallery's map."""
    return JsonResponse(gallery.sample_places())


@gate.public
def sample_budget(request: HttpRequest) -> HttpResponse:
    """What the gallery's budget slider fetches."""
    told = gallery.sample_budget(request.GET.get("budget", ""), reading.reader_language(request))
    return HttpResponse(format_html("<p>{}</p>", told))


@gate.public(methods=("POST",))
def change_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in the browser and goes back to where the reader was."""
    chosen = request.POST.get("language", "")
    access.choose_language(user_id=request.user.pk, language=chosen)
    return _keep(request, reading.COOKIE, chosen if chosen in LANGUAGES else LANGUAGES[0])


@gate.public(methods=("POST",))
def change_keys(request: HttpRequest) -> HttpResponse:
    """Switches keyboard shortcuts on or off in this browser and goes back to where the reader was."""
    off = request.POST.get("keys") == context.KEYS_OFF
    return _keep(request, context.KEYS_COOKIE, context.KEYS_OFF if off else "on")


def _keep(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        name,
        value,
        max_age=reading.COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _way_back(request: HttpRequest) -> str:
    """The page that the choice was made on; never an address outside."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if own and wanted.startswith("/") else "/"
