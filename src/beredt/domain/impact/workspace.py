"""What the kernel reads and writes beside the network: disruptions, scratch space, outcome."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.network import KernelNetwork

OUT_OF_ROOM = -1
"""Returned when the workspace is too small: nothing is cut, the caller repeats with twice the room."""

POOL, TOUCHED, DOWN = 0, 1, 2
"""Places in `Workspace.counters`."""


class Disruptions(NamedTuple):
    """Outages per draw: rows `offsets[d]` to `offsets[d+1]` hold asset and interval [min], sorted by asset, start."""

    offsets: NDArray[np.int64]
    asset: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


class Workspace(NamedTuple):
    """Scratch space of one thread; `counters` are used pool, touched sets, down assets."""

    pool_start: NDArray[np.int64]
    pool_end: NDArray[np.int64]
    list_first: NDArray[np.int64]
    list_count: NDArray[np.int64]
    set_first: NDArray[np.int64]
    set_count: NDArray[np.int64]
    set_total: NDArray[np.int64]
    set_is_fresh: NDArray[np.bool_]
    set_is_touched: NDArray[np.bool_]
    touched_sets: NDArray[np.int64]
    down_assets: NDArray[np.int64]
    is_dirty: NDArray[np.bool_]
    hit_first: NDArray[np.int64]
    hit_count: NDArray[np.int64]
    scratch_start: NDArray[np.int64]
    scratch_end: NDArray[np.int64]
    scratch_owner: NDArray[np.int64]
    group_charge: NDArray[np.int64]
    group_is_down: NDArray[np.bool_]
    is_failing: NDArray[np.bool_]
    is_down: NDArray[np.bool_]
    lag_left: NDArray[np.int64]
    cursor: NDArray[np.int64]
    counters: NDArray[np.int64]


class Outcome(NamedTuple):
    """What draws add up to. `onset[draw, need]` is the first exhausted tick, or the tick solved to if none.

    `beyond_sum` and `still_down` have axis need and are sums over draws; `critical_people` and `critical_under_four`
    axis draw [persons]; `person_minutes[draw, severity]`; `people_without[service, draw, hour]` [persons]; `marks` is
    scratch for strata already counted; `is_down_at_end[w, draw]` tells whether asset `watched[w]` is down in the
    horizon's last tick.
    """

    onset: NDArray[Any]
    beyond_sum: NDArray[np.int64]
    still_down: NDArray[np.int64]
    critical_people: NDArray[np.int64]
    critical_under_four: NDArray[np.int64]
    person_minutes: NDArray[np.int64]
    people_without: NDArray[np.int32]
    marks: NDArray[np.int64]
    watched: NDArray[np.int64]
    is_down_at_end: NDArray[np.bool_]


def make_workspace(network: KernelNetwork, room: int) -> Workspace:
    """A workspace with `room` intervals in its pool."""
    assets, sets = len(network.restart), len(network.set_fail_count)

    def column(length: int) -> NDArray[np.int64]:
        return np.zeros(max(length, 1), dtype=np.int64)

    def flags(length: int) -> NDArray[np.bool_]:
        return np.zeros(max(length, 1), dtype=np.bool_)

    return Workspace(
        pool_start=column(room),
        pool_end=column(room),
        list_first=column(assets),
        list_count=column(assets),
        set_first=column(sets),
        set_count=column(sets),
        set_total=column(sets),
        set_is_fresh=flags(sets),
        set_is_touched=flags(sets),
        touched_sets=column(sets),
        down_assets=column(assets),
        is_dirty=flags(assets),
        hit_first=column(assets),
        hit_count=column(assets),
        scratch_start=column(room),
        scratch_end=column(room),
        scratch_owner=column(room),
        group_charge=column(len(network.group_set)),
        group_is_down=flags(len(network.group_set)),
        is_failing=flags(assets),
        is_down=flags(assets),
        lag_left=column(assets),
        cursor=column(assets),
        counters=column(3),
    )
