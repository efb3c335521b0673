"""A quick estimate of one hazard, so that an answer can show at once what it changed."""

from __future__ import annotations

import attrs

from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.riskpicture import queries as riskpicture
from beredt.domain.impact import ensemble
from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.result import ImpactResult
from beredt.ground.access.actor import Actor
from beredt.kit.keeping import Kept
from beredt.telling import figures
from beredt.telling.hazards import LocalHazards

DRAWS = 100
HORIZON_HOURS = 72
SEED = 1


@attrs.frozen(kw_only=True, eq=False)
class Estimate:
    """One hazard computed with few draws, and what hazards are called."""

    result: ImpactResult
    local: LocalHazards

    @property
    def people(self) -> float | None:
        """People past a critical tolerance, None where nobody's danger is assessed."""
        found = figures.headline(self.result).critical_people
        return None if found is None else found.mean


_estimates: Kept[Estimate | None] = Kept(16)


def estimate(*, actor: Actor, pack: StoredPack) -> Estimate | None:
    """What the default catalogue's first weather hazard, else its first, does here; None where none can be computed."""
    return _estimates.get((actor.municipality, pack.pack_hash), lambda: _compute(actor, pack))


def _compute(actor: Actor, pack: StoredPack) -> Estimate | None:
    local = riskpicture.local_hazards(
        actor=actor, catalogue_id=riskpicture.default_catalogue_id(), horizon_hours=HORIZON_HOURS
    )
    if not local.scenarios:
        return None
    services = municipality.vocabulary().population_services
    scenario = next((found for found in local.scenarios if _takes_power(found.disruptions)), local.scenarios[0])
    result = ensemble.assess_scenario(
        snapshot=pack.snapshot,
        scenario=attrs.evolve(scenario, horizon_hours=HORIZON_HOURS),
        draws=DRAWS,
        seed=SEED,
        expected=Expected(services=services, population_services=services),
    )
    return Estimate(result=result, local=local)


def _takes_power(disruptions: tuple[object, ...]) -> bool:
    """Whether supplies fail: most of the questions are about what then holds."""
    return any(getattr(disruption, "lever", "") == "supply_failure" for disruption in disruptions)
