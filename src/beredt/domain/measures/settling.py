"""What answers do to a pack: values take the place of assumptions, with their origin, everywhere they stand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.municipality import provenance
from beredt.domain.municipality.tables import (
    AssetRow,
    DependencyRow,
    NeedRow,
    Origin,
    PackTables,
    ProvenanceRow,
)

Place = tuple[str, tuple[str, ...], str]
"""One value of a pack: table, key of the row, column; a head-count's key is the profile alone."""

MOST_HOURS = 1_000_000.0
"""What a pack can hold [h]."""
ANSWERABLE: Mapping[str, tuple[str, ...]] = {
    "assets": ("restart_hours",),
    "dependencies": ("buffer_hours", "recharge_hours"),
    "need_profiles": ("tolerance_hours", "recharge_hours", "people"),
}
"""Columns that an answer can settle, by table."""


@attrs.frozen(kw_only=True)
class Settlement:
    """One answer: `answer` [h, or persons in total], None where the one asked does not know.

    `source` and `as_of` (ISO date) say who told it and when. `assumption_id` stays with the value.
    """

    assumption_id: str
    places: tuple[Place, ...]
    answer: float | None
    source: str
    as_of: str


@attrs.frozen(kw_only=True)
class SettledChange:
    """What an answer did to one value; both ends are equal where it confirmed the assumption."""

    place: Place
    old: float
    new: float


def settle(tables: PackTables, answers: Sequence[Settlement]) -> tuple[PackTables, tuple[SettledChange, ...]]:
    """The pack with the answers in it, and what they changed; raises `KeyError` for a place that it does not have."""
    values = PackValues(tables)
    fresh: dict[Place, float] = {}
    told: dict[Place, Settlement] = {}
    for settlement in answers:
        told.update(dict.fromkeys(settlement.places, settlement))
        if settlement.answer is not None:
            fresh.update(_spread(settlement, values))
    changes = tuple(SettledChange(place=place, old=values.known(place), new=value) for place, value in fresh.items())
    settled = attrs.evolve(
        tables,
        assets=tuple(_with_asset(row, fresh) for row in tables.assets),
        dependencies=tuple(_with_dependency(row, fresh) for row in tables.dependencies),
        needs=tuple(_with_need(row, fresh) for row in tables.needs),
        provenance=_with_origins(tables.provenance, told, values),
    )
    return settled, changes


class PackValues:
    """The answerable values of a pack and their rows' origins, by place."""

    def __init__(self, tables: PackTables) -> None:
        self._rows: dict[tuple[str, tuple[str, ...]], AssetRow | DependencyRow | NeedRow] = {}
        self._rows.update({("assets", (row.asset_id,)): row for row in tables.assets})
        self._rows.update({("dependencies", (row.asset_id, row.group_id)): row for row in tables.dependencies})
        self._groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for need in tables.needs:
            self._rows["need_profiles", (need.profile_id, need.group_id)] = need
            self._rows["need_profiles", (need.profile_id,)] = need
            self._groups[need.profile_id][need.group_id] = None

    def of(self, place: Place) -> float | None:
        """The value that stands at a place; None where there is none."""
        table, key, column = place
        row = self._rows.get((table, key))
        is_misplaced = table == "need_profiles" and (column == "people") != (len(key) == 1)
        if row is None or is_misplaced or column not in ANSWERABLE.get(table, ()):
            return None
        value: float | None = getattr(row, column)
        return value

    def known(self, place: Place) -> float:
        """The value at a place; raises `KeyError` where there is none."""
        value = self.of(place)
        if value is None:
            raise KeyError(place)
        return value

    def origin(self, place: Place) -> Origin:
        """What the row of a place says of its own origin."""
        return self._rows[place[0], place[1]].origin

    def spellings(self, place: Place) -> tuple[str, ...]:
        """Row keys by which provenance may speak of a place; of a head-count also by each need of the profile."""
        keys = [place[1]]
        if place[2] == "people":
            keys += [(*place[1], group) for group in self._groups[place[1][0]]]
        return tuple(spelling for key in keys for spelling in provenance.spellings(*key))


