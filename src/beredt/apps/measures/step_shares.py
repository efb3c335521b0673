"""How far a ranking is: every step gets the share of time that it took last."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from beredt.apps.measures.stored import StepTime
from beredt.kit.language import mark
from beredt.telling.ranking_steps import STEP_WORDS

MadeT = TypeVar("MadeT")
LADDER = "ladder"
WORDS: Mapping[str, str] = {**STEP_WORDS, LADDER: mark("looking for the best set for other budgets")}
STEPS = tuple(WORDS)
USUAL_SECONDS: Mapping[str, float] = {
    "baselines": 2.0,
    "candidates": 8.0,
    "bundles": 8.0,
    "best set": 10.0,
    "assumption sets": 25.0,
    "twice the horizon": 3.0,
    LADDER: 15.0,
}
"""How long the steps took on the demo; only their proportions count, and only until there is an own ranking."""
_REST = 0.98


class Told(Protocol):
    """Hears how far something is: a share of 0 to 1, a marked sentence, its values."""

    def __call__(self, share: float, step: str, **values: object) -> None:
        """May raise to stop the work."""


def nobody(share: float, step: str, **values: object) -> None:
    """Hears nothing."""


class StepTeller:
    """Turns the steps of the domain into shares of the whole, and remembers how long each took."""

    def __init__(self, *, told: Told, known: Sequence[StepTime] = ()) -> None:
        self._told = told
        seconds = {entry.step: entry.seconds for entry in known} or USUAL_SECONDS
        self._weights = {step: max(seconds.get(step, 0.0), 0.1) for step in STEPS}
        self._began: list[tuple[str, float]] = []
        self._furthest = 0.0

    def begin(self, step: str) -> None:
        """A step begins; one that is not known is part of the step before."""
        if step in WORDS:
            self._began.append((step, time.monotonic()))
        self._tell(0.0)

    def within(self, number: int, total: int) -> None:
        """Part `number` of `total` of the present step begins."""
        self._tell((number - 1) / total)

    def spread(self, work: Callable[[int], MadeT], count: int) -> list[MadeT]:
        """The pieces of some work one after another (`kit.spreading`); each is a part of the present step."""
        made = []
        for number in range(count):
            self.within(number + 1, count)
            made.append(work(number))
        return made

    def counter(self, about: int) -> Callable[[], None]:
        """To be called at each of `about` parts of the present step; more of them are no further."""
        numbers = itertools.count(1)
        return lambda: self.within(min(next(numbers), max(about, 1)), max(about, 1))

    def times(self) -> tuple[StepTime, ...]:
        """How long each step took [s], the present one until now."""
        ends = [moment for _, moment in self._began[1:]] + [time.monotonic()]
        return tuple(
            StepTime(step=step, seconds=end - start) for (step, start), end in zip(self._began, ends, strict=True)
        )

    def _tell(self, part: float) -> None:
        step = self._began[-1][0] if self._began else STEPS[0]
        before = sum(self._weights[earlier] for earlier in STEPS[: STEPS.index(step)])
        share = (before + part * self._weights[step]) / sum(self._weights.values())
        # A step may share out its work several times over: the second time begins no further back than the first got.
        self._furthest = max(self._furthest, share)
        self._told(_REST * self._furthest, WORDS[step])
