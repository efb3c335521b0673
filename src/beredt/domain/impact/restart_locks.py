"""Loops that hold themselves down once hit, and the harm that the lock alone carries.

A restart decision lets the members of a loop come back together: inside the loop nobody waits for another's restart
lag, while the rest of the municipality still does. The lock is what differs between the two runs (model.md section 2).
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import summary
from beredt.domain.impact.by_asset import join_draws, pick_draws
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.result import RestartLock
from beredt.domain.impact.simulation import Block, Chance, Pace, simulate
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.municipality.snapshot import AssetTable, GroupTable, MunicipalitySnapshot
from beredt.kit import arrays

_DRAWS_AT_ONCE = 100
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


def find_restart_locks(*, counted: summary.Counted, chance: Chance) -> tuple[RestartLock, ...]:
    """The loops that hold themselves down at the horizon in some draw, in order of their members' ids.

    `counted` must have watched the members of `lagging_loops`, loop after loop. Only draws in which a member is down
    at the end are run again.
    """
    loops = lagging_loops(counted.network)
    draws = np.flatnonzero(counted.outcome.is_down_at_end.any(axis=0)).astype(np.int64)
    if not len(draws):
        return ()
    rows = _rows_of_draws(chance, draws)
    freed = _simulate_freed(counted, chance, loops, draws, rows)
    ends = np.cumsum([len(members) for members in loops])
    locks = []
    for members, end in zip(loops, ends.tolist(), strict=True):
        watched = slice(end - len(members), end)
        is_held = (counted.outcome.is_down_at_end[watched][:, draws] & ~freed.is_down_at_end[watched]).any(axis=0)
        held = np.flatnonzero(is_held)
        if len(held):
            alone = _simulate_freed(counted, chance, [members], draws[held], pick_draws(rows, held))
            locks.append(_lock(counted, members, draws[held], alone))
    return tuple(sorted(locks, key=lambda lock: lock.asset_ids))


def _lock(counted: summary.Counted, members: Sequence[int], draws: _IntColumn, freed: Outcome) -> RestartLock:
    people = counted.outcome.critical_people[draws].sum() - freed.critical_people.sum()
    minutes = counted.outcome.person_minutes[draws].sum(axis=0) - freed.person_minutes.sum(axis=0)
    critical, serious, welfare = (float(total) / 60.0 / counted.draws for total in minutes)
    return RestartLock(
        asset_ids=tuple(counted.original.assets.asset_id[member] for member in members),
        share_of_draws=len(draws) / counted.draws,
        critical_people_mean=float(people) / counted.draws,
        person_hours_critical=critical,
        person_hours_serious=serious,
        person_hours_welfare=welfare,
    )


def _rows_of_draws(chance: Chance, draws: _IntColumn) -> Disruptions:
    """The disruptions of chosen draws, drawn again block by block."""
    blocks = []
    for first in range(0, int(draws[-1]) + 1, _DRAWS_AT_ONCE):
        wanted = draws[(draws >= first) & (draws < first + _DRAWS_AT_ONCE)] - first
        if len(wanted):
            blocks.append(pick_draws(chance.disruptions(first, int(wanted[-1]) + 1), wanted))
    return join_draws(blocks)


def _simulate_freed(
    counted: summary.Counted, chance: Chance, loops: Sequence[tuple[int, ...]], draws: _IntColumn, rows: Disruptions
) -> Outcome:
    """Chosen draws with `loops` freed of waiting for each other's lag."""
    shadow_of = np.full(len(counted.network.columns.restart), -1, dtype=np.int64)
    members = [member for loop in loops for member in loop]
    shadow_of[members] = len(shadow_of) + np.arange(len(members))
    network = compile_network(free_loops(counted.simulated, shadow_of))
    charge = chance.start_charge(network, 0, int(draws[-1]) + 1)[:, draws]
    block = Block(first_draw=0, disruptions=_with_shadows(rows, shadow_of), start_charge=np.ascontiguousarray(charge))
    return simulate(
        network=network,
        make_block=lambda first, count: block,
        draws=len(draws),
        horizon_minutes=counted.horizon_minutes,
        pace=Pace(block_draws=len(draws)),
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
