"""Rankings, what to verify first and decisions of the actor's municipality, as values."""

from __future__ import annotations

import threading
from collections import OrderedDict
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from beredt.apps.measures import policies, rows
from beredt.apps.measures.models import DecisionRecord, Ranking, Verification
from beredt.apps.measures.stored import Decision, RankingSummary, StoredRanking, StoredVerification
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

MOST_LISTED = 50
_MOST_KEPT = 8
_kept: OrderedDict[UUID, StoredRanking] = OrderedDict()
_lock = threading.Lock()


def list_rankings(*, actor: Actor) -> tuple[RankingSummary, ...]:
    """The newest rankings first, at most `MOST_LISTED`."""
    permissions.check_may(actor, policies.READ)
    return tuple(map(rows.summary_of, _rankings(actor).defer("content", "beside")[:MOST_LISTED]))


def get_ranking(*, actor: Actor, ranking_id: UUID) -> StoredRanking:
    """One ranking with everything kept beside it; raises `NotFound`, also for one of another municipality."""
    permissions.check_may(actor, policies.READ)
    found = _whole(_rankings(actor).filter(pk=ranking_id))
    if found is None:
        raise NotFound(mark("There is no such ranking."), code="no_such_ranking")
    return found


def latest_ranking(*, actor: Actor) -> StoredRanking | None:
    """The newest ranking; None where nothing was ranked yet."""
    permissions.check_may(actor, policies.READ)
    return _whole(_rankings(actor))


def ranking_before(*, actor: Actor, ranking_id: UUID) -> StoredRanking | None:
    """The ranking made just before that one; None where it is the first. Raises `NotFound`."""
    newer = get_ranking(actor=actor, ranking_id=ranking_id)
    return _whole(_rankings(actor).filter(made_at__lt=newer.summary.made_at))


def latest_verification(*, actor: Actor) -> StoredVerification | None:
    """What to verify first, as it was found last; None where nobody looked yet. It names assets."""
    permissions.check_may(actor, policies.SEE_PLACES)
    row = Verification.objects.filter(municipality=actor.municipality).first()
    return None if row is None else rows.verification_of(row)


def list_decisions(*, actor: Actor) -> tuple[Decision, ...]:
    """The decision in force on each candidate that there is one on, by candidate id; those taken back are left out."""
    permissions.check_may(actor, policies.READ)
    newest = (
        _decisions(actor)
        .filter(candidate_id=OuterRef("candidate_id"))
        .order_by()
        .values("candidate_id")
        .annotate(newest=Max("version"))
        .values("newest")
    )
    found = _decisions(actor).filter(version=Subquery(newest)).exclude(decision="")
    return tuple(map(rows.decision_of, found))


def decision_history(*, actor: Actor, candidate_id: str) -> tuple[Decision, ...]:
    """Everything that was decided on one candidate, newest first; also what was taken back."""
    permissions.check_may(actor, policies.READ)
    return tuple(map(rows.decision_of, _decisions(actor).filter(candidate_id=candidate_id).order_by("-version")))


def _rankings(actor: Actor) -> QuerySet[Ranking]:
    return Ranking.objects.filter(municipality=actor.municipality)


def _whole(found: QuerySet[Ranking]) -> StoredRanking | None:
    """The first of these rankings. A ranking is never changed, so that this process reads each but once."""
    ranking_id = found.values_list("pk", flat=True).first()
    if ranking_id is None:
        return None
    with _lock:
        if ranking_id in _kept:
            _kept.move_to_end(ranking_id)
            return _kept[ranking_id]
    ranking = rows.ranking_of(Ranking.objects.get(pk=ranking_id))
    with _lock:
        _kept[ranking_id] = ranking
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return ranking


def _decisions(actor: Actor) -> QuerySet[DecisionRecord]:
    return DecisionRecord.objects.filter(municipality=actor.municipality)
