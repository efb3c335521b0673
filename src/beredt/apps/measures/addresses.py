"""Where things stand in this room. A measure is addressed by its number in a ranking: an id would name its place."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from beredt.apps.measures.stored import StoredRanking
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

RANKED, UNRANKED = "r", "u"


def url(actor: Actor, name: str, **arguments: object) -> str:
    """A page of the room."""
    return reverse(f"measures:{name}", kwargs={"code": actor.municipality, **arguments})


def measure_url(actor: Actor, ranking_id: UUID, number: str, name: str = "show_measure") -> str:
    """The page of one measure of a ranking, or another of its addresses."""
    return url(actor, name, ranking_id=ranking_id, number=number)


def job_url(actor: Actor, job_id: UUID) -> str:
    """Where work in the background is followed."""
    return reverse("jobs:show_job", kwargs={"code": actor.municipality, "job_id": job_id})


def with_query(address: str, **fields: object) -> str:
    """An address with fields behind it."""
    return f"{address}?{urlencode(fields, doseq=True)}"


def numbers_of(ranking: StoredRanking) -> dict[str, str]:
    """The number of every candidate by id: `r1` … for the ranked, `u1` … for those without an effect."""
    unranked = enumerate(ranking.result.unranked, start=1)
    ranked = enumerate(ranking.result.measures, start=1)
    return {
        **{entry.candidate_id: f"{UNRANKED}{place}" for place, entry in unranked},
        **{entry.candidate.candidate_id: f"{RANKED}{place}" for place, entry in ranked},
    }


def candidate_of(ranking: StoredRanking, number: str) -> str:
    """The id of the candidate with a number; raises `NotFound`."""
    ids = {
        RANKED: [entry.candidate.candidate_id for entry in ranking.result.measures],
        UNRANKED: [entry.candidate_id for entry in ranking.result.unranked],
    }.get(number[:1], [])
    place = int(number[1:]) if number[1:].isascii() and number[1:].isdecimal() else 0
    if not 1 <= place <= len(ids):
        raise NotFound(mark("This ranking has no such measure."), code="no_such_measure")
    return ids[place - 1]
