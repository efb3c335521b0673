"""The document `beredt/assess/1`: an assessment as machines read it (docs/reference/results.md).

Fields may be added, never renamed. Rows stand sorted by their ids; nothing tells of clock, path, host or threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beredt.adapters.results.files import rounded
from beredt.domain.impact.result import (
    Assessment,
    CoverageEntry,
    DayFour,
    FirstOnset,
    Harm,
    ImpactResult,
    NeedImpact,
    NotModelled,
    OnsetQuantiles,
    RestartLock,
    ServiceCurve,
    SinglePoint,
    Spread,
)
from beredt.kit.units import MINUTES_PER_HOUR

SCHEMA = "beredt/assess/1"
FILE_OF_OUTAGES = "disruptions"
"""What stands in `hazard` where the outages were given one by one."""
MARKING = "internal"

Document = dict[str, Any]


def assess_document(assessment: Assessment, *, municipality_code: str, municipality_name: str) -> Document:
    """The whole document, ready for `files.write_json`."""
    return {
        "schema": SCHEMA,
        "marking": MARKING,
        "pack_hash": assessment.pack_hash,
        "engine": assessment.engine,
        "municipality": {"code": municipality_code, "name": municipality_name},
        "hazards": [_hazard(result) for result in sorted(assessment.hazards, key=lambda result: result.hazard)],
        "single_points": [_single_point(point) for point in _by_harm(assessment.single_points)],
        "not_modelled": [_not_modelled(entry) for entry in sorted(assessment.not_modelled, key=lambda e: e.hazard)],
    }


def _hazard(result: ImpactResult) -> Document:
    exact = result.assets is not None
    document = {
        "hazard": result.hazard or FILE_OF_OUTAGES,
        "horizon_hours": result.horizon_hours,
        "draws": result.draws,
        "seed": result.seed,
        "services": [_service(curve) for curve in sorted(result.services, key=lambda curve: curve.service)],
        "needs": [_need(need, exact) for need in sorted(result.needs, key=lambda n: (n.profile_id, n.group_id))],
    }
    document["first_onsets"] = [_first_onset(entry) for entry in result.first_onsets]
    if result.assets is not None:
        document["assets"] = [
            {"asset_id": asset.asset_id, "down_minutes": asset.down_minutes}
            for asset in sorted(result.assets, key=lambda asset: asset.asset_id)
        ]
    document["harm"] = _harm(result.harm) if result.needs else _without_numbers(_harm(result.harm))
    document["coverage"] = [_coverage(entry) for entry in result.coverage]
    document["findings"] = [*map(_restart_lock, result.restart_locks), *map(_day_four, result.day_four)]
    return document


def _service(curve: ServiceCurve) -> Document:
    return {
        "service": curve.service,
        "hours": list(range(len(curve.mean))),
        "people_without": {
            "mean": [rounded(value) for value in curve.mean.tolist()],
            "p10": curve.p10.tolist(),
            "p50": curve.p50.tolist(),
            "p90": curve.p90.tolist(),
        },
    }


def _need(need: NeedImpact, exact: bool) -> Document:
    document = {
        "profile_id": need.profile_id,
        "group_id": need.group_id,
        "area_id": need.area_id,
        "need_type": need.need_type,
        "severity": need.severity,
        "people": need.people,
        "basis": need.basis,
        "p_harm": rounded(need.p_harm),
        "onset_hours": {
            "p10": hours_or_null(need.onset_p10_minute),
            "p50": hours_or_null(need.onset_p50_minute),
            "p90": hours_or_null(need.onset_p90_minute),
        },
        "mean_beyond_hours": rounded(need.mean_beyond_minutes / MINUTES_PER_HOUR),
        "still_down_at_horizon": rounded(need.p_still_down_at_horizon),
    }
    if exact:
        document["onset_minutes"] = need.nominal_onset_minute
        document["beyond_minutes"] = need.nominal_beyond_minutes
    return document


def _first_onset(entry: FirstOnset) -> Document:
    return {"need_type": entry.need_type, "severity": entry.severity, "onset_hours": _quantiles(entry.onset)}


def _quantiles(onset: OnsetQuantiles) -> Document:
    return {"p10": hours_or_null(onset.p10), "p50": hours_or_null(onset.p50), "p90": hours_or_null(onset.p90)}


def _harm(harm: Harm) -> Document:
    return {
        "critical_people": _spread(harm.critical_people),
        "critical_under_4h": {"mean": rounded(harm.critical_under_4h_mean)},
        "first_critical_hours": _quantiles(harm.first_critical),
        "person_hours": {
            "critical": rounded(harm.person_hours_critical),
            "serious": rounded(harm.person_hours_serious),
            "welfare": rounded(harm.person_hours_welfare),
        },
    }


def _without_numbers(document: Document) -> Document:
    """The same fields with null for every number: a pack without needs is not assessed, which is not 0."""
    return {name: _without_numbers(value) if isinstance(value, dict) else None for name, value in document.items()}


def _spread(spread: Spread) -> Document:
    return {
        "mean": rounded(spread.mean),
        "p10": rounded(spread.p10),
        "p50": rounded(spread.p50),
        "p90": rounded(spread.p90),
    }


def _coverage(entry: CoverageEntry) -> Document:
    named = {"service": entry.service} if entry.service is not None else {"need_type": entry.need_type}
    share = None if entry.verified_share is None else rounded(entry.verified_share)
    return {**named, "state": entry.state, "verified_share": share}


def _restart_lock(lock: RestartLock) -> Document:
    return {
        "kind": "restart_lock",
        "assets": list(lock.asset_ids),
        "share_of_draws": rounded(lock.share_of_draws),
        "harm": {
            "critical_people": {"mean": rounded(lock.critical_people_mean)},
            "person_hours": {
                "critical": rounded(lock.person_hours_critical),
                "serious": rounded(lock.person_hours_serious),
                "welfare": rounded(lock.person_hours_welfare),
            },
        },
    }


def _day_four(entry: DayFour) -> Document:
    return {
        "kind": "day_four",
        "need_type": entry.need_type,
        "severity": entry.severity,
        "people": {"mean": rounded(entry.people_mean)},
    }


def _by_harm(points: Sequence[SinglePoint]) -> list[SinglePoint]:
    return sorted(points, key=lambda point: (-point.critical_people, point.first_onset_minute, point.asset_id))


def _single_point(point: SinglePoint) -> Document:
    return {
        "asset_id": point.asset_id,
        "critical_people": point.critical_people,
        "first_onset_hours": hours_or_null(point.first_onset_minute),
    }


def _not_modelled(entry: NotModelled) -> Document:
    advice = [{"text": advice.text, "source": advice.source} for advice in entry.advice]
    return {"hazard": entry.hazard, "reason": entry.reason, "advice": advice}


def hours_or_null(minute: int | None) -> float | None:
    """Hours [h] of a minute [min]; None beyond the horizon."""
    return None if minute is None else rounded(minute / MINUTES_PER_HOUR)
