"""Users, municipalities and signed-in clients for tests of pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.test import Client
from django.utils import timezone

from beredt.ground.access.actor import ADMINISTRATOR, Actor
from beredt.ground.access.models import Membership, Municipality, User

HOME = "998"
"""Fjordby, the made-up municipality."""
FOREIGN = "997"
PASSWORD = "stille vand med dyb grund"
SESSION_BACKEND = "beredt.ground.access.backends.PasswordBackend"
_names = iter(range(1, 1_000_000))


def municipality(code: str = HOME, name: str = "Fjordby") -> Municipality:
    """A municipality of the installation."""
    return Municipality.objects.get_or_create(pk=code, defaults={"name": name, "added_at": timezone.now()})[0]


def user(*, login: str = "", name: str = "Vagten", password: str = "", runs_installation: bool = False) -> User:
    """A user without roles; without `password` she has none, which is quick."""
    number = next(_names)
    made = User(
        login=login or f"vagt-{number}@fjordby.example",
        name=name,
        runs_installation=runs_installation,
        added_at=timezone.now(),
    )
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    made.save()
    return made


def member(roles: Iterable[str] = (ADMINISTRATOR,), *, code: str = HOME, **named: object) -> User:
    """A user with these roles in the municipality."""
    made = user(**named)  # type: ignore[arg-type]
    join(made, roles, code=code)
    return made


def join(who: User, roles: Iterable[str], *, code: str = HOME) -> None:
    """Gives the user roles in a municipality."""
    place = municipality(code, "Fjordby" if code == HOME else f"Kommune {code}")
    now = timezone.now()
    Membership.objects.bulk_create(
        [Membership(user=who, municipality=place, role=role, granted_at=now) for role in roles]
    )


def actor(roles: Iterable[str] = (ADMINISTRATOR,), *, code: str = HOME, user_id: int | None = None) -> Actor:
    """An actor, with or without a user behind it."""
    return Actor(user_id=user_id, municipality=code, roles=frozenset(roles))


def client(who: User | None = None) -> Client:
    """A browser, signed in as `who`."""
    made = Client(enforce_csrf_checks=False, headers={"host": "localhost"})
    if who is not None:
        made.force_login(who, backend=SESSION_BACKEND)
    return made


def member_client(roles: Iterable[str] = (ADMINISTRATOR,), *, code: str = HOME) -> Client:
    """A browser, signed in as a new member with these roles."""
    return client(member(roles, code=code))


def session_name() -> str:
    """The name of the session's cookie."""
    return settings.SESSION_COOKIE_NAME
