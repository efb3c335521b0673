"""A part of a changed network, put together so that the kernel can run it alone.

Recomputed assets keep their groups; every other supplier stands at the boundary with the down-times it had, which no
change can reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.measures.blueprint import Blueprint, Group
from beredt.domain.measures.changes import Change
from beredt.domain.municipality.snapshot import (
    AssetTable,
    GroupTable,
    MunicipalitySnapshot,
    NeedTable,
    ProfileTable,
)
from beredt.kit import arrays

IntColumn = NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """`snapshot` of the part; asset k of it is `assets[k]` of the blueprint (helpers from `asset_count` on).

    `recomputed` are those whose down-times are found anew; `strata` are the strata whose needs are all in the part;
    `need_origin` leads to the blueprint's needs.
    """

    snapshot: MunicipalitySnapshot
    assets: tuple[int, ...]
    recomputed: frozenset[int]
    strata: tuple[int, ...]
    need_origin: tuple[int, ...]


def touched_strata(blueprint: Blueprint, change: Change, cause: Change | None = None) -> tuple[int, ...]:
    """Strata with a need that the change can reach, ascending.

    With `cause`, a part of `change`: those that it can reach while all of `change` is in place.
    """
    cause = cause or change
    reached = _downstream_in(blueprint, change, _edited(cause))
    strata = {blueprint.needs[need].stratum for need in cause.need_groups}
    strata |= {blueprint.needs[need].stratum for asset in reached for need in blueprint.needs_on.get(asset, ())}
    strata |= {
        blueprint.needs[need].stratum
        for need, group in change.need_groups.items()
        if not reached.isdisjoint(group.suppliers)
    }
    # Helpers of sites are only met by those who move there; and who moves depends on what else is in place.
    if cause.moves or any(asset >= blueprint.asset_count for asset in reached):
        strata |= {move.stratum for move in (*change.moves, *cause.moves)}
    return tuple(sorted(strata))


def touched_part(blueprint: Blueprint, change: Change, strata: Sequence[int]) -> Part:
    """What must be run again to see the change at the needs of `strata`."""
    helpers = range(blueprint.asset_count, blueprint.asset_count + len(change.helpers))
    changed = _reached(blueprint, change) | set(helpers)
    people = _people(blueprint, change, strata)
    waiting = [asset for asset in people.suppliers(blueprint) if asset in changed]
    recomputed = set(waiting)
    while waiting:
        for supplier in _suppliers_of(blueprint, change, waiting.pop()):
            if supplier in changed and supplier not in recomputed:
                recomputed.add(supplier)
                waiting.append(supplier)
    return _put_together(blueprint, change, frozenset(recomputed), strata, people)


def whole_network(blueprint: Blueprint, change: Change) -> Part:
    """The whole changed network, nothing at the boundary."""
    everything = frozenset(range(blueprint.asset_count + len(change.helpers)))
    strata = range(len(blueprint.strata))
    return _put_together(blueprint, change, everything, strata, _people(blueprint, change, strata))


def untouched_needs(blueprint: Blueprint, strata: Sequence[int]) -> Part:
    """The needs of `strata` as they are, with every supplier at the boundary."""
    return _put_together(blueprint, Change(), frozenset(), strata, _people(blueprint, Change(), strata))


def _reached(blueprint: Blueprint, change: Change) -> set[int]:
    return _downstream_in(blueprint, change, _edited(change))


def _edited(change: Change) -> set[int]:
    softened = {asset for milder in change.milder for asset in milder.assets}
    return {*change.groups_of, *change.restart, *softened}


def _downstream_in(blueprint: Blueprint, change: Change, assets: set[int]) -> set[int]:
    """The given assets and all that lean on them in the changed network, helpers included."""
    leaning: defaultdict[int, set[int]] = defaultdict(set)
    for place, helper in enumerate(change.helpers, start=blueprint.asset_count):
        for supplier in (s for group in helper.groups for s in group.suppliers):
            leaning[supplier].add(place)
    for owner, groups in change.groups_of.items():
        for supplier in (s for group in groups for s in group.suppliers):
            leaning[supplier].add(owner)
    reached, waiting = set(assets), list(assets)
    while waiting:
        asset = waiting.pop()
        for consumer in (*blueprint.consumers_of.get(asset, ()), *leaning.get(asset, ())):
            if consumer not in reached:
                reached.add(consumer)
                waiting.append(consumer)
    return reached


@attrs.frozen(kw_only=True, eq=False)
class _Rows:
    """Groups of a part: `as_before` are rows of the blueprint's table, then those that are `changed`.

    `owner` is whose each of them is in the part; in the part they stand in `order`, by owner.
    """

    as_before: IntColumn
    changed: Sequence[Group]
    owner: IntColumn
    order: IntColumn


@attrs.frozen(kw_only=True, eq=False)
class _People:
    """Rows of people (stratum, how many), their needs, and the blueprint's need that each comes from."""

    stratum: Sequence[int]
    count: Sequence[int]
    needs: _Rows
    need_origin: tuple[int, ...]

    def suppliers(self, blueprint: Blueprint) -> set[int]:
        """Assets that the needs lean on."""
        groups = blueprint.snapshot.needs.groups
        before = groups.suppliers[arrays.rows_of(groups.supplier_offsets, self.needs.as_before)]
        return {*np.unique(before).tolist(), *(s for group in self.needs.changed for s in group.suppliers)}


