"""What happens after too many wrong attempts."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beredt.ground.access import doors, queries
from beredt.ground.access.actor import Actor
from beredt.ground.access.models import User, normal_login


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """429: what to do until the lock opens by itself; the same page for login names that nobody has."""
    return render(request, "access/locked_out.html", status=429)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy it is what the proxy itself added last: the rest anybody can write."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.IS_BEHIND_PROXY else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


def is_locked_out(request: HttpRequest, user: User) -> bool:
    """True while attempts for this user from this address are refused."""
    return not AxesProxyHandler.is_allowed(request, {"login": user.login})


def count_wrong_code(request: HttpRequest, user: User) -> None:
    """Counts a wrong second factor like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"login": user.login}, request=request)


def record_lock_out(typed_login: str) -> None:
    """Puts the lock-out of a user whom there is into the access log of the municipalities where she has roles."""
    user = User.objects.filter(login=normal_login(typed_login)).first()
    if user is not None:
        for actor in actors_everywhere(user):
            doors.record(actor, doors.LOCKED_OUT, user.pk)


def actors_everywhere(user: User) -> tuple[Actor, ...]:
    """The user as an actor in each municipality where she holds a role; outside any if there is none."""
    outside = queries.actor_outside(user)
    places = queries.places_of(actor=outside)
    inside = tuple(Actor(user_id=user.pk, municipality=place.code, roles=place.roles) for place in places)
    return inside or (outside,)
