"""Who is who, and what they hold where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import attrs
from django.conf import settings

from beredt.ground.access import permissions, policies
from beredt.ground.access.actor import ADMINISTRATOR, ROLES, Actor
from beredt.ground.access.models import Membership, Municipality, SecondFactor, User
from beredt.kit.errors import NotFound
from beredt.kit.language import mark
from beredt.kit.sorting import danish_key


@attrs.frozen(kw_only=True)
class Place:
    """A municipality of the installation and the roles somebody holds there."""

    code: str
    name: str
    roles: frozenset[str]


@attrs.frozen(kw_only=True)
class Member:
    """Somebody with a role in a municipality; `has_password` is False until an invitation is followed."""

    user_id: int
    name: str
    login: str
    roles: frozenset[str]
    has_password: bool
    has_second_factor: bool

    @property
    def ordered_roles(self) -> tuple[str, ...]:
        """The roles, in the order of the house."""
        return tuple(role for role in ROLES if role in self.roles)


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
    held = Membership.objects.filter(user_id=actor.user_id or 0).select_related("municipality")
    for row in held.order_by("municipality_id"):
        roles[row.municipality_id].add(row.role)
        names[row.municipality_id] = row.municipality.name
    return tuple(Place(code=code, name=names[code], roles=frozenset(roles[code])) for code in names)


def member_names(*, actor: Actor, user_ids: Iterable[int]) -> dict[int, str]:
    """What those of the users are called who hold a role in the actor's municipality: for pages, never for logs."""
    held = Membership.objects.filter(municipality_id=actor.municipality, user_id__in=set(user_ids))
    return dict(held.values_list("user_id", "user__name").distinct())


def list_members(*, actor: Actor) -> tuple[Member, ...]:
    """Everybody with a role in the actor's municipality, by name. Raises `NotAllowed`."""
    permissions.check_may(actor, policies.MANAGE_MEMBERS)
    rows = Membership.objects.filter(municipality_id=actor.municipality).select_related("user__second_factor")
    roles: dict[int, set[str]] = defaultdict(set)
    users: dict[int, User] = {}
    for row in rows:
        roles[row.user_id].add(row.role)
        users[row.user_id] = row.user
    members = (_member(users[user_id], held) for user_id, held in roles.items())
    return tuple(sorted(members, key=lambda member: danish_key(member.name)))


def get_member(*, actor: Actor, user_id: int) -> Member:
    """One member of the actor's municipality. Raises `NotFound`, also for somebody from elsewhere."""
    for member in list_members(actor=actor):
        if member.user_id == user_id:
            return member
    raise NotFound(mark("There is no such member."), code="no_member")


def _member(user: User, roles: set[str]) -> Member:
    factor = getattr(user, "second_factor", None)
    return Member(
        user_id=user.pk,
        name=user.name,
        login=user.login,
        roles=frozenset(roles),
        has_password=user.has_usable_password(),
        has_second_factor=factor is not None and factor.confirmed_at is not None,
    )


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


def has_other_users(login: str) -> bool:
    """True if anybody but the user with this login name has an account."""
    return User.objects.exclude(login=login).exists()
