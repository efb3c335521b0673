"""Rings: assets that each count as supplied by another of them, though nothing supplies them from outside.

A takes 1 of {source A, B}, B takes 1 of {source B, A}: with both sources down the model keeps A and B up, since an
outage needs a cause (model.md section 2). That is false safety, told as a warning. Groups without a supplier to spare
make no ring here: two assets that need each other both fall with the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem, shown

_MOST_NAMED = 4


@attrs.frozen(kw_only=True)
class SupplyGroup:
    """One group of `asset_id`: `min_up` of the `suppliers` must be up."""

    asset_id: str
    min_up: int
    suppliers: frozenset[str]

    @property
    def has_spare(self) -> bool:
        """Whether the group holds with a supplier missing."""
        return len(self.suppliers) > self.min_up

    def holds_by(self, members: Collection[str]) -> bool:
        """Whether `members` alone are enough for the group."""
        return sum(supplier in members for supplier in self.suppliers) >= self.min_up


def check_rings(table: LocatedTable) -> Iterator[Problem]:
    """A warning per ring, at its first row in the dependencies that names one of the ring as supplier."""
    by_key = _groups_of(table)
    ring_of = {member: ring for ring in find_rings(list(by_key.values())) for member in ring}
    told: set[frozenset[str]] = set()
    if not ring_of:
        return
    for index, (asset_id, group_id, supplier_id) in enumerate(table.tuples("asset_id", "group_id", "supplier_id")):
        ring = ring_of.get(asset_id)
        if (
            ring is None
            or ring in told
            or supplier_id not in ring
            or not _carries(by_key.get((asset_id, group_id)), ring)
        ):
            continue
        told.add(ring)
        yield table.problem("ring_without_source", index, "supplier_id", ids=_named(ring), count=len(ring))


def find_rings(groups: Sequence[SupplyGroup]) -> list[frozenset[str]]:
    """The rings that stay up when all outside them, in the groups by which they hold each other, is down.

    A ring is a largest set of assets, connected both ways, in which each has a group with a supplier to spare that the
    others of the ring alone can fill. What falls for want of something else is no part of it.
    """
    of_asset: defaultdict[str, list[SupplyGroup]] = defaultdict(list)
    for group in groups:
        of_asset[group.asset_id].append(group)
    return [survivors for ring in _largest_rings(groups) if (survivors := _survivors(ring, of_asset))]


def _groups_of(table: LocatedTable) -> dict[tuple[str, str], SupplyGroup]:
    """The groups of the table by asset and group; a blank or unreadable `min_up` asks for all suppliers."""
    suppliers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    least: dict[tuple[str, str], object] = {}
    for asset_id, group_id, supplier_id, min_up in table.tuples("asset_id", "group_id", "supplier_id", "min_up"):
        if UNREADABLE in (asset_id, group_id, supplier_id) or asset_id == supplier_id:
            continue
        suppliers[asset_id, group_id].add(supplier_id)
        least.setdefault((asset_id, group_id), min_up)
    return {
        key: SupplyGroup(
            asset_id=key[0],
            min_up=known if isinstance(known := least[key], int) else len(found),
            suppliers=frozenset(found),
        )
        for key, found in suppliers.items()
    }


def _carries(group: SupplyGroup | None, ring: Collection[str]) -> bool:
    return group is not None and group.has_spare and group.holds_by(ring)


def _named(ring: Collection[str]) -> str:
    """The first of the ring by id; an ellipsis stands for the others."""
    named = [shown(asset_id) for asset_id in sorted(ring)[:_MOST_NAMED]]
    return " + ".join(named if len(ring) <= _MOST_NAMED else [*named, "…"])


def _largest_rings(groups: Sequence[SupplyGroup]) -> list[frozenset[str]]:
    """Every largest set that supports itself and is connected both ways by the groups that do so."""
    spare: defaultdict[str, list[SupplyGroup]] = defaultdict(list)
    for group in groups:
        if group.has_spare:
            spare[group.asset_id].append(group)
    found: list[frozenset[str]] = []
    waiting = [frozenset(spare)]
    while waiting:
        members = _self_supporting(waiting.pop(), spare)
        parts = _connected_both_ways(members, spare)
        if len(parts) == 1:
            found.append(members)
        else:
            waiting.extend(part for part in parts if len(part) > 1)
    return sorted(found, key=min)


def _self_supporting(members: Collection[str], spare: Mapping[str, Sequence[SupplyGroup]]) -> frozenset[str]:
    """The largest part of `members` in which each has a group that the part itself can fill."""
    left = set(members)
    users: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        for group in spare[member]:
            for supplier in group.suppliers & left:
                users[supplier].add(member)
    doubtful = set(members)
    while doubtful:
        member = doubtful.pop()
        if member in left and not any(group.holds_by(left) for group in spare[member]):
            left.discard(member)
            doubtful |= users[member]
    return frozenset(left)


def _connected_both_ways(members: frozenset[str], spare: Mapping[str, Sequence[SupplyGroup]]) -> list[frozenset[str]]:
    """The strongly connected parts of a self-supporting set."""
    if not members:
        return []
    number = {member: index for index, member in enumerate(sorted(members))}
    links = [
        (number[supplier], number[member])
        for member in members
        for group in spare[member]
        if group.holds_by(members)
        for supplier in group.suppliers & members
    ]
    sources, targets = np.array(links, dtype=np.int64).T
    graph = coo_array((np.ones(len(links), dtype=np.int8), (sources, targets)), shape=(len(members), len(members)))
    labels = connected_components(graph, connection="strong")[1]
    parts: defaultdict[int, set[str]] = defaultdict(set)
    for member, index in number.items():
        parts[int(labels[index])].add(member)
    return [frozenset(part) for part in parts.values()]


def _survivors(ring: frozenset[str], of_asset: Mapping[str, Sequence[SupplyGroup]]) -> frozenset[str]:
    """Who of the ring is still up when all others that could fill its groups are down."""
    down = {
        supplier
        for member in ring
        for group in of_asset[member]
        if group.has_spare and group.holds_by(ring)
        for supplier in group.suppliers - ring
    }
    users: defaultdict[str, set[str]] = defaultdict(set)
    for member in ring:
        for group in of_asset[member]:
            for supplier in group.suppliers & ring:
                users[supplier].add(member)
    up, doubtful = set(ring), set(ring)
    while doubtful:
        member = doubtful.pop()
        if member in up and not all(_holds(group, down, ring, up) for group in of_asset[member]):
            up.discard(member)
            doubtful |= users[member]
    return frozenset(up)


def _holds(group: SupplyGroup, down: Collection[str], ring: Collection[str], up: Collection[str]) -> bool:
    """Whether the group holds with those `down`, and those of the ring that are not `up`, missing."""
    there = sum(supplier in up if supplier in ring else supplier not in down for supplier in group.suppliers)
    return there >= group.min_up