def _people(blueprint: Blueprint, change: Change, strata: Sequence[int]) -> _People:
    """Who is in the part: the people of `strata`, those whom a site takes in as rows of their own."""
    moves = [move for move in change.moves if move.stratum in set(strata)]
    stratum = [*strata, *(move.stratum for move in moves)]
    rest = dict(zip(strata, (blueprint.strata[s].people for s in strata), strict=True))
    for move in moves:
        rest[move.stratum] -= move.people
    chosen = np.array(stratum, dtype=np.int64)
    need = blueprint.need_rows[arrays.rows_of(blueprint.need_offsets, chosen)]
    owner = np.repeat(np.arange(len(chosen)), blueprint.need_offsets[chosen + 1] - blueprint.need_offsets[chosen])
    edited = [*change.need_groups, *(number for move in moves for number in move.need_groups)]
    is_edited = np.isin(need, np.array(sorted(set(edited)), dtype=np.int64))
    changed: list[Group] = []
    for row, number in zip(owner[is_edited].tolist(), need[is_edited].tolist(), strict=True):
        group = change.need_groups.get(number, blueprint.needs[number].group)
        if row >= len(strata):
            group = moves[row - len(strata)].need_groups.get(number, group)
        changed.append(group)
    owner, need = (np.concatenate([column[~is_edited], column[is_edited]]) for column in (owner, need))
    order = np.lexsort((need, owner))
    return _People(
        stratum=stratum,
        count=[*rest.values(), *(move.people for move in moves)],
        needs=_Rows(as_before=need[: len(need) - len(changed)], changed=changed, owner=owner, order=order),
        need_origin=tuple(need[order].tolist()),
    )


def _put_together(
    blueprint: Blueprint, change: Change, recomputed: frozenset[int], strata: Sequence[int], people: _People
) -> Part:
    count = blueprint.asset_count
    tables = blueprint.snapshot
    unchanged = np.array(sorted(a for a in recomputed if a < count and a not in change.groups_of), dtype=np.int64)
    edited = sorted(a for a in recomputed if a >= count or a in change.groups_of)
    groups = [(asset, group) for asset in edited for group in _groups_of(blueprint, change, asset)]
    rows = arrays.rows_of(blueprint.group_offsets, unchanged)
    before = tables.dependencies.suppliers[arrays.rows_of(tables.dependencies.supplier_offsets, rows)]
    used = people.suppliers(blueprint).union(np.unique(before).tolist(), *(group.suppliers for _, group in groups))
    assets = tuple(sorted(used | recomputed))
    place = np.full(count + len(change.helpers), -1, dtype=np.int64)
    place[np.array(assets, dtype=np.int64)] = np.arange(len(assets))
    owner = place[np.concatenate([tables.dependencies.owner[rows], [asset for asset, _ in groups]]).astype(np.int64)]
    dependencies = _Rows(
        as_before=rows,
        changed=[group for _, group in groups],
        owner=owner,
        order=np.argsort(owner, kind="stable"),
    )
    origin = np.array(people.need_origin, dtype=np.int64)
    snapshot = attrs.evolve(
        tables,
        assets=_asset_table(blueprint, change, assets, recomputed),
        dependencies=_group_table(tables.dependencies, dependencies, place),
        profiles=ProfileTable(
            profile_id=tuple(blueprint.strata[stratum].profile_id for stratum in people.stratum),
            area_index=arrays.frozen_column(tables.profiles.area_index[list(people.stratum)], np.int64),
            people=arrays.frozen_column(people.count, np.int64),
        ),
        needs=NeedTable(
            groups=_group_table(tables.needs.groups, people.needs, place),
            need_type=tuple(tables.needs.need_type[need] for need in people.need_origin),
            severity=arrays.frozen_column(tables.needs.severity[origin], np.int64),
            tolerance_p10_minutes=arrays.frozen_column(np.full(len(origin), -1), np.int64),
            tolerance_p90_minutes=arrays.frozen_column(np.full(len(origin), -1), np.int64),
        ),
    )
    return Part(
        snapshot=snapshot, assets=assets, recomputed=recomputed, strata=tuple(strata), need_origin=people.need_origin
    )


