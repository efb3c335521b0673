"""Whether the rows of a pack fit together: ids, groups, head-counts, ranges.

Works on located columns and tells all problems; what a single cell may hold has been checked before. Whoever makes
tables in a program can have them checked with `check_tables`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from beredt.domain.municipality import placing, provenance, rings, vocabulary_checks
from beredt.domain.municipality.located import UNREADABLE, LocatedTable, locate
from beredt.domain.municipality.problem import Problem, shown
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import ANY_WORD, Words

_KEYS: Mapping[str, tuple[str, ...]] = {
    "areas": ("area_id",),
    "assets": ("asset_id",),
    "dependencies": ("asset_id", "group_id", "supplier_id"),
    "need_profiles": ("profile_id", "group_id", "supplier_id"),
    "sites": ("site_id",),
    "measures": ("measure_id",),
    "provenance": ("table", "row_key", "column"),
}
_REFERENCES = (
    ("assets", "area_id", "areas"),
    ("dependencies", "asset_id", "assets"),
    ("dependencies", "supplier_id", "assets"),
    ("need_profiles", "area_id", "areas"),
    ("need_profiles", "supplier_id", "assets"),
    ("sites", "area_id", "areas"),
)


@attrs.frozen(kw_only=True)
class _Grouping:
    """Which rows of a table belong together, and on what they must agree."""

    table: str
    key: tuple[str, ...]
    agree: tuple[str, ...]
    code: str


_GROUPS = (
    _Grouping(
        table="dependencies",
        key=("asset_id", "group_id"),
        agree=("min_up", "buffer_hours", "recharge_hours", "buffer_kind"),
        code="group_disagrees",
    ),
    _Grouping(
        table="need_profiles",
        key=("profile_id", "group_id"),
        agree=(
            "need_type",
            "severity",
            "min_up",
            "tolerance_hours",
            "recharge_hours",
            "tolerance_p10_hours",
            "tolerance_p90_hours",
            "buffer_kind",
        ),
        code="group_disagrees",
    ),
)
_PROFILES = _Grouping(table="need_profiles", key=("profile_id",), agree=("area_id", "people"), code="profile_disagrees")


def check_tables(tables: PackTables, *, words: Words = ANY_WORD) -> list[Problem]:
    """The problems of tables made by a program, located as in the files they would be written to."""
    return check_pack(locate(tables), words=words)


def check_pack(pack: Mapping[str, LocatedTable], *, words: Words = ANY_WORD) -> list[Problem]:
    """The problems between the rows of a pack, in no particular order; tables that are not there are passed by."""
    found = [
        *_check_municipality(pack),
        *_check_duplicates(pack),
        *_check_references(pack),
        *_check_self_dependencies(pack),
        *_check_people(pack),
        *_check_tolerances(pack),
        *_check_provenance(pack),
        *placing.check_places(pack),
        *vocabulary_checks.check_words(pack, words),
    ]
    for grouping in _GROUPS:
        if table := pack.get(grouping.table):
            found.extend(_check_agreement(table, grouping))
            found.extend(_check_min_up(table, grouping))
    if table := pack.get(_PROFILES.table):
        found.extend(_check_agreement(table, _PROFILES))
    if (table := pack.get("dependencies")) and table.whole:
        found.extend(rings.check_rings(table))
    return found


def _check_municipality(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    table = pack.get("municipality")
    if table is None or len(table) == 1 or not table.whole:
        return
    row = table.rows[1] if len(table) else 1
    yield Problem(file=table.file, row=row, code="not_one_municipality", values={"found": len(table)})


def _check_duplicates(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    for name, key in _KEYS.items():
        table = pack.get(name)
        if table is None:
            continue
        first: dict[tuple[Any, ...], int] = {}
        for index, ids in enumerate(table.tuples(*key)):
            earlier = first.setdefault(ids, index)
            if earlier != index and UNREADABLE not in ids:
                told = shown("/".join(ids))
                yield table.problem("duplicate_id", index, key[-1], id=told, first_row=str(table.rows[earlier]))


def _check_references(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    for name, column, target_name in _REFERENCES:
        table, target = pack.get(name), pack.get(target_name)
        if table is None or target is None or not target.whole:
            continue
        values = table.values(column)
        unknown = set(values) - set(target.values(_KEYS[target_name][0])) - {"", UNREADABLE}
        if not unknown:
            continue
        for index, value in enumerate(values):
            if value in unknown:
                yield table.problem("unknown_id", index, column, id=shown(value), table=target.file)


def _check_self_dependencies(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    table = pack.get("dependencies")
    if table is None:
        return
    for index, (asset_id, supplier_id) in enumerate(table.tuples("asset_id", "supplier_id")):
        if asset_id == supplier_id and asset_id is not UNREADABLE:
            yield table.problem("self_dependency", index, "supplier_id", id=shown(asset_id))


def _check_agreement(table: LocatedTable, grouping: _Grouping) -> Iterator[Problem]:
    columns = [name for name in grouping.agree if name in table.columns]
    first: dict[tuple[Any, ...], int] = {}
    stated = list(table.tuples(*columns)) if columns else [()] * len(table)
    for index, ids in enumerate(table.tuples(*grouping.key)):
        earlier = first.setdefault(ids, index)
        if stated[index] == stated[earlier] or UNREADABLE in ids:
            continue
        for name, ours, theirs in zip(columns, stated[index], stated[earlier], strict=True):
            if ours != theirs and UNREADABLE not in (ours, theirs):
                told = shown("/".join(ids))
                yield table.problem(grouping.code, index, name, id=told, first_row=str(table.rows[earlier]))


def _check_min_up(table: LocatedTable, grouping: _Grouping) -> Iterator[Problem]:
    if not table.whole:
        return
    group_of = list(table.tuples(*grouping.key))
    size = _suppliers_per_group(table, group_of)
    wrong = [
        index
        for index, (ids, min_up) in enumerate(zip(group_of, table.values("min_up"), strict=True))
        if (min_up is None and size[ids] > 1) or (isinstance(min_up, int) and min_up > size[ids])
    ]
    told: set[tuple[Any, ...]] = set()
    for index in wrong:
        ids, min_up = group_of[index], table.values("min_up")[index]
        if UNREADABLE in ids or ids in told:
            continue
        told.add(ids)
        values: dict[str, object] = {"id": shown("/".join(ids)), "suppliers": size[ids]}
        if min_up is None:
            yield table.problem("min_up_blank", index, "min_up", **values)
        else:
            yield table.problem("min_up_too_large", index, "min_up", min_up=min_up, **values)


def _suppliers_per_group(table: LocatedTable, group_of: Sequence[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    """Suppliers by group; a row repeated by mistake, told as a duplicate, is one supplier."""
    pairs = set(zip(group_of, table.values("supplier_id"), strict=True))
    return Counter(group_of if len(pairs) == len(group_of) else (ids for ids, _ in pairs))


def _check_people(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    population = _population(pack)
    if table := pack.get("need_profiles"):
        yield from _check_profile_people(table, population, _area_populations(pack))
    if population is None:
        return
    if table := pack.get("assets"):
        served = [(service, people) for service, people in table.tuples("service", "people")]
        for index, service, total in _overflows(served, lambda _service: population):
            if service:
                told = {"service": shown(service), "people": total, "population": population}
                yield table.problem("service_over_population", index, "people", **told)
    if table := pack.get("areas"):
        living = [("", people) for people in table.values("population")]
        for index, _, total in _overflows(living, lambda _key: population):
            yield table.problem("areas_over_population", index, "population", people=total, population=population)


def _check_profile_people(
    table: LocatedTable, population: int | None, area_population: Mapping[str, int]
) -> Iterator[Problem]:
    seen: set[Any] = set()
    counted: list[tuple[Any, Any]] = []
    for profile_id, area_id, people in table.tuples("profile_id", "area_id", "people"):
        counted.append((area_id, UNREADABLE if profile_id in seen or profile_id is UNREADABLE else people))
        seen.add(profile_id)
    for index, area_id, total in _overflows(counted, area_population.get):
        told = {"id": shown(area_id), "people": total, "population": area_population[area_id]}
        yield table.problem("people_over_area_population", index, "people", **told)
    everyone = [("", people) for _, people in counted]
    for index, _, total in _overflows(everyone, lambda _key: population):
        yield table.problem("people_over_population", index, "people", people=total, population=population)


def _overflows(counted: Sequence[tuple[Any, Any]], limit_of: Any) -> Iterator[tuple[int, Any, int]]:
    """For each key over its limit: the row at which its sum passes the limit, the key and the whole sum."""
    totals: Counter[Any] = Counter()
    passed: dict[Any, int] = {}
    for index, (key, people) in enumerate(counted):
        if people is None or people is UNREADABLE or key is UNREADABLE:
            continue
        totals[key] += people
        limit = limit_of(key)
        if limit is not None and totals[key] > limit:
            passed.setdefault(key, index)
    for key, index in passed.items():
        yield index, key, totals[key]


def _population(pack: Mapping[str, LocatedTable]) -> int | None:
    table = pack.get("municipality")
    if table is None or len(table) != 1:
        return None
    population = table.values("population")[0]
    return None if population is UNREADABLE else int(population)


def _area_populations(pack: Mapping[str, LocatedTable]) -> dict[str, int]:
    table = pack.get("areas")
    pairs: Iterable[tuple[Any, ...]] = () if table is None else table.tuples("area_id", "population")
    return {area_id: people for area_id, people in pairs if UNREADABLE not in (area_id, people)}


def _check_tolerances(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    table = pack.get("need_profiles")
    if table is None or not {"tolerance_p10_hours", "tolerance_p90_hours"} & set(table.columns):
        return
    blank = [None] * len(table)
    lows = table.columns.get("tolerance_p10_hours", blank)
    highs = table.columns.get("tolerance_p90_hours", blank)
    for index, (low, middle, high) in enumerate(zip(lows, table.values("tolerance_hours"), highs, strict=True)):
        if (low is None and high is None) or UNREADABLE in (low, middle, high):
            continue
        if low is None or high is None:
            missing = "tolerance_p10_hours" if low is None else "tolerance_p90_hours"
            yield table.problem("tolerance_pair", index, missing)
        elif not low <= middle <= high:
            column = "tolerance_p10_hours" if low > middle else "tolerance_p90_hours"
            yield table.problem("tolerance_order", index, column)


def _check_provenance(pack: Mapping[str, LocatedTable]) -> Iterator[Problem]:
    table = pack.get("provenance")
    if table is None:
        return
    known: dict[str, frozenset[str]] = {}
    for index, (named, row_key, column, low, high) in enumerate(
        table.tuples("table", "row_key", "column", "low", "high")
    ):
        if UNREADABLE not in (low, high) and low is not None and high is not None and low > high:
            yield table.problem("low_above_high", index, "high")
        if named is UNREADABLE:
            continue
        name = provenance.table_named(named)
        if name not in provenance.ROW_KEYS:
            yield table.problem("unknown_table", index, "table", word=shown(named))
            continue
        target = pack.get(name)
        if target is None or not target.whole:
            continue
        if name not in known:
            known[name] = frozenset(provenance.row_keys_of(target))
        if row_key is not UNREADABLE and row_key not in known[name]:
            yield table.problem("unknown_row_key", index, "row_key", id=shown(row_key), table=target.file)
        if column is not UNREADABLE and len(target) and column not in target.columns:
            yield table.problem("unknown_column", index, "column", word=shown(column), table=target.file)
