"""Danish order of letters in SQLite: the collation `da`. PostgreSQL has its own."""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created

from beredt.kit.sorting import danish_key

NAME = "da"


def register() -> None:
    """Gives every SQLite connection from now on the collation `da`."""
    connection_created.connect(_add_collation, dispatch_uid="beredt-danish-collation")


def _add_collation(connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(NAME, compare)


def compare(left: str, right: str) -> int:
    """-1, 0 or 1 as `left` stands before, with or after `right` in Danish."""
    first, second = danish_key(left), danish_key(right)
    return (first > second) - (first < second)
