"""Whose causes a paper tells: the worst hazards first, the same chains as the engine counts, over few draws."""

import attrs
import pytest

from beredt.adapters.catalogues import reader as catalogues
from beredt.domain.impact import explain
from beredt.overview.reports.causes import causes_of_worst
from beredt.telling import hazards
from beredt.telling.chain_choice import CHAIN_DRAWS, CHAINS_A_HAZARD, chain_draws
from factories import papers

DRAWS = 10


@pytest.fixture(scope="module")
def found():
    return papers.findings_of(papers.demo_tables(), draws=DRAWS)


@pytest.fixture(scope="module")
def scenarios(found):
    registry = catalogues.open_catalogues("nrb-2022")
    chosen = tuple(registry.hazard(hazard) for hazard in papers.HAZARDS)
    return hazards.localise_all(chosen, snapshot=found.snapshot, horizon_hours=72).scenarios


def told(found, scenarios, **changes):
    asked = {"snapshot": found.snapshot, "scenarios": scenarios, "draws": DRAWS, "seed": 1, "most": 2}
    return causes_of_worst(found.assessment.hazards, **{**asked, **changes})


def test_the_worst_hazards_come_first_and_no_more_than_asked_for(found, scenarios):
    people = {result.hazard: result.harm.critical_people.mean for result in found.assessment.hazards}
    worst = sorted(people, key=lambda hazard: (-people[hazard], hazard))
    for most in (0, 1, 2):
        causes = told(found, scenarios, most=most)
        assert list(dict.fromkeys(entry.hazard for entry in causes)) == worst[:most]
        assert len(causes) <= CHAINS_A_HAZARD * most


def test_the_chains_are_the_engines_over_the_runs_horizon(found, scenarios):
    alone = {scenario.hazard: scenario for scenario in scenarios}
    # A scenario's own horizon is the catalogue's; that of the run counts.
    causes = told(found, [attrs.evolve(scenario, horizon_hours=24) for scenario in scenarios])
    assert any(entry.chains for entry in causes)
    for entry in causes:
        assert entry.chains == explain.cause_chains(
            snapshot=found.snapshot, scenario=alone[entry.hazard], profile_id=entry.profile_id, draws=DRAWS, seed=1
        )


def test_a_long_run_is_counted_over_its_first_draws_only():
    assert [chain_draws(draws) for draws in (1, CHAIN_DRAWS, 100_000)] == [1, CHAIN_DRAWS, CHAIN_DRAWS]
