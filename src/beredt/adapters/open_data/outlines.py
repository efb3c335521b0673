"""Borders of municipalities and outlines of their parts: DAGI in the forms it is handed out, and its descendants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import attrs
import shapely
from shapely.geometry.base import BaseGeometry

from beredt.adapters.open_data.map_features import Feature
from beredt.domain.municipality.drafting.areas import polygons_of
from beredt.domain.municipality.drafting.facts import Outline
from beredt.domain.municipality.drafting.names import MunicipalityNames

PARISH_KEYS = ("sognekode", "sognenr", "sognenummer")
POSTCODE_KEYS = ("postnr", "postnummer", "postalcode", "postcode", "postnrkode", "nr")
POLLING_KEYS = (
    "afstemningsomraadenummer",
    "afstemningsomraadekode",
    "valgstedid",
    "afstemningssted",
    "afstemningsstednavn",
)
MUNICIPALITY_KEYS = ("kommunekode", "komkode", "lau1", "kode", "kommunenr", "lauid", "nationalcode", "laucode", "code")
NAME_KEYS = (
    "navn", "labeldk", "komnavn", "kommunenavn", "sognenavn", "postnrnavn", "postbynavn", "bynavn", "postdistrikt",
    "afstemningsomraadenavn", "name", "launame", "text", "kommune",
)  # fmt: skip
_POSTCODES = re.compile(r"[0-9]{4}(?:\s*-\s*[0-9]{4})?")
_PARISHES = range(7000, 10000)
_MOST_DETAILED = 100_000
"""Corners of one file above which its outlines are simplified: no part of a draft is finer than `_TOLERANCE`."""
_TOLERANCE = 0.0003


@attrs.frozen(kw_only=True)
class _Reading:
    level: str
    code_of: Callable[[Feature], str | None]
    municipality_of: Callable[[Feature], str | None] = lambda _feature: None


def read_outlines(features: Sequence[Feature], *, source: str, names: MunicipalityNames) -> tuple[Outline, ...] | None:
    """The outlines of a file, one per code; None where its features are not parts of Denmark that we know."""
    surfaces = [feature for feature in features if _has_polygons(feature.shape)]
    if not surfaces:
        return None
    reading = _reading_of(surfaces, names)
    if reading is None:
        return None
    pieces: defaultdict[str, list[Feature]] = defaultdict(list)
    for feature in surfaces:
        if code := reading.code_of(feature):
            pieces[code].append(feature)
    shapes = {code: _dissolved([feature.shape for feature in group]) for code, group in pieces.items()}
    corners = sum(int(shapely.get_num_coordinates(shape)) for shape in shapes.values())
    if corners > _MOST_DETAILED:
        simple = shapely.coverage_simplify(list(shapes.values()), _TOLERANCE)
        shapes = dict(zip(shapes, (_dissolved([shape]) for shape in simple), strict=True))
    return tuple(
        Outline(
            level=reading.level,
            code=code,
            name=_name(reading.level, code, group[0]),
            shape=shapes[code],
            source=source,
            municipality_code=reading.municipality_of(group[0]) or "",
        )
        for code, group in sorted(pieces.items())
        if not shapes[code].is_empty
    )


def _reading_of(features: Sequence[Feature], names: MunicipalityNames) -> _Reading | None:
    """What the features are about, told from the keys of the first and the codes of all."""
    keys = {key for feature in features[:50] for key in feature.properties}
    if keys & set(POLLING_KEYS):
        return _polling_areas(names)
    if keys & set(PARISH_KEYS):
        return _Reading(level="parish", code_of=_code_in(PARISH_KEYS, _is_parish))
    if keys & set(POSTCODE_KEYS) and _mostly(features, _code_in(POSTCODE_KEYS, _is_postcode)):
        return _Reading(level="postcode", code_of=_code_in(POSTCODE_KEYS, _is_postcode))
    if _mostly(features, _code_in(("kode",), _is_parish)):
        return _Reading(level="parish", code_of=_code_in(("kode",), _is_parish))
    for wanted in (MUNICIPALITY_KEYS, NAME_KEYS):
        code_of = _municipality_in(wanted, names)
        if _mostly(features, code_of):
            return _Reading(level="municipality", code_of=code_of)
    return None


def _polling_areas(names: MunicipalityNames) -> _Reading:
    municipality_of = _municipality_in(("kommunekode", "komkode"), names)

    def code_of(feature: Feature) -> str | None:
        code = municipality_of(feature)
        number = feature.first("afstemningsomraadenummer", "afstemningsomraadekode", "valgstedid", "nummer", "dagiid")
        return f"{code}-{number}" if code and number else None

    return _Reading(level="polling_area", code_of=code_of, municipality_of=municipality_of)


def _code_in(keys: Sequence[str], is_code: Callable[[str], bool]) -> Callable[[Feature], str | None]:
    def code_of(feature: Feature) -> str | None:
        value = feature.first(*keys).replace(" ", "")
        value = value.zfill(4) if value.isdigit() else value
        return value if is_code(value) else None

    return code_of


def _municipality_in(keys: Sequence[str], names: MunicipalityNames) -> Callable[[Feature], str | None]:
    def code_of(feature: Feature) -> str | None:
        return next((code for key in keys if (code := names.code_of(feature.properties.get(key, "")))), None)

    return code_of


def _is_parish(value: str) -> bool:
    return value.isdigit() and int(value) in _PARISHES


def _is_postcode(value: str) -> bool:
    return bool(_POSTCODES.fullmatch(value))


def _mostly(features: Sequence[Feature], code_of: Callable[[Feature], str | None]) -> bool:
    return sum(code_of(feature) is not None for feature in features) >= 0.8 * len(features)


def _has_polygons(shape: BaseGeometry) -> bool:
    return any(part.geom_type in {"Polygon", "MultiPolygon"} for part in shapely.get_parts(shape))


def _dissolved(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """One valid shape of all; islands of one code often come as features of their own."""
    sound = [shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]
    return polygons_of(shapely.union_all(sound))


def _name(level: str, code: str, feature: Feature) -> str:
    name = feature.first(*NAME_KEYS)
    if level == "postcode":
        return f"{code} {name}".strip()
    if level == "parish":
        return name if name.lower().endswith("sogn") else f"{name or code} Sogn"
    return name or code
