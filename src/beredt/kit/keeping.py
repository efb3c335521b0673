"""The last few things that were made, kept in the process: for values that are dear to make and never change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """At most `most` values by name; the one that was asked for longest ago goes first. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under `name`, made if it is not there; what `make` raises is raised and nothing is kept."""
        with self._lock:
            if name in self._made:
                self._made.move_to_end(name)
                return self._made[name]
        # Not under the lock: others are not held up, and two who make the same at once keep one of the two.
        made = make()
        with self._lock:
            self._made[name] = made
            self._made.move_to_end(name)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
