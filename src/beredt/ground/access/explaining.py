"""Which role may do what, and why somebody may or may not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.ground.access import permissions, words
from beredt.ground.access.actor import ROLES
from beredt.ground.access.permissions import Permission
from beredt.ground.access.queries import Member
from beredt.kit.errors import NotFound
from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True)
class Answer:
    """Why a member may or may not: her roles that allow it, all roles that do, and others here who hold one."""

    member: Member
    permission: Permission
    by_roles: tuple[str, ...]
    allowing_roles: tuple[str, ...]
    others: tuple[Member, ...]

    @property
    def may(self) -> bool:
        """True if the member may."""
        return bool(self.by_roles)

    def told_in(self, language: Language) -> str:
        """The answer in a sentence."""
        allowing = language.listed([language.say(words.ROLE_TITLES[role]) for role in self.allowing_roles])
        values = {"name": self.member.name, "what": language.say(self.permission.title), "roles": allowing}
        if self.may:
            by = language.listed([language.say(words.ROLE_TITLES[role]) for role in self.by_roles])
            return language.say(mark("{name} may {what}, by the role {by}."), **{**values, "by": by})
        return language.say(
            mark("{name} may not {what}: only these roles may: {roles}. None of them is held by {name}."), **values
        )


@attrs.frozen(kw_only=True)
class MatrixRow:
    """One permission and, per role in the order of `roles()`, whether the role holds it."""

    permission_id: str
    title: str
    held: tuple[bool, ...]


def permission_named(permission_id: str) -> Permission | None:
    """The declared permission with this id, or None."""
    return next((found for found in permissions.declared() if found.permission_id == permission_id), None)


def roles() -> tuple[str, ...]:
    """All roles as the reader calls them."""
    return tuple(words.role_title(role) for role in ROLES)


def matrix() -> tuple[MatrixRow, ...]:
    """All permissions of all rooms, in the reader's words."""
    language = words.spoken()
    return tuple(
        MatrixRow(
            permission_id=permission.permission_id,
            title=language.say(permission.title),
            held=tuple(role in permission.roles for role in ROLES),
        )
        for permission in permissions.declared()
    )


def choices() -> list[tuple[str, str]]:
    """All permissions for a list to choose from."""
    return sorted(((row.permission_id, row.title) for row in matrix()), key=lambda choice: choice[1])


def explain(member: Member, permission_id: str, members: Sequence[Member]) -> Answer:
    """Why the member may or may not; raises `NotFound` for an unknown permission."""
    permission = permission_named(permission_id)
    if permission is None:
        raise NotFound(mark("There is no such permission."), code="no_permission")
    return Answer(
        member=member,
        permission=permission,
        by_roles=_in_order(member.roles & permission.roles),
        allowing_roles=_in_order(permission.roles),
        others=tuple(other for other in members if other.user_id != member.user_id and other.roles & permission.roles),
    )


def _in_order(held: frozenset[str]) -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in held)
