"""The plain tick-by-tick reference in the kernel's place: same questions, same outcome, very slow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from beredt.domain.impact.network import UNDER_FOUR_HOURS, Network
from beredt.domain.impact.reference import InitialBuffers, Interval, ReferenceRun, run_reference
from beredt.domain.impact.simulation import LOOK_AHEAD_MINUTES, Block, BlockMaker, Pace, empty_outcome
from beredt.domain.impact.workspace import Outcome


def simulate_by_reference(
    *,
    network: Network,
    make_block: BlockMaker,
    draws: int,
    horizon_minutes: int,
    pace: Pace | None = None,
    watched: Sequence[int] = (),
) -> Outcome:
    """What `simulation.simulate` returns, found by ticking; `pace` is taken and ignored."""
    del pace
    out = empty_outcome(network, draws, horizon_minutes, watched)
    row_of_need = np.argsort(network.need_of_row)
    for draw in range(draws):
        run = solve_by_reference(network, make_block(draw, 1), horizon_minutes + LOOK_AHEAD_MINUTES)
        _count_needs(network, run, draw, horizon_minutes, row_of_need.tolist(), out)
        _count_services(network, run, draw, out)
        for position, asset in enumerate(watched):
            out.is_down_at_end[position, draw] = _covers(run.asset_down[asset], horizon_minutes - 1)
    return out


def solve_by_reference(network: Network, block: Block, solved_minutes: int) -> ReferenceRun:
    """The reference run of a block's first draw."""
    disruptions: dict[int, list[Interval]] = {}
    first, last = block.disruptions.offsets[:2].tolist()
    for row in range(first, last):
        interval = (int(block.disruptions.start[row]), int(block.disruptions.end[row]))
        disruptions.setdefault(int(block.disruptions.asset[row]), []).append(interval)
    return run_reference(
        snapshot=network.snapshot,
        disruptions=disruptions,
        horizon_minutes=solved_minutes,
        initial_buffer_minutes=_initial_buffers(network, block),
    )


def _initial_buffers(network: Network, block: Block) -> InitialBuffers:
    minutes = iter(block.start_charge[:, 0].tolist())
    tables = (network.snapshot.dependencies, network.snapshot.needs.groups)
    drawn = [{g: next(minutes) for g, kind in enumerate(table.buffer_kind) if kind == "stock"} for table in tables]
    return InitialBuffers(dependencies=drawn[0], needs=drawn[1])


def _count_needs(
    network: Network, run: ReferenceRun, draw: int, horizon: int, row_of_need: list[int], out: Outcome
) -> None:
    snapshot = network.snapshot
    critical: set[int] = set()
    under_four: set[int] = set()
    for need, intervals in enumerate(run.need_exhausted):
        if not intervals:
            continue
        row, profile = row_of_need[need], int(snapshot.needs.groups.owner[need])
        people, severity = int(snapshot.profiles.people[profile]), int(snapshot.needs.severity[need])
        beyond = sum(min(end, horizon) - start for start, end in intervals if start < horizon)
        out.onset[draw, row] = intervals[0][0]
        out.beyond_sum[row] += beyond
        out.still_down[row] += _covers(intervals, horizon - 1)
        out.person_minutes[draw, severity] += people * beyond
        if severity == 0 and beyond:
            critical.add(profile)
            if snapshot.needs.groups.buffer_minutes[need] < UNDER_FOUR_HOURS:
                under_four.add(profile)
    out.critical_people[draw] = sum(int(snapshot.profiles.people[profile]) for profile in critical)
    out.critical_under_four[draw] = sum(int(snapshot.profiles.people[profile]) for profile in under_four)


def _count_services(network: Network, run: ReferenceRun, draw: int, out: Outcome) -> None:
    columns = network.columns
    for asset, intervals in enumerate(run.asset_down):
        service, people = int(columns.asset_service[asset]), int(columns.asset_people[asset])
        if service >= 0 and people:
            for hour in range(out.people_without.shape[2]):
                out.people_without[service, draw, hour] += people * _covers(intervals, hour * 60)


def _covers(intervals: Sequence[Interval], tick: int) -> bool:
    return any(start <= tick < end for start, end in intervals)
