"""From the kernel's columns to the values that are shown: means, quantiles, harm."""

from __future__ import annotations

from collections import defaultdict

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact.network import Network
from beredt.domain.impact.result import DayFour, Harm, NeedImpact, ServiceCurve, Spread
from beredt.domain.impact.simulation import LOOK_AHEAD_MINUTES
from beredt.domain.impact.workspace import Outcome
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES

QUANTILES = (10, 50, 90)
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
    )


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
    return tuple(
        _need_impact(counted, need, rows_of.get(need, []), is_nominal=is_nominal)
        for need in range(len(counted.original.needs.groups))
    )


def _rows_of_needs(counted: Counted) -> dict[int, list[int]]:
    """The network's rows (strata) of every need of the pack."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, need in enumerate(counted.need_origin[counted.network.need_of_row].tolist()):
        rows[need].append(row)
    return rows


def _need_impact(counted: Counted, need: int, rows: list[int], *, is_nominal: bool) -> NeedImpact:
    snapshot, outcome = counted.original, counted.outcome
    groups = snapshot.needs.groups
    profile = int(groups.owner[need])
    area = int(snapshot.profiles.area_index[profile])
    people = counted.network.columns.need_people[rows]
    weights = people if people.sum() > 0 else np.ones_like(people)
    total = int(weights.sum()) * counted.draws
    onset = outcome.onset[rows]
    is_hit = onset < counted.horizon_minutes
    quantiles = _onset_quantiles(onset, weights, total, counted.horizon_minutes) if is_hit.any() else [None] * 3
    first, beyond = quantiles[0], int(outcome.beyond_sum[rows].sum())
    return NeedImpact(
        profile_id=snapshot.profiles.profile_id[profile],
        group_id=groups.group_id[need],
        area_id=snapshot.areas.area_id[area] if area >= 0 else "",
        need_type=snapshot.needs.need_type[need],
        severity=SEVERITIES[int(snapshot.needs.severity[need])],
        people=int(snapshot.profiles.people[profile]),
        basis=groups.basis[need],
        p_harm=_share(weights, is_hit.sum(axis=1), total),
        onset_p10_minute=quantiles[0],
        onset_p50_minute=quantiles[1],
        onset_p90_minute=quantiles[2],
        mean_beyond_minutes=_share(weights, outcome.beyond_sum[rows], total),
        p_still_down_at_horizon=_share(weights, outcome.still_down[rows], total),
        nominal_onset_minute=first if is_nominal else None,
        nominal_beyond_minutes=beyond if is_nominal else None,
    )


def _share(weights: _IntColumn, counts: _IntColumn, total: int) -> float:
    return float(int((weights * counts).sum()) / total) if total else 0.0


def _onset_quantiles(onset: NDArray[np.int64], weights: _IntColumn, total: int, horizon: int) -> list[int | None]:
    """Quantiles over people and draws; None where the quantile is not within the horizon."""
    values = onset.ravel()
    ranking = np.argsort(values, kind="stable")
    reached = np.cumsum(np.repeat(weights, onset.shape[1])[ranking])
    places = [int(np.searchsorted(reached, rank_of(percent, total) + 1)) for percent in QUANTILES]
    found = [int(values[ranking[place]]) for place in places]
    return [minute if minute < horizon else None for minute in found]


def day_four(counted: Counted) -> tuple[DayFour, ...]:
    """Mean people whose need is used up in the 24 hours after the horizon, by need type and severity."""
    outcome, columns = counted.outcome, counted.network.columns
    is_later = outcome.onset >= counted.horizon_minutes
    runs_out = is_later & (outcome.onset < counted.horizon_minutes + LOOK_AHEAD_MINUTES)
    people_sum: defaultdict[tuple[str, int], int] = defaultdict(int)
    for row, count in enumerate(runs_out.sum(axis=1).tolist()):
        if count:
            need = int(counted.need_origin[counted.network.need_of_row[row]])
            key = (counted.original.needs.need_type[need], int(columns.need_severity[row]))
            people_sum[key] += count * int(columns.need_people[row])
    return tuple(
        DayFour(need_type=need_type, severity=SEVERITIES[severity], people_mean=people / counted.draws)
        for (need_type, severity), people in sorted(people_sum.items(), key=lambda item: (item[0][1], item[0][0]))
        if people
    )
