"""The gate at each page: every view carries one of these marks, and a test walks all addresses to see that it does.

    @gate.page(policies.READ, methods=("GET", "POST"))
    def show_thing(request, actor, thing_id): ...

`page` takes `code` out of the address and hands over `actor` (the code is `actor.municipality`); `signed_in` hands over
an actor outside any municipality; `installation` the same, for whoever runs the installation; `public` hands over
nothing. All set `request.actor` where there is one. Views are functions; class-based views are not used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse

from beredt.ground.access import permissions, queries, typed_fields
from beredt.ground.access.actor import Actor
from beredt.ground.access.models import User
from beredt.ground.access.permissions import Permission

View = Callable[..., HttpResponseBase]
READING = ("GET",)
PAGE, SIGNED_IN, INSTALLATION, PUBLIC = "page", "signed_in", "installation", "public"


def page(permission: Permission, *, methods: Collection[str] = READING) -> Callable[[View], View]:
    """A page of a municipality: members with the permission see it, other members are told who may, others get 404."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **arguments: Any) -> HttpResponseBase:
            return _answer(request, methods, lambda user: _member(user, code, permission), view, arguments)

        return _marked(guarded, PAGE, methods, permission)

    return guard


def signed_in(view: View | None = None, *, methods: Collection[str] = READING) -> Any:
    """A page for any user, outside any municipality."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            return _answer(request, methods, queries.actor_outside, view, arguments)

        return _marked(guarded, SIGNED_IN, methods, None)

    return guard if view is None else guard(view)


def installation(permission: Permission, *, methods: Collection[str] = READING) -> Callable[[View], View]:
    """A page outside any municipality, for whoever runs the installation."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            return _answer(request, methods, lambda user: _keeper(user, permission), view, arguments)

        return _marked(guarded, INSTALLATION, methods, permission)

    return guard


def public(view: View | None = None, *, methods: Collection[str] = READING) -> Any:
    """A page that needs no sign-in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            refused = _refused_method(request, methods)
            return refused or view(request, **arguments)

        return _marked(guarded, PUBLIC, methods, None)

    return guard if view is None else guard(view)


def _answer(
    request: HttpRequest,
    methods: Collection[str],
    actor_of: Callable[[User], Actor],
    view: View,
    arguments: dict[str, Any],
) -> HttpResponseBase:
    refused = _refused_method(request, methods)
    if refused is not None:
        return refused
    if not isinstance(request.user, User):
        return _to_sign_in(request)
    actor = actor_of(request.user)
    request.actor = actor  # type: ignore[attr-defined]
    if queries.lacks_second_factor(request.user) and not getattr(view, "before_second_factor", False):
        return HttpResponseRedirect(reverse("access:set_up_second_factor"))
    return view(request, actor, **arguments)


def _member(user: User, code: str, permission: Permission) -> Actor:
    actor = queries.actor_in(user, code)
    if actor is None:
        raise Http404
    permissions.check_may(actor, permission)
    return actor


def _keeper(user: User, permission: Permission) -> Actor:
    actor = queries.actor_outside(user)
    permissions.check_may(actor, permission)
    return actor


def _refused_method(request: HttpRequest, methods: Collection[str]) -> HttpResponse | None:
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)
    return None if request.method in allowed else HttpResponseNotAllowed(sorted(allowed))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the sign-in page that loses nothing: what was typed comes back after it."""
    if request.method == "POST":
        return typed_fields.ask_to_sign_in(request)
    if request.headers.get("HX-Request"):
        # A part of a page that renews itself must not tear away a page on which somebody is writing.
        return HttpResponse(status=204, headers={"HX-Trigger": "beredt:signed-out"})
    return HttpResponseRedirect(reverse("access:sign_in", query={"next": request.get_full_path()}))


def _marked(view: View, kind: str, methods: Collection[str], permission: Permission | None) -> View:
    view.gate = kind  # type: ignore[attr-defined]
    view.gate_methods = tuple(methods)  # type: ignore[attr-defined]
    view.gate_permission = permission  # type: ignore[attr-defined]
    return view
