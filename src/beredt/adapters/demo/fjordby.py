"""The demo municipality Fjordby Kommune: fictitious, about 45 000 inhabitants, every rule of the model at work."""

from __future__ import annotations

from beredt.adapters.demo.fjordby_care import add_care
from beredt.adapters.demo.fjordby_draft import Draft
from beredt.adapters.demo.fjordby_network import add_networks
from beredt.adapters.demo.fjordby_people import add_people
from beredt.adapters.demo.fjordby_supply import add_supply
from beredt.domain.municipality.tables import AreaRow, MunicipalityRow, PackTables, SiteRow


def build_fjordby(seed: int = 1) -> PackTables:
    """The demo pack; the same seed gives the same rows. The seed moves places and who hangs on which feeder."""
    draft = Draft(seed=seed)
    add_supply(draft)
    add_networks(draft)
    add_care(draft)
    add_people(draft)
    municipality = draft.content["municipality"]
    return PackTables(
        municipality=MunicipalityRow(
            code=municipality["code"],
            name=municipality["name"],
            population=municipality["population"],
            origin=draft.origin(),
        ),
        areas=tuple(_area_rows(draft)),
        assets=tuple(sorted(draft.assets.values(), key=lambda row: row.asset_id)),
        dependencies=tuple(sorted(draft.dependencies, key=lambda row: (row.asset_id, row.group_id, row.supplier_id))),
        needs=tuple(sorted(draft.needs, key=lambda row: (row.profile_id, row.group_id, row.supplier_id))),
        sites=tuple(_site_rows(draft)),
        provenance=tuple(sorted(draft.provenance, key=lambda row: (row.table, row.row_key, row.column))),
    )


def _area_rows(draft: Draft) -> list[AreaRow]:
    return [
        AreaRow(
            area_id=area["id"],
            name=area["name"],
            population=area["population"],
            geometry={"type": "Polygon", "coordinates": [[*area["polygon"], area["polygon"][0]]]},
            origin=draft.origin(),
        )
        for area in draft.areas
    ]


def _site_rows(draft: Draft) -> list[SiteRow]:
    rows = []
    for site in draft.content["sites"]:
        lon, lat = draft.place(site["id"], site["area"])
        rows.append(
            SiteRow(
                site_id=site["id"],
                name=site["name"],
                lon=lon,
                lat=lat,
                area_id=site["area"],
                beds=site["beds"],
                generator_kw=site.get("generator_kw"),
                fuel_hours=site.get("fuel_hours"),
                heat=site["heat"],
                water=site["water"],
                owner=site["owner"],
                origin=draft.origin(),
            )
        )
    return rows
