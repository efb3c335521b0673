"""What ranking found, as values that text, pages and files only lay out. Positive effects are harm averted."""

from __future__ import annotations

import attrs

from beredt.domain.impact.result import ImpactResult, NotModelled
from beredt.domain.measures.measure import Candidate, Range

DO_NOW_KR = 25_000
"""Below this cost [kr] a candidate stands under "do now", by effect, without a ratio."""
LEAST_REGRET = 0.5
"""Regret [persons] from which it is about somebody."""

REASONS = (
    "asserted",
    "no_target",
    "not_hit",
    "nobody_depends",
    "staff_present",
    "other_cause",
    "already_covered",
    "another_need_fails",
    "shared",
    "not_modelled",
)


@attrs.frozen(kw_only=True)
class Estimate:
    """A mean over draws, weighted over hazards; `low`/`high` are the 10th/90th percentile over assumption sets.

    `low` and `high` are None where no assumption sets were run (all but the leaders). `mc_se` is the Monte Carlo
    standard error of the mean, never a range.
    """

    mean: float
    low: float | None = None
    high: float | None = None
    mc_se: float = 0.0


@attrs.frozen(kw_only=True)
class Effect:
    """Harm averted: people past a critical tolerance, those with a tolerance under 4 h, and person-hours by class."""

    critical_people: Estimate
    critical_under_4h_mean: float
    person_hours_critical: float
    person_hours_serious: float
    person_hours_welfare: float


@attrs.frozen(kw_only=True)
class HazardEffect:
    """A candidate's place in one hazard: rank from 1, None where it averts nothing there."""

    hazard: str
    rank: int | None
    critical_people_mean: float


@attrs.frozen(kw_only=True)
class RankedCandidate:
    """A candidate with an effect.

    `kr_per_person` is the ratio of means, None where the effect or its low end is not positive or the candidate is a
    "do now"; its range is low cost over high effect to high cost over low effect. Candidates of the same `group`
    (numbered from 1) cannot be told apart. `first_in_sets` of `sets` assumption sets it came first; None for all but
    the leaders. `hours_gained` is the median shift of the first onset over the people it helps [h].
    """

    candidate: Candidate
    members: tuple[Candidate, ...]
    effect: Effect
    kr_per_person: float | None
    kr_per_person_low: float | None
    kr_per_person_high: float | None
    group: int
    is_do_now: bool
    first_in_sets: int | None
    sets: int
    top_three_in: int
    per_hazard: tuple[HazardEffect, ...]
    flips_at_twice_horizon: bool | None
    hours_gained: float | None


@attrs.frozen(kw_only=True)
class Unranked:
    """A measure or candidate without a computed effect, with the reason (one of `REASONS`)."""

    candidate_id: str
    measure_id: str
    name_da: str
    name_en: str
    reason: str


@attrs.frozen(kw_only=True)
class LeftWithout:
    """People whom the best set leaves past a tolerance: mean over draws, weighted over hazards."""

    need_type: str
    severity: str
    under_4h: bool
    people_mean: float


@attrs.frozen(kw_only=True)
class BestSet:
    """The best set found under the budget; `found_by` is greedy, backward or single (or nothing)."""

    budget_kr: float
    cost_kr: Range
    candidates: tuple[Candidate, ...]
    effect: Effect | None
    left_without: tuple[LeftWithout, ...]
    found_by: str


@attrs.frozen(kw_only=True)
class HazardWeight:
    """How much a hazard counts: equal per family, then equal inside the family; the weights add up to 1."""

    hazard: str
    family: str
    weight: float


@attrs.frozen(kw_only=True)
class RankResult:
    """A whole ranking. `base` is the impact per hazard without any measure; `differs_by_objective` is the candidate
    that comes first under the other objective, where that is another one.
    """

    pack_hash: str
    objective: str
    base: tuple[ImpactResult, ...]
    measures: tuple[RankedCandidate, ...]
    unranked: tuple[Unranked, ...]
    best_set: BestSet
    weights: tuple[HazardWeight, ...]
    not_modelled: tuple[NotModelled, ...]
    first_by_other_objective: str | None


@attrs.frozen(kw_only=True)
class RankedAssumption:
    """What one assumption is worth verifying.

    `value`, `low`, `high` are in the pack's units of `column`; `rows` are (table, row key) that move together.
    `swing_people` is how far mean critical people move between low and high; `regret_people` the harm of today's best
    set beyond that of the best set for the truth, at the worse end (None where only the swing was computed).
    """

    assumption_id: str
    column: str
    rows: tuple[tuple[str, str], ...]
    value: float
    low: float
    high: float
    swing_people: float
    swing_person_hours: float
    regret_people: float | None
    changes_first_choice: bool | None


def worth_order(regret_people: float | None, swing_people: float, swing_person_hours: float) -> tuple[float, ...]:
    """Sorts what is worth most first: regret where it is about anybody, then people, then hours.

    A regret of less than `LEAST_REGRET` is told nowhere: it must not put a question about a handful of people before
    one about hundreds.
    """
    regret = regret_people or 0.0
    return -(regret if regret >= LEAST_REGRET else 0.0), -swing_people, -swing_person_hours


@attrs.frozen(kw_only=True)
class VerifyFirst:
    """Assumptions by what their truth would change, most first."""

    pack_hash: str
    assumptions: tuple[RankedAssumption, ...]
    best_set: tuple[str, ...]
