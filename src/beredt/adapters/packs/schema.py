"""The tables of a municipality pack, declared once.

Reading, writing, checking, the Table Schema in `datapackage.json` and the reference page all follow from `TABLES` (the
CSV files) and `AREAS` (the features of `areas.geojson`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Literal

import attrs

from beredt.domain.municipality import tables

CellType = Literal["id", "code", "text", "choice", "integer", "number", "boolean", "date"]
Blank = Literal["error", "warning", "allowed"]

MAXIMUM_HOURS = 1_000_000.0
"""Hours [h] above this are refused: 114 years is a slip of the pen."""
IMPLAUSIBLE_HOURS = 87_600.0
"""Hours [h] above this (ten years) are believed, with a warning."""
MAXIMUM_PERSONS = 10_000_000
"""Persons above this are refused: more than the country has."""
LONGEST_ID = 200
LONGEST_TEXT = 20_000


@attrs.frozen(kw_only=True)
class Column:
    """One column: what a cell may hold, and what a blank cell becomes (`default`).

    `required` means that the header must have it. `unit` is for readers; limits are inclusive.
    """

    name: str
    type: CellType
    description: str
    required: bool = True
    blank: Blank = "allowed"
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""


@attrs.frozen(kw_only=True)
class TableSchema:
    """One table: `name` is its resource name, `file` its usual file, `key` the columns that name a row.

    `attribute` is its place in `PackTables`, `row_class` the row value it becomes.
    """

    name: str
    file: str
    attribute: str
    row_class: type[Any]
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = True

    def column(self, name: str) -> Column | None:
        """The column of that name, None if it is not one of ours."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in the order they are written."""
        return tuple(column.name for column in self.columns)


def _id(name: str, description: str, *, optional: bool = False) -> Column:
    blank: Blank = "allowed" if optional else "error"
    return Column(name=name, type="id", description=description, blank=blank, default="")


def _text(name: str, description: str, *, blank: Blank = "allowed") -> Column:
    return Column(name=name, type="text", description=description, blank=blank, default="")


def _persons(name: str, description: str, *, blank: Blank = "error") -> Column:
    return Column(
        name=name,
        type="integer",
        description=description,
        blank=blank,
        minimum=0,
        maximum=MAXIMUM_PERSONS,
        unit="persons",
    )


def _hours(
    name: str, description: str, *, blank: Blank = "allowed", default: float | None = None, required: bool = True
) -> Column:
    return Column(
        name=name,
        type="number",
        description=description,
        required=required,
        blank=blank,
        default=default,
        minimum=0.0,
        maximum=MAXIMUM_HOURS,
        unit="h",
    )


def _kroner(name: str, description: str) -> Column:
    return Column(name=name, type="number", description=description, minimum=0.0, maximum=1e12, unit="kr")


def _origin(*, required: bool = False) -> tuple[Column, ...]:
    return (
        Column(
            name="basis",
            type="choice",
            description="How well the row is known; blank is read as assumed.",
            required=required,
            default="assumed",
            choices=tables.BASES,
        ),
        Column(name="source", type="text", description="Where the values come from.", required=required, default=""),
        Column(
            name="as_of",
            type="date",
            description="The day (or month, or year) the values held: 2026-03-31, 2026-03 or 2026.",
            required=required,
            default="",
        ),
    )


_LON = Column(
    name="lon", type="number", description="Longitude, WGS 84.", minimum=-180.0, maximum=180.0, unit="degrees"
)
_LAT = Column(name="lat", type="number", description="Latitude, WGS 84.", minimum=-90.0, maximum=90.0, unit="degrees")
_BUFFER_KIND = Column(
    name="buffer_kind",
    type="choice",
    description="What the buffer is made of; decides what a blank recharge means. Blank: taken from the suppliers.",
    required=False,
    default="",
    choices=tables.BUFFER_KINDS,
)
_MIN_UP = Column(
    name="min_up",
    type="integer",
    description="How many of the group's suppliers must be up; blank is 1 where there is one supplier, else an error.",
    minimum=1,
    maximum=1_000_000,
)
_RECHARGE = _hours(
    "recharge_hours",
    "Time from empty to full; 0 is at once. Blank is never 0: battery, stock and routine take twice the buffer, "
    "fuel is not refilled, a visit restores everything at once.",
)

AREAS = TableSchema(
    name="areas",
    file="areas.geojson",
    attribute="areas",
    row_class=tables.AreaRow,
    description="The parts of the municipality, as GeoJSON features; the columns are properties.",
    key=("area_id",),
    columns=(
        _id("area_id", "The area's id."),
        _text("name", "The area's name."),
        _persons("population", "Inhabitants of the area."),
        *_origin(),
    ),
)

MUNICIPALITY = TableSchema(
    name="municipality",
    file="municipality.csv",
    attribute="municipality",
    row_class=tables.MunicipalityRow,
    description="The municipality itself: exactly one row.",
    key=("code",),
    columns=(
        Column(
            name="code",
            type="code",
            description="Municipality code; leading zeros are dropped (0400 is 400).",
            blank="error",
            default="",
        ),
        _text("name", "The municipality's name.", blank="error"),
        _persons("population", "Inhabitants."),
        *_origin(),
    ),
)

