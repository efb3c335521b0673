"""What this room needs from the outside: the first actions of the crisis folder.

Opened in `shell.plugins` with a function that gives something that has these functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from beredt.domain.riskpicture.catalogue import Source, Wording
from beredt.kit.doors import Door


class FamilyActions(Protocol):
    """The first actions in one family of hazards."""

    @property
    def actions(self) -> tuple[Wording, ...]:
        """In the order in which they are done."""

    @property
    def source(self) -> Source:
        """Where they are from."""


class FirstActions(Protocol):
    """What a municipality can begin with, whatever the cause turns out to be."""

    def first_actions_for(self, family: str, temperature_c: float | None) -> FamilyActions | None:
        """The actions of a family; None where there are none."""


FIRST_ACTIONS: Door[Callable[[], FirstActions]] = Door("first actions")
