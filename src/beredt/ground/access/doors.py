"""What access needs from a room above it: the access log. Opened in `shell.plugins`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from beredt.ground.access.actor import Actor
from beredt.kit.doors import Door
from beredt.kit.language import mark


class RecordEvent(Protocol):
    """Adds an entry to the access log, in the caller's transaction."""

    def __call__(
        self, *, actor: Actor, event: str, subject: str, details: Mapping[str, str | int | bool] = ...
    ) -> None:
        """Ids, never names."""


AUDIT: Door[RecordEvent] = Door("access log")

INSTALLATION_TAKEN = "access.installation_taken"
MUNICIPALITY_ADDED = "access.municipality_added"
USER_INVITED = "access.user_invited"
ROLES_CHANGED = "access.roles_changed"
MEMBER_REMOVED = "access.member_removed"
LINK_MADE = "access.link_made"
SIGNED_IN = "access.signed_in"
LOCKED_OUT = "access.locked_out"
PASSWORD_CHANGED = "access.password_changed"
SECOND_FACTOR_ADDED = "access.second_factor_added"
SECOND_FACTOR_REMOVED = "access.second_factor_removed"
RECOVERY_CODES_MADE = "access.recovery_codes_made"

EVENT_TITLES = {
    INSTALLATION_TAKEN: mark("the installation got its administrator"),
    MUNICIPALITY_ADDED: mark("the municipality was added"),
    USER_INVITED: mark("a user was invited"),
    ROLES_CHANGED: mark("a member's roles were changed"),
    MEMBER_REMOVED: mark("a member was removed"),
    LINK_MADE: mark("a one-time link was made"),
    SIGNED_IN: mark("a user signed in"),
    LOCKED_OUT: mark("a user was locked out for a while after wrong attempts"),
    PASSWORD_CHANGED: mark("a user chose a new password"),
    SECOND_FACTOR_ADDED: mark("a user set up an authenticator"),
    SECOND_FACTOR_REMOVED: mark("a user's authenticator was removed"),
    RECOVERY_CODES_MADE: mark("a user made new recovery codes"),
}
"""What the events of this room are called in the access log."""


def record(actor: Actor, event: str, user_id: int, **details: str | int | bool) -> None:
    """Adds an entry about a user to the access log."""
    AUDIT.value(actor=actor, event=event, subject=f"user:{user_id}", details=details)
