"""Statistics scaled to a municipality, and how many of them may be placed in its parts.

A group is spread below the municipality only into parts where at least `SMALLEST_CELL` of it are expected; what is
left stays at the municipality, so that no small number can point at anybody.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import attrs

from beredt.domain.municipality.drafting.defaults import DraftDefaults, Figure, ProfileKind

SMALLEST_CELL = 5
"""Persons; an expected count below this is not spread below the municipality."""


@attrs.frozen(kw_only=True)
class Estimate:
    """How many people of a group a municipality may expect: `expected` exactly, `people` rounded half up."""

    profile: ProfileKind
    figure: Figure
    expected: float

    @property
    def people(self) -> int:
        """Whole persons."""
        return math.floor(self.expected + 0.5)


@attrs.frozen(kw_only=True)
class Spread:
    """Persons per cell, and those who stay at the municipality."""

    cells: tuple[int, ...]
    whole: int


def scaled(figure: Figure, population: int) -> float:
    """Expected persons: the figure's share of people times `population` [persons]."""
    return figure.count / figure.of_people * population


def estimate_profiles(*, defaults: DraftDefaults, population: int) -> tuple[Estimate, ...]:
    """The groups at home with their expected numbers, in the order of the content, without the rest."""
    expected: dict[str, float] = {}
    estimates = []
    for profile in defaults.profiles:
        if profile.rest:
            continue
        figure = defaults.figures[profile.figure_id]
        taken = sum(scaled(defaults.figures[name], population) for name in profile.minus)
        taken += sum(expected[name] for name in profile.minus_profiles)
        expected[profile.profile_id] = max(0.0, scaled(figure, population) - taken)
        estimates.append(Estimate(profile=profile, figure=figure, expected=expected[profile.profile_id]))
    return tuple(estimates)


def spread(people: int, weights: Sequence[float]) -> Spread:
    """`people` over cells by weight; cells with fewer than `SMALLEST_CELL` expected get none.

    One cell is no spreading: it takes everybody.
    """
    if len(weights) == 1:
        return Spread(cells=(people,), whole=0)
    whole_weight = sum(weights)
    expected = [people * weight / whole_weight if whole_weight else 0.0 for weight in weights]
    wide = [value if value >= SMALLEST_CELL else 0.0 for value in expected]
    placed = share_out(min(people, math.floor(sum(wide) + 0.5)), wide)
    return Spread(cells=tuple(placed), whole=people - sum(placed))


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers with sum `total` in proportion to `weights`: largest remainders, the first wins a tie.

    Never less than the rounded-down share; all zero weights share nothing out, so `total` must then be 0.
    """
    whole_weight = sum(weights)
    if total and not whole_weight > 0:
        raise ValueError("nothing to share out to")
    exact = [total * weight / whole_weight if total else 0.0 for weight in weights]
    shares = [math.floor(value + 1e-9) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (round(shares[index] - exact[index], 9), index))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def count_districts(*, population: int, defaults: DraftDefaults, cells: int | None = None) -> int:
    """How many care districts to assume; at most `cells` where there are parts to put them in."""
    wanted = max(1, min(defaults.most_districts, math.floor(population / defaults.people_per_district + 0.5)))
    return min(wanted, cells) if cells else wanted


def by_profile(estimates: Sequence[Estimate]) -> Mapping[str, Estimate]:
    """The estimates by profile id."""
    return {estimate.profile.profile_id: estimate for estimate in estimates}
