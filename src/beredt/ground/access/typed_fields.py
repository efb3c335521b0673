"""What somebody typed into a form while the session ran out: carried, sealed, through the sign-in page and back.

Nothing is stored on the server, so nobody can fill it up. Only the user who typed sees it again: the seal is bound to
the user whose session ended, known from a signed cookie. Passwords and codes are never kept.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any

import attrs
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from beredt.ground.access import forms, sealing
from beredt.ground.access.models import User

LAST_USER_COOKIE = "beredt_last"
_LAST_USER_SECONDS = 30 * 24 * 3600
_KEPT_SECONDS = 12 * 3600
_MOST_CHARACTERS = 1_000_000
_NEVER_KEPT = ("password", "csrfmiddlewaretoken", "secret", "code")
_MARK = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?:sha256:)?[0-9a-f]{32,}|[A-Za-z0-9_-]{40,}")
_OWN_PAGES = ("/konto/", "/logind/", "/link/")


@attrs.frozen(kw_only=True)
class Typed:
    """The fields of one form: where it was sent, names and values in order, and fields of files, which are lost."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def readable(self) -> tuple[str, ...]:
        """What a person would know again: texts and numbers, without the form's own marks (ids, versions, digests)."""
        values = dict.fromkeys(value.strip() for _, value in self.fields)
        return tuple(value for value in values if value and not _MARK.fullmatch(value))


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, holding what was typed; the answer to a form from somebody who is not signed in."""
    kept = keep(request)
    context = {"form": forms.SignInForm(initial={"kept": kept}), "expired": True, "kept": bool(kept)}
    response: HttpResponse = render(request, "access/sign_in.html", context, status=401)
    if request.headers.get("HX-Request"):
        # A fragment was asked for: the sign-in page takes the place of the whole page instead.
        response.status_code = 200
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def keep(request: HttpRequest) -> str:
    """The posted fields, sealed for the user whose session ended; "" if there is none, or too much was typed."""
    user_id = _last_user(request)
    if user_id is None or request.path.startswith(_OWN_PAGES):
        return ""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if _may_keep(name)]
    typed = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": list(request.FILES),
        "at": int(time.time()),
    }
    plain = json.dumps(typed).encode()
    return sealing.seal_text(plain, purpose=_purpose(user_id)) if len(plain) <= _MOST_CHARACTERS else ""


def given_back(kept: str, user: User) -> Typed | None:
    """What this user typed; None if somebody else did, or too long ago."""
    plain = sealing.unseal_text(kept, purpose=_purpose(user.pk)) if kept else None
    if plain is None:
        return None
    typed: dict[str, Any] = json.loads(plain)
    if time.time() - typed["at"] > _KEPT_SECONDS:
        return None
    return Typed(
        path=typed["path"],
        fields=tuple((name, value) for name, value in typed["fields"]),
        files=tuple(typed["files"]),
    )


def remember_user(response: HttpResponseBase, user: User) -> None:
    """Notes in the browser who signed in, for the day the session runs out under a half-written form."""
    response.set_cookie(
        LAST_USER_COOKIE,
        signing.dumps(user.pk, salt=LAST_USER_COOKIE),
        max_age=_LAST_USER_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _last_user(request: HttpRequest) -> int | None:
    try:
        return int(
            signing.loads(request.COOKIES.get(LAST_USER_COOKIE, ""), salt=LAST_USER_COOKIE, max_age=_LAST_USER_SECONDS)
        )
    except signing.BadSignature:
        return None


def _may_keep(name: str) -> bool:
    return not any(part in name.lower() for part in _NEVER_KEPT)


def _purpose(user_id: int) -> str:
    return f"typed:{user_id}"
