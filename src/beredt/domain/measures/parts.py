"""A part of a changed network, put together so that the kernel can run it alone.

Recomputed assets keep their groups; every other supplier stands at the boundary with the down-times it had, which no
change can reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs
import numpy as np

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
    recomputed: set[int] = set()
    _, needs, _ = _people_and_needs(blueprint, change, strata)
    waiting = [supplier for _, _, group in needs for supplier in group.suppliers]
    while waiting:
        asset = waiting.pop()
        if asset in changed and asset not in recomputed:
            recomputed.add(asset)
            waiting.extend(s for group in _groups_of(blueprint, change, asset) for s in group.suppliers)
    return _put_together(blueprint, change, frozenset(recomputed), strata)


def whole_network(blueprint: Blueprint, change: Change) -> Part:
    """The whole changed network, nothing at the boundary."""
    everything = frozenset(range(blueprint.asset_count + len(change.helpers)))
    return _put_together(blueprint, change, everything, range(len(blueprint.strata)))


def untouched_needs(blueprint: Blueprint, strata: Sequence[int]) -> Part:
    """The needs of `strata` as they are, with every supplier at the boundary."""
    return _put_together(blueprint, Change(), frozenset(), strata)


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


def _put_together(blueprint: Blueprint, change: Change, recomputed: frozenset[int], strata: Sequence[int]) -> Part:
    groups = {asset: _groups_of(blueprint, change, asset) for asset in sorted(recomputed)}
    people, needs, origin = _people_and_needs(blueprint, change, strata)
    used = {s for owned in groups.values() for group in owned for s in group.suppliers}
    used |= {supplier for _, _, group in needs for supplier in group.suppliers}
    assets = tuple(sorted(recomputed | used))
    place = {asset: k for k, asset in enumerate(assets)}
    dependencies = [(place[asset], group) for asset, owned in groups.items() for group in owned]
    snapshot = attrs.evolve(
        blueprint.snapshot,
        assets=_asset_table(blueprint, change, assets, recomputed),
        dependencies=_group_table(dependencies, place),
        profiles=ProfileTable(
            profile_id=tuple(blueprint.strata[stratum].profile_id for stratum, _ in people),
            area_index=arrays.frozen_column([blueprint.strata[s].area for s, _ in people], np.int64),
            people=arrays.frozen_column([count for _, count in people], np.int64),
        ),
        needs=NeedTable(
            groups=_group_table([(row, group) for row, _, group in needs], place),
            need_type=tuple(blueprint.needs[need].need_type for need in origin),
            severity=arrays.frozen_column([severity for _, severity, _ in needs], np.int64),
            tolerance_p10_minutes=arrays.frozen_column([-1] * len(needs), np.int64),
            tolerance_p90_minutes=arrays.frozen_column([-1] * len(needs), np.int64),
        ),
    )
    return Part(
        snapshot=snapshot, assets=assets, recomputed=recomputed, strata=tuple(strata), need_origin=tuple(origin)
    )


def _groups_of(blueprint: Blueprint, change: Change, asset: int) -> tuple[Group, ...]:
    if asset >= blueprint.asset_count:
        return change.helpers[asset - blueprint.asset_count].groups
    return change.groups_of.get(asset, blueprint.groups_of[asset])


def _people_and_needs(
    blueprint: Blueprint, change: Change, strata: Sequence[int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int, Group]], list[int]]:
    """(stratum, people) per row of people; (row, severity, group) per need; the need each comes from."""
    people: list[tuple[int, int]] = []
    needs: list[tuple[int, int, Group]] = []
    origin: list[int] = []

    def settle(stratum: int, count: int, moved: Mapping[int, Group]) -> None:
        for need in blueprint.needs_of.get(stratum, ()):
            group = moved.get(need) or change.need_groups.get(need, blueprint.needs[need].group)
            needs.append((len(people), blueprint.needs[need].severity, group))
            origin.append(need)
        people.append((stratum, count))

    for stratum in strata:
        moves = [move for move in change.moves if move.stratum == stratum]
        settle(stratum, blueprint.strata[stratum].people - sum(move.people for move in moves), {})
        for move in moves:
            settle(stratum, move.people, move.need_groups)
    return people, needs, origin


def _asset_table(
    blueprint: Blueprint, change: Change, assets: tuple[int, ...], recomputed: frozenset[int]
) -> AssetTable:
    table, count = blueprint.snapshot.assets, blueprint.asset_count
    is_whole = len(recomputed) >= count
    restart = [
        change.restart.get(a, int(table.restart_minutes[a])) if a in recomputed and a < count else 0 for a in assets
    ]
    # Curves are drawn for whole networks only: a part knows nothing of the people outside it.
    people = [int(table.people[a]) if is_whole and a < count else 0 for a in assets]
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


def _group_table(rows: Sequence[tuple[int, Group]], place: Mapping[int, int]) -> GroupTable:
    groups = [group for _, group in rows]
    return GroupTable(
        owner=arrays.frozen_column([owner for owner, _ in rows], np.int64),
        group_id=tuple(group.name for group in groups),
        supplier_offsets=arrays.frozen_column(
            arrays.offsets_from_counts([len(group.suppliers) for group in groups]), np.int64
        ),
        suppliers=arrays.frozen_column(
            [k for group in groups for k in sorted(place[s] for s in group.suppliers)], np.int64
        ),
        min_up=arrays.frozen_column([group.min_up for group in groups], np.int64),
        buffer_minutes=arrays.frozen_column([group.buffer_minutes for group in groups], np.int64),
        recharge_minutes=arrays.frozen_column([group.recharge_minutes for group in groups], np.int64),
        buffer_kind=tuple(group.buffer_kind for group in groups),
        basis=("",) * len(groups),
        verified_share=arrays.frozen_column(np.zeros(len(groups)), np.float64),
    )
