"""The municipality as the engine sees it: read-only columns, sorted by id, times in whole minutes.

Built from `tables.PackTables`. The order of rows in a pack has no influence: every table is sorted by its key.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.municipality import recharge, verification
from beredt.domain.municipality.tables import (
    SEVERITIES,
    AssetRow,
    DependencyRow,
    NeedRow,
    PackTables,
    SiteRow,
)
from beredt.kit import arrays, units

IntColumn = NDArray[np.int64]
FloatColumn = NDArray[np.float64]
RowT = TypeVar("RowT", DependencyRow, NeedRow)


@attrs.frozen(kw_only=True, eq=False)
class AreaTable:
    """Areas, axis: area. `population` [persons]."""

    area_id: tuple[str, ...]
    name: tuple[str, ...]
    population: IntColumn


@attrs.frozen(kw_only=True, eq=False)
class AssetTable:
    """Assets, axis: asset, sorted by id.

    `people` [persons] served directly (0 where none); `restart_minutes` [min]; `area_index` is -1 without an area;
    `verified_share` (0…1) of the row's values; `lon`, `lat` [°, EPSG:4326] are NaN where not given.
    """

    asset_id: tuple[str, ...]
    kind: tuple[str, ...]
    name: tuple[str, ...]
    service: tuple[str, ...]
    basis: tuple[str, ...]
    area_index: IntColumn
    people: IntColumn
    restart_minutes: IntColumn
    verified_share: FloatColumn
    lon: FloatColumn
    lat: FloatColumn

    @property
    def index_of(self) -> Mapping[str, int]:
        """Position of every asset id."""
        return {asset_id: index for index, asset_id in enumerate(self.asset_id)}


@attrs.frozen(kw_only=True, eq=False)
class GroupTable:
    """Supplier groups, axis: group, sorted by owner and group id; `supplier_offsets` has one element more.

    `owner` indexes the asset (or profile) that needs the group; `suppliers[supplier_offsets[g]:supplier_offsets[g+1]]`
    are asset indices; `min_up` of them must be up; `buffer_minutes` and `recharge_minutes` [min], the latter
    `recharge.NOT_WITHIN_HORIZON` where nothing refills it.
    """

    owner: IntColumn
    group_id: tuple[str, ...]
    supplier_offsets: IntColumn
    suppliers: IntColumn
    min_up: IntColumn
    buffer_minutes: IntColumn
    recharge_minutes: IntColumn
    buffer_kind: tuple[str, ...]
    basis: tuple[str, ...]
    verified_share: FloatColumn

    def __len__(self) -> int:
        return len(self.group_id)

    def suppliers_of(self, group: int) -> IntColumn:
        """Asset indices of one group's suppliers."""
        return self.suppliers[self.supplier_offsets[group] : self.supplier_offsets[group + 1]]


@attrs.frozen(kw_only=True, eq=False)
class ProfileTable:
    """Need profiles, axis: profile. `people` [persons]; one person is in one profile."""

    profile_id: tuple[str, ...]
    area_index: IntColumn
    people: IntColumn


@attrs.frozen(kw_only=True, eq=False)
class NeedTable:
    """Needs, axis: need (same axis as `groups`, whose owner is the profile and whose buffer is the tolerance).

    `severity` indexes `tables.SEVERITIES`; `tolerance_p10_minutes` and `tolerance_p90_minutes` [min] are -1 where
    everyone is taken to have the same tolerance.
    """

    groups: GroupTable
    need_type: tuple[str, ...]
    severity: IntColumn
    tolerance_p10_minutes: IntColumn
    tolerance_p90_minutes: IntColumn


@attrs.frozen(kw_only=True, eq=False)
class SiteTable:
    """Sites, axis: site, sorted by id. `beds` [persons]; `fuel_minutes` [min] of its own generator, 0 without one."""

    site_id: tuple[str, ...]
    name: tuple[str, ...]
    area_index: IntColumn
    beds: IntColumn
    fuel_minutes: IntColumn
    has_heat: NDArray[np.bool_]
    has_water: NDArray[np.bool_]
    lon: FloatColumn
    lat: FloatColumn


