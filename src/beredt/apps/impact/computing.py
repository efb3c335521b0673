"""What a run computes, from values to values: each hazard's result, where and when, and why the worst hit are hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from beredt.apps.impact.records import RunHeader, names_of_places
from beredt.domain.impact import ensemble, explain, single_points
from beredt.domain.impact.by_area import AreaTimeline, area_timeline
from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.result import CauseChain, ImpactResult
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.language import language
from beredt.telling.chain_choice import chain_draws, profiles_to_explain
from beredt.telling.data_age import DataAge
from beredt.telling.hazards import localise_all, told_missing


@attrs.frozen(kw_only=True, eq=False)
class Question:
    """What is to be computed. `hazards` are the catalogue's; those that cannot be local are kept with the reason."""

    snapshot: MunicipalitySnapshot
    age: DataAge
    hazards: tuple[Hazard, ...]
    horizon_hours: int
    draws: int
    seed: int
    vocabulary: Vocabulary


@attrs.frozen(kw_only=True, eq=False)
class ComputedHazard:
    """One hazard: what it does, where and when, and by profile id why."""

    result: ImpactResult
    timeline: AreaTimeline
    chains: dict[str, tuple[CauseChain, ...]]


@attrs.frozen(kw_only=True, eq=False)
class Computed:
    """A whole run, not stored yet."""

    header: RunHeader
    hazards: tuple[ComputedHazard, ...]


def compute(asked: Question, *, on_start: Callable[[int, int], None]) -> Computed:
    """The run; `on_start` hears the number of the hazard that begins and how many there are, and may raise."""
    local = localise_all(asked.hazards, snapshot=asked.snapshot, horizon_hours=asked.horizon_hours)
    hazards = []
    for number, scenario in enumerate(local.scenarios, start=1):
        on_start(number, len(local.scenarios))
        hazards.append(_compute_hazard(asked, scenario))
    header = RunHeader(
        single_points=single_points.find_single_points(snapshot=asked.snapshot, horizon_hours=asked.horizon_hours),
        not_modelled=told_missing(local.missing, language("en"), vocabulary=asked.vocabulary),
        hazards=asked.hazards,
        missing=local.missing,
        scenarios=local.scenarios,
        age=asked.age,
        **names_of_places(asked.snapshot),
    )
    return Computed(header=header, hazards=tuple(hazards))


def explain_profile(
    *, snapshot: MunicipalitySnapshot, scenario: Scenario, profile_id: str, draws: int, seed: int
) -> tuple[CauseChain, ...]:
    """The cause chains of one profile over the first draws of a run; raises `NotFound` for an unknown profile."""
    return explain.cause_chains(
        snapshot=snapshot, scenario=scenario, profile_id=profile_id, draws=chain_draws(draws), seed=seed
    )


def _compute_hazard(asked: Question, scenario: Scenario) -> ComputedHazard:
    services = asked.vocabulary.population_services
    result = ensemble.assess_scenario(
        snapshot=asked.snapshot,
        scenario=scenario,
        draws=asked.draws,
        seed=asked.seed,
        expected=Expected(services=services, population_services=services),
    )
    return ComputedHazard(
        result=result,
        timeline=area_timeline(snapshot=asked.snapshot, scenario=scenario, draws=asked.draws, seed=asked.seed),
        chains=_chains(asked, scenario, profiles_to_explain(result)),
    )


def _chains(asked: Question, scenario: Scenario, profile_ids: Sequence[str]) -> dict[str, tuple[CauseChain, ...]]:
    return {
        profile_id: explain_profile(
            snapshot=asked.snapshot, scenario=scenario, profile_id=profile_id, draws=asked.draws, seed=asked.seed
        )
        for profile_id in profile_ids
    }
