"""Assumptions and their ranges: which values of a pack are not verified, how far they may be off, what moves together.

An assumption is drawn as a position between low (0) and high (1); every row it covers moves to that place of its own
range, with the value that stands in the pack halfway: what is called likely is the middle of what is drawn, also where
a range reaches much further to one side. Rows copied from one default share an assumption (model.md section 4).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.measures.profile_people import home_among, marks_among
from beredt.domain.municipality import verification
from beredt.domain.municipality.tables import AssetRow, DependencyRow, NeedRow, PackTables, ProvenanceRow


@attrs.frozen(kw_only=True)
class DefaultRange:
    """The range taken for values of `table`.`column` that are not verified and give none of their own.

    `words`: at least one must be the row's kind, service, need type, buffer kind or a supplier's service, or for a
    dependency the asset's kind and the supplier's service together (`care_home-power`); empty fits all. Factors
    multiply the value; `low`/`high` are absolute, in the column's unit, and win over factors. With `is_missing` it is
    for what a pack does not have: dependencies without hours and without a supplier to spare, where a generator, a
    store or a second supplier may have been left out. With `is_each` every row is an assumption of its own.
    """

    table: str
    column: str
    words: tuple[str, ...] = ()
    low_factor: float = 1.0
    high_factor: float = 1.0
    low: float | None = None
    high: float | None = None
    is_missing: bool = False
    is_each: bool = False
    why: str = ""


@attrs.frozen(kw_only=True)
class AssumedValue:
    """One value of the pack: `key` is the row's (asset id; asset and group; profile and group; profile for people)."""

    table: str
    key: tuple[str, ...]
    column: str
    value: float
    low: float
    high: float

    def at(self, position: float) -> float:
        """The value at `position` (0 low … ½ the value itself … 1 high)."""
        return at_position(position, low=self.low, likely=self.value, high=self.high)


@attrs.frozen(kw_only=True)
class Assumption:
    """Values that move together; `source` is what the pack says of them."""

    assumption_id: str
    values: tuple[AssumedValue, ...]
    source: str = ""


Row = AssetRow | DependencyRow | NeedRow
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "assets": ("restart_hours",),
    "dependencies": ("buffer_hours", "recharge_hours"),
    "need_profiles": ("tolerance_hours", "recharge_hours", "people"),
}


def find_assumptions(tables: PackTables, defaults: Sequence[DefaultRange]) -> tuple[Assumption, ...]:
    """Every assumption of the pack, by id; values that are verified, or whose range is a point, are none."""
    origins = verification.ValueOrigins(tables.provenance)
    words = _RowWords(tables)
    found: defaultdict[str, list[AssumedValue]] = defaultdict(list)
    sources: dict[str, str] = {}
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    for table, key, row in _rows(tables):
        for column in _COLUMNS[table]:
            place = (table, key[:1] if column == "people" else key, column)
            value = getattr(row, column)
            if value is None or place in seen:
                continue
            seen.add(place)
            stated = origins.of(*place) or origins.of(table, key, column)
            if (stated.basis if stated else row.origin.basis) == "verified":
                continue
            ranged = _range_of(place, row, value, stated, defaults, words)
            if ranged is None or ranged[0].low == ranged[0].high:
                continue
            assumed, assumption_id = ranged
            found[assumption_id].append(assumed)
            sources.setdefault(assumption_id, (stated.source if stated else "") or row.origin.source)
    return tuple(
        Assumption(assumption_id=name, values=tuple(values), source=sources[name])
        for name, values in sorted(found.items())
    )


def _range_of(
    place: tuple[str, tuple[str, ...], str],
    row: Row,
    value: float,
    stated: ProvenanceRow | None,
    defaults: Sequence[DefaultRange],
    words: _RowWords,
) -> tuple[AssumedValue, str] | None:
    """A value with its range and the id of its assumption: as stated for it, else as the first default that fits."""
    table, key, column = place
    assumption_id = stated.assumption_id if stated else ""
    if stated and stated.low is not None and stated.high is not None:
        low, high = stated.low, stated.high
        assumption_id = assumption_id or _shared_id(table, column, row, words, value)
    else:
        is_missing = column == "buffer_hours" and value == 0 and words.has_none_to_spare(row)
        fitting = _fitting(defaults, table, column, words.of(column, row), is_missing=is_missing)
        if fitting is None:
            return None
        low, high = _ends_of(fitting, value)
        own = "/".join((f"{table}.{column}", *key)) if fitting.is_each else ""
        assumption_id = assumption_id or own or _shared_id(table, column, row, words, value)
    return AssumedValue(table=table, key=key, column=column, value=value, low=low, high=high), assumption_id


def at_position(position: float, *, low: float, likely: float, high: float) -> float:
    """Where `position` (0 low … ½ likely … 1 high) lies: of positions drawn evenly, half give less than likely."""
    likely = min(max(likely, low), high)
    if position < 0.5:
        return low + 2.0 * position * (likely - low)
    return likely + (2.0 * position - 1.0) * (high - likely)


def at_positions(tables: PackTables, assumptions: Iterable[Assumption], positions: Mapping[str, float]) -> PackTables:
    """The pack with every named assumption at its position; the others stay as they are."""
    moved = {
        (value.table, value.key, value.column): value.at(positions[assumption.assumption_id])
        for assumption in assumptions
        if assumption.assumption_id in positions
        for value in assumption.values
    }
    return attrs.evolve(
        tables,
        assets=tuple(_moved_asset(row, moved) for row in tables.assets),
        dependencies=tuple(_moved_dependency(row, moved) for row in tables.dependencies),
        needs=tuple(_moved_need(row, moved) for row in tables.needs),
    )


