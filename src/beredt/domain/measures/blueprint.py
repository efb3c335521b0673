"""The network as plain lists, made to be changed: what a measure edits before anything is compiled again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.strata import SplitProfiles
from beredt.domain.municipality.snapshot import AssetTable, GroupTable, MunicipalitySnapshot
from beredt.kit import arrays
from beredt.kit.recent import Recent

MOST_RECENT = 64
KeyT = TypeVar("KeyT", int, str)


@attrs.frozen(kw_only=True)
class Group:
    """A supplier group (or a need's): asset positions, threshold, buffer and recharge [min], kind, stable name."""

    suppliers: tuple[int, ...]
    min_up: int
    buffer_minutes: int
    recharge_minutes: int
    buffer_kind: str
    name: str


@attrs.frozen(kw_only=True)
class Need:
    """A need of a stratum; `severity` indexes `tables.SEVERITIES`."""

    stratum: int
    need_type: str
    severity: int
    group: Group


@attrs.frozen(kw_only=True)
class Stratum:
    """People who share needs and tolerances; `profile_id` is whose, `area` an index or -1."""

    profile_id: str
    area: int
    people: int


@attrs.frozen(kw_only=True, eq=False)
class Blueprint:
    """A municipality after strata and temperature, as lists by position.

    `consumers_of` lists the assets that lean on an asset, `needs_of` the needs of a stratum or a profile, `needs_on`
    the needs that lean on an asset; `services_of` says what the suppliers of a group give; `position_of` finds an asset
    by id. `is_wide`: neighbours are hit too, so that what
    they share is not to be had. The snapshot's dependencies of asset a are rows `group_offsets[a]` to
    `group_offsets[a + 1]`; the needs of stratum s are `need_rows[need_offsets[s]]` and the following.
    """

    snapshot: MunicipalitySnapshot
    groups_of: tuple[tuple[Group, ...], ...]
    needs: tuple[Need, ...]
    strata: tuple[Stratum, ...]
    consumers_of: Mapping[int, tuple[int, ...]]
    needs_on: Mapping[int, tuple[int, ...]]
    needs_of: Mapping[int, tuple[int, ...]]
    is_wide: bool = False
    needs_of_profile: Mapping[str, tuple[int, ...]]
    position_of: Mapping[str, int]
    suppliers_of: tuple[tuple[int, ...], ...]
    group_offsets: NDArray[np.int64]
    need_offsets: NDArray[np.int64]
    need_rows: NDArray[np.int64]
    givers_of: Mapping[tuple[str, int | None], tuple[int, ...]]
    services_of: Mapping[tuple[int, ...], frozenset[str]]
    recent: Recent = attrs.field(factory=lambda: Recent(MOST_RECENT))

    @property
    def asset_count(self) -> int:
        """Assets of the pack; helpers of measures are numbered from here on."""
        return len(self.groups_of)

    def upstream_of(self, strata: Iterable[int]) -> set[int]:
        """Every asset that the needs of `strata` lean on, however indirectly."""
        waiting = [
            supplier
            for stratum in strata
            for need in self.needs_of.get(stratum, ())
            for supplier in self.needs[need].group.suppliers
        ]
        reached: set[int] = set()
        while waiting:
            asset = waiting.pop()
            if asset not in reached:
                reached.add(asset)
                waiting.extend(supplier for group in self.groups_of[asset] for supplier in group.suppliers)
        return reached


def draw_blueprint(split: SplitProfiles, *, is_wide: bool = False) -> Blueprint:
    """The blueprint of a municipality whose profiles were split into strata; `is_wide` as in `Blueprint`."""
    snapshot = split.snapshot
    groups_of: list[list[Group]] = [[] for _ in snapshot.assets.asset_id]
    consumers: defaultdict[int, set[int]] = defaultdict(set)
    for owner, group in zip(snapshot.dependencies.owner.tolist(), _groups(snapshot.dependencies), strict=True):
        groups_of[owner].append(group)
        for supplier in group.suppliers:
            consumers[supplier].add(owner)
    owners = snapshot.needs.groups.owner
    needs = tuple(
        Need(stratum=stratum, need_type=need_type, severity=severity, group=group)
        for stratum, need_type, severity, group in zip(
            owners.tolist(),
            snapshot.needs.need_type,
            snapshot.needs.severity.tolist(),
            _groups(snapshot.needs.groups),
            strict=True,
        )
    )
    profiles = snapshot.profiles.profile_id
    return Blueprint(
        is_wide=is_wide,
        snapshot=snapshot,
        groups_of=tuple(tuple(groups) for groups in groups_of),
        needs=needs,
        strata=tuple(
            Stratum(profile_id=profile_id, area=int(area), people=int(people))
            for profile_id, area, people in zip(
                snapshot.profiles.profile_id, snapshot.profiles.area_index, snapshot.profiles.people, strict=True
            )
        ),
        consumers_of={asset: tuple(sorted(found)) for asset, found in consumers.items()},
        needs_on=_positions((supplier, n) for n, need in enumerate(needs) for supplier in need.group.suppliers),
        needs_of=_positions((need.stratum, n) for n, need in enumerate(needs)),
        needs_of_profile=_positions((profiles[need.stratum], n) for n, need in enumerate(needs)),
        position_of=snapshot.assets.index_of,
        suppliers_of=tuple(tuple(sorted({s for g in groups for s in g.suppliers})) for groups in groups_of),
        group_offsets=np.searchsorted(snapshot.dependencies.owner, np.arange(len(groups_of) + 1)),
        need_offsets=arrays.offsets_from_counts(np.bincount(owners, minlength=len(snapshot.profiles.people))),
        need_rows=np.argsort(owners, kind="stable"),
        givers_of=_givers(snapshot.assets),
        services_of=_services(
            (*(group for groups in groups_of for group in groups), *(n.group for n in needs)), snapshot
        ),
    )


def _groups(table: GroupTable) -> Iterator[Group]:
    ends, suppliers = table.supplier_offsets.tolist(), table.suppliers.tolist()
    numbers = (column.tolist() for column in (table.min_up, table.buffer_minutes, table.recharge_minutes))
    rows = zip(ends, ends[1:], *numbers, table.buffer_kind, table.group_id, strict=False)
    for begin, end, min_up, buffer_minutes, recharge_minutes, kind, name in rows:
        yield Group(
            suppliers=tuple(suppliers[begin:end]),
            min_up=min_up,
            buffer_minutes=buffer_minutes,
            recharge_minutes=recharge_minutes,
            buffer_kind=kind,
            name=name,
        )


def _services(groups: Iterable[Group], snapshot: MunicipalitySnapshot) -> dict[tuple[int, ...], frozenset[str]]:
    service = snapshot.assets.service
    found: dict[tuple[int, ...], frozenset[str]] = {}
    for group in groups:
        if group.suppliers not in found:
            found[group.suppliers] = frozenset(service[supplier] for supplier in group.suppliers)
    return found


def _givers(assets: AssetTable) -> dict[tuple[str, int | None], tuple[int, ...]]:
    found: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
    for asset, (service, area) in enumerate(zip(assets.service, assets.area_index.tolist(), strict=True)):
        found[service, area].append(asset)
        found[service, None].append(asset)
    return {key: tuple(givers) for key, givers in found.items()}


def _positions(pairs: Iterable[tuple[KeyT, int]]) -> dict[KeyT, tuple[int, ...]]:
    found: defaultdict[KeyT, list[int]] = defaultdict(list)
    for key, position in pairs:
        found[key].append(position)
    return {key: tuple(positions) for key, positions in found.items()}
