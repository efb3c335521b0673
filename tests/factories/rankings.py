"""Rankings made by hand, as the domain would give them; readable defaults, everything can be overridden."""

from __future__ import annotations

from typing import Any

import attrs

from beredt.domain.impact.result import NotModelled
from beredt.domain.measures.measure import Candidate, Range, Target, TargetSelector
from beredt.domain.measures.result import (
    BestSet,
    Effect,
    Estimate,
    HazardEffect,
    HazardWeight,
    LeftWithout,
    RankedCandidate,
    RankResult,
    Unranked,
)
from factories.impact import build_result
from factories.measures import exactly, measure

HOOKUP = attrs.evolve(
    measure("hookup", what="assets", p_works=0.8), name_da="Tilslutning", name_en="Hook-up", responsible="head_of_care"
)
LISTS = attrs.evolve(
    measure("lists", what="assets", p_works=0.9),
    name_da="Udskrevne lister",
    name_en="Printed lists",
    responsible="care_team_leader",
    expansion="all",
)
BATTERY = attrs.evolve(
    measure("mast-battery", what="assets", payer="utility"),
    name_da="Større batteri",
    name_en="Larger battery",
    responsible="utility",
    decided_by="utility",
    targets=TargetSelector(what="assets"),
)


def build_candidate(made_of: Any = HOOKUP, *places: str, **changes: Any) -> Candidate:
    """A hook-up at the mast (`Mast Nordby` in the pack of `factories.impact`), 0.6 to 1.1 million kr."""
    places = places or ("mast",)
    values: dict[str, Any] = {
        "candidate_id": f"{made_of.measure_id}@{places[0] if made_of.expansion == 'each' else made_of.expansion}",
        "measure": made_of,
        "targets": tuple(Target(what="assets", target_id=place, place=place) for place in places),
        "capital_kr": Range(low=600_000.0, likely=800_000.0, high=1_100_000.0),
        "yearly_kr": exactly(0.0),
        "people": 900,
    }
    return Candidate(**{**values, **changes})


def build_effect(people: float = 91.4, low: float | None = 44.0, high: float | None = 138.0, **changes: Any) -> Effect:
    """About 90 fewer, 44 to 140."""
    values: dict[str, Any] = {
        "critical_people": Estimate(mean=people, low=low, high=high, mc_se=1.5),
        "critical_under_4h_mean": 3.0,
        "person_hours_critical": 1_234.5,
        "person_hours_serious": 77.0,
        "person_hours_welfare": 0.0,
    }
    return Effect(**{**values, **changes})


def build_ranked(*members: Candidate, **changes: Any) -> RankedCandidate:
    """A leader that came first in 31 of 40 sets; several members make a bundle."""
    members = members or (build_candidate(),)
    whole = members[0]
    if len(members) > 1:
        whole = attrs.evolve(whole, candidate_id="+".join(member.candidate_id for member in members))
    values: dict[str, Any] = {
        "candidate": whole,
        "members": members,
        "effect": build_effect(),
        "kr_per_person": 8_750.0,
        "kr_per_person_low": 4_300.0,
        "kr_per_person_high": 25_000.0,
        "group": 1,
        "is_do_now": False,
        "first_in_sets": 31,
        "sets": 40,
        "top_three_in": 1,
        "per_hazard": (HazardEffect(hazard="made-up/power", rank=1, critical_people_mean=91.4),),
        "flips_at_twice_horizon": False,
        "hours_gained": 20.5,
    }
    return RankedCandidate(**{**values, **changes})


def build_do_now(**changes: Any) -> RankedCandidate:
    """Printed lists at two places for 5 000 to 30 000 kr: about 40 fewer, no range."""
    lists = build_candidate(LISTS, "mast", "feeder", capital_kr=Range(low=5_000.0, likely=20_000.0, high=30_000.0))
    values: dict[str, Any] = {
        "effect": build_effect(40.2, None, None),
        "kr_per_person": None,
        "kr_per_person_low": None,
        "kr_per_person_high": None,
        "group": 2,
        "is_do_now": True,
        "first_in_sets": None,
        "flips_at_twice_horizon": None,
        "hours_gained": None,
    }
    return build_ranked(lists, **{**values, **changes})


def build_battery(**changes: Any) -> RankedCandidate:
    """A battery that the utility pays and decides on."""
    values: dict[str, Any] = {"effect": build_effect(12.0, None, None), "group": 3, "first_in_sets": None}
    return build_ranked(build_candidate(BATTERY, "mast"), **{**values, **changes})


def build_ranking(**changes: Any) -> RankResult:
    """One hazard; a do-now, a hook-up, a battery; something left, something asserted, something not modelled."""
    hookup, lists, battery = build_ranked(), build_do_now(), build_battery()
    values: dict[str, Any] = {
        "pack_hash": "0" * 64,
        "objective": "people",
        "base": (build_result(),),
        "measures": (hookup, lists, battery),
        "unranked": (
            Unranked(
                candidate_id="training",
                measure_id="training",
                name_da="Oplæring",
                name_en="Training",
                reason="asserted",
            ),
        ),
        "best_set": BestSet(
            budget_kr=2_000_000.0,
            cost_kr=Range(low=1_205_000.0, likely=1_620_000.0, high=2_230_000.0),
            candidates=(hookup.candidate, lists.candidate, battery.candidate),
            effect=build_effect(120.0, 70.0, 160.0),
            left_without=(
                LeftWithout(need_type="heat", severity="critical", under_4h=False, people_mean=90.0),
                LeftWithout(need_type="oxygen", severity="critical", under_4h=True, people_mean=4.2),
            ),
            found_by="greedy",
        ),
        "weights": (HazardWeight(hazard="made-up/power", family="power", weight=1.0),),
        "not_modelled": (NotModelled(hazard="made-up/war", reason="The model cannot express it."),),
        "first_by_other_objective": None,
    }
    return RankResult(**{**values, **changes})
