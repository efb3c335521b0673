"""A short memory for dear values: what was asked for lately, found again by the identity of what it was made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

KeptT = TypeVar("KeptT")


class Recent:
    """Keeps the `most` values that were asked for last."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[tuple[Hashable, ...], tuple[object, Any]] = OrderedDict()

    def get(self, name: Hashable, made_from: tuple[object, ...], make: Callable[[], KeptT]) -> KeptT:
        """The value kept under `name` for these very objects, or the fresh value of `make()`."""
        key = name, *map(id, made_from)
        if key in self._kept:
            self._kept.move_to_end(key)
        else:
            # The objects are kept beside the value, so that their identities are not given to others meanwhile.
            self._kept[key] = (made_from, make())
            if len(self._kept) > self.most:
                self._kept.popitem(last=False)
        value: KeptT = self._kept[key][1]
        return value
