"""A municipality compiled for the kernel: integer columns, components in topological order, distinct supply sets.

Nothing here is drawn, and nothing depends on the scenario: see `strata` for tolerances and `draws` for outages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from beredt.domain.impact.compiled import compiled
from beredt.domain.municipality import recharge
from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot
from beredt.kit import arrays
from beredt.kit.errors import CapacityExceeded

UNDER_FOUR_HOURS = 240
"""Critical needs with a tolerance below this [min] are a line of their own everywhere."""

_MAX_CHARGE = 2**62
_IntColumn = NDArray[np.int64]


class KernelNetwork(NamedTuple):
    """The columns that the kernel reads. A supply set is a distinct (suppliers, number that must fail).

    Charge is counted so that it stays whole: an unavailable tick drains `drain` = max(recharge, 1), an available one
    gains `gain`; `capacity` = buffer × drain. `*_stock` is the row of a drawn start charge, -1 where it starts full.
    Needs are sorted by supply set, then by whether they start full, then by tolerance.
    """

    order: _IntColumn
    component_offsets: _IntColumn
    component_is_cyclic: NDArray[np.bool_]
    component_of: _IntColumn
    restart: _IntColumn
    group_offsets: _IntColumn
    group_set: _IntColumn
    group_buffer: _IntColumn
    group_drain: _IntColumn
    group_gain: _IntColumn
    group_stock: _IntColumn
    set_offsets: _IntColumn
    set_suppliers: _IntColumn
    set_fail_count: _IntColumn
    asset_set_offsets: _IntColumn
    asset_sets: _IntColumn
    set_owner_offsets: _IntColumn
    set_owners: _IntColumn
    set_need_offsets: _IntColumn
    need_buffer: _IntColumn
    need_drain: _IntColumn
    need_gain: _IntColumn
    need_stock: _IntColumn
    need_stratum: _IntColumn
    need_people: _IntColumn
    need_severity: _IntColumn
    asset_service: _IntColumn
    asset_people: _IntColumn


@attrs.frozen(kw_only=True, eq=False)
class Network:
    """A compiled municipality, `snapshot`.

    `columns` is what the kernel reads; its need row r is need `need_of_row[r]` of the snapshot; `strata` is the number
    of profiles; buffers whose start charge is drawn have a stable name and a size [min].
    """

    snapshot: MunicipalitySnapshot
    columns: KernelNetwork
    services: tuple[str, ...]
    strata: int
    need_of_row: _IntColumn
    stock_names: tuple[str, ...]
    stock_buffer: _IntColumn


def compile_network(snapshot: MunicipalitySnapshot) -> Network:
    """The network of `snapshot` (of `strata.split_profiles` where a scenario is run).

    Raises `CapacityExceeded` when a buffer and its recharge time cannot be held exactly in 64 bits.
    """
    groups, needs = snapshot.dependencies, snapshot.needs.groups
    if (np.diff(groups.owner) < 0).any():
        raise ValueError("the groups of assets must stand by owner")
    asset_count = len(snapshot.assets.asset_id)
    sets = _SupplySets()
    group_set = sets.numbers_of(groups)
    need_set = np.array(sets.numbers_of(needs), dtype=np.int64)
    stock = np.array([kind == "stock" for kind in groups.buffer_kind + needs.buffer_kind], dtype=bool)
    stock_row = _column(np.where(stock, np.cumsum(stock) - 1, -1))
    group_stock, need_stock = stock_row[: len(groups)], stock_row[len(groups) :]
    ranking = np.lexsort((needs.buffer_minutes, need_stock < 0, need_set))
    need_drain, need_gain = _drain_and_gain(needs.buffer_minutes, needs.recharge_minutes)
    group_drain, group_gain = _drain_and_gain(groups.buffer_minutes, groups.recharge_minutes)
    order, component_offsets = _components(groups, asset_count)
    component_of = np.empty(asset_count, dtype=np.int64)
    component_of[order] = np.repeat(np.arange(len(component_offsets) - 1), np.diff(component_offsets))
    services = tuple(sorted(set(snapshot.assets.service) - {""}))
    service_number = {"": -1} | {service: number for number, service in enumerate(services)}
    columns = KernelNetwork(
        order=order,
        component_offsets=component_offsets,
        component_is_cyclic=np.diff(component_offsets) > 1,
        component_of=component_of,
        restart=_column(snapshot.assets.restart_minutes),
        group_offsets=arrays.offsets_from_counts(np.bincount(groups.owner, minlength=asset_count)),
        group_set=_column(group_set),
        group_buffer=_column(groups.buffer_minutes),
        group_drain=group_drain,
        group_gain=group_gain,
        group_stock=group_stock,
        set_offsets=arrays.offsets_from_counts([len(suppliers) for suppliers in sets.suppliers]),
        set_suppliers=_column([supplier for suppliers in sets.suppliers for supplier in suppliers]),
        set_fail_count=_column(sets.fail_counts),
        **_inverse_columns(sets, group_set, groups.owner, asset_count),
        set_need_offsets=arrays.offsets_from_counts(np.bincount(need_set, minlength=len(sets.suppliers))),
        need_buffer=_column(needs.buffer_minutes[ranking]),
        need_drain=need_drain[ranking],
        need_gain=need_gain[ranking],
        need_stock=need_stock[ranking],
        need_stratum=_column(needs.owner[ranking]),
        need_people=_column(snapshot.profiles.people[needs.owner[ranking]]),
        need_severity=_column(snapshot.needs.severity[ranking]),
        asset_service=_column([service_number[service] for service in snapshot.assets.service]),
        asset_people=_column(snapshot.assets.people),
    )
    return Network(
        snapshot=snapshot,
        columns=columns,
        services=services,
        strata=len(snapshot.profiles.people),
        need_of_row=ranking,
        stock_names=_stock_names(snapshot),
        stock_buffer=_column(np.concatenate([groups.buffer_minutes, needs.buffer_minutes])[stock]),
    )


def _drain_and_gain(buffer: _IntColumn, refill: _IntColumn) -> tuple[_IntColumn, _IntColumn]:
    """Whole-number charge arithmetic of model.md section 2: q = max(ρ, 1), C = B·q, p = B if ρ > 0 else C."""
    never = refill == recharge.NOT_WITHIN_HORIZON
    drain = np.where(never, 1, np.maximum(refill, 1))
    if len(buffer) and float(np.max(buffer.astype(np.float64) * drain)) >= _MAX_CHARGE:
        raise CapacityExceeded(
            "A buffer and its recharge time are too long to be counted exactly.",
            code="charge_too_large",
            hint="Give hours below 1 000 000.",
        )
    return _column(drain), _column(np.where(never, 0, buffer))


def _stock_names(snapshot: MunicipalitySnapshot) -> tuple[str, ...]:
    """Stable names of the buffers whose start charge is drawn; the strata of a need share theirs."""
    tables = (
        ("asset", snapshot.assets.asset_id, snapshot.dependencies),
        ("need", snapshot.profiles.profile_id, snapshot.needs.groups),
    )
    return tuple(
        f"{what}/{owner_ids[int(groups.owner[g])]}/{groups.group_id[g]}"
        for what, owner_ids, groups in tables
        for g, kind in enumerate(groups.buffer_kind)
        if kind == "stock"
    )


class _SupplySets:
    """Distinct (suppliers, number that must fail), numbered as they are first met."""

    def __init__(self) -> None:
        self.suppliers: list[tuple[int, ...]] = []
        self.fail_counts: list[int] = []
        self._known: dict[tuple[tuple[int, ...], int], int] = {}

    def numbers_of(self, groups: GroupTable) -> list[int]:
        """The number of each group's supply set."""
        suppliers, ends = groups.suppliers.tolist(), groups.supplier_offsets.tolist()
        return [
            self._number(tuple(suppliers[begin:end]), end - begin - min_up + 1)
            for begin, end, min_up in zip(ends, ends[1:], groups.min_up.tolist(), strict=False)
        ]

    def _number(self, suppliers: tuple[int, ...], fail_count: int) -> int:
        key = suppliers, fail_count
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.suppliers)
            self.suppliers.append(suppliers)
            self.fail_counts.append(fail_count)
        return known


