"""What tables, columns and choices are called on pages: sentences to be said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beredt.kit.language import mark

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "municipality": mark("The municipality itself"),
        "areas": mark("Areas"),
        "assets": mark("Assets"),
        "dependencies": mark("Dependencies"),
        "need_profiles": mark("Need profiles"),
        "sites": mark("Evacuation centres"),
        "measures": mark("Local prices"),
        "provenance": mark("Origins of single values"),
    }
)

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "code": mark("Code"),
        "name": mark("Name"),
        "population": mark("Inhabitants"),
        "area_id": mark("Area"),
        "geometry": mark("Outline"),
        "asset_id": mark("Asset"),
        "kind": mark("Kind"),
        "lon": mark("Longitude"),
        "lat": mark("Latitude"),
        "service": mark("Gives"),
        "people": mark("People"),
        "restart_hours": mark("Restart (hours)"),
        "group_id": mark("Group"),
        "supplier_id": mark("Supplier"),
        "min_up": mark("Must be up"),
        "buffer_hours": mark("Holds (hours)"),
        "recharge_hours": mark("Recharge (hours)"),
        "buffer_kind": mark("Kind of buffer"),
        "profile_id": mark("Profile"),
        "need_type": mark("Need"),
        "severity": mark("How serious"),
        "tolerance_hours": mark("Manages without (hours)"),
        "tolerance_p10_hours": mark("One in ten manages less than (hours)"),
        "tolerance_p90_hours": mark("One in ten manages more than (hours)"),
        "site_id": mark("Centre"),
        "beds": mark("Beds"),
        "generator_kw": mark("Generator (kW)"),
        "fuel_hours": mark("Fuel lasts (hours)"),
        "heat": mark("Own heat"),
        "water": mark("Own water"),
        "owner": mark("Owner"),
        "measure_id": mark("Measure"),
        "capital_kr": mark("Once (kr)"),
        "yearly_kr": mark("A year (kr)"),
        "table": mark("Table"),
        "row_key": mark("Row"),
        "column": mark("Column"),
        "low": mark("Low end"),
        "high": mark("High end"),
        "assumption_id": mark("Shared assumption"),
        "basis": mark("Basis"),
        "source": mark("Source"),
        "as_of": mark("As of"),
    }
)

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "verified": mark("verified"),
        "assumed": mark("assumed"),
        "default": mark("default"),
        "critical": mark("critical"),
        "serious": mark("serious"),
        "welfare": mark("welfare"),
        "battery": mark("battery"),
        "fuel": mark("fuel"),
        "stock": mark("stock"),
        "visit": mark("visit"),
        "routine": mark("routine"),
    }
)

REVISIONS: Mapping[str, str] = MappingProxyType(
    {
        "created": mark("First data"),
        "edited": mark("A value changed"),
        "added": mark("A row added"),
        "removed": mark("A row removed"),
        "imported": mark("A file taken in"),
        "answered": mark("Answers from a call list"),
        "replaced": mark("The data replaced"),
        "undone": mark("A change taken back"),
    }
)

CHANGES: Mapping[str, str] = MappingProxyType(
    {"added": mark("new"), "changed": mark("changed"), "removed": mark("removed")}
)

LISTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "municipality": ("name", "population"),
        "areas": ("area_id", "population"),
        "assets": ("asset_id", "kind", "area_id", "service", "people", "restart_hours"),
        "dependencies": ("asset_id", "supplier_id", "group_id", "min_up", "buffer_hours", "recharge_hours"),
        "need_profiles": (
            "profile_id", "area_id", "people", "need_type", "severity", "supplier_id", "tolerance_hours",
        ),
        "sites": ("site_id", "name", "area_id", "beds", "generator_kw", "fuel_hours", "heat", "water", "owner"),
        "measures": ("measure_id", "capital_kr", "yearly_kr"),
        "provenance": ("table", "row_key", "column", "basis", "source", "as_of", "low", "high"),
    }
)  # fmt: skip
"""Columns that a list shows, by table; a row's own page shows all."""
