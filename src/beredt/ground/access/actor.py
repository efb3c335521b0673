"""Who acts, where, and in which roles: the first argument of every operation and query."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
MANAGEMENT = "management"
CARE_LEADER = "care_leader"
UNIT_LEADER = "unit_leader"
CARE_WORKER = "care_worker"
CRISIS_STAFF = "crisis_staff"
SECURITY_OFFICER = "security_officer"
DATA_PROTECTION_OFFICER = "data_protection_officer"
RESCUE_SERVICE = "rescue_service"
READER = "reader"

ROLES = (
    ADMINISTRATOR,
    COORDINATOR,
    MANAGEMENT,
    CARE_LEADER,
    UNIT_LEADER,
    CARE_WORKER,
    CRISIS_STAFF,
    SECURITY_OFFICER,
    DATA_PROTECTION_OFFICER,
    RESCUE_SERVICE,
    READER,
)


def _frozen(roles: Iterable[str]) -> frozenset[str]:
    return frozenset(roles)


@attrs.frozen(kw_only=True)
class Actor:
    """One user in one municipality (`municipality` is its code; "" outside any), with the roles held there.

    Outside any municipality the role `administrator` belongs to whoever runs the installation. `user_id` is None for
    the command line of the machine itself.
    """

    user_id: int | None
    municipality: str
    roles: frozenset[str] = attrs.field(converter=_frozen)

    @roles.validator
    def _known(self, _: object, roles: frozenset[str]) -> None:
        unknown = roles - set(ROLES)
        if unknown:
            raise ValueError(f"unknown roles: {', '.join(sorted(unknown))}")


def COMMAND_LINE(code: str) -> Actor:  # noqa: N802 - reads as the constant it nearly is
    """The actor of the command line and the demo: whoever can start a program on this machine runs the installation."""
    return Actor(user_id=None, municipality=code, roles=frozenset({ADMINISTRATOR}))
