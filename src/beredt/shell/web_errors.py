"""What a page says when something is wrong: what happened, what is kept, what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import sync_only_middleware

from beredt.ground.access import explaining, typed_fields, words
from beredt.ground.access.actor import ROLES
from beredt.ground.access.permissions import Permission
from beredt.kit.errors import NotAllowed, NotFound, UserError
from beredt.kit.language import mark

_LOG = logging.getLogger(__name__)
_TEMPLATE = "shell/error.html"


@sync_only_middleware
class tell_errors:  # noqa: N801 - named as a middleware function, with a hook that functions cannot have
    """Middleware: an error that the user can act on becomes a page with its sentence; anything else stays a bug."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a `UserError`; None for everything else."""
        if isinstance(error, NotAllowed):
            return not_allowed(request, error)
        if isinstance(error, UserError):
            status = 404 if isinstance(error, NotFound) else 400
            return _page(request, status, error.sentence, error.hint, error.values)
        return None


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: what is refused, and who may."""
    if isinstance(exception, NotAllowed):
        refused = explaining.permission_named(str(exception.values.get("permission", "")))
        return _page(request, 403, exception.sentence, exception.hint, exception.values, refused)
    return _page(request, 403, mark("This is not allowed."), "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for what does not exist and for what is none of the reader's business."""
    return _page(request, 404, mark("There is no such page."), mark("Check the address, or begin from the front page."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no page of ours makes."""
    return _page(request, 400, mark("The request could not be understood."), mark("Go back and try again."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403: a form from before the last sign-in, held for sending it again; or one from another site."""
    return typed_fields.answer_old_token(request) or _page(
        request,
        403,
        mark("The form is too old, or cookies are switched off. Nothing was changed."),
        mark("Go back, reload the page, and send it again. The browser usually keeps what you typed."),
    )


def our_bug(request: HttpRequest) -> HttpResponse:
    """500: said plainly, without anything that needs the database."""
    return HttpResponse(_BUG_PAGE, status=500)


def _page(
    request: HttpRequest,
    status: int,
    sentence: str,
    hint: str,
    values: dict[str, Any] | None = None,
    refused: Permission | None = None,
) -> HttpResponse:
    language = words.spoken()
    told = {"sentence": language.say(sentence, **(values or {})), "hint": hint and language.say(hint, **(values or {}))}
    if refused is not None:
        titles = [language.say(words.ROLE_TITLES[role]) for role in ROLES if role in refused.roles]
        told |= {"refused": language.say(refused.title), "refused_roles": language.listed(titles)}
    return render(request, _TEMPLATE, told, status=status)


_BUG_PAGE = """<!doctype html><html lang="da"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Fejl i Beredt</title>
<link rel="stylesheet" href="/static/ui/look.css">
<main><h1>Det er en fejl i Beredt, ikke i det, du gjorde.</h1>
<p>Det, der var gemt, er stadig gemt. Gå tilbage og prøv igen, eller begynd fra <a href="/">forsiden</a>.
Tidspunktet står i programmets log på maskinen.</p>
<p lang="en">This is a bug in Beredt, not in what you did. What was saved is still saved. Go back and try again,
or begin from the <a href="/">front page</a>.</p></main></html>
"""
