"""Intervals of many draws kept per asset, so that a part of a municipality can be run again on the same draws."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.workspace import Disruptions

IntColumn = NDArray[np.int64]
_SHORT = np.iinfo(np.int16).max


@attrs.frozen(kw_only=True, eq=False)
class IntervalsByAsset:
    """Intervals [min] of asset a stand in rows `offsets[a]` to `offsets[a+1]`, sorted by draw."""

    offsets: IntColumn
    draw: IntColumn
    start: IntColumn
    end: IntColumn

    def rows_of(self, asset: int) -> slice:
        """The rows of one asset."""
        return slice(int(self.offsets[asset]), int(self.offsets[asset + 1]))


def sort_by_asset(rows: Disruptions, asset_count: int) -> IntervalsByAsset:
    """The same intervals, kept per asset."""
    draw = np.repeat(np.arange(len(rows.offsets) - 1), np.diff(rows.offsets))
    ranking = np.argsort(rows.asset, kind="stable")
    offsets = np.searchsorted(rows.asset[ranking], np.arange(asset_count + 1)).astype(np.int64)
    return IntervalsByAsset(offsets=offsets, draw=draw[ranking], start=rows.start[ranking], end=rows.end[ranking])


def join_by_draw(parts: Sequence[tuple[int, IntColumn, IntColumn, IntColumn]], draws: int) -> Disruptions:
    """Disruptions of several assets, given by rising asset as (asset, draw, start, end), as the kernel wants them."""
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Disruptions(np.zeros(draws + 1, dtype=np.int64), empty, empty, empty)
    asset = np.concatenate([np.full(len(draw), number, dtype=np.int64) for number, draw, _, _ in parts])
    draw, start, end = (np.concatenate([part[column] for part in parts]) for column in (1, 2, 3))
    # The assets rise already; sorting short integers stably takes one pass per byte.
    ranking = np.argsort(draw.astype(np.int16) if draws <= _SHORT else draw, kind="stable")
    draw = draw[ranking]
    offsets = np.searchsorted(draw, np.arange(draws + 1)).astype(np.int64)
    return Disruptions(offsets, asset[ranking], start[ranking], end[ranking])


def pick_draws(rows: Disruptions, wanted: IntColumn) -> Disruptions:
    """The rows of the `wanted` draws (ascending), renumbered from 0."""
    counts = np.diff(rows.offsets)[wanted]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    place = np.arange(offsets[-1]) + np.repeat(rows.offsets[wanted] - offsets[:-1], counts)
    return Disruptions(offsets, rows.asset[place], rows.start[place], rows.end[place])


def join_draws(blocks: Sequence[Disruptions]) -> Disruptions:
    """The draws of several blocks, one after another."""
    counts = np.concatenate([np.diff(block.offsets) for block in blocks])
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    asset, start, end = (np.concatenate([block[column] for block in blocks]) for column in (1, 2, 3))
    return Disruptions(offsets, asset, start, end)