def _groups_of(blueprint: Blueprint, change: Change, asset: int) -> tuple[Group, ...]:
    if asset >= blueprint.asset_count:
        return change.helpers[asset - blueprint.asset_count].groups
    return change.groups_of.get(asset, blueprint.groups_of[asset])


def _suppliers_of(blueprint: Blueprint, change: Change, asset: int) -> Iterable[int]:
    if asset < blueprint.asset_count and asset not in change.groups_of:
        return blueprint.suppliers_of[asset]
    return [supplier for group in _groups_of(blueprint, change, asset) for supplier in group.suppliers]


def _asset_table(
    blueprint: Blueprint, change: Change, assets: tuple[int, ...], recomputed: frozenset[int]
) -> AssetTable:
    table, count = blueprint.snapshot.assets, blueprint.asset_count
    is_whole = len(recomputed) >= count
    of_pack = np.array([a for a in assets if a < count], dtype=np.int64)
    restart = np.zeros(len(assets), dtype=np.int64)
    restart[: len(of_pack)] = table.restart_minutes[of_pack]
    for position, asset in enumerate(assets):
        if asset not in recomputed:
            restart[position] = 0
        elif asset in change.restart:
            restart[position] = change.restart[asset]
    # Curves are drawn for whole networks only: a part knows nothing of the people outside it.
    people = np.zeros(len(assets), dtype=np.int64)
    if is_whole:
        people[: len(of_pack)] = table.people[of_pack]
    size = len(assets)
    return AssetTable(
        asset_id=tuple(table.asset_id[a] if a < count else change.helpers[a - count].asset_id for a in assets),
        kind=("",) * size,
        name=("",) * size,
        service=tuple(table.service[a] if is_whole and a < count else "" for a in assets),
        basis=("",) * size,
        area_index=arrays.frozen_column(np.full(size, -1), np.int64),
        people=arrays.frozen_column(people, np.int64),
        restart_minutes=arrays.frozen_column(restart, np.int64),
        verified_share=arrays.frozen_column(np.zeros(size), np.float64),
        lon=arrays.frozen_column(np.full(size, np.nan), np.float64),
        lat=arrays.frozen_column(np.full(size, np.nan), np.float64),
    )


def _group_table(table: GroupTable, rows: _Rows, place: IntColumn) -> GroupTable:
    """The part's groups by owner; suppliers stay in order because a part's assets are in the blueprint's order."""
    before, groups, order = rows.as_before, rows.changed, rows.order
    fresh_sizes = np.array([len(group.suppliers) for group in groups], dtype=np.int64)
    sizes = np.concatenate([np.diff(table.supplier_offsets)[before], fresh_sizes])
    known = place[table.suppliers[arrays.rows_of(table.supplier_offsets, before)]]
    suppliers = np.concatenate([known, *(place[sorted(group.suppliers)] for group in groups)])
    starts = arrays.offsets_from_counts(sizes)
    listed, turned = before.tolist(), order.tolist()
    names = [*(table.group_id[row] for row in listed), *(group.name for group in groups)]
    kinds = [*(table.buffer_kind[row] for row in listed), *(group.buffer_kind for group in groups)]

    def column(old: IntColumn, new: list[int]) -> IntColumn:
        return arrays.frozen_column(np.concatenate([old[before], np.array(new, dtype=np.int64)])[order], np.int64)

    return GroupTable(
        owner=arrays.frozen_column(rows.owner[order], np.int64),
        group_id=tuple(names[row] for row in turned),
        supplier_offsets=arrays.frozen_column(arrays.offsets_from_counts(sizes[order]), np.int64),
        suppliers=arrays.frozen_column(suppliers[arrays.rows_of(starts, order)], np.int64),
        min_up=column(table.min_up, [group.min_up for group in groups]),
        buffer_minutes=column(table.buffer_minutes, [group.buffer_minutes for group in groups]),
        recharge_minutes=column(table.recharge_minutes, [group.recharge_minutes for group in groups]),
        buffer_kind=tuple(kinds[row] for row in turned),
        basis=("",) * len(turned),
        verified_share=arrays.frozen_column(np.zeros(len(turned)), np.float64),
    )
