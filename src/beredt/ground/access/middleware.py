"""A session that is used lives on, one that is not ends; and nobody fills the disk with what nobody asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

_TOUCHED = "touched"
_TOUCH_SECONDS = 600
MOST_BYTES_UNKNOWN = 2_000_000
"""From somebody who is not signed in: room for a form that is typed by hand."""
MOST_BYTES = 100_000_000
"""From a user: room for a pack with its roads."""


def keep_session_alive(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: pushes the end of a used session forward, in the database at most every ten minutes."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        session = request.session
        # Reading the session of a visitor without one would make none; it would only cost.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "_auth_user_id" in session:
            now = int(time.time())
            if now - int(session.get(_TOUCHED, 0)) >= _TOUCH_SECONDS:
                session[_TOUCHED] = now
                session.set_expiry(settings.SESSION_COOKIE_AGE)
        return response

    return answer


def limit_size(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: 413 for what is too large, before a byte of it is read or stored. It knows the user already."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        most = MOST_BYTES if request.user.is_authenticated else MOST_BYTES_UNKNOWN
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            return render(request, "access/too_large.html", {"megabytes": MOST_BYTES // 1_000_000}, status=413)
        return get_response(request)

    return answer
