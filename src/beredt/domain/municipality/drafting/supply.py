"""One asset per service for the whole municipality: nothing smaller is known, so nothing smaller is invented."""

from __future__ import annotations

import attrs

from beredt.domain.municipality.drafting.defaults import Hours
from beredt.domain.municipality.drafting.local import PlacedSpot
from beredt.domain.municipality.drafting.rows import DraftRows
from beredt.domain.municipality.tables import AssetRow, Origin

SPOT_PREFIXES = {
    "fuel_station": "fuel-station",
    "pharmacy": "pharmacy",
    "hospital": "hospital",
    "fire_station": "fire-station",
    "harbour": "harbour",
    "residential_home": "residential-home",
}
"""Kinds of located things that become assets, with the start of their ids."""
TIED_KINDS = {"fuel_station": "fuel", "pharmacy": "medicine"}
"""Located things that give a service together: the service goes on while one of them works."""
POWER = "power"
CONDITION = "condition"
_AT_ONCE = Hours(0.0, 0.0, 0.0)


def add_supply(
    rows: DraftRows, *, population: int, spots: tuple[PlacedSpot, ...], area_ids: dict[str, str]
) -> tuple[str, ...]:
    """Adds the services' assets and the things that open data locate.

    Returns the services of which nothing but the one asset is known.
    """
    origin = rows.default_origin(rows.text("sole"))
    whole = rows.text("whole_municipality")
    for asset in rows.defaults.assets:
        rows.add_asset(
            AssetRow(
                asset_id=asset.asset_id,
                kind=asset.kind,
                name=f"{asset.name}, {whole}",
                service=asset.service,
                people=population if asset.serves_all else None,
                restart_hours=asset.restart,
                origin=origin,
            )
        )
        if asset.restart_range is not None:
            rows.doubt("assets", asset.asset_id, "restart_hours", asset.restart_range, asset.restart_assumption, origin)
    located = _add_spots(rows, spots, area_ids)
    for asset in rows.defaults.assets:
        stations = [asset_id for asset_id, gives in located.items() if gives == asset.asset_id]
        for need in asset.needs:
            if not stations or POWER not in need.suppliers:
                rows.depend(asset.asset_id, need)
                continue
            rows.depend(
                asset.asset_id,
                attrs.evolve(need, group_id="places", hours=_AT_ONCE, kind="", source=""),
                suppliers=stations,
            )
            for station in stations:
                rows.depend(station, need)
    tied = set(located.values())
    lone = [asset for asset in rows.defaults.assets if asset.kind != CONDITION and asset.asset_id not in tied]
    return tuple(dict.fromkeys(asset.service for asset in lone))


def _add_spots(rows: DraftRows, spots: tuple[PlacedSpot, ...], area_ids: dict[str, str]) -> dict[str, str]:
    """Adds the located things; ids of those that give a service, with the service's asset."""
    located: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for placed in sorted(spots, key=lambda placed: (placed.spot.kind, placed.spot.lon, placed.spot.lat)):
        spot = placed.spot
        prefix = SPOT_PREFIXES.get(spot.kind)
        if prefix is None:
            continue
        numbers[prefix] = numbers.get(prefix, 0) + 1
        asset_id = rows.add_asset(
            AssetRow(
                asset_id=f"{prefix}-{numbers[prefix]}",
                kind=spot.kind,
                name=spot.name or f"{rows.defaults.kind_names.get(spot.kind, spot.kind)} {numbers[prefix]}",
                lon=spot.lon,
                lat=spot.lat,
                area_id=area_ids[placed.part_code],
                origin=Origin(basis="assumed", source=spot.source),
            )
        )
        if spot.kind in TIED_KINDS:
            located[asset_id] = TIED_KINDS[spot.kind]
    return located
