"""Head-counts as Statistics Denmark gives them: FOLK1A and its sisters, by municipality, parish or postcode.

From the API (one column per dimension, texts or codes or both) or from the web page (a title, areas downwards, times
across). Totals are used where there are any, else parts are summed; the newest time counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import attrs

from beredt.adapters.open_data.csv_tables import CsvTable, whole_number_from
from beredt.domain.municipality.drafting.facts import HeadCount, KnownMunicipality
from beredt.domain.municipality.drafting.names import MunicipalityNames, plain_key

SOURCE = "Danmarks Statistik"
AREA_KEYS = {
    "municipality": (
        "omraade", "omrade", "kommune", "kommunenr", "kommunekode", "kommunenavn", "kommuner", "bopaelskommune",
        "region", "bopkom", "komkode", "komk", "municipality",
    ),
    "parish": ("sogn", "sogne", "sognekode", "sognenr", "parish"),
    "postcode": ("pnr20", "pnr", "postnr", "postnummer", "postnumre", "postcode"),
}  # fmt: skip
TIME_KEYS = frozenset({"tid", "time", "kvartal", "aar", "year", "dato", "periode"})
VALUE_KEYS = frozenset({
    "indhold", "content", "folketal", "folketallet", "population", "befolkning", "befolkningstal", "indbyggere",
    "indbyggertal", "antal", "antalpersoner", "personer", "value",
})  # fmt: skip
DIMENSION_KEYS = frozenset({
    "koen", "kon", "sex", "gender", "alder", "age", "civilstand", "civilst", "maritalstatus", "herkomst", "ancestry",
    "statsborgerskab", "statsb", "oprindelsesland", "ieland", "folkekirkemedlemsskab", "enhed",
})  # fmt: skip
NAME_KEYS = frozenset({"kommunenavn", "sognenavn", "navn", "name", "kommune", "by", "bynavn", "postnrnavn"})
TOTALS = frozenset({"ialt", "tot", "total", "alle", "maendogkvinder", "menandwomen", "allages", "alderialt", "0000"})
PLAUSIBLE = (0.5, 2.0)
"""How far a municipality's people may lie from our own table, as factors."""
FEWEST_ON_AVERAGE = 300
"""Persons per parish or postcode; a parish has about 2 900 on average, a postcode 10 000."""

_TIME = re.compile(r"((?:19|20)[0-9]{2})(?:[ -]?(?:K|Q|kv\.?|kvt\.?)[ -]?([1-4])|M(0[1-9]|1[0-2]))?", re.IGNORECASE)
_AREA_CODE = {"parish": re.compile(r"([7-9][0-9]{3})(?:\D.*)?"), "postcode": re.compile(r"([0-9]{4})(?:\D.*)?")}
_DIGITS = {"parish": (7000, 9999), "postcode": (800, 9999)}


@attrs.frozen(kw_only=True)
class _Shape:
    """Which columns say what: `values` by time for tables with the times across, else one under blank."""

    level: str
    area: int
    time: int | None
    dimensions: tuple[int, ...]
    values: Mapping[str, int]


def read_population(
    table: CsvTable, *, file: str, names: MunicipalityNames, known: Mapping[str, KnownMunicipality]
) -> tuple[HeadCount, ...] | None:
    """The newest head-counts of a table, None where it is not a table of people."""
    for level, wanted in AREA_KEYS.items():
        shape = _shape_of(table, level, wanted, _area_reader(level, names))
        if shape is None:
            continue
        counts = _counts(table, shape, _area_reader(level, names))
        if not counts:
            continue
        if not _is_plausible(level, counts, known):
            return None
        return tuple(
            HeadCount(level=level, code=code, people=people, as_of=time, source=f"{SOURCE}, {file}")
            for code, (time, people) in sorted(counts.items())
        )
    return None


