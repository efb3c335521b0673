"""Which hazards a user means, what they become in one municipality, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.impact.result import NotModelled, SourcedAdvice
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture import templates
from beredt.domain.riskpicture.catalogue import Edition, Hazard, Template
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.templates import NotExpressible
from beredt.kit.language import Language, mark
from beredt.telling import hazard_words


@attrs.frozen(kw_only=True)
class LocalHazards:
    """Hazards in one municipality: those that became scenarios, and those that did not."""

    hazards: tuple[Hazard, ...]
    scenarios: tuple[Scenario, ...]
    missing: tuple[NotExpressible, ...]

    def names(self, language: Language) -> dict[str, str]:
        """The hazards' names by id."""
        return {hazard.hazard_id: hazard.names.in_language(language.code) for hazard in self.hazards}

    def remarks(self, language: Language, *, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
        """What each scenario leaves out, anywhere and with this pack, by hazard id."""
        left_out = {scenario.hazard: scenario.left_out for scenario in self.scenarios}
        told = {
            hazard.hazard_id: (
                *([hazard.template.limits.in_language(language.code)] if hazard.template.limits is not None else []),
                *_left_out(hazard.template, left_out.get(hazard.hazard_id, ()), language, vocabulary),
            )
            for hazard in self.hazards
            if hazard.template is not None
        }
        return {hazard_id: sentences for hazard_id, sentences in told.items() if sentences}


def _left_out(template: Template, causes: Sequence[str], language: Language, vocabulary: Vocabulary) -> list[str]:
    """The part of a scenario that meets nothing in this pack, as a sentence."""
    missing = [
        hazard_words.lever_what(lever, language, vocabulary=vocabulary)
        for lever in template.levers
        if lever.cause in causes
    ]
    if not missing:
        return []
    return [
        language.say(
            mark("Not in it, because the pack has nothing that it could hit: {parts}."), parts="; ".join(missing)
        )
    ]


def localise_all(hazards: Sequence[Hazard], *, snapshot: MunicipalitySnapshot, horizon_hours: int) -> LocalHazards:
    """The hazards in this municipality."""
    found = [templates.localise(hazard=hazard, snapshot=snapshot, horizon_hours=horizon_hours) for hazard in hazards]
    return LocalHazards(
        hazards=tuple(hazards),
        scenarios=tuple(item for item in found if isinstance(item, Scenario)),
        missing=tuple(item for item in found if isinstance(item, NotExpressible)),
    )


def told_missing(
    missing: Sequence[NotExpressible],
    language: Language,
    *,
    vocabulary: Vocabulary,
    editions: Sequence[Edition] = (),
) -> tuple[NotModelled, ...]:
    """The hazards without a scenario, each with its reason and advice in one language.

    Advice names its source by title where the source is one of the `editions`', else by its key.
    """
    names = vocabulary.thing_names(language.code)
    titles = {source.key: source.title for edition in editions for source in edition.sources}
    return tuple(
        NotModelled(
            hazard=entry.hazard_id,
            reason=entry.told_in(language, lambda word: names.get(word, word)),
            advice=tuple(
                SourcedAdvice(
                    text=advice.text.in_language(language.code), source=titles.get(advice.source_key, advice.source_key)
                )
                for advice in entry.advice
            ),
        )
        for entry in missing
    )
