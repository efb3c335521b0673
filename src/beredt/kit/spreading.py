"""How pieces of work that do not need each other are done: here one after another, elsewhere on several processors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

MadeT = TypeVar("MadeT")


class Spread(Protocol):
    """Does the pieces 0 … `count` - 1 of some work; what comes back is in their order, however they were done."""

    def __call__(self, work: Callable[[int], MadeT], count: int) -> list[MadeT]:
        """The results of `work(0)` … `work(count - 1)`; raises what a piece raised."""


def one_after_another(work: Callable[[int], MadeT], count: int) -> list[MadeT]:
    """The pieces done one after another, in this process."""
    return [work(number) for number in range(count)]
