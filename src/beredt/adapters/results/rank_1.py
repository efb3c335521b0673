"""The document `beredt/rank/1`: a ranking as machines read it (docs/reference/results.md).

Fields may be added, never renamed. Nothing tells of clock, path, host or threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beredt.adapters.results.assess_document import MARKING, Document, hours_or_null
from beredt.adapters.results.files import rounded
from beredt.domain.impact.result import ENGINE, ImpactResult
from beredt.domain.measures.measure import YEARS, Candidate, Range
from beredt.domain.measures.result import (
    DO_NOW_KR,
    BestSet,
    Effect,
    HazardEffect,
    LeftWithout,
    RankedCandidate,
    RankResult,
    Unranked,
)
from beredt.domain.measures.trials import HOUR_WEIGHTS

SCHEMA = "beredt/rank/1"


def rank_document(
    result: RankResult, *, municipality_code: str, municipality_name: str, draws: int, seed: int
) -> Document:
    """The whole document, ready for `files.write_json`; measures in the order of the ranking."""
    return {
        "schema": SCHEMA,
        "marking": MARKING,
        "pack_hash": result.pack_hash,
        "engine": ENGINE,
        "municipality": {"code": municipality_code, "name": municipality_name},
        "objective": result.objective,
        "draws": draws,
        "seed": seed,
        "years": YEARS,
        "hazards": [_hazard(base) for base in sorted(result.base, key=lambda base: base.hazard)],
        "weights": {
            "hazards": [
                {"hazard": entry.hazard, "family": entry.family, "weight": rounded(entry.weight)}
                for entry in sorted(result.weights, key=lambda entry: entry.hazard)
            ],
            "person_hours": dict(zip(("critical", "serious", "welfare"), HOUR_WEIGHTS, strict=True)),
        },
        "measures": [_measure(entry) for entry in result.measures],
        "do_now": {
            "below_kr": DO_NOW_KR,
            "candidates": [entry.candidate.candidate_id for entry in result.measures if entry.is_do_now],
        },
        "first_by_other_objective": result.first_by_other_objective,
        "best_set": _best_set(result.best_set),
        "unranked": [_unranked(entry) for entry in sorted(result.unranked, key=_by_reason)],
        "not_modelled": [
            {
                "hazard": entry.hazard,
                "reason": entry.reason,
                "advice": [{"text": advice.text, "source": advice.source} for advice in entry.advice],
            }
            for entry in sorted(result.not_modelled, key=lambda entry: entry.hazard)
        ],
    }


def _hazard(base: ImpactResult) -> Document:
    people = base.harm.critical_people
    has_needs = bool(base.needs)
    figures = {"mean": people.mean, "p10": people.p10, "p50": people.p50, "p90": people.p90}
    return {
        "hazard": base.hazard,
        "horizon_hours": base.horizon_hours,
        "critical_people": {name: rounded(value) if has_needs else None for name, value in figures.items()},
        "critical_under_4h": {"mean": rounded(base.harm.critical_under_4h_mean) if has_needs else None},
        "first_critical_hours": hours_or_null(base.harm.first_critical.p50),
    }


def _measure(entry: RankedCandidate) -> Document:
    candidate, measure = entry.candidate, entry.candidate.measure
    return {
        "candidate_id": candidate.candidate_id,
        "measure_id": _joined([member.measure.measure_id for member in entry.members]),
        "name": _joined([member.measure.name_da for member in entry.members], " + "),
        "name_en": _joined([member.measure.name_en for member in entry.members], " + "),
        "members": [member.candidate_id for member in entry.members],
        "targets": [
            {"what": target.what, "id": target.target_id} for member in entry.members for target in member.targets
        ],
        **_costs(candidate),
        "cost_basis": _weakest([member.cost_basis for member in entry.members]),
        "budget_kr": rounded(sum(member.budget_kr for member in entry.members)),
        "payer": _joined(_distinct([member.measure.payer for member in entry.members])),
        "decided_by": _joined(_distinct([member.measure.decided_by for member in entry.members])),
        "responsible": _joined(_distinct([member.measure.responsible for member in entry.members])),
        "lead_time_days": max(member.measure.lead_time_days for member in entry.members),
        "p_works": _range(measure.p_works) if len(entry.members) == 1 else None,
        "source": {"title": measure.source, "url": measure.source_url} if measure.source else None,
        "effect": _effect(entry.effect),
        "kr_per_person": _optional(entry.kr_per_person),
        "kr_per_person_range": _kr_range(entry),
        "group": entry.group,
        "do_now": entry.is_do_now,
        "first_in_sets": entry.first_in_sets,
        "sets": entry.sets if entry.first_in_sets is not None else None,
        "top_three_in": entry.top_three_in,
        "per_hazard": [_hazard_effect(place) for place in sorted(entry.per_hazard, key=lambda place: place.hazard)],
        "order_flips_at_twice_horizon": entry.flips_at_twice_horizon,
        "hours_gained": _optional(entry.hours_gained),
    }


def _costs(candidate: Candidate) -> Document:
    return {
        "capital_kr": _range(candidate.capital_kr),
        "yearly_kr": _range(candidate.yearly_kr),
        "cost_kr": _range(candidate.cost_kr),
    }


def _hazard_effect(place: HazardEffect) -> Document:
    return {
        "hazard": place.hazard,
        "rank": place.rank,
        "critical_people": {"mean": rounded(place.critical_people_mean)},
    }


def _effect(effect: Effect) -> Document:
    people = effect.critical_people
    return {
        "critical_people": {
            "mean": rounded(people.mean),
            "low": _optional(people.low),
            "high": _optional(people.high),
            "mc_se": rounded(people.mc_se),
        },
        "critical_under_4h": {"mean": rounded(effect.critical_under_4h_mean)},
        "person_hours": {
            "critical": rounded(effect.person_hours_critical),
            "serious": rounded(effect.person_hours_serious),
            "welfare": rounded(effect.person_hours_welfare),
        },
    }


def _best_set(best: BestSet) -> Document:
    return {
        "budget_kr": rounded(best.budget_kr),
        "cost_kr": _range(best.cost_kr),
        "budget_used_kr": rounded(sum(candidate.budget_kr for candidate in best.candidates)),
        "candidates": [candidate.candidate_id for candidate in best.candidates],
        "prices": [_price(candidate) for candidate in best.candidates],
        "effect": None if best.effect is None else _effect(best.effect),
        "left_without": [_left_without(entry) for entry in best.left_without],
        "found_by": best.found_by,
    }


def _price(candidate: Candidate) -> Document:
    """What one member of the best set is and costs: it need not be ranked by itself."""
    return {
        "candidate_id": candidate.candidate_id,
        "measure_id": candidate.measure.measure_id,
        "name": candidate.measure.name_da,
        "name_en": candidate.measure.name_en,
        "payer": candidate.measure.payer,
        **_costs(candidate),
    }


def _left_without(entry: LeftWithout) -> Document:
    return {
        "need_type": entry.need_type,
        "severity": entry.severity,
        "under_4h": entry.under_4h,
        "people": {"mean": rounded(entry.people_mean)},
    }


def _unranked(entry: Unranked) -> Document:
    return {
        "candidate_id": entry.candidate_id,
        "measure_id": entry.measure_id,
        "name": entry.name_da,
        "name_en": entry.name_en,
        "reason": entry.reason,
    }


def _by_reason(entry: Unranked) -> tuple[str, str]:
    return entry.reason, entry.candidate_id


def _kr_range(entry: RankedCandidate) -> Mapping[str, float] | None:
    if entry.kr_per_person_low is None or entry.kr_per_person_high is None:
        return None
    return {"low": rounded(entry.kr_per_person_low), "high": rounded(entry.kr_per_person_high)}


def _range(values: Range) -> dict[str, float]:
    return {"low": rounded(values.low), "likely": rounded(values.likely), "high": rounded(values.high)}


def _optional(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _distinct(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _joined(words: Sequence[str], sign: str = "+") -> str:
    return sign.join(words)


def _weakest(bases: Sequence[str]) -> Any:
    return max(bases, key=("verified", "assumed", "default").index)
