"""Where a line's name fits in a chart: beside the line, not across it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

HEIGHT = 11.0
_CLEARANCE = 3.0
_STEEPEST = 24.0


@attrs.frozen(kw_only=True)
class Plot:
    """A chart in picture units: one x per step, the staircases' y at each, and the chart's edges."""

    xs: Sequence[float]
    top: float
    right: float
    bottom: float


def place_beside(plot: Plot, ys: Sequence[float], *, width: float) -> tuple[float, float] | None:
    """Left end and baseline of a label of `width` just below or above the upper half of the line `ys`.

    None where the line leaves no room there; then the chart's caption has to do.
    """
    halfway = (plot.bottom + min(ys, default=plot.bottom)) / 2
    for start in range(len(ys)):
        left = plot.xs[start] + _CLEARANCE
        if ys[start] > halfway or left + width > plot.right:
            continue
        under = _under(plot, ys, start, left + width)
        if max(under) - min(under) > _STEEPEST:
            continue
        below = max(under) + _CLEARANCE + HEIGHT
        if below <= plot.bottom - _CLEARANCE:
            return left, below
        above = min(under) - _CLEARANCE
        if above - HEIGHT >= plot.top:
            return left, above
    return None


def place_between(
    plot: Plot, uppers: Sequence[float], lowers: Sequence[float], *, width: float
) -> tuple[float, float] | None:
    """Left end and baseline of a label of `width` between two staircases, first place from the left; else None."""
    for start in range(len(uppers)):
        left = plot.xs[start] + _CLEARANCE
        if left + width > plot.right:
            return None
        ceiling = max(_under(plot, uppers, start, left + width))
        floor = min(_under(plot, lowers, start, left + width))
        if floor - ceiling >= HEIGHT + 2 * _CLEARANCE:
            return left, ceiling + _CLEARANCE + HEIGHT
    return None


def _under(plot: Plot, ys: Sequence[float], start: int, right: float) -> list[float]:
    """The line's heights from a step to the right end of a label, one step further to be safe."""
    return [y for x, y in zip(plot.xs[start:], ys[start:], strict=True) if x <= right + _CLEARANCE]
