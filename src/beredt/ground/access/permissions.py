"""Permissions: declared by the rooms, held by roles, asked for here."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from beredt.ground.access import actor as actors
from beredt.ground.access.actor import ROLES, Actor
from beredt.kit.errors import NotAllowed
from beredt.kit.language import mark

EVERYBODY_INSIDE = frozenset(ROLES) - {actors.DATA_PROTECTION_OFFICER}
"""All who work with preparedness; the data-protection officer sees the access log only."""
PLANNERS = frozenset({actors.ADMINISTRATOR, actors.COORDINATOR})
DECIDERS = PLANNERS | {actors.MANAGEMENT}
SEE_ASSETS = EVERYBODY_INSIDE - {actors.MANAGEMENT, actors.READER, actors.RESCUE_SERVICE, actors.CARE_WORKER}
"""Those who see assets by name; the others get the same pages without names."""


@attrs.frozen(kw_only=True)
class Permission:
    """What may be done: `permission_id` as `room.verb_noun`, `title` a marked sentence part, roles that hold it."""

    permission_id: str
    title: str
    roles: frozenset[str]


_DECLARED: dict[str, Permission] = {}


def declare(permission_id: str, title: str, roles: Iterable[str]) -> Permission:
    """The permission, known from now on; raises `ValueError` for a second meaning of one id."""
    made = Permission(permission_id=permission_id, title=title, roles=frozenset(roles))
    unknown = made.roles - set(ROLES)
    if unknown:
        raise ValueError(f"{permission_id}: unknown roles {', '.join(sorted(unknown))}")
    if _DECLARED.setdefault(permission_id, made) != made:
        raise ValueError(f"{permission_id} is declared twice, differently")
    return made


def declared() -> tuple[Permission, ...]:
    """Every permission of every room that is loaded, by id."""
    return tuple(_DECLARED[permission_id] for permission_id in sorted(_DECLARED))


def may(actor: Actor, permission: Permission) -> bool:
    """True if one of the actor's roles holds the permission."""
    return not actor.roles.isdisjoint(permission.roles)


def check_may(actor: Actor, permission: Permission) -> None:
    """Raises `NotAllowed` unless the actor may."""
    if not may(actor, permission):
        raise refusal(permission)


def refusal(permission: Permission) -> NotAllowed:
    """The error that says what is refused; its `values` name the permission, so that a page can say who may."""
    return NotAllowed(
        mark("Your role does not allow this."),
        hint=mark("Ask an administrator of the municipality."),
        code="not_allowed",
        permission=permission.permission_id,
    )
