"""From a pack and hazards to findings: the runs that a paper needs, in one call."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.impact.result import ImpactResult
from beredt.domain.riskpicture.catalogue import Edition
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.language import Language
from beredt.overview import runs
from beredt.overview.reports.findings import Findings, ProfileChains
from beredt.telling import hazards, names
from beredt.telling.chain_choice import profiles_to_explain

CHAIN_DRAWS = 50
CHAINS_A_HAZARD = 2
"""Profiles per hazard whose cause chains are told, one for each of the needs that most people pass."""


def gather(
    pack: runs.OpenPack,
    *,
    local: hazards.LocalHazards,
    editions: tuple[Edition, ...],
    options: runs.RunOptions,
    language: Language,
    on_start: Callable[[int, Scenario], None],
    chains_for: int = 0,
) -> Findings:
    """The findings of the hazards in `local`; of the `chains_for` worst also why people are hit."""
    assessment = runs.assess_scenarios(
        pack,
        scenarios=local.scenarios,
        not_modelled=hazards.told_missing(local.missing, language, vocabulary=load_vocabulary()),
        options=options,
        on_start=on_start,
    )
    by_id = {scenario.hazard: scenario for scenario in local.scenarios}
    chains: list[ProfileChains] = []
    worst = sorted(assessment.hazards, key=lambda result: (-result.harm.critical_people.mean, result.hazard))
    for result in worst[:chains_for]:
        chains += _chains(pack, result, by_id[result.hazard], options)
    return Findings(
        assessment=assessment,
        snapshot=pack.snapshot,
        names=names.names_of(
            snapshot=pack.snapshot,
            vocabulary=load_vocabulary(),
            language=language,
            hazard_names=local.names(language),
        ),
        age=pack.age,
        editions=editions,
        hazards={hazard.hazard_id: hazard for hazard in local.hazards},
        chains=tuple(chains),
        remarks=local.remarks(language, vocabulary=load_vocabulary()),
    )


def _chains(
    pack: runs.OpenPack, result: ImpactResult, scenario: Scenario, options: runs.RunOptions
) -> list[ProfileChains]:
    few = attrs.evolve(options, draws=min(options.draws, CHAIN_DRAWS))
    return [
        ProfileChains(
            hazard=result.hazard,
            profile_id=profile_id,
            chains=runs.explain_scenario(pack, scenario=scenario, profile_id=profile_id, options=few),
        )
        for profile_id in profiles_to_explain(result, most=CHAINS_A_HAZARD)
    ]
