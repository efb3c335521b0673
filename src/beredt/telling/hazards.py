"""Which hazards a user means, what they become in one municipality, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.impact.result import NotModelled, SourcedAdvice
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture import templates
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import Language


@attrs.frozen(kw_only=True)
class LocalHazards:
    """Hazards in one municipality: those that became scenarios, and those that did not."""

    hazards: tuple[Hazard, ...]
    scenarios: tuple[Scenario, ...]
    missing: tuple[NotExpressible, ...]

    def names(self, language: Language) -> dict[str, str]:
        """The hazards' names by id."""
        return {hazard.hazard_id: hazard.names.in_language(language.code) for hazard in self.hazards}

    def remarks(self, language: Language) -> dict[str, tuple[str, ...]]:
        """What each scenario leaves out, by hazard id."""
        return {
            hazard.hazard_id: (hazard.template.limits.in_language(language.code),)
            for hazard in self.hazards
            if hazard.template is not None and hazard.template.limits is not None
        }


def localise_all(hazards: Sequence[Hazard], *, snapshot: MunicipalitySnapshot, horizon_hours: int) -> LocalHazards:
    """The hazards in this municipality."""
    found = [templates.localise(hazard=hazard, snapshot=snapshot, horizon_hours=horizon_hours) for hazard in hazards]
    return LocalHazards(
        hazards=tuple(hazards),
        scenarios=tuple(item for item in found if isinstance(item, Scenario)),
        missing=tuple(item for item in found if isinstance(item, NotExpressible)),
    )


def told_missing(
    missing: Sequence[NotExpressible], language: Language, *, vocabulary: Vocabulary
) -> tuple[NotModelled, ...]:
    """The hazards without a scenario, each with its reason and advice in one language."""
    names = vocabulary.thing_names(language.code)
    return tuple(
        NotModelled(
            hazard=entry.hazard_id,
            reason=entry.told_in(language, lambda word: names.get(word, word)),
            advice=tuple(
                SourcedAdvice(text=advice.text.in_language(language.code), source=advice.source_key)
                for advice in entry.advice
            ),
        )
        for entry in missing
    )
