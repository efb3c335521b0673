"""Why people are hit in the hazards that hit most, counted for the papers that tell it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from beredt.domain.impact import explain
from beredt.domain.impact.result import ImpactResult
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Scenario
from beredt.overview.reports.findings import ProfileChains
from beredt.telling.chain_choice import chain_draws, profiles_to_explain


def causes_of_worst(
    results: Iterable[ImpactResult],
    *,
    snapshot: MunicipalitySnapshot,
    scenarios: Iterable[Scenario],
    draws: int,
    seed: int,
    most: int,
) -> tuple[ProfileChains, ...]:
    """The cause chains of the hardest hit profiles in the `most` worst of these results of `scenarios`, worst first."""
    by_hazard = {scenario.hazard: scenario for scenario in scenarios}
    worst = sorted(results, key=lambda result: (-result.harm.critical_people.mean, result.hazard))
    return tuple(
        ProfileChains(
            hazard=result.hazard,
            profile_id=profile_id,
            chains=explain.cause_chains(
                snapshot=snapshot,
                scenario=attrs.evolve(by_hazard[result.hazard], horizon_hours=result.horizon_hours),
                profile_id=profile_id,
                draws=chain_draws(draws),
                seed=seed,
            ),
        )
        for result in worst[:most]
        for profile_id in profiles_to_explain(result)
    )
