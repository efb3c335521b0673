"""From a right password to a session: the second factor, a fresh session, what was typed before it."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login as start_session
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from beredt.ground.access import doors, lockout, queries, typed_fields
from beredt.ground.access.models import User

LANGUAGE_COOKIE = "language"
_LANGUAGE_SECONDS = 365 * 24 * 3600
_BACKEND = "beredt.ground.access.backends.PasswordBackend"
_WAITING = "waiting_for_second_factor"
_WAITING_SECONDS = 600


def wait_for_second_factor(request: HttpRequest, user: User) -> None:
    """Notes that the password was right, for ten minutes; the user is not signed in yet."""
    request.session.cycle_key()
    request.session[_WAITING] = {"user": user.pk, "at": int(time.time())}


def waiting_user(request: HttpRequest) -> User | None:
    """Whose password was right in this session; None after ten minutes."""
    noted = request.session.get(_WAITING)
    if not noted or time.time() - noted["at"] > _WAITING_SECONDS:
        return None
    return User.objects.filter(pk=noted["user"], is_active=True).first()


def finish(request: HttpRequest, user: User, *, next_path: str = "", kept: str = "") -> HttpResponseBase:
    """Signs in with a new session key; then back to what was typed, to the page asked for, or to the front page."""
    request.session.pop(_WAITING, None)
    with transaction.atomic():
        start_session(request, user, backend=_BACKEND)
        for actor in lockout.actors_everywhere(user):
            doors.record(actor, doors.SIGNED_IN, user.pk)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    typed = typed_fields.given_back(kept, user)
    response: HttpResponseBase
    if typed is not None and not queries.lacks_second_factor(user):
        response = render(request, "access/typed_again.html", {"typed": typed})
    else:
        response = HttpResponseRedirect(safe_path(next_path))
    typed_fields.remember_user(response, user)
    remember_language(response, user)
    return response


def remember_language(response: HttpResponseBase, user: User) -> None:
    """Lets the pages speak the language that the user once chose."""
    if user.language:
        response.set_cookie(
            LANGUAGE_COOKIE,
            user.language,
            max_age=_LANGUAGE_SECONDS,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )


def safe_path(asked: str) -> str:
    """The path asked for if it is one of this site, else the front page: a link must not send a reader elsewhere."""
    is_path = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return asked if is_path and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else "/"
