"""A hazard made local, in words: each lever, what it can hit here, and what is left out because it meets nothing."""

from __future__ import annotations

from collections import Counter

import attrs

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.riskpicture.catalogue import Lever, Template
from beredt.domain.riskpicture.scenario import Disruption, Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit.language import Language, mark
from beredt.telling import hazard_words, wording
from beredt.telling.names import capitalised, printable

MOST_NAMED = 12


@attrs.frozen(kw_only=True)
class LocalLever:
    """One lever here: a sentence with its numbers, why they are as they are, and what it can hit.

    `hits` tells how many assets of which kinds; `asset_names` are at most `MOST_NAMED`, for readers who may see them.
    """

    sentence: str
    because: str
    hits: str
    asset_names: tuple[str, ...]
    more: int = 0
    is_left_out: bool = False


def local_levers(
    template: Template,
    scenario: Scenario,
    *,
    snapshot: MunicipalitySnapshot,
    language: Language,
    vocabulary: Vocabulary,
) -> tuple[LocalLever, ...]:
    """The levers of a scenario in the template's order, then what follows from its being wider than one place."""
    by_cause = {disruption.cause: disruption for disruption in scenario.disruptions}
    told = [_lever(lever, by_cause.get(lever.cause), snapshot, language, vocabulary) for lever in template.levers]
    own = {lever.cause for lever in template.levers}
    told += [
        _shared(disruption, snapshot, language, vocabulary)
        for disruption in scenario.disruptions
        if disruption.cause not in own
    ]
    return tuple(told)


def template_levers(template: Template, *, language: Language, vocabulary: Vocabulary) -> tuple[LocalLever, ...]:
    """The levers of a hazard that is not local: what it would do anywhere."""
    return tuple(
        LocalLever(
            sentence=capitalised(hazard_words.lever_sentence(lever, language, vocabulary=vocabulary)),
            because=lever.because.in_language(language.code),
            hits="",
            asset_names=(),
        )
        for lever in template.levers
    )


def _lever(
    lever: Lever,
    disruption: Disruption | None,
    snapshot: MunicipalitySnapshot,
    language: Language,
    vocabulary: Vocabulary,
) -> LocalLever:
    sentence = capitalised(hazard_words.lever_sentence(lever, language, vocabulary=vocabulary))
    because = lever.because.in_language(language.code)
    if disruption is None:
        hits = language.say(mark("Left out: the pack has nothing that it could hit."))
        return LocalLever(sentence=sentence, because=because, hits=hits, asset_names=(), is_left_out=True)
    return _hitting(sentence, because, disruption, snapshot, language, vocabulary)


def _shared(
    disruption: Disruption, snapshot: MunicipalitySnapshot, language: Language, vocabulary: Vocabulary
) -> LocalLever:
    sentence = capitalised(language.say(hazard_words.LEVER_NAMES[disruption.lever]))
    because = language.say(
        mark("The hazard is wider than the municipality, so what neighbours share is not to be had.")
    )
    return _hitting(sentence, because, disruption, snapshot, language, vocabulary)


def _hitting(
    sentence: str,
    because: str,
    disruption: Disruption,
    snapshot: MunicipalitySnapshot,
    language: Language,
    vocabulary: Vocabulary,
) -> LocalLever:
    assets = snapshot.assets
    hit = select_assets(snapshot, disruption.selector).tolist()
    kinds = Counter(vocabulary.kind_name(assets.kind[asset], language.code) for asset in hit)
    people = sum(int(assets.people[asset]) for asset in hit)
    told = [f"{printable(kind)} {language.number(count)}" for kind, count in kinds.most_common()]
    hits = language.say_count(
        "Can hit {count} asset here: {kinds}.", "Can hit {count} assets here: {kinds}.", len(hit), kinds=", ".join(told)
    )
    if people:
        served = language.say(mark("They serve {people} people directly."), people=wording.people(people, language))
        hits = f"{hits} {served}"
    named = [printable(assets.name[asset] or assets.asset_id[asset]) for asset in hit[:MOST_NAMED]]
    return LocalLever(
        sentence=sentence, because=because, hits=hits, asset_names=tuple(named), more=max(len(hit) - MOST_NAMED, 0)
    )