@attrs.frozen(kw_only=True, eq=False)
class MunicipalitySnapshot:
    """Everything the engine needs of one municipality, and nothing of any person."""

    code: str
    name: str
    population: int
    areas: AreaTable
    assets: AssetTable
    dependencies: GroupTable
    profiles: ProfileTable
    needs: NeedTable
    sites: SiteTable


def build_snapshot(tables: PackTables) -> MunicipalitySnapshot:
    """The snapshot of a pack without errors; raises `KeyError` on a reference that `checks` would have refused."""
    areas = sorted(tables.areas, key=lambda row: row.area_id)
    area_index = {row.area_id: index for index, row in enumerate(areas)}
    assets = sorted(tables.assets, key=lambda row: row.asset_id)
    asset_index = {row.asset_id: index for index, row in enumerate(assets)}
    origins = verification.ValueOrigins(tables.provenance)
    profiles, needs = _profiles_and_needs(tables.needs, assets, asset_index, area_index, origins)
    return MunicipalitySnapshot(
        code=tables.municipality.code,
        name=tables.municipality.name,
        population=tables.municipality.population,
        areas=AreaTable(
            area_id=tuple(row.area_id for row in areas),
            name=tuple(row.name for row in areas),
            population=arrays.frozen_column([row.population for row in areas], np.int64),
        ),
        assets=_asset_table(assets, area_index, origins),
        dependencies=_dependency_table(tables.dependencies, assets, asset_index, origins),
        profiles=profiles,
        needs=needs,
        sites=_site_table(tables.sites, area_index),
    )


def _asset_table(
    assets: list[AssetRow], area_index: Mapping[str, int], origins: verification.ValueOrigins
) -> AssetTable:
    return AssetTable(
        asset_id=tuple(row.asset_id for row in assets),
        kind=tuple(row.kind for row in assets),
        name=tuple(row.name for row in assets),
        service=tuple(row.service for row in assets),
        basis=tuple(row.origin.basis for row in assets),
        area_index=arrays.frozen_column([area_index.get(row.area_id, -1) for row in assets], np.int64),
        people=arrays.frozen_column([row.people or 0 for row in assets], np.int64),
        restart_minutes=arrays.frozen_column([units.minutes_from_hours(row.restart_hours) for row in assets], np.int64),
        verified_share=arrays.frozen_column(
            [
                verification.verified_share(
                    table="assets", key=(row.asset_id,), row_basis=row.origin.basis, origins=origins
                )
                for row in assets
            ],
            np.float64,
        ),
        lon=_degrees(row.lon for row in assets),
        lat=_degrees(row.lat for row in assets),
    )


def _site_table(rows: Iterable[SiteRow], area_index: Mapping[str, int]) -> SiteTable:
    sites = sorted(rows, key=lambda row: row.site_id)
    fuel = [units.minutes_from_hours(row.fuel_hours or 0.0) if row.generator_kw else 0 for row in sites]
    return SiteTable(
        site_id=tuple(row.site_id for row in sites),
        name=tuple(row.name for row in sites),
        area_index=arrays.frozen_column([area_index.get(row.area_id, -1) for row in sites], np.int64),
        beds=arrays.frozen_column([row.beds or 0 for row in sites], np.int64),
        fuel_minutes=arrays.frozen_column(fuel, np.int64),
        has_heat=arrays.frozen_column([bool(row.heat) for row in sites], np.bool_),
        has_water=arrays.frozen_column([bool(row.water) for row in sites], np.bool_),
        lon=_degrees(row.lon for row in sites),
        lat=_degrees(row.lat for row in sites),
    )


def _degrees(values: Iterable[float | None]) -> FloatColumn:
    return arrays.frozen_column([math.nan if value is None else value for value in values], np.float64)


def _dependency_table(
    rows: Iterable[DependencyRow],
    assets: list[AssetRow],
    asset_index: Mapping[str, int],
    origins: verification.ValueOrigins,
) -> GroupTable:
    ordered = sorted(rows, key=lambda row: (row.asset_id, row.group_id, row.supplier_id))
    groups = [list(members) for _, members in groupby(ordered, key=lambda row: (row.asset_id, row.group_id))]
    owners = [asset_index[members[0].asset_id] for members in groups]
    kinds = [assets[owner].kind for owner in owners]
    buffers = [members[0].buffer_hours for members in groups]
    shares = [
        verification.verified_share(
            table="dependencies", key=(head.asset_id, head.group_id), row_basis=head.origin.basis, origins=origins
        )
        for head in (members[0] for members in groups)
    ]
    return _group_table(groups, owners, kinds, buffers, shares, assets, asset_index)


