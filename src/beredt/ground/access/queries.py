"""Who is who, and what they hold where."""

from __future__ import annotations

from collections import defaultdict

import attrs
from django.conf import settings

from beredt.ground.access.actor import ADMINISTRATOR, Actor
from beredt.ground.access.models import Membership, Municipality, SecondFactor, User


@attrs.frozen(kw_only=True)
class Place:
    """A municipality of the installation and the roles somebody holds there."""

    code: str
    name: str
    roles: frozenset[str]


def actor_in(user: User, code: str) -> Actor | None:
    """The user as an actor of the municipality; None without a role there."""
    roles = frozenset(Membership.objects.filter(user=user, municipality_id=code).values_list("role", flat=True))
    return Actor(user_id=user.pk, municipality=code, roles=roles) if roles else None


def actor_outside(user: User) -> Actor:
    """The user as an actor outside any municipality: an administrator there is whoever runs the installation."""
    roles = frozenset({ADMINISTRATOR}) if user.runs_installation else frozenset[str]()
    return Actor(user_id=user.pk, municipality="", roles=roles)


def places_of(*, actor: Actor) -> tuple[Place, ...]:
    """The municipalities where the actor's user holds a role, by code."""
    roles: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    held = Membership.objects.filter(user_id=actor.user_id).select_related("municipality")
    for row in held.order_by("municipality_id"):
        roles[row.municipality_id].add(row.role)
        names[row.municipality_id] = row.municipality.name
    return tuple(Place(code=code, name=names[code], roles=frozenset(roles[code])) for code in names)


def municipality_name(code: str) -> str:
    """The name of a municipality of the installation; "" if it is none."""
    return Municipality.objects.filter(pk=code).values_list("name", flat=True).first() or ""


def lacks_second_factor(user: User) -> bool:
    """True if the installation demands a second factor of this user, who has set up none."""
    if settings.BEREDT_SECOND_FACTOR != "everyone":
        return False
    return not has_second_factor(user)


def has_second_factor(user: User) -> bool:
    """True if the user signs in with an authenticator too."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def needs_first_start() -> bool:
    """True while nobody can sign in at all."""
    return not User.objects.filter(is_active=True, runs_installation=True).exists()
