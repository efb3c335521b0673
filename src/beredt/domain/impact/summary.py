"""From the kernel's columns to the values that are shown: means, quantiles, harm."""

from __future__ import annotations

from collections import defaultdict

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.network import Network
from beredt.domain.impact.result import DayFour, FirstOnset, Harm, NeedImpact, OnsetQuantiles, ServiceCurve, Spread
from beredt.domain.impact.simulation import LOOK_AHEAD_MINUTES
from beredt.domain.impact.workspace import Outcome
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES

QUANTILES = (10, 50, 90)
_ROWS_AT_ONCE = 2000
_IntColumn = NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class Counted:
    """What was simulated, and on what: `need_origin` leads from the network's snapshot to `original`'s needs."""

    original: MunicipalitySnapshot
    simulated: MunicipalitySnapshot
    need_origin: _IntColumn
    network: Network
    outcome: Outcome
    draws: int
    horizon_minutes: int


def rank_of(percent: int, total: int) -> int:
    """Zero-based place of the p-quantile among `total` sorted values: the ⌈p·n⌉-th smallest."""
    return max(-(-percent * total // 100), 1) - 1


def spread_of(values: NDArray[np.int64]) -> Spread:
    """Mean and quantiles of one value per draw."""
    ordered = np.sort(values)
    p10, p50, p90 = (float(ordered[rank_of(percent, len(ordered))]) for percent in QUANTILES)
    return Spread(mean=float(values.sum()) / len(values), p10=p10, p50=p50, p90=p90)


def harm(counted: Counted) -> Harm:
    """The harm of a run: people and person-hours per draw, averaged."""
    outcome = counted.outcome
    hours = outcome.person_minutes.sum(axis=0) / 60.0 / counted.draws
    return Harm(
        critical_people=spread_of(outcome.critical_people),
        critical_under_4h_mean=float(outcome.critical_under_four.sum()) / counted.draws,
        person_hours_critical=float(hours[0]),
        person_hours_serious=float(hours[1]),
        person_hours_welfare=float(hours[2]),
        first_critical=_first_critical(counted),
    )


def first_onsets(counted: Counted) -> tuple[FirstOnset, ...]:
    """Per severity and need type, critical first: when the first of its people is past the tolerance, over draws."""
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    severities = counted.network.columns.need_severity.tolist()
    for row, need in enumerate(counted.need_origin[counted.network.need_of_row].tolist()):
        rows[severities[row], counted.original.needs.need_type[need]].append(row)
    return tuple(
        FirstOnset(need_type=need_type, severity=SEVERITIES[severity], onset=_earliest(counted, members))
        for (severity, need_type), members in sorted(rows.items())
    )


def _earliest(counted: Counted, rows: list[int]) -> OnsetQuantiles:
    """Quantiles over draws of the earliest onset [min] among some rows."""
    first = np.full(counted.draws, counted.horizon_minutes, dtype=np.int64)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        np.minimum(first, counted.outcome.onset[:, rows[start : start + _ROWS_AT_ONCE]].min(axis=1), out=first)
    first.sort()
    p10, p50, p90 = (int(first[rank_of(percent, len(first))]) for percent in QUANTILES)
    return OnsetQuantiles(p10=_within(p10, counted), p50=_within(p50, counted), p90=_within(p90, counted))


def _first_critical(counted: Counted) -> OnsetQuantiles:
    """Quantiles over draws of the earliest onset [min] of any critical need."""
    is_critical = counted.network.columns.need_severity == 0
    onset = counted.outcome.onset
    first = np.sort(onset.min(axis=1, initial=counted.horizon_minutes, where=is_critical[np.newaxis, :]))
    p10, p50, p90 = (int(first[rank_of(percent, len(first))]) for percent in QUANTILES)
    return OnsetQuantiles(p10=_within(p10, counted), p50=_within(p50, counted), p90=_within(p90, counted))


def _within(minute: int, counted: Counted) -> int | None:
    return minute if minute < counted.horizon_minutes else None


def service_curves(counted: Counted) -> tuple[ServiceCurve, ...]:
    """People without each service that some asset gives directly to people, by hour."""
    columns, outcome = counted.network.columns, counted.outcome
    given = set(columns.asset_service[columns.asset_people > 0].tolist())
    curves = []
    for index, service in enumerate(counted.network.services):
        if index not in given:
            continue
        by_hour = np.sort(outcome.people_without[index].T, axis=1).astype(np.int64)
        p10, p50, p90 = (by_hour[:, rank_of(percent, counted.draws)] for percent in QUANTILES)
        curves.append(
            ServiceCurve(service=service, mean=by_hour.sum(axis=1) / counted.draws, p10=p10, p50=p50, p90=p90)
        )
    return tuple(curves)


def need_impacts(counted: Counted, *, is_nominal: bool) -> tuple[NeedImpact, ...]:
    """One entry per need of the pack, in the pack's sorted order."""
    rows_of = _rows_of_needs(counted)
    onset = _digest_onsets(counted)
    return tuple(
        _need_impact(counted, need, rows_of.get(need, []), onset, is_nominal=is_nominal)
        for need in range(len(counted.original.needs.groups))
    )


def _rows_of_needs(counted: Counted) -> dict[int, list[int]]:
    """The network's rows (strata) of every need of the pack."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, need in enumerate(counted.need_origin[counted.network.need_of_row].tolist()):
        rows[need].append(row)
    return rows


@attrs.frozen(kw_only=True, eq=False)
class _Onsets:
    """What is kept of the onsets of every row: draws hit, and quantiles over draws."""

    hits: _IntColumn
    quantiles: _IntColumn
    onset: NDArray[np.signedinteger]


def _digest_onsets(counted: Counted) -> _Onsets:
    """The onsets row by row, a slice at a time: the whole table is the largest thing in memory already."""
    onset, horizon = counted.outcome.onset, counted.horizon_minutes
    hits, quantiles = [], []
    for first in range(0, max(onset.shape[1], 1), _ROWS_AT_ONCE):
        rows = np.ascontiguousarray(onset[:, first : first + _ROWS_AT_ONCE].T)
        rows.sort(axis=1)
        hits.append((rows < horizon).sum(axis=1))
        quantiles.append(rows[:, [rank_of(percent, rows.shape[1]) for percent in QUANTILES]])
    return _Onsets(hits=np.concatenate(hits), quantiles=np.concatenate(quantiles), onset=onset)


def _need_impact(counted: Counted, need: int, rows: list[int], onsets: _Onsets, *, is_nominal: bool) -> NeedImpact:
    snapshot, outcome = counted.original, counted.outcome
    groups = snapshot.needs.groups
    profile = int(groups.owner[need])
    area = int(snapshot.profiles.area_index[profile])
    weights = [int(counted.network.columns.need_people[row]) for row in rows]
    if not any(weights):
        weights = [1] * len(rows)
    total = sum(weights) * counted.draws
    quantiles = _onset_quantiles(onsets, rows, weights, total, counted.horizon_minutes)
    return NeedImpact(
        profile_id=snapshot.profiles.profile_id[profile],
        group_id=groups.group_id[need],
        area_id=snapshot.areas.area_id[area] if area >= 0 else "",
        need_type=snapshot.needs.need_type[need],
        severity=SEVERITIES[int(snapshot.needs.severity[need])],
        people=int(snapshot.profiles.people[profile]),
        basis=groups.basis[need],
        p_harm=_share(weights, onsets.hits, rows, total),
        onset_p10_minute=quantiles[0],
        onset_p50_minute=quantiles[1],
        onset_p90_minute=quantiles[2],
        mean_beyond_minutes=_share(weights, outcome.beyond_sum, rows, total),
        p_still_down_at_horizon=_share(weights, outcome.still_down, rows, total),
        nominal_onset_minute=quantiles[0] if is_nominal else None,
        nominal_beyond_minutes=int(outcome.beyond_sum[rows].sum()) if is_nominal else None,
    )


def _share(weights: list[int], sums: _IntColumn, rows: list[int], total: int) -> float:
    """Mean over people and draws of a sum over draws."""
    return sum(weight * int(sums[row]) for weight, row in zip(weights, rows, strict=True)) / total if total else 0.0


def _onset_quantiles(
    onsets: _Onsets, rows: list[int], weights: list[int], total: int, horizon: int
) -> tuple[int | None, ...]:
    """Quantiles over people and draws; None where the quantile is not within the horizon."""
    hit = [(row, weight) for row, weight in zip(rows, weights, strict=True) if onsets.hits[row] and weight]
    if not hit:
        return (None,) * len(QUANTILES)
    found = onsets.quantiles[rows[0]].tolist() if len(rows) == 1 else _weighted_quantiles(onsets, hit, total, horizon)
    return tuple(minute if minute < horizon else None for minute in found)


def _weighted_quantiles(onsets: _Onsets, hit: list[tuple[int, int]], total: int, horizon: int) -> list[int]:
    values = np.concatenate([onsets.onset[:, row] for row, _ in hit])
    ranking = np.argsort(values, kind="stable")
    reached = np.cumsum(np.repeat([weight for _, weight in hit], onsets.onset.shape[0])[ranking])
    found = []
    for percent in QUANTILES:
        place = int(np.searchsorted(reached, rank_of(percent, total) + 1))
        found.append(int(values[ranking[place]]) if place < len(values) else horizon)
    return found


def day_four(counted: Counted) -> tuple[DayFour, ...]:
    """Mean people whose need is used up in the 24 hours after the horizon, by need type and severity."""
    columns = counted.network.columns
    onset, horizon = counted.outcome.onset, counted.horizon_minutes
    counts = np.zeros(onset.shape[1], dtype=np.int64)
    for draw in onset:
        counts += (draw >= horizon) & (draw < horizon + LOOK_AHEAD_MINUTES)
    people_sum: defaultdict[tuple[str, int], int] = defaultdict(int)
    for row in np.flatnonzero(counts).tolist():
        need = int(counted.need_origin[counted.network.need_of_row[row]])
        key = (counted.original.needs.need_type[need], int(columns.need_severity[row]))
        people_sum[key] += int(counts[row]) * int(columns.need_people[row])
    return tuple(
        DayFour(need_type=need_type, severity=SEVERITIES[severity], people_mean=people / counted.draws)
        for (need_type, severity), people in sorted(people_sum.items(), key=lambda item: (item[0][1], item[0][0]))
        if people
    )
