"""How things are called on this room's pages for one reader: without names of places for those who may not see them."""

from __future__ import annotations

from beredt.apps.measures import doors, policies
from beredt.apps.measures.stored import StoredRanking
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.language import Language
from beredt.telling.call_words import CallWords, call_words
from beredt.telling.measure_words import Places
from beredt.telling.names import Names, names_of


def names_for(pack: StoredPack, ranking: StoredRanking | None, language: Language) -> Names:
    """The municipality's names, and the hazards' as they were when it was ranked."""
    return names_of(
        snapshot=pack.snapshot,
        vocabulary=municipality.vocabulary(),
        language=language,
        hazard_names=ranking.hazard_names(language.code) if ranking else {},
    )


def places_for(actor: Actor, pack: StoredPack, ranking: StoredRanking | None, language: Language) -> Places:
    """Names of the places where measures go, for those who may see them."""
    sites = pack.snapshot.sites
    return Places(
        names=names_for(pack, ranking, language),
        sites=dict(zip(sites.site_id, sites.name, strict=True)),
        is_named=permissions.may(actor, policies.SEE_PLACES),
    )


def call_words_for(pack: StoredPack, ranking: StoredRanking | None, language: Language) -> CallWords:
    """The words of questions and recipients."""
    return call_words(names_for(pack, ranking, language), doors.CONTENT.value.load_defaults())
