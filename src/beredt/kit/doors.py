"""Doors: what a room needs of the outside world, named by the room and opened in one place.

A room declares `PACK_FILES: Door[PackFiles] = Door("pack files")` beside a Protocol; `shell.plugins` opens it with
whatever has those functions. Nobody above or below is imported for it.
"""

from __future__ import annotations

from typing import Generic, TypeVar

Value = TypeVar("Value")


class DoorClosed(RuntimeError):
    """A door was used before it was opened: the program was started without `shell.plugins`."""


class Door(Generic[Value]):
    """A place for one thing from outside."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._opened: tuple[Value] | None = None

    def __repr__(self) -> str:
        return f"Door({self.name!r})"

    def open(self, value: Value) -> None:
        """Puts `value` behind the door, in place of what was there."""
        self._opened = (value,)

    @property
    def value(self) -> Value:
        """What is behind the door; raises `DoorClosed` where nothing is."""
        if self._opened is None:
            raise DoorClosed(f"the door “{self.name}” was never opened")
        return self._opened[0]
