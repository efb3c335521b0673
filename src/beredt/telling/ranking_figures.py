"""What a ranking's text is made of, taken from the result without adding anything to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import attrs

from beredt.domain.impact.result import ImpactResult
from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.result import REASONS, LeftWithout, RankedCandidate, RankResult, Unranked

MOST_HAZARDS = 3
MOST_DO_NOW = 4
MOST_TO_BUY = 4
MOST_TO_ASK = 3
MOST_LEFT = 4
MOST_UNRANKED = 5
MOST_TOGETHER = 4
"""Members of a bundle that a reader can still take in."""


@attrs.frozen(kw_only=True)
class Tie:
    """Measures to buy that cannot be told apart; one member is a first place, several are a group without one."""

    members: tuple[RankedCandidate, ...]


def worst_hazards(result: RankResult) -> tuple[ImpactResult, ...]:
    """The hazards with most people past a critical tolerance, most first; one hazard is always there."""
    ordered = sorted(result.base, key=lambda base: (-base.harm.critical_people.mean, base.hazard))
    hit = tuple(base for base in ordered if base.harm.critical_people.mean > 0)
    return hit[:MOST_HAZARDS] or tuple(ordered[:1])


def do_now(result: RankResult) -> tuple[RankedCandidate, ...]:
    """The cheap candidates that avert most, the best first."""
    return tuple(entry for entry in result.measures if entry.is_do_now and _is_ours(entry))[:MOST_DO_NOW]


def to_buy(result: RankResult) -> tuple[Tie, ...]:
    """What the municipality can buy one by one, in groups that cannot be told apart, best first."""
    bought = [entry for entry in result.measures if not entry.is_do_now and _is_ours(entry)]
    ties = [Tie(members=tuple(members)) for _, members in groupby(bought, key=lambda entry: entry.group)]
    return tuple(ties[:MOST_TO_BUY])


def to_ask(result: RankResult) -> tuple[RankedCandidate, ...]:
    """What others would have to pay, one by one, best first."""
    asked = [entry for entry in result.measures if len(entry.members) == 1 and not _is_ours(entry)]
    return tuple(asked[:MOST_TO_ASK])


def _is_ours(entry: RankedCandidate) -> bool:
    return len(entry.members) == 1 and entry.candidate.measure.payer == "municipality"


def together(result: RankResult) -> RankedCandidate | None:
    """The best bundle that averts more people than its members one by one do in sum; None where none does.

    One that a reader can take in and that does more than the last single measure told; where nothing at all helps by
    itself, the one with fewest members.
    """
    alone = {entry.members[0]: entry for entry in result.measures if len(entry.members) == 1}
    bundles = [entry for entry in result.measures if len(entry.members) > 1]
    small = [entry for entry in bundles if len(entry.members) <= MOST_TOGETHER]
    if not small and not alone:
        return min(bundles, key=lambda entry: len(entry.members), default=None)
    told = [entry.effect.critical_people.mean for tie in to_buy(result) for entry in tie.members]
    for entry in small:
        if entry.effect.critical_people.mean <= min(told, default=0.0):
            continue
        parts = [alone[member].effect.critical_people.mean for member in entry.members if member in alone]
        if entry.effect.critical_people.mean > sum(parts):
            return entry
    return None


def by_measure(candidates: Sequence[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Candidates of one measure together, in the order of the measures' first candidates."""
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.measure.measure_id, []).append(candidate)
    return tuple(tuple(members) for members in found.values())


def left_without(result: RankResult) -> tuple[LeftWithout, ...]:
    """Whom the best set leaves without help: those under 4 h first, then by number."""
    ordered = sorted(
        result.best_set.left_without, key=lambda entry: (not entry.under_4h, -entry.people_mean, entry.need_type)
    )
    return tuple(entry for entry in ordered if entry.people_mean > 0)


def reasons(unranked: Iterable[Unranked]) -> dict[str, tuple[Unranked, ...]]:
    """Those without a computed effect by reason, those that the model cannot see first, in the order of the ids."""
    found: dict[str, list[Unranked]] = {reason: [] for reason in REASONS}
    for entry in sorted(unranked, key=lambda entry: entry.candidate_id):
        found[entry.reason].append(entry)
    return {reason: tuple(entries) for reason, entries in found.items() if entries}


def nowhere_ranked(result: RankResult) -> tuple[Unranked, ...]:
    """Those without a computed effect whose measure averts nothing anywhere else either."""
    ranked = {member.measure.measure_id for entry in result.measures for member in entry.members}
    return tuple(entry for entry in result.unranked if entry.measure_id not in ranked)


def names_of(entries: Sequence[Unranked], language_code: str) -> tuple[str, ...]:
    """The measures' names, each once, in the given order."""
    return tuple(dict.fromkeys(entry.name_da if language_code == "da" else entry.name_en for entry in entries))
