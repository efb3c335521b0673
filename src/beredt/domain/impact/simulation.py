"""Running the kernel over many draws: blocks, threads, room; what the draws add up to, as plain columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import kernel
from beredt.domain.impact.by_asset import IntervalsByAsset, sort_by_asset
from beredt.domain.impact.network import Network
from beredt.domain.impact.workspace import DOWN, OUT_OF_ROOM, Disruptions, Outcome, Workspace, make_workspace
from beredt.kit.errors import CapacityExceeded

LOOK_AHEAD_MINUTES = 24 * 60
"""Draws are solved this far beyond the horizon [min], to say what runs out next."""

_DEFAULT_BLOCK = 100
_MOST_ROOM = 2**28
_SHORT_HORIZON = np.iinfo(np.int16).max
_IntColumn = NDArray[np.int64]


@attrs.frozen(kw_only=True)
class Block:
    """The outages and start charges of draws `first_draw` … of one block."""

    first_draw: int
    disruptions: Disruptions
    start_charge: _IntColumn


BlockMaker = Callable[[int, int], Block]
"""Makes the block of draws (first draw, number of draws)."""


@attrs.frozen(kw_only=True)
class Chance:
    """What is drawn: disruptions of (first draw, number of draws), and a network's start charges of the same."""

    disruptions: Callable[[int, int], Disruptions]
    start_charge: Callable[[Network, int, int], _IntColumn]

    def blocks_for(self, network: Network) -> BlockMaker:
        """Makes blocks of draws for `network`."""
        return lambda first, count: Block(
            first_draw=first,
            disruptions=self.disruptions(first, count),
            start_charge=self.start_charge(network, first, count),
        )


@attrs.frozen(kw_only=True)
class Pace:
    """How the work is cut; has no influence on any result."""

    threads: int = 1
    block_draws: int | None = None