def _profiles_and_needs(
    rows: Iterable[NeedRow],
    assets: list[AssetRow],
    asset_index: Mapping[str, int],
    area_index: Mapping[str, int],
    origins: verification.ValueOrigins,
) -> tuple[ProfileTable, NeedTable]:
    ordered = sorted(rows, key=lambda row: (row.profile_id, row.group_id, row.supplier_id))
    firsts = {row.profile_id: row for row in reversed(ordered)}
    profile_ids = sorted(firsts)
    profile_index = {profile_id: index for index, profile_id in enumerate(profile_ids)}
    groups = [list(members) for _, members in groupby(ordered, key=lambda row: (row.profile_id, row.group_id))]
    heads = [members[0] for members in groups]
    profiles = ProfileTable(
        profile_id=tuple(profile_ids),
        area_index=arrays.frozen_column([area_index.get(firsts[p].area_id, -1) for p in profile_ids], np.int64),
        people=arrays.frozen_column([firsts[p].people for p in profile_ids], np.int64),
    )
    needs = NeedTable(
        groups=_group_table(
            groups,
            [profile_index[head.profile_id] for head in heads],
            [""] * len(groups),
            [head.tolerance_hours for head in heads],
            [
                verification.verified_share(
                    table="need_profiles",
                    key=(head.profile_id, head.group_id),
                    row_basis=head.origin.basis,
                    origins=origins,
                )
                for head in heads
            ],
            assets,
            asset_index,
        ),
        need_type=tuple(head.need_type for head in heads),
        severity=arrays.frozen_column([SEVERITIES.index(head.severity) for head in heads], np.int64),
        tolerance_p10_minutes=arrays.frozen_column([_optional(h.tolerance_p10_hours) for h in heads], np.int64),
        tolerance_p90_minutes=arrays.frozen_column([_optional(h.tolerance_p90_hours) for h in heads], np.int64),
    )
    return profiles, needs


def _optional(hours: float | None) -> int:
    return -1 if hours is None or math.isnan(hours) else units.minutes_from_hours(hours)


def _group_table(
    groups: list[list[RowT]],
    owners: list[int],
    owner_kinds: list[str],
    buffer_hours: list[float],
    verified_shares: list[float],
    assets: list[AssetRow],
    asset_index: Mapping[str, int],
) -> GroupTable:
    suppliers = [sorted(asset_index[row.supplier_id] for row in members) for members in groups]
    buffers = [units.minutes_from_hours(hours) for hours in buffer_hours]
    kinds = [
        recharge.infer_buffer_kind(
            stated=members[0].buffer_kind,
            owner_kind=owner_kind,
            supplier_services=tuple(assets[index].service for index in indices),
        )
        for members, owner_kind, indices in zip(groups, owner_kinds, suppliers, strict=True)
    ]
    refill = [
        recharge.recharge_minutes(stated_hours=members[0].recharge_hours, buffer_minutes=minutes, buffer_kind=kind)
        for members, minutes, kind in zip(groups, buffers, kinds, strict=True)
    ]
    return GroupTable(
        owner=arrays.frozen_column(owners, np.int64),
        group_id=tuple(members[0].group_id for members in groups),
        supplier_offsets=arrays.frozen_column(arrays.offsets_from_counts([len(s) for s in suppliers]), np.int64),
        suppliers=arrays.frozen_column([index for indices in suppliers for index in indices], np.int64),
        min_up=arrays.frozen_column([members[0].min_up for members in groups], np.int64),
        buffer_minutes=arrays.frozen_column(buffers, np.int64),
        recharge_minutes=arrays.frozen_column(refill, np.int64),
        buffer_kind=tuple(kinds),
        basis=tuple(members[0].origin.basis for members in groups),
        verified_share=arrays.frozen_column(verified_shares, np.float64),
    )
