"""Loops that hold themselves down once hit, and the harm that the lock alone carries.

A restart decision lets the members of a loop come back together: inside the loop nobody waits for another's restart
lag, while the rest of the municipality still does. The lock is what differs between the two runs (model.md section 2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import summary
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.result import Harm, RestartLock
from beredt.domain.impact.simulation import Block, BlockMaker, Pace, simulate
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.municipality.snapshot import AssetTable, GroupTable, MunicipalitySnapshot
from beredt.kit import arrays

BlocksOf = Callable[[Network], BlockMaker]
_IntColumn = NDArray[np.int64]


def lagging_loops(network: Network) -> list[tuple[int, ...]]:
    """Members of every cyclic component in which some asset has a restart lag."""
    columns = network.columns
    loops = []
    for component in np.flatnonzero(columns.component_is_cyclic).tolist():
        first, last = columns.component_offsets[component : component + 2]
        members = tuple(sorted(columns.order[first:last].tolist()))
        if columns.restart[list(members)].any():
            loops.append(members)
    return loops


def find_restart_locks(*, counted: summary.Counted, make_block: BlocksOf, pace: Pace) -> tuple[RestartLock, ...]:
    """The loops that hold themselves down at the horizon in some draw, in order of their members' ids.

    `counted` must have watched the members of `lagging_loops`, loop after loop.
    """
    loops = lagging_loops(counted.network)
    if not counted.outcome.is_down_at_end.any():
        return ()
    freed = _simulate_freed(counted, make_block, pace, loops)
    ends = np.cumsum([len(members) for members in loops])
    locks = []
    for members, end in zip(loops, ends.tolist(), strict=True):
        rows = slice(end - len(members), end)
        is_held = (counted.outcome.is_down_at_end[rows] & ~freed.is_down_at_end[rows]).any(axis=0)
        if is_held.any():
            alone = freed if len(loops) == 1 else _simulate_freed(counted, make_block, pace, [members])
            locks.append(_lock(counted, members, float(is_held.sum()) / counted.draws, alone))
    return tuple(sorted(locks, key=lambda lock: lock.asset_ids))


def _lock(counted: summary.Counted, members: Sequence[int], share: float, freed: Outcome) -> RestartLock:
    held = summary.harm(counted)
    without: Harm = summary.harm(attrs.evolve(counted, outcome=freed))
    return RestartLock(
        asset_ids=tuple(counted.original.assets.asset_id[member] for member in members),
        share_of_draws=share,
        critical_people_mean=held.critical_people.mean - without.critical_people.mean,
        person_hours_critical=held.person_hours_critical - without.person_hours_critical,
        person_hours_serious=held.person_hours_serious - without.person_hours_serious,
        person_hours_welfare=held.person_hours_welfare - without.person_hours_welfare,
    )


def _simulate_freed(
    counted: summary.Counted, make_block: BlocksOf, pace: Pace, loops: Sequence[tuple[int, ...]]
) -> Outcome:
    """The same draws with `loops` freed of waiting for each other's lag."""
    shadow_of = np.full(len(counted.network.columns.restart), -1, dtype=np.int64)
    members = [member for loop in loops for member in loop]
    shadow_of[members] = len(shadow_of) + np.arange(len(members))
    network = compile_network(free_loops(counted.simulated, shadow_of))
    maker = make_block(network)

    def make(first: int, count: int) -> Block:
        block = maker(first, count)
        return attrs.evolve(block, disruptions=_with_shadows(block.disruptions, shadow_of))

    return simulate(
        network=network,
        make_block=make,
        draws=counted.draws,
        horizon_minutes=counted.horizon_minutes,
        pace=pace,
        watched=members,
    )