def simulate(
    *,
    network: Network,
    make_block: BlockMaker,
    draws: int,
    horizon_minutes: int,
    pace: Pace | None = None,
    watched: Sequence[int] = (),
) -> Outcome:
    """The outcome of `draws` draws counted to `horizon_minutes` [min]; needs in the order of the network's rows.

    `watched` are assets of which is told whether they are down at the end. Raises `CapacityExceeded` where the
    down-times cannot be held; nothing is cut.
    """
    pace = pace or Pace()
    out = empty_outcome(network, draws, horizon_minutes, watched)
    step = pace.block_draws or min(_DEFAULT_BLOCK, max(1, -(-draws // max(pace.threads, 1))))
    firsts = range(0, draws, step)

    def work_off(first: int) -> Outcome:
        own = _own_sums(out)
        _run_with_room(network, make_block(first, min(step, draws - first)), horizon_minutes, own)
        return own

    if pace.threads > 1:
        with ThreadPoolExecutor(pace.threads) as pool:
            parts = list(pool.map(work_off, firsts))
    else:
        parts = [work_off(first) for first in firsts]
    for part in parts:
        out.beyond_sum[:] += part.beyond_sum
        out.still_down[:] += part.still_down
    return out


def solve_draws(*, network: Network, block: Block, solved_minutes: int) -> Iterator[dict[int, list[tuple[int, int]]]]:
    """Down intervals [min] of every asset that was down, draw by draw, solved to `solved_minutes`."""
    room = _first_room(network)
    work = make_workspace(network.columns, room)
    for draw in range(len(block.disruptions.offsets) - 1):
        while (
            kernel.solve_draw(network.columns, work, block.disruptions, block.start_charge, draw, solved_minutes)
            == OUT_OF_ROOM
        ):
            room = _more_room(room)
            work = make_workspace(network.columns, room)
        yield _lists(work)


def record_down_times(*, network: Network, block: Block, solved_minutes: int) -> IntervalsByAsset:
    """Who was down when [min] in every draw of `block`, kept per asset."""
    draws = len(block.disruptions.offsets) - 1
    room, length = _first_room(network), 4 * len(block.disruptions.asset) + 1024
    while True:
        work = make_workspace(network.columns, room)
        rows = Disruptions(np.zeros(draws + 1, np.int64), *(np.zeros(length, np.int64) for _ in range(3)))
        written = kernel.record_block(
            network.columns, work, block.disruptions, block.start_charge, solved_minutes, rows
        )
        if written != OUT_OF_ROOM:
            kept = Disruptions(rows.offsets, rows.asset[:written], rows.start[:written], rows.end[:written])
            return sort_by_asset(kept, len(network.columns.restart))
        room, length = _more_room(room), 2 * length


def _lists(work: Workspace) -> dict[int, list[tuple[int, int]]]:
    lists: dict[int, list[tuple[int, int]]] = {}
    for asset in work.down_assets[: work.counters[DOWN]].tolist():
        first, count = int(work.list_first[asset]), int(work.list_count[asset])
        starts, ends = work.pool_start[first : first + count], work.pool_end[first : first + count]
        lists[asset] = list(zip(starts.tolist(), ends.tolist(), strict=True))
    return lists


def _run_with_room(network: Network, block: Block, horizon: int, own: Outcome) -> None:
    room = _first_room(network)
    solved = horizon + LOOK_AHEAD_MINUTES
    draws = len(block.disruptions.offsets) - 1
    while True:
        work = make_workspace(network.columns, room)
        done = kernel.run_block(
            network.columns, work, block.disruptions, block.start_charge, horizon, solved, block.first_draw, own
        )
        if done != OUT_OF_ROOM:
            return
        room = _more_room(room)
        _forget(own, block.first_draw, draws, solved)


def _forget(own: Outcome, first: int, draws: int, solved: int) -> None:
    """Undo a block that ran out of room."""
    columns = slice(first, first + draws)
    own.beyond_sum[:] = 0
    own.still_down[:] = 0
    own.marks[:] = -1
    own.onset[columns] = solved
    for counted in (own.critical_people, own.critical_under_four, own.person_minutes):
        counted[columns] = 0
    own.people_without[:, columns] = 0


def empty_outcome(network: Network, draws: int, horizon: int, watched: Sequence[int]) -> Outcome:
    """An outcome in which nothing has happened."""
    solved = horizon + LOOK_AHEAD_MINUTES
    needs = len(network.columns.need_buffer)
    return Outcome(
        onset=np.full((draws, needs), solved, dtype=np.int16 if solved <= _SHORT_HORIZON else np.int32),
        beyond_sum=np.zeros(needs, dtype=np.int64),
        still_down=np.zeros(needs, dtype=np.int64),
        critical_people=np.zeros(draws, dtype=np.int64),
        critical_under_four=np.zeros(draws, dtype=np.int64),
        person_minutes=np.zeros((draws, 3), dtype=np.int64),
        people_without=np.zeros((len(network.services), draws, -(-horizon // 60)), dtype=np.int32),
        marks=_no_marks(network.strata),
        watched=np.array(watched, dtype=np.int64),
        is_down_at_end=np.zeros((len(watched), draws), dtype=np.bool_),
    )


def _own_sums(out: Outcome) -> Outcome:
    """The same outcome with sums of its own, so that threads never add to the same number."""
    return out._replace(
        beyond_sum=np.zeros_like(out.beyond_sum),
        still_down=np.zeros_like(out.still_down),
        marks=_no_marks(out.marks.shape[1]),
    )


def _no_marks(strata: int) -> NDArray[np.int64]:
    return np.full((2, strata), -1, dtype=np.int64)


def _first_room(network: Network) -> int:
    columns = network.columns
    return 1024 + 16 * (len(columns.restart) + len(columns.set_suppliers))


def _more_room(room: int) -> int:
    if room >= _MOST_ROOM:
        raise CapacityExceeded(
            "There are more outages in one draw than can be held at once.",
            code="too_many_outages",
            hint="Shorten the horizon or merge repeated outages.",
        )
    return room * 2
