"""Moments and actors for tests of what is down now."""

from __future__ import annotations

import datetime

from beredt.ground.access.actor import Actor

CODE = "999"
NOW = datetime.datetime(2026, 11, 24, 12, 5, tzinfo=datetime.UTC)
"""Tuesday 13:05 in Denmark."""


def build_actor(*roles: str, code: str = CODE, user_id: int | None = 7) -> Actor:
    """Somebody with these roles in the demo municipality."""
    return Actor(user_id=user_id, municipality=code, roles=frozenset(roles))


def after(hours: float) -> datetime.datetime:
    """So many hours after `NOW`."""
    return NOW + datetime.timedelta(hours=hours)