def _spread(settlement: Settlement, values: PackValues) -> dict[Place, float]:
    """The answer at every place: hours as they are, persons so that they add up to the answer."""
    answer = settlement.answer or 0.0
    if settlement.places[0][2] != "people":
        return dict.fromkeys(settlement.places, answer)
    shares = [values.known(place) for place in settlement.places]
    return dict(zip(settlement.places, map(float, apportion(round(answer), shares)), strict=True))


def apportion(total: int, shares: Sequence[float]) -> list[int]:
    """`total` persons in whole numbers as `shares` go: largest remainders, the first of equals first.

    Hare's method (Balinski and Young, Fair Representation, 1982). Where all shares are 0 they count alike.
    """
    weights = shares if sum(shares) else [1.0] * len(shares)
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    for index in by_remainder[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _with_asset(row: AssetRow, fresh: Mapping[Place, float]) -> AssetRow:
    value = fresh.get(("assets", (row.asset_id,), "restart_hours"))
    return row if value is None else attrs.evolve(row, restart_hours=value)


def _with_dependency(row: DependencyRow, fresh: Mapping[Place, float]) -> DependencyRow:
    key = (row.asset_id, row.group_id)
    buffer = fresh.get(("dependencies", key, "buffer_hours"), row.buffer_hours)
    recharge = fresh.get(("dependencies", key, "recharge_hours"), row.recharge_hours)
    return attrs.evolve(row, buffer_hours=buffer, recharge_hours=recharge)


def _with_need(row: NeedRow, fresh: Mapping[Place, float]) -> NeedRow:
    key = (row.profile_id, row.group_id)
    tolerance = fresh.get(("need_profiles", key, "tolerance_hours"))
    changed = attrs.evolve(
        row,
        people=int(fresh.get(("need_profiles", key[:1], "people"), row.people)),
        recharge_hours=fresh.get(("need_profiles", key, "recharge_hours"), row.recharge_hours),
    )
    if tolerance is None:
        return changed
    return attrs.evolve(
        changed,
        tolerance_hours=tolerance,
        tolerance_p10_hours=_moved_with(row.tolerance_p10_hours, row.tolerance_hours, tolerance),
        tolerance_p90_hours=_moved_with(row.tolerance_p90_hours, row.tolerance_hours, tolerance),
    )


def _moved_with(end: float | None, old_middle: float, new_middle: float) -> float | None:
    """An end of the spread between people: it keeps its shape around the new middle; around nothing it has none."""
    if end is None or not old_middle:
        return None
    return min(end / old_middle * new_middle, MOST_HOURS)


def _with_origins(
    rows: Iterable[ProvenanceRow], told: Mapping[Place, Settlement], values: PackValues
) -> tuple[ProvenanceRow, ...]:
    """Provenance in which every answered value says who told it; rows are found in every spelling, once each."""
    spelt = {(place[0], key, place[2]): place for place in told for key in values.spellings(place)}
    waiting = dict(told)
    found: list[ProvenanceRow] = []
    for row in rows:
        place = spelt.get((provenance.table_named(row.table), row.row_key, row.column))
        found.append(row if place is None else _told(row, told[place]))
        if place is not None and row.row_key in provenance.spellings(*place[1]):
            waiting.pop(place, None)
    return (*found, *(_told(_untold(place, settlement, values), settlement) for place, settlement in waiting.items()))


def _untold(place: Place, settlement: Settlement, values: PackValues) -> ProvenanceRow:
    """What the row itself says of a value, as a row of provenance."""
    origin = values.origin(place)
    return ProvenanceRow(
        table=place[0],
        row_key="/".join(place[1]),
        column=place[2],
        basis=origin.basis,
        source=origin.source,
        as_of=origin.as_of,
        assumption_id=settlement.assumption_id,
    )


def _told(row: ProvenanceRow, settlement: Settlement) -> ProvenanceRow:
    """The row after the answer; one who does not know leaves all but the record of having been asked."""
    if settlement.answer is not None:
        return attrs.evolve(
            row, basis="verified", source=settlement.source, as_of=settlement.as_of, low=None, high=None
        )
    if settlement.source in row.source or row.basis == "verified":
        return row
    source = f"{row.source}; {settlement.source}" if row.source else settlement.source
    return attrs.evolve(row, source=source)