def time_from(text: str) -> str | None:
    """A time as a pack writes it, 2026 or 2026-04, None where the text is no time.

    A quarter is its first month: FOLK1A and its sisters count people on the first day of the quarter.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    month = int(found[3] or 3 * int(found[2] or 0) - 2)
    return f"{found[1]}-{month:02}" if month > 0 else found[1]


def _area_reader(level: str, names: MunicipalityNames) -> Callable[[str], str | None]:
    if level == "municipality":
        return names.code_of
    pattern, (lowest, highest) = _AREA_CODE[level], _DIGITS[level]

    def code_of(text: str) -> str | None:
        found = pattern.fullmatch(text.strip())
        return found[1] if found and lowest <= int(found[1]) <= highest else None

    return code_of


def _shape_of(
    table: CsvTable, level: str, wanted: Sequence[str], code_of: Callable[[str], str | None]
) -> _Shape | None:
    keys = table.keys
    across = {time: index for index, heading in enumerate(table.header) if (time := time_from(heading)) is not None}
    area = _area_column(table, wanted, code_of, across)
    values = across or _value_column(keys)
    if area is None or not values:
        return None
    moment = next((index for index, key in enumerate(keys) if key in TIME_KEYS), None)
    used = {area, moment, *values.values()}
    others = [index for index in range(len(keys)) if index not in used and keys[index] not in NAME_KEYS]
    if any(keys[index] and keys[index] not in DIMENSION_KEYS for index in others):
        return None
    return _Shape(level=level, area=area, time=moment, dimensions=tuple(others), values=values)


def _area_column(
    table: CsvTable, wanted: Sequence[str], code_of: Callable[[str], str | None], across: Mapping[str, int]
) -> int | None:
    """The column of areas: by its heading, or, with times across, the one in which most cells name an area."""
    keys = table.keys
    named = next((keys.index(name) for name in wanted if name in keys), None)
    if named is None and across:
        named = _recognised_column(table, code_of, sorted(set(range(len(keys))) - set(across.values())))
    if named is None or not any(code_of(row[named]) for row in table.rows):
        return None
    return named


def _value_column(keys: Sequence[str]) -> dict[str, int]:
    """The one column of numbers, under no time; nothing where there is none or more than one."""
    found = [index for index, key in enumerate(keys) if key in VALUE_KEYS]
    return {"": found[0]} if len(found) == 1 else {}


def _recognised_column(table: CsvTable, code_of: Callable[[str], str | None], columns: Sequence[int]) -> int | None:
    """The column in which most cells name an area: tables from the web page have no headings there."""
    rows = table.rows[:400]
    hits = {index: sum(code_of(row[index]) is not None for row in rows) for index in columns}
    best = max(hits, key=lambda index: (hits[index], -index), default=None)
    return best if best is not None and hits[best] >= 1 else None


def _counts(table: CsvTable, shape: _Shape, code_of: Callable[[str], str | None]) -> dict[str, tuple[str, int]]:
    """People with their time by area: the newest time, totals where a dimension has any."""
    rows = _filled_down(table.rows, shape.dimensions) if "" not in shape.values else table.rows
    for dimension in shape.dimensions:
        if any(plain_key(row[dimension]) in TOTALS for row in rows):
            rows = tuple(row for row in rows if plain_key(row[dimension]) in TOTALS)
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        code = code_of(row[shape.area])
        if code is None:
            continue
        for stated, column in shape.values.items():
            time = stated or (time_from(row[shape.time]) if shape.time is not None else "") or ""
            people = whole_number_from(row[column])
            if people is not None:
                sums[code, time] += people
    newest: dict[str, tuple[str, int]] = {}
    for (code, time), people in sorted(sums.items()):
        newest[code] = (time, people)
    return newest


def _filled_down(rows: Sequence[tuple[str, ...]], columns: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The rows with blank cells of `columns` filled from above: the web page writes a value once per block."""
    above = dict.fromkeys(columns, "")
    filled = []
    for row in rows:
        above = {column: row[column] or text for column, text in above.items()}
        filled.append(tuple(above.get(column, cell) for column, cell in enumerate(row)))
    return tuple(filled)


def _is_plausible(level: str, counts: Mapping[str, tuple[str, int]], known: Mapping[str, KnownMunicipality]) -> bool:
    """Whether the numbers are about as large as those of people: a table of something else is not."""
    people = {code: count for code, (_, count) in counts.items()}
    if level != "municipality":
        return sum(people.values()) >= FEWEST_ON_AVERAGE * len(people)
    low, high = PLAUSIBLE
    fitting = sum(low <= count / known[code].population <= high for code, count in people.items())
    return fitting >= 0.8 * len(people)
