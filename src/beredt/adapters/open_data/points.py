"""Located things from tables and maps: service points (GeoFA), hospitals, health units (SOR), OpenStreetMap exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely

from beredt.adapters.open_data.csv_tables import CsvTable, number_from
from beredt.adapters.open_data.map_features import Feature
from beredt.domain.municipality.drafting.facts import Spot
from beredt.domain.municipality.drafting.names import MunicipalityNames, plain_key

LON_KEYS = ("lon", "longitude", "lng", "laengdegrad", "x")
LAT_KEYS = ("lat", "latitude", "breddegrad", "y")
KIND_KEYS = (
    "type",
    "facilitettype",
    "facilttyp",
    "facilitet",
    "unittype",
    "enhedstype",
    "amenity",
    "kategori",
    "undertype",
)
CODE_KEYS = ("kommunekode", "komkode", "cvrkommunekode")
KINDS = {
    "tankstation": "fuel_station",
    "fuel": "fuel_station",
    "apotek": "pharmacy",
    "pharmacy": "pharmacy",
    "supermarked": "shop",
    "supermarket": "shop",
    "dagligvarebutik": "shop",
    "bager": "shop",
    "kiosk": "shop",
    "slagter": "shop",
    "hospital": "hospital",
    "sygehus": "hospital",
    "brandstation": "fire_station",
    "firestation": "fire_station",
    "ferryterminal": "harbour",
    "faergeleje": "harbour",
}
"""Words in a type column, in plain letters, with the kind they mean; everything else is passed by."""
NAMED_KINDS = frozenset({"hospital", "fire_station", "harbour", "residential_home"})
"""Kinds whose name is kept: that of a place. Names of shops and practices may be names of people."""
HOSPITAL_KEYS = frozenset({"hospitalname"})


def read_points(table: CsvTable, *, file: str, names: MunicipalityNames) -> tuple[Spot, ...] | None:
    """The things of a table with points and types, or of a list of hospitals; None where it is neither."""
    lon, lat, kind, code = (table.column(*keys) for keys in (LON_KEYS, LAT_KEYS, KIND_KEYS, CODE_KEYS))
    is_hospitals = bool(HOSPITAL_KEYS & set(table.keys))
    if lon is None or lat is None or (kind is None and not is_hospitals):
        return None
    name = table.column("hospitalname", "navn", "name", "facilitetnavn", "unitname")
    spots = []
    known_types = 0
    for row in table.rows:
        found = "hospital" if is_hospitals else KINDS.get(plain_key(row[kind or 0]))
        x, y = number_from(row[lon]), number_from(row[lat])
        if found is None or x is None or y is None or not is_in_denmark(x, y):
            continue
        known_types += 1
        spots.append(
            Spot(
                kind=found,
                name=row[name] if name is not None and found in NAMED_KINDS else "",
                lon=x,
                lat=y,
                municipality_code=names.code_of(row[code]) or "" if code is not None else "",
                source=file,
            )
        )
    return tuple(dict.fromkeys(spots)) if known_types else None


def read_point_features(features: Sequence[Feature], *, source: str) -> tuple[Spot, ...] | None:
    """The things of a map of points whose types we know; None where there are none."""
    spots = []
    for feature in features:
        kind = kind_of(feature.properties)
        if kind is None:
            continue
        lon, lat = shapely.get_coordinates(shapely.point_on_surface(feature.shape))[0].tolist()
        if not is_in_denmark(lon, lat):
            continue
        name = feature.first("name", "navn", "unitname", "enhedsnavn") if kind in NAMED_KINDS else ""
        spots.append(Spot(kind=kind, name=name, lon=lon, lat=lat, source=source))
    return tuple(dict.fromkeys(spots)) or None


def kind_of(tags: Mapping[str, str]) -> str | None:
    """The kind that OpenStreetMap tags or a type column mean, None for things that a draft has no use for."""
    amenity = tags.get("amenity", "")
    if amenity == "social_facility" and tags.get("socialfacility", tags.get("social_facility", "")) == "group_home":
        return "residential_home"
    if "shop" in tags:
        return KINDS.get(plain_key(tags["shop"])) or ("shop" if tags["shop"] in {"convenience", "bakery"} else None)
    for key in KIND_KEYS:
        if value := tags.get(key):
            return KINDS.get(plain_key(value))
    return None


def is_in_denmark(lon: float, lat: float) -> bool:
    """Whether a point lies in a box around Denmark."""
    return 7 <= lon <= 16 and 54 <= lat <= 58.5
