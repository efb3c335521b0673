"""The figures that an answer is made of, taken from a result without adding anything to it.

Texts, pictures and pages lay these out; each can be recomputed from the fields of `beredt/assess/1`.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from beredt.domain.impact.result import CoverageEntry, ImpactResult, NeedImpact, OnsetQuantiles, ServiceCurve, Spread
from beredt.domain.municipality.tables import SEVERITIES

GUIDE_HOURS = (4, 24, 72, 168, 336)
"""Hours [h] that every table and curve names: 4, 24 and 72 h, 7 and 14 days."""
_WEAKEST_FIRST = ("default", "assumed", "verified")


@attrs.frozen(kw_only=True)
class Headline:
    """What the first sentence says; `None` where the pack has no critical need to say it of.

    `first_minute` [min] is when the first critical need is used up in the middle run, `earliest_minute` the same in
    the run that one in ten is at least as early as.
    """

    critical_people: Spread | None
    under_4h: float | None
    first_minute: int | None
    earliest_minute: int | None
    basis: str
    exact: bool
    not_assessed: tuple[CoverageEntry, ...]
    partly_assessed: tuple[CoverageEntry, ...]

    @property
    def is_incomplete(self) -> bool:
        """Whether something is not assessed, so that every harm is "at least"."""
        return bool(self.not_assessed or self.partly_assessed)


@attrs.frozen(kw_only=True)
class NeedLine:
    """One need type and severity: `people` [persons] have it, `passing` of them pass their tolerance on average.

    A profile with several such needs counts once, with the one that fails most often. `share` lies in 0…1.
    `first_minute` [min] is when the first of them passes it in the middle run, `earliest_minute` the same in the run
    that one in ten is at least as early as.
    """

    need_type: str
    severity: str
    people: int
    passing: float
    still_down: float
    first_minute: int | None
    earliest_minute: int | None
    basis: str

    @property
    def share(self) -> float:
        """Share of the people with the need who pass their tolerance."""
        return self.passing / self.people if self.people else 0.0


@attrs.frozen(kw_only=True)
class ServiceLine:
    """People without one service at chosen hours: `at` holds the spread by hour [h]."""

    service: str
    at: dict[int, Spread]


def headline(result: ImpactResult) -> Headline:
    """The figures of the first sentence."""
    critical = [need for need in result.needs if need.severity == SEVERITIES[0]]
    hit = [need for need in critical if need.p_harm > 0]
    return Headline(
        critical_people=result.harm.critical_people if critical else None,
        under_4h=result.harm.critical_under_4h_mean if critical else None,
        first_minute=result.harm.first_critical.p50,
        earliest_minute=result.harm.first_critical.p10,
        basis=weakest_basis(need.basis for need in (hit or critical)),
        exact=result.assets is not None,
        not_assessed=tuple(entry for entry in result.coverage if entry.state == "not_modelled"),
        partly_assessed=tuple(entry for entry in result.coverage if entry.state == "partly"),
    )


def need_lines(result: ImpactResult) -> tuple[NeedLine, ...]:
    """One line per severity and need type, critical first, then by how many pass their tolerance."""
    groups: dict[tuple[str, str], list[NeedImpact]] = {}
    for need in result.needs:
        groups.setdefault((need.severity, need.need_type), []).append(need)
    firsts = {(entry.severity, entry.need_type): entry.onset for entry in result.first_onsets}
    lines = [_need_line(needs, firsts.get(kind, OnsetQuantiles())) for kind, needs in groups.items()]
    return tuple(sorted(lines, key=lambda line: (SEVERITIES.index(line.severity), -line.passing, line.need_type)))


def service_lines(result: ImpactResult) -> tuple[ServiceLine, ...]:
    """One line per service, at the guide hours and at the last hour."""
    hours = table_hours(result.horizon_hours)
    return tuple(
        ServiceLine(service=curve.service, at={hour: curve_at(curve, hour) for hour in hours})
        for curve in result.services
    )


def table_hours(horizon_hours: int) -> tuple[int, ...]:
    """Guide hours [h] inside the horizon, and the horizon itself."""
    return (*(hour for hour in GUIDE_HOURS if hour < horizon_hours), horizon_hours)


def curve_at(curve: ServiceCurve, hour: int) -> Spread:
    """People without the service [persons] at `hour` [h]; at the horizon the last hour that was computed."""
    index = min(hour, len(curve.mean) - 1)
    return Spread(
        mean=float(curve.mean[index]),
        p10=float(curve.p10[index]),
        p50=float(curve.p50[index]),
        p90=float(curve.p90[index]),
    )


def weakest_basis(bases: Iterable[str]) -> str:
    """The weakest of the bases: a figure is no better known than its least known part; default where none is."""
    known = set(bases)
    return next((basis for basis in _WEAKEST_FIRST if basis in known), _WEAKEST_FIRST[0])


def _need_line(needs: list[NeedImpact], first: OnsetQuantiles) -> NeedLine:
    by_profile: dict[str, list[NeedImpact]] = {}
    for need in needs:
        by_profile.setdefault(need.profile_id, []).append(need)
    profiles = by_profile.values()
    return NeedLine(
        need_type=needs[0].need_type,
        severity=needs[0].severity,
        people=sum(members[0].people for members in profiles),
        passing=sum(members[0].people * max(need.p_harm for need in members) for members in profiles),
        still_down=sum(members[0].people * max(n.p_still_down_at_horizon for n in members) for members in profiles),
        first_minute=first.p50,
        earliest_minute=first.p10,
        basis=weakest_basis(need.basis for need in needs),
    )
