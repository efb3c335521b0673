"""A session that is used lives on; one that is not ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_TOUCHED = "touched"
_TOUCH_SECONDS = 600


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
