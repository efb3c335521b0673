"""The register of care homes (Plejehjemsoversigten) as a CSV file: the official download or a copy with points.

The official file is cp1252 with semicolons and has no points; its columns are Plejehjemsnavn, Vejnavn, Vejnummer,
Postalcode, Kommune, Center type, Antal boliger and Inactive among others. Phone and e-mail are never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from beredt.adapters.open_data.csv_tables import CsvTable, number_from, whole_number_from
from beredt.domain.municipality.drafting.facts import CareHome
from beredt.domain.municipality.drafting.names import MunicipalityNames

SOURCE = "Plejehjemsoversigten"
NAME_KEYS = (
    "plejehjemsnavn",
    "plejehjem",
    "plejehjemnavn",
    "plejecenter",
    "navnpaaplejehjem",
    "navn",
    "name",
    "enhedsnavn",
)
HOMES_KEYS = (
    "antalboliger",
    "homes",
    "boliger",
    "antalplejeboliger",
    "plejeboliger",
    "antalpladser",
    "pladser",
    "dwellings",
)
STREET_KEYS = ("vejnavn", "street", "adresse", "vej", "address", "gade")
NUMBER_KEYS = ("vejnummer", "husnr", "husnummer", "housenumber")
POSTCODE_KEYS = ("postalcode", "postnr", "postnummer", "postcode", "postnrby", "postnrogby")
CODE_KEYS = ("kommunekode", "kommunenr", "komkode", "kommunenummer")
MUNICIPALITY_KEYS = ("kommune", "municipality", "kommunenavn", "beliggenhedskommune")
OWNER_KEYS = ("centertype", "ejerform", "ownership", "driftsform", "ejertype", "type", "ejerforhold")
INACTIVE_KEYS = ("inactive", "inaktiv", "nedlagt", "lukket")
LON_KEYS = ("lon", "longitude", "laengdegrad", "lng", "x", "wgs84laengde")
LAT_KEYS = ("lat", "latitude", "breddegrad", "y", "wgs84bredde")
MOST_HOMES = 1000
"""Dwellings above which a number is a slip of the pen."""

_CLOSED = re.compile(r"\blukket\b|\bnedlagt\b|\blukker\b", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")
_TRUE = frozenset({"true", "ja", "1", "yes", "sand"})


def read_care_homes(table: CsvTable, *, file: str, as_of: str, names: MunicipalityNames) -> tuple[CareHome, ...] | None:
    """The homes of the register, None where the table is not one of care homes."""
    if not _is_register(table, file):
        return None
    columns = {
        part: table.column(*keys)
        for part, keys in {
            "name": NAME_KEYS, "homes": HOMES_KEYS, "street": STREET_KEYS, "number": NUMBER_KEYS,
            "postcode": POSTCODE_KEYS, "code": CODE_KEYS, "municipality": MUNICIPALITY_KEYS, "owner": OWNER_KEYS,
            "inactive": INACTIVE_KEYS, "lon": LON_KEYS, "lat": LAT_KEYS,
        }.items()
    }  # fmt: skip
    homes = []
    for row in table.rows:
        cells = {part: "" if index is None else row[index] for part, index in columns.items()}
        if home := _read_home(cells, file=file, as_of=as_of, names=names):
            homes.append(home)
    return tuple(dict.fromkeys(homes))


def _is_register(table: CsvTable, file: str) -> bool:
    keys = set(table.keys)
    says_care = any("pleje" in key for key in keys) or "pleje" in file.lower().rsplit("/", 1)[-1]
    has_place = bool(keys & {*POSTCODE_KEYS, *MUNICIPALITY_KEYS, *CODE_KEYS})
    return says_care and has_place and bool(keys & set(NAME_KEYS)) and bool(keys & {*HOMES_KEYS, *STREET_KEYS})


def _read_home(cells: Mapping[str, str], *, file: str, as_of: str, names: MunicipalityNames) -> CareHome | None:
    name = " ".join(cells["name"].split())
    if not name:
        return None
    homes = whole_number_from(cells["homes"])
    postcode = _POSTCODE.search(cells["postcode"]) or _POSTCODE.search(cells["street"])
    lon, lat = _point(cells["lon"], cells["lat"])
    return CareHome(
        name=name,
        municipality_code=names.code_of(cells["code"]) or names.code_of(cells["municipality"]) or "",
        street=_street(cells["street"], cells["number"]),
        postcode=postcode[1] if postcode else "",
        ownership=cells["owner"],
        homes=homes if homes and homes <= MOST_HOMES else None,
        lon=lon,
        lat=lat,
        is_closed=bool(_CLOSED.search(name)) or cells["inactive"].lower() in _TRUE,
        source=f"{SOURCE}, {file}",
        as_of=as_of,
    )


def _point(lon_text: str, lat_text: str) -> tuple[float | None, float | None]:
    """A point in degrees, the right way round; nothing where either is missing or not in Denmark."""
    lon, lat = number_from(lon_text), number_from(lat_text)
    if lon is None or lat is None:
        return None, None
    if 54 <= lon <= 58.5 and 7 <= lat <= 16:
        lon, lat = lat, lon
    return (lon, lat) if 7 <= lon <= 16 and 54 <= lat <= 58.5 else (None, None)


def _street(street: str, number: str) -> str:
    """Street and number, also where the register repeats the number in the street."""
    street, number = " ".join(street.split()), " ".join(number.split())
    if number and street.upper().endswith(f" {number.upper()}"):
        return street
    return f"{street} {number}".strip()
