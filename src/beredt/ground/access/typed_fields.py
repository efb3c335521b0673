"""What somebody typed into a form while the session ran out: carried, sealed, through the sign-in page and back.

Nothing is stored on the server, so nobody can fill it up. Only the user who typed sees it again: the seal is bound to
the user whose session ended, known from a signed cookie. Passwords and codes are never kept.

Whoever signed in again in another window sends a form whose token is from before: what it held is shown, with a token
of now, to be sent by hand. Only what came from a page of ours is: another site's form must never get a token.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import attrs
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import escape_leading_slashes

from beredt.ground.access import forms, queries, sealing
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
    """The fields of one form: where it was sent, names and values in order, and fields of files, which are lost.

    `page` is where the form stood, for the way back; "" where that is not known.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    page: str = ""

    @property
    def readable(self) -> tuple[str, ...]:
        """What a person would know again: texts and numbers, without the form's own marks (ids, versions, digests)."""
        values = dict.fromkeys(value.strip() for _, value in self.fields)
        return tuple(value for value in values if value and not _MARK.fullmatch(value))


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page, holding what was typed; the answer to a form from somebody who is not signed in."""
    kept = keep(request)
    context = {"form": forms.SignInForm(initial={"kept": kept}), "expired": True, "kept": bool(kept)}
    return _instead_of_the_page(request, render(request, "access/sign_in.html", context, status=401))


def keep(request: HttpRequest) -> str:
    """The posted fields, sealed for the user whose session ended; "" if there is none, or too much was typed."""
    user_id = _last_user(request)
    typed = _typed(request)
    if user_id is None or typed is None:
        return ""
    plain = json.dumps({**attrs.asdict(typed), "at": int(time.time())}).encode()
    return sealing.seal_text(plain, purpose=_purpose(user_id)) if len(plain) <= _MOST_CHARACTERS else ""


def answer_old_token(request: HttpRequest) -> HttpResponseBase | None:
    """The page that holds what a form with an old token sent, to send again by hand; None where nothing is held.

    That is: forms that came from elsewhere or do not say from where, those of one's own account, and mere buttons.
    """
    typed = _typed(request)
    if typed is None or not typed.readable or not _is_from_here(request):
        return None
    if not isinstance(request.user, User):
        return ask_to_sign_in(request) if keep(request) else None
    if queries.lacks_second_factor(request.user):
        return None
    response = render(request, "access/typed_again.html", {"typed": typed, "is_old": True}, status=403)
    response["Cache-Control"] = "no-store"
    return _instead_of_the_page(request, response)


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
        page=typed.get("page", ""),
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


def _typed(request: HttpRequest) -> Typed | None:
    """What the request's form held; None for forms of one's own account, and for what is no form."""
    if request.method != "POST" or request.path.startswith(_OWN_PAGES):
        return None
    return Typed(
        path=request.get_full_path(),
        fields=tuple((name, value) for name, values in request.POST.lists() for value in values if _may_keep(name)),
        files=tuple(request.FILES),
        page=_page_of(request),
    )


def _page_of(request: HttpRequest) -> str:
    """The path of the page that asked; "" where that is none to go back to."""
    address = request.headers.get("Referer", "")
    if _origin(address) not in _own_origins(request):
        return ""
    path = escape_leading_slashes(urlunsplit(urlsplit(address)._replace(scheme="", netloc="", fragment="")))
    return "" if path.startswith(_OWN_PAGES) else path


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this; saying nothing is not enough."""
    told = [request.headers[name] for name in ("Origin", "Referer") if name in request.headers]
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return bool(told) and site == "same-origin" and all(_origin(url) in _own_origins(request) for url in told)


def _own_origins(request: HttpRequest) -> frozenset[str]:
    return frozenset({f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS})


def _origin(url: str) -> str:
    """Scheme and host of an address; "" for what is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def _instead_of_the_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, for the whole window also where only a part of the page asked."""
    if request.headers.get("HX-Request"):
        response.status_code = 200
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


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
