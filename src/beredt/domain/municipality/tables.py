"""The tables of a municipality pack as plain row values, in the pack's own units (hours, persons, kroner).

Rows are the common tongue of everyone who makes or reads a pack: readers, writers, the demo generator, drafts from
open data. The engine works on `snapshot.MunicipalitySnapshot`, which is built from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

BASES = ("verified", "assumed", "default")
SEVERITIES = ("critical", "serious", "welfare")
BUFFER_KINDS = ("battery", "fuel", "stock", "visit", "routine")
"""What a buffer is made of; decides what a blank recharge means and whether the start charge is drawn."""


@attrs.frozen(kw_only=True)
class Origin:
    """Where a row's values come from: basis (verified, assumed, default), source text, ISO date."""

    basis: str = "assumed"
    source: str = ""
    as_of: str = ""


@attrs.frozen(kw_only=True)
class MunicipalityRow:
    """The municipality itself; `code` is the three-digit number as text without leading zeros."""

    code: str
    name: str
    population: int
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class AreaRow:
    """A part of the municipality; `geometry` is a GeoJSON geometry (EPSG:4326) or None."""

    area_id: str
    name: str
    population: int
    geometry: Mapping[str, Any] | None = attrs.field(default=None, eq=False)
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class AssetRow:
    """Anything that gives or needs a service. `people` [persons] only where it serves people directly."""

    asset_id: str
    kind: str
    name: str
    lon: float | None = None
    lat: float | None = None
    area_id: str = ""
    service: str = ""
    people: int | None = None
    restart_hours: float = 0.0
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class DependencyRow:
    """One supplier of one group of an asset; rows with the same asset and group agree on all but the supplier."""

    asset_id: str
    group_id: str
    supplier_id: str
    min_up: int = 1
    buffer_hours: float = 0.0
    recharge_hours: float | None = None
    buffer_kind: str = ""
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class NeedRow:
    """One supplier of one need of a profile; rows with the same profile and group agree on all but the supplier."""

    profile_id: str
    area_id: str
    people: int
    need_type: str
    severity: str
    group_id: str
    supplier_id: str
    min_up: int = 1
    tolerance_hours: float
    recharge_hours: float | None = None
    tolerance_p10_hours: float | None = None
    tolerance_p90_hours: float | None = None
    buffer_kind: str = ""
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class SiteRow:
    """A place with beds that can be opened; `heat` and `water` say whether it has its own."""

    site_id: str
    name: str
    lon: float | None = None
    lat: float | None = None
    area_id: str = ""
    beds: int | None = None
    generator_kw: float | None = None
    fuel_hours: float | None = None
    heat: bool | None = None
    water: bool | None = None
    owner: str = ""
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class MeasureRow:
    """A local candidate or price that overrides the catalogue's."""

    measure_id: str
    capital_kr: float | None = None
    yearly_kr: float | None = None
    origin: Origin = Origin()


@attrs.frozen(kw_only=True)
class ProvenanceRow:
    """The origin and range of one value; rows copied from one default share `assumption_id`.

    `row_key` is the row's id, with `asset_id/group_id` and `profile_id/group_id` for groups.
    """

    table: str
    row_key: str
    column: str
    basis: str = "assumed"
    source: str = ""
    as_of: str = ""
    low: float | None = None
    high: float | None = None
    assumption_id: str = ""


@attrs.frozen(kw_only=True)
class PackTables:
    """A whole pack, valid by construction only after `checks` found no error."""

    municipality: MunicipalityRow
    areas: tuple[AreaRow, ...] = ()
    assets: tuple[AssetRow, ...] = ()
    dependencies: tuple[DependencyRow, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    provenance: tuple[ProvenanceRow, ...] = ()