_Moved = Mapping[tuple[str, tuple[str, ...], str], float]


def _moved_asset(row: AssetRow, moved: _Moved) -> AssetRow:
    value = moved.get(("assets", (row.asset_id,), "restart_hours"))
    return row if value is None else attrs.evolve(row, restart_hours=value)


def _moved_dependency(row: DependencyRow, moved: _Moved) -> DependencyRow:
    key = (row.asset_id, row.group_id)
    buffer = moved.get(("dependencies", key, "buffer_hours"))
    recharge = moved.get(("dependencies", key, "recharge_hours"))
    if buffer is None and recharge is None:
        return row
    return attrs.evolve(
        row,
        buffer_hours=row.buffer_hours if buffer is None else buffer,
        recharge_hours=row.recharge_hours if recharge is None else recharge,
    )


def _moved_need(row: NeedRow, moved: _Moved) -> NeedRow:
    key = (row.profile_id, row.group_id)
    people = moved.get(("need_profiles", key[:1], "people"))
    tolerance = moved.get(("need_profiles", key, "tolerance_hours"))
    recharge = moved.get(("need_profiles", key, "recharge_hours"))
    if people is None and tolerance is None and recharge is None:
        return row
    changed = attrs.evolve(
        row,
        people=row.people if people is None else round(people),
        recharge_hours=row.recharge_hours if recharge is None else recharge,
    )
    if tolerance is None:
        return changed
    # The spread between people keeps its shape around the moved middle.
    factor = tolerance / row.tolerance_hours if row.tolerance_hours else 1.0
    return attrs.evolve(
        changed,
        tolerance_hours=tolerance,
        tolerance_p10_hours=None if row.tolerance_p10_hours is None else row.tolerance_p10_hours * factor,
        tolerance_p90_hours=None if row.tolerance_p90_hours is None else row.tolerance_p90_hours * factor,
    )


class _RowWords:
    """The words by which a default range can fit a row, and by which rows are told to be alike."""

    def __init__(self, tables: PackTables) -> None:
        self._assets = {row.asset_id: row for row in tables.assets}
        self._suppliers: Counter[tuple[str, str]] = Counter((row.asset_id, row.group_id) for row in tables.dependencies)
        self._needs: defaultdict[str, set[str]] = defaultdict(set)
        self._helpers: defaultdict[str, set[str]] = defaultdict(set)
        for need in tables.needs:
            self._needs[need.profile_id].add(need.need_type)
            self._helpers[need.profile_id].add(need.supplier_id)

    def of(self, column: str, row: Row) -> frozenset[str]:
        """Kind, services, need type and buffer kind of a row; of a head-count all that the people need."""
        if isinstance(row, AssetRow):
            return frozenset({row.kind, row.service})
        if isinstance(row, NeedRow) and column == "people":
            return frozenset(self._needs[row.profile_id])
        supplier = self._assets.get(row.supplier_id)
        words = {row.buffer_kind, supplier.service if supplier else ""}
        if isinstance(row, NeedRow):
            return frozenset({*words, row.need_type, row.severity})
        owner = self._assets.get(row.asset_id)
        return frozenset({*words, owner.kind if owner else "", owner.service if owner else "", self.main_word(row)})

    def main_word(self, row: Row) -> str:
        """The word that best tells what a shared default was meant for."""
        if isinstance(row, AssetRow):
            return row.kind
        if isinstance(row, NeedRow):
            return row.need_type
        owner, supplier = self._assets.get(row.asset_id), self._assets.get(row.supplier_id)
        return f"{owner.kind if owner else ''}-{supplier.service if supplier else ''}"

    def people_word(self, row: Row) -> str:
        """The home where a profile's people live, counted as one; else what tells them from others."""
        if not isinstance(row, NeedRow):
            return ""
        home = home_among(self._helpers[row.profile_id], self._assets)
        return home or "+".join(marks_among(sorted(self._needs[row.profile_id])))

    def has_none_to_spare(self, row: Row) -> bool:
        """Whether a dependency fails with the first of its suppliers."""
        return isinstance(row, DependencyRow) and self._suppliers[row.asset_id, row.group_id] <= row.min_up


def _rows(tables: PackTables) -> Iterable[tuple[str, tuple[str, ...], Row]]:
    for asset in sorted(tables.assets, key=lambda row: row.asset_id):
        yield "assets", (asset.asset_id,), asset
    for group in sorted(tables.dependencies, key=lambda row: (row.asset_id, row.group_id, row.supplier_id)):
        yield "dependencies", (group.asset_id, group.group_id), group
    for need in sorted(tables.needs, key=lambda row: (row.profile_id, row.group_id, row.supplier_id)):
        yield "need_profiles", (need.profile_id, need.group_id), need


def _fitting(
    defaults: Sequence[DefaultRange], table: str, column: str, words: frozenset[str], *, is_missing: bool
) -> DefaultRange | None:
    """The first range that fits, those with words before the general one."""
    same = [
        entry
        for entry in defaults
        if entry.table == table and entry.column == column and entry.is_missing == is_missing
    ]
    for entry in same:
        if words & set(entry.words):
            return entry
    return next((entry for entry in same if not entry.words), None)


def _ends_of(fitting: DefaultRange, value: float) -> tuple[float, float]:
    low = value * fitting.low_factor if fitting.low is None else fitting.low
    high = value * fitting.high_factor if fitting.high is None else fitting.high
    return min(low, high), max(low, high)


def _shared_id(table: str, column: str, row: Row, words: _RowWords, value: float) -> str:
    if column == "people":
        return f"{table}.people/{words.people_word(row)}"
    return f"{table}.{column}/{words.main_word(row)}/{value:g}"
