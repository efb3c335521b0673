"""Intervals of many draws kept per asset, so that a part of a municipality can be run again on the same draws."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.workspace import Disruptions
from beredt.kit import arrays

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


def pick_assets(rows: IntervalsByAsset, assets: IntColumn, places: IntColumn) -> tuple[IntColumn, ...]:
    """Columns (place, draw, start, end) of the intervals of `assets`, each under its place of `places`."""
    wanted = arrays.rows_of(rows.offsets, assets)
    place = np.repeat(places, rows.offsets[assets + 1] - rows.offsets[assets])
    return place, rows.draw[wanted], rows.start[wanted], rows.end[wanted]


def join_by_draw(parts: Sequence[tuple[IntColumn, ...]], draws: int) -> Disruptions:
    """Disruptions given as columns (asset, draw, start, end) in any order of assets, as the kernel wants them.

    Rows of one asset stand in the order of their draws.
    """
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return Disruptions(np.zeros(draws + 1, dtype=np.int64), empty, empty, empty)
    asset, draw, start, end = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    # Sorting short integers stably takes one pass per byte.
    ranking = np.argsort(_short(asset), kind="stable")
    ranking = ranking[np.argsort(_short(draw[ranking]), kind="stable")]
    draw = draw[ranking]
    offsets = np.searchsorted(draw, np.arange(draws + 1)).astype(np.int64)
    return Disruptions(offsets, asset[ranking], start[ranking], end[ranking])


def _short(numbers: IntColumn) -> NDArray[np.signedinteger]:
    return numbers.astype(np.int16) if not len(numbers) or numbers.max() <= _SHORT else numbers


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