def free_loops(snapshot: MunicipalitySnapshot, shadow_of: _IntColumn) -> MunicipalitySnapshot:
    """The municipality in which members of a loop (those with a shadow) lean on each other's lag-free shadow.

    A shadow is hit by the same disruptions as its asset, has the same groups, and starts without lag; it keeps the
    asset's id, so that what is drawn for it is the same.
    """
    members = np.flatnonzero(shadow_of >= 0)
    groups = snapshot.dependencies
    is_member = shadow_of[groups.owner] >= 0
    copied = np.concatenate([np.arange(len(groups)), np.flatnonzero(is_member)])
    owner = np.concatenate([groups.owner, shadow_of[groups.owner[is_member]]])
    suppliers = []
    for group in copied.tolist():
        own = groups.suppliers_of(group)
        inside = (shadow_of[own] >= 0) & (shadow_of[int(groups.owner[group])] >= 0)
        suppliers.append(np.where(inside, shadow_of[own], own))
    ranking = np.argsort(owner, kind="stable")
    return attrs.evolve(
        snapshot,
        assets=_with_shadow_assets(snapshot.assets, members),
        dependencies=_group_rows(groups, copied[ranking], owner[ranking], [suppliers[row] for row in ranking]),
    )


def _with_shadow_assets(assets: AssetTable, members: _IntColumn) -> AssetTable:
    rows = np.concatenate([np.arange(len(assets.asset_id)), members])
    fresh = len(assets.asset_id)
    restart, people = assets.restart_minutes[rows], assets.people[rows]
    restart[fresh:] = 0
    people[fresh:] = 0
    return AssetTable(
        asset_id=tuple(assets.asset_id[row] for row in rows),
        kind=tuple(assets.kind[row] for row in rows),
        name=tuple(assets.name[row] for row in rows),
        service=tuple(assets.service[row] for row in rows),
        basis=tuple(assets.basis[row] for row in rows),
        area_index=arrays.frozen_column(assets.area_index[rows], np.int64),
        people=arrays.frozen_column(people, np.int64),
        restart_minutes=arrays.frozen_column(restart, np.int64),
        verified_share=arrays.frozen_column(assets.verified_share[rows], np.float64),
        lon=arrays.frozen_column(assets.lon[rows], np.float64),
        lat=arrays.frozen_column(assets.lat[rows], np.float64),
    )


def _group_rows(groups: GroupTable, rows: _IntColumn, owner: _IntColumn, suppliers: list[_IntColumn]) -> GroupTable:
    return GroupTable(
        owner=arrays.frozen_column(owner, np.int64),
        group_id=tuple(groups.group_id[row] for row in rows),
        supplier_offsets=arrays.frozen_column(arrays.offsets_from_counts([len(s) for s in suppliers]), np.int64),
        suppliers=arrays.frozen_column(np.concatenate(suppliers), np.int64),
        min_up=arrays.frozen_column(groups.min_up[rows], np.int64),
        buffer_minutes=arrays.frozen_column(groups.buffer_minutes[rows], np.int64),
        recharge_minutes=arrays.frozen_column(groups.recharge_minutes[rows], np.int64),
        buffer_kind=tuple(groups.buffer_kind[row] for row in rows),
        basis=tuple(groups.basis[row] for row in rows),
        verified_share=arrays.frozen_column(groups.verified_share[rows], np.float64),
    )


def _with_shadows(disruptions: Disruptions, shadow_of: _IntColumn) -> Disruptions:
    draws = len(disruptions.offsets) - 1
    draw = np.repeat(np.arange(draws), np.diff(disruptions.offsets))
    hit = np.flatnonzero(shadow_of[disruptions.asset] >= 0)
    rows = np.concatenate([np.arange(len(draw)), hit])
    asset = np.concatenate([disruptions.asset, shadow_of[disruptions.asset[hit]]])
    ranking = np.lexsort((asset, draw[rows]))
    return Disruptions(
        np.searchsorted(draw[rows][ranking], np.arange(draws + 1)).astype(np.int64),
        asset[ranking],
        disruptions.start[rows][ranking],
        disruptions.end[rows][ranking],
    )
