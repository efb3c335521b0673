"""The demo's story in this room: a quick ranking for the worst hazards, whom to ring first, and two decisions."""

from __future__ import annotations

from beredt.apps.impact import queries as impact
from beredt.apps.measures import deciding, operations, queries, step_shares, verifying
from beredt.apps.measures.step_shares import Told
from beredt.apps.measures.stored import RankSettings, StoredRanking
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access.actor import Actor

DRAWS = 80
SETS = 3
HAZARDS = 3
"""Few, so that the demo is there quickly; the page says so."""
REASONS = ("Kan sættes i gang med det samme, og koster næsten intet.", "Tages op, når budgettet lægges.")


def build_demo(*, actor: Actor, told: Told = step_shares.nobody) -> None:
    """Ranks, finds whom to ring, and decides on the two best measures; nothing where there is a ranking already.

    What a wrong choice would cost is not worked out: that takes minutes, and the page offers it.
    """
    if queries.latest_ranking(actor=actor) is not None:
        return
    settings = RankSettings(
        catalogue_id=riskpicture.default_catalogue_id(), hazards=_worst(actor), draws=DRAWS, sets=SETS
    )
    made = operations.make_ranking(actor=actor, settings=settings, told=told)
    ranking_id = operations.keep_ranking(actor=actor, made=made)
    found = verifying.make_verification(actor=actor, ranking_id=ranking_id, told=told, most_regrets=0)
    verifying.keep_verification(actor=actor, made=found)
    _decide(actor, queries.get_ranking(actor=actor, ranking_id=ranking_id))


def _worst(actor: Actor) -> tuple[str, ...]:
    """The hazards that put most people in need, as far as they were computed; none for all of them."""
    run = impact.latest_run(actor=actor, whole_catalogue=True)
    found = sorted(run.assessment.hazards, key=lambda base: -base.harm.critical_people.mean) if run else []
    return tuple(base.hazard for base in found[:HAZARDS])


def _decide(actor: Actor, ranking: StoredRanking) -> None:
    """The best thing to do now is adopted, the best thing to buy put off."""
    alone = [entry for entry in ranking.result.measures if len(entry.members) == 1]
    cheap = [entry for entry in alone if entry.is_do_now][:1]
    dear = [entry for entry in alone if not entry.is_do_now and entry.candidate.measure.payer == "municipality"][:1]
    for entries, decision, decider, reason in (
        (cheap, "adopt", "head_of_area", REASONS[0]),
        (dear, "later", "committee", REASONS[1]),
    ):
        for entry in entries:
            deciding.decide(
                actor=actor,
                ranking_id=ranking.ranking_id,
                candidate_id=entry.candidate.candidate_id,
                decision=decision,
                decider=decider,
                reason=reason,
                expected_version=0,
            )
