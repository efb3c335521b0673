"""From a pack and hazards to findings: the runs that a paper needs, in one call."""

from __future__ import annotations

from collections.abc import Callable

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.riskpicture.catalogue import Edition
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.language import Language
from beredt.overview import runs
from beredt.overview.reports.causes import causes_of_worst
from beredt.overview.reports.findings import Findings
from beredt.telling import hazards, names


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
        chains=causes_of_worst(
            assessment.hazards,
            snapshot=pack.snapshot,
            scenarios=local.scenarios,
            draws=options.draws,
            seed=options.seed,
            most=chains_for,
        ),
        remarks=local.remarks(language, vocabulary=load_vocabulary()),
    )