ASSETS = TableSchema(
    name="assets",
    file="assets.csv",
    attribute="assets",
    row_class=tables.AssetRow,
    description="Everything that gives or needs a service.",
    key=("asset_id",),
    columns=(
        _id("asset_id", "The asset's id."),
        _text("kind", "What it is, for instance substation, mast, care_home."),
        _text("name", "What people call it."),
        _LON,
        _LAT,
        _id("area_id", "The area it lies in; may be blank.", optional=True),
        _text("service", "The service it gives; may be blank."),
        _persons("people", "Persons it serves directly; blank where it serves none directly.", blank="allowed"),
        _hours("restart_hours", "Time to come back after its supply or repair is complete; blank is 0.", default=0.0),
        *_origin(),
    ),
)

DEPENDENCIES = TableSchema(
    name="dependencies",
    file="dependencies.csv",
    attribute="dependencies",
    row_class=tables.DependencyRow,
    description="What assets need: one row per supplier. Rows with the same asset_id and group_id are one group and "
    "agree on min_up, buffer_hours, recharge_hours and buffer_kind.",
    key=("asset_id", "group_id", "supplier_id"),
    columns=(
        _id("asset_id", "The asset that depends."),
        _id("group_id", "The group of suppliers; all groups of an asset must hold."),
        _id("supplier_id", "The asset it depends on."),
        _MIN_UP,
        _hours(
            "buffer_hours",
            "How long the asset manages without the group; blank is read as 0, with a warning.",
            blank="warning",
            default=0.0,
        ),
        _RECHARGE,
        _BUFFER_KIND,
        *_origin(),
    ),
)

NEED_PROFILES = TableSchema(
    name="need_profiles",
    file="need_profiles.csv",
    attribute="needs",
    row_class=tables.NeedRow,
    description="What people need, without identity: one row per supplier. Rows with the same profile_id and group_id "
    "are one need and agree on everything but the supplier; rows of one profile agree on area_id and people.",
    key=("profile_id", "group_id", "supplier_id"),
    columns=(
        _id("profile_id", "The profile: people with the same needs in one area."),
        _id("area_id", "Where they live."),
        _persons("people", "How many they are; one person is in one profile."),
        _text("need_type", "What is needed, for instance oxygen, insulin, heat."),
        Column(
            name="severity",
            type="choice",
            description="How bad it is to go without this need.",
            blank="error",
            choices=tables.SEVERITIES,
        ),
        _id("group_id", "The need; all needs of a profile count."),
        _id("supplier_id", "The asset that meets it."),
        _MIN_UP,
        _hours("tolerance_hours", "How long they manage without.", blank="error"),
        _RECHARGE,
        _hours("tolerance_p10_hours", "One in ten manages less than this; with tolerance_p90_hours.", required=False),
        _hours("tolerance_p90_hours", "One in ten manages more than this.", required=False),
        _BUFFER_KIND,
        *_origin(),
    ),
)

SITES = TableSchema(
    name="sites",
    file="sites.csv",
    attribute="sites",
    row_class=tables.SiteRow,
    description="Places with beds that can be opened.",
    required=False,
    key=("site_id",),
    columns=(
        _id("site_id", "The site's id."),
        _text("name", "What people call it."),
        _LON,
        _LAT,
        _id("area_id", "The area it lies in; may be blank.", optional=True),
        Column(name="beds", type="integer", description="Beds.", minimum=0, maximum=MAXIMUM_PERSONS, unit="beds"),
        Column(name="generator_kw", type="number", description="Its generator.", minimum=0.0, maximum=1e6, unit="kW"),
        _hours("fuel_hours", "How long its fuel lasts."),
        Column(name="heat", type="boolean", description="Has its own heat; blank is not known."),
        Column(name="water", type="boolean", description="Has its own water; blank is not known."),
        _text("owner", "Who owns it."),
        *_origin(),
    ),
)

MEASURES = TableSchema(
    name="measures",
    file="measures.csv",
    attribute="measures",
    row_class=tables.MeasureRow,
    description="Local candidates and prices that override the catalogue's.",
    required=False,
    key=("measure_id",),
    columns=(
        _id("measure_id", "The measure's id."),
        _kroner("capital_kr", "What it costs once."),
        _kroner("yearly_kr", "What it costs a year."),
        *_origin(),
    ),
)

PROVENANCE = TableSchema(
    name="provenance",
    file="provenance.csv",
    attribute="provenance",
    row_class=tables.ProvenanceRow,
    description="The origin and range of single values; overrides the basis of their row.",
    required=False,
    key=("table", "row_key", "column"),
    columns=(
        _id("table", "The table's name, for instance dependencies."),
        _id("row_key", "The row's id; asset_id/group_id and profile_id/group_id for groups."),
        _id("column", "The column."),
        *_origin(required=True),
        Column(name="low", type="number", description="The value's low end (10th percentile), in the column's unit."),
        Column(name="high", type="number", description="The value's high end (90th percentile)."),
        Column(
            name="assumption_id",
            type="id",
            description="Values copied from one default share it and move together.",
            default="",
        ),
    ),
)

TABLES: tuple[TableSchema, ...] = (
    MUNICIPALITY,
    ASSETS,
    DEPENDENCIES,
    NEED_PROFILES,
    SITES,
    MEASURES,
    PROVENANCE,
)
"""The CSV tables, in the order of the reference page."""

FILE_ORDER: tuple[TableSchema, ...] = (MUNICIPALITY, AREAS, *TABLES[1:])
"""All tables, in the order in which problems are told."""

TABLE_BY_NAME = MappingProxyType({table.name: table for table in TABLES})
ROADS_FILE = "roads.osm.pbf"
DESCRIPTOR_FILE = "datapackage.json"