def _inverse_columns(
    sets: _SupplySets, group_set: Sequence[int], owners: _IntColumn, asset_count: int
) -> dict[str, _IntColumn]:
    """Which sets an asset is in, and which assets own a set."""
    sizes = [len(suppliers) for suppliers in sets.suppliers]
    supplier = np.array([one for suppliers in sets.suppliers for one in suppliers], dtype=np.int64)
    number = np.repeat(np.arange(len(sizes)), sizes)
    by_supplier = np.lexsort((number, supplier))
    owned = np.unique(np.array(group_set, dtype=np.int64) * max(asset_count, 1) + owners)
    set_owned, owner = np.divmod(owned, max(asset_count, 1))
    return {
        "asset_set_offsets": arrays.offsets_from_counts(np.bincount(supplier, minlength=asset_count)),
        "asset_sets": _column(number[by_supplier]),
        "set_owner_offsets": arrays.offsets_from_counts(np.bincount(set_owned, minlength=len(sizes))),
        "set_owners": _column(owner),
    }


def _components(groups: GroupTable, asset_count: int) -> tuple[_IntColumn, _IntColumn]:
    """Assets ordered so that suppliers come first, and where each strongly connected component begins in the order."""
    owners = np.repeat(groups.owner, np.diff(groups.supplier_offsets))
    edges = coo_matrix((np.ones(len(owners), np.int8), (groups.suppliers, owners)), shape=(asset_count, asset_count))
    count, label = connected_components(edges.tocsr(), directed=True, connection="strong")
    level = _levels(label[groups.suppliers], label[owners], count)
    order = np.lexsort((np.arange(asset_count), label, level[label])) if asset_count else np.zeros(0, np.int64)
    ordered = label[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    offsets = np.concatenate([starts, [asset_count]]).astype(np.int64)
    return _column(order), offsets


def _levels(sources: NDArray[np.int32], targets: NDArray[np.int32], count: int) -> _IntColumn:
    """Length of the longest path to each component of the condensed graph."""
    apart = np.unique(sources[sources != targets].astype(np.int64) * count + targets[sources != targets])
    source, target = np.divmod(apart, max(count, 1))
    level = np.zeros(count, dtype=np.int64)
    _raise_levels(
        arrays.offsets_from_counts(np.bincount(source, minlength=count)),
        target,
        np.bincount(target, minlength=count).astype(np.int64),
        np.zeros(count, dtype=np.int64),
        level,
    )
    return level


@compiled
def _raise_levels(
    offsets: _IntColumn, target: _IntColumn, waiting: _IntColumn, ready: _IntColumn, level: _IntColumn
) -> None:
    """Sets `level` of each node to the length of the longest path to it; `waiting` counts its edges in."""
    last = 0
    for node in range(len(level)):
        if waiting[node] == 0:
            ready[last] = node
            last += 1
    first = 0
    while first < last:
        node = ready[first]
        first += 1
        for edge in range(offsets[node], offsets[node + 1]):
            reached = target[edge]
            level[reached] = max(level[reached], level[node] + 1)
            waiting[reached] -= 1
            if waiting[reached] == 0:
                ready[last] = reached
                last += 1


def _column(values: object) -> _IntColumn:
    return np.ascontiguousarray(np.asarray(values, dtype=np.int64))
