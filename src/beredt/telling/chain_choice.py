"""Whose cause chains are told: for each of the needs that most people pass, the profile that is hit hardest."""

from __future__ import annotations

from beredt.domain.impact.result import ImpactResult
from beredt.domain.municipality.tables import SEVERITIES
from beredt.telling import figures

CHAIN_DRAWS = 50
"""Draws that cause chains are counted over: enough to tell which cause dominates, and quick."""
CHAINS_A_HAZARD = 2
"""Profiles per hazard whose chains are told, one for each of the needs that most people pass."""


def chain_draws(draws: int) -> int:
    """How many of a run's draws its chains are counted over."""
    return min(draws, CHAIN_DRAWS)


def profiles_to_explain(result: ImpactResult, *, most: int = CHAINS_A_HAZARD) -> tuple[str, ...]:
    """The most hit profile of each of the `most` critical needs that most people pass; no profile twice."""
    found: list[str] = []
    for line in figures.need_lines(result):
        hit = [
            need
            for need in result.needs
            if (need.severity, need.need_type) == (line.severity, line.need_type)
            and need.p_harm > 0
            and need.profile_id not in found
        ]
        if line.severity == SEVERITIES[0] and hit and len(found) < most:
            found.append(max(hit, key=lambda need: (need.people * need.p_harm, need.profile_id)).profile_id)
    return tuple(found)
