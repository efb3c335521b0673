"""A municipality in the web application's database, and somebody who may change it."""

from __future__ import annotations

from typing import Any

import attrs

from beredt.apps.municipality import operations
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MunicipalityRow,
    NeedRow,
    PackTables,
    ProvenanceRow,
)
from beredt.ground.access.actor import Actor
from factories import municipality as packs

CODE = "999"


def actor(*roles: str, code: str = CODE, user_id: int | None = 7) -> Actor:
    """A user of the municipality; a coordinator unless roles are given."""
    return Actor(user_id=user_id, municipality=code, roles=frozenset(roles or {"coordinator"}))


def stored_pack(*, code: str = CODE, tables: PackTables | None = None, **changes: Any) -> PackTables:
    """The tables of a pack that now is in the database."""
    made = packs.small_pack_tables(**changes) if tables is None else tables
    made = attrs.evolve(made, municipality=attrs.evolve(made.municipality, code=code))
    operations.create_municipality(actor=actor(code=code), code=code, tables=made, source="test")
    return made


def city_tables(*, assets: int = 5_000, profiles: int = 18_000, code: str = "101") -> PackTables:
    """A pack of a city's size: `assets` in a chain, three needs for each of the profiles."""
    areas = tuple(AreaRow(area_id=f"a{i}", name=f"Område {i}", population=6_500) for i in range(100))
    return PackTables(
        municipality=MunicipalityRow(code=code, name="Storby Kommune", population=650_000),
        areas=areas,
        assets=tuple(
            AssetRow(asset_id=f"x{i:05}", kind="feeder", name=f"Udføring {i}", area_id=f"a{i % 100}", service="power")
            for i in range(assets)
        ),
        dependencies=tuple(
            DependencyRow(asset_id=f"x{i:05}", group_id="g", supplier_id=f"x{i - 1:05}", buffer_hours=2.5)
            for i in range(1, assets)
        ),
        needs=tuple(
            NeedRow(
                profile_id=f"p{i}",
                area_id=f"a{i % 100}",
                people=3,
                need_type="oxygen",
                severity="critical",
                group_id=f"g{group}",
                supplier_id=f"x{(i * 7 + group) % assets:05}",
                tolerance_hours=2.5,
                tolerance_p10_hours=1.0,
                tolerance_p90_hours=6.0,
            )
            for i in range(profiles)
            for group in range(3)
        ),
        provenance=tuple(
            ProvenanceRow(table="assets", row_key=f"x{i:05}", column="people", basis="verified")
            for i in range(min(assets, 3_000))
        ),
    )
