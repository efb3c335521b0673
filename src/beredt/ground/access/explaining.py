"""Why somebody may or may not do something."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.access.permissions import Permission


def permission_named(permission_id: str) -> Permission | None:
    """The declared permission with this id, or None."""
    return next((found for found in permissions.declared() if found.permission_id == permission_id), None)
