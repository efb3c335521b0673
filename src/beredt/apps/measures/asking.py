"""From what somebody asked for to the question that the domain answers, on the municipality's data in force."""

from __future__ import annotations

import attrs

from beredt.apps.measures import doors
from beredt.apps.measures.stored import Beside, HazardName, RankSettings, StoredRanking
from beredt.apps.municipality import queries as municipality
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.riskpicture import queries as riskpicture
from beredt.domain.impact.coverage import Expected
from beredt.domain.measures import asking, ranges
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.ranking import Question
from beredt.domain.measures.trials import OBJECTIVES
from beredt.ground.access.actor import Actor
from beredt.kit.errors import InvalidInput
from beredt.kit.language import language, mark
from beredt.telling.hazards import LocalHazards, localise_all, told_missing

HORIZONS_HOURS = (72, 336)
MOST_DRAWS = 10_000
MOST_SETS = 1_000
MOST_KR = 10_000_000_000.0
MOST_SEED = 2**31 - 1


def require_within_limits(settings: RankSettings) -> None:
    """Raises `InvalidInput` for what cannot be ranked with."""
    limits = (
        (mark("The budget must lie between {least} and {most} kr."), settings.budget_kr, 0.0, MOST_KR),
        (mark("The number of runs must lie between {least} and {most}."), settings.draws, 1, MOST_DRAWS),
        (mark("The number of assumption sets must lie between {least} and {most}."), settings.sets, 0, MOST_SETS),
        (mark("The seed must lie between {least} and {most}."), settings.seed, 0, MOST_SEED),
    )
    for sentence, value, least, most in limits:
        if not least <= value <= most:
            raise InvalidInput(sentence, code="out_of_limits", least=f"{least:g}", most=f"{most:g}")
    if settings.horizon_hours not in HORIZONS_HOURS or settings.objective not in OBJECTIVES:
        raise InvalidInput(mark("That choice does not exist."), code="unknown_choice")


def put_question(*, actor: Actor, settings: RankSettings) -> tuple[StoredPack, Question, tuple[HazardName, ...]]:
    """What is to be ranked on the data in force; raises `NotFound` where no hazard can be computed here."""
    pack = municipality.get_pack(actor=actor)
    vocabulary = municipality.vocabulary()
    hazards = riskpicture.find_hazards(catalogue_id=settings.catalogue_id, hazard_ids=settings.hazards)
    local = localise_all(hazards, snapshot=pack.snapshot, horizon_hours=settings.horizon_hours)
    services = vocabulary.population_services
    question = asking.put_question(
        tables=pack.tables,
        snapshot=pack.snapshot,
        pack_hash=pack.pack_hash,
        scenarios=local.scenarios,
        # Told in English, as the command line does, so that the files are the same.
        not_modelled=told_missing(local.missing, language("en"), vocabulary=vocabulary),
        measures=doors.CONTENT.value.load_measures(),
        default_ranges=doors.CONTENT.value.load_default_ranges(),
        expected=Expected(services=services, population_services=services),
        options=RankOptions(
            budget_kr=settings.budget_kr,
            draws=settings.draws,
            seed=settings.seed,
            objective=settings.objective,
            sets=settings.sets,
        ),
    )
    return pack, question, _names(local)


def same_question(stored: StoredRanking, pack: StoredPack) -> Question:
    """The question that a stored ranking answered; raises `InvalidInput` where the data have changed since.

    Its effects would be those of other data, and would not belong to the figures that stand beside them.
    """
    if pack.pack_hash != stored.summary.pack_hash:
        raise InvalidInput(
            mark("The municipality's data have changed since this ranking."),
            code="data_changed",
            hint=mark("Rank again: sets of measures can then be tried on the new data."),
        )
    settings, beside = stored.summary.settings, stored.beside
    services = municipality.vocabulary().population_services
    return Question(
        tables=pack.tables,
        pack_hash=pack.pack_hash,
        scenarios=beside.scenarios,
        candidates=beside.candidates,
        assumptions=ranges.find_assumptions(pack.tables, doors.CONTENT.value.load_default_ranges()),
        unranked=(),
        not_modelled=stored.result.not_modelled,
        budget_kr=settings.budget_kr,
        draws=settings.draws,
        seed=settings.seed,
        objective=settings.objective,
        sets=settings.sets,
        expected=Expected(services=services, population_services=services),
    )


def kept_beside(question: Question, hazard_names: tuple[HazardName, ...]) -> Beside:
    """What is kept beside the result, without the ladder and the times, which come later."""
    return Beside(scenarios=question.scenarios, candidates=question.candidates, hazard_names=hazard_names, ladder=())


def with_draws(question: Question, draws: int) -> Question:
    """The question with fewer draws, where that is fewer."""
    return attrs.evolve(question, draws=min(draws, question.draws))


def _names(local: LocalHazards) -> tuple[HazardName, ...]:
    danish, english = local.names(language("da")), local.names(language("en"))
    return tuple(HazardName(hazard=hazard, da=name, en=english[hazard]) for hazard, name in danish.items())
