"""What a draft found, what it estimated and what is missing, as values for a summary."""

from __future__ import annotations

import attrs

from beredt.domain.municipality.drafting.defaults import Figure, NotCounted, ProfileKind
from beredt.domain.municipality.drafting.homes import DraftedHome
from beredt.domain.municipality.drafting.local import MISPLACED, NO_PLACE, LocalFacts, Population
from beredt.domain.municipality.drafting.people import PlacedEstimate
from beredt.domain.municipality.drafting.roads import RoadFacts


@attrs.frozen(kw_only=True)
class HomesReport:
    """Care homes in the draft: how many, dwellings [dwellings], and the names of those with something to check."""

    homes: int
    dwellings: int
    without_number: tuple[str, ...] = ()
    without_place: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    tiny: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class EstimateReport:
    """One group from statistics: `expected` persons, `people` counted, `whole` of them kept at the municipality."""

    profile: ProfileKind
    expected: float
    people: int
    whole: int
    figure: Figure


@attrs.frozen(kw_only=True)
class DraftReport:
    """What the draft of one municipality rests on.

    `sole_assets` are the ids of assets that stand for a service, or a condition, in the whole municipality, and
    `sole_services` the services of which nothing else is known; `spots` how many things were found by kind;
    `uncounted_level` says which outlines were there but could not be used, for want of people by outline; `residents`
    is None where a register names care homes here, else the estimate by statistics.
    """

    code: str
    name: str
    population: Population
    border_source: str
    area_level: str
    area_method: str
    uncounted_level: str
    area_names: tuple[str, ...]
    districts: int
    homes: HomesReport
    has_register: bool
    homes_are_mapped: bool
    residents: EstimateReport | None
    estimates: tuple[EstimateReport, ...]
    spots: tuple[tuple[str, int], ...]
    roads: tuple[RoadFacts, ...]
    sole_assets: tuple[str, ...]
    sole_services: tuple[str, ...]
    not_counted: tuple[NotCounted, ...]

    @property
    def too_few(self) -> tuple[EstimateReport, ...]:
        """Groups of which less than half a person is expected: not in the pack, and not assessed."""
        return tuple(entry for entry in self.estimates if not entry.people)


def report_homes(facts: LocalFacts, homes: list[DraftedHome]) -> HomesReport:
    """The homes of the draft and what to check about them."""
    return HomesReport(
        homes=len(homes),
        dwellings=sum(home.people for home in homes),
        without_number=tuple(home.placed.home.name for home in homes if not home.placed.home.homes),
        without_place=tuple(home.placed.home.name for home in homes if home.placed.trouble == NO_PLACE),
        misplaced=tuple(home.placed.home.name for home in homes if home.placed.trouble == MISPLACED),
        closed=tuple(sorted(home.name for home in facts.closed_homes)),
        tiny=tuple(home.placed.home.name for home in homes if home.is_tiny),
    )


def report_estimate(entry: PlacedEstimate) -> EstimateReport:
    """One group from statistics."""
    return EstimateReport(
        profile=entry.estimate.profile,
        expected=entry.estimate.expected,
        people=entry.estimate.people,
        whole=entry.spread.whole,
        figure=entry.estimate.figure,
    )
