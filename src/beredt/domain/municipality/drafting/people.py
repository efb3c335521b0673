"""Everybody in exactly one profile: residents of homes, groups from statistics, and the rest by area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from beredt.domain.municipality.drafting.care import ANY_TEAM, HOMES_TEAM, visits_of
from beredt.domain.municipality.drafting.defaults import Hours, ProfileKind, ProfileNeed
from beredt.domain.municipality.drafting.estimates import Estimate, Spread, share_out, spread
from beredt.domain.municipality.drafting.homes import DraftedHome
from beredt.domain.municipality.drafting.rows import DraftRows
from beredt.domain.municipality.tables import NeedRow, Origin

VISIT_CLASSES = {"care_critical": "critical", "care_daily": "daily", "care_other": "other"}
COMMUNICATION = ("mobile", "internet")
HOME = "home"
POWER = "power"
WHOLE = "kommunen"
ASKED_ABOUT = frozenset({"critical", "serious"})
"""Severities whose tolerances are worth a question; that of a welfare need is a default without one."""


@attrs.frozen(kw_only=True)
class Cell:
    """A part of the people: an area and the district that looks after it; `share` (0…1) of the people."""

    cell_id: str
    area_id: str
    team: str
    share: float


@attrs.frozen(kw_only=True)
class PlacedEstimate:
    """An estimate with where its people were put."""

    estimate: Estimate
    spread: Spread


@attrs.frozen(kw_only=True)
class Group:
    """One profile to be written. `visits` are the asset ids of its visits by class.

    `home` is what a need for the home hangs on; `span` [persons] the range of `people`, with its assumption.
    """

    profile_id: str
    kind: ProfileKind
    area_id: str
    people: int
    visits: Mapping[str, str]
    origin: Origin
    home: str = POWER
    span: Hours | None = None
    assumption: str = ""


def place_estimates(estimates: Sequence[Estimate], cells: Sequence[Cell]) -> tuple[PlacedEstimate, ...]:
    """Each estimate spread over the cells as far as its size allows."""
    weights = [cell.share for cell in cells]
    return tuple(PlacedEstimate(estimate=estimate, spread=spread(estimate.people, weights)) for estimate in estimates)


def add_estimates(
    rows: DraftRows, placed: Sequence[PlacedEstimate], *, cells: Sequence[Cell], whole_area: str, districts: int
) -> None:
    """Adds the groups from statistics, each with its figure, its scaling and its overlap in the source."""
    for entry in placed:
        kind = entry.estimate.profile
        is_spread = len(cells) > 1
        for cell, people in zip(cells, entry.spread.cells, strict=True):
            group = _estimated(rows, entry, people, is_spread=is_spread)
            _add_group(
                rows,
                attrs.evolve(
                    group,
                    profile_id=f"{kind.profile_id}-{cell.cell_id}",
                    area_id=cell.area_id,
                    visits=_visits(cell.team, districts),
                ),
            )
        group = _estimated(rows, entry, entry.spread.whole, is_spread=False)
        _add_group(rows, attrs.evolve(group, area_id=whole_area, visits=_visits(ANY_TEAM, districts)))


def add_residents(
    rows: DraftRows, homes: Sequence[DraftedHome], *, area_ids: Mapping[str, str], whole_area: str
) -> None:
    """Adds the residents of the homes; those of tiny homes, and of homes without a place, at the municipality."""
    tiny: Counter[str] = Counter()
    for home in homes:
        for kind, people in _shares(rows, home.people):
            if home.is_tiny:
                tiny[kind.profile_id] += people
                continue
            group = Group(
                profile_id=f"{home.asset_id}-{kind.profile_id}",
                kind=kind,
                area_id=area_ids.get(home.placed.part_code, whole_area),
                people=people,
                visits=_visits(HOMES_TEAM, 1),
                origin=_residents_origin(rows, home.origin, kind),
                home=home.asset_id,
                span=_dwellings_span(home, people),
                assumption=f"dwellings-{home.home_slug}",
            )
            _add_group(rows, group)
    sources = sorted({home.origin.source for home in homes if home.is_tiny})
    for kind in rows.defaults.residents:
        group = Group(
            profile_id=f"tiny-homes-{kind.profile_id}",
            kind=kind,
            area_id=whole_area,
            people=tiny[kind.profile_id],
            visits=_visits(HOMES_TEAM, 1),
            origin=_residents_origin(rows, Origin(source="; ".join(sources)), kind),
        )
        _add_group(rows, group)


def add_unknown_residents(rows: DraftRows, estimate: Estimate, *, whole_area: str) -> None:
    """Adds care-home residents by statistics alone: no register names a home here."""
    source = rows.text("residents_unknown", figure=estimate.figure.source)
    origin = Origin(basis=estimate.figure.basis, source=source, as_of=estimate.figure.as_of)
    for kind, people in _shares(rows, estimate.people):
        group = Group(
            profile_id=f"care-homes-{kind.profile_id}",
            kind=kind,
            area_id=whole_area,
            people=people,
            visits=_visits(HOMES_TEAM, 1),
            origin=_residents_origin(rows, origin, kind),
            span=_people_span(estimate, people),
            assumption="people-care-homes",
        )
        _add_group(rows, group)


def add_rest(rows: DraftRows, left: Mapping[str, int]) -> None:
    """Adds everyone who is left, by area."""
    rest = next(profile for profile in rows.defaults.profiles if profile.rest)
    source = f"{rows.text('rest')}. {rows.text('overlap', overlap=rest.overlap)}"
    for area_id, people in left.items():
        group = Group(
            profile_id=f"{rest.profile_id}-{area_id}",
            kind=rest,
            area_id=area_id,
            people=people,
            visits={},
            origin=rows.default_origin(source),
        )
        _add_group(rows, group)


def _estimated(rows: DraftRows, entry: PlacedEstimate, people: int, *, is_spread: bool) -> Group:
    """A group of an estimate, at the municipality."""
    kind, figure = entry.estimate.profile, entry.estimate.figure
    told = [
        rows.text("scaled", figure=figure.source),
        rows.text("spread" if is_spread else "whole"),
        f"{figure.because[:1].lower()}{figure.because[1:]}",
    ]
    source = f"{'; '.join(told)}. {rows.text('overlap', overlap=kind.overlap)}"
    return Group(
        profile_id=f"{kind.profile_id}-{WHOLE}",
        kind=kind,
        area_id="",
        people=people,
        visits={},
        origin=Origin(basis=figure.basis, source=source, as_of=figure.as_of),
        span=_people_span(entry.estimate, people),
        assumption=f"people-{kind.profile_id}",
    )


def _visits(team: str, districts: int) -> dict[str, str]:
    return {key: visits_of(team, name, districts=districts) for key, name in VISIT_CLASSES.items()}


def _shares(rows: DraftRows, people: int) -> list[tuple[ProfileKind, int]]:
    """Residents by kind; the last kind takes the rest."""
    kinds = rows.defaults.residents
    weights = [_share_of(rows, kind) for kind in kinds]
    return list(zip(kinds, share_out(people, weights), strict=True))


def _share_of(rows: DraftRows, kind: ProfileKind) -> float:
    return 1.0 - sum(other.share or 0.0 for other in rows.defaults.residents) if kind.share is None else kind.share


def _residents_origin(rows: DraftRows, origin: Origin, kind: ProfileKind) -> Origin:
    share = rows.text("share_of_home", share=f"{100 * _share_of(rows, kind):g}")
    return attrs.evolve(origin, source=f"{origin.source}; {share}")


def _dwellings_span(home: DraftedHome, people: int) -> Hours | None:
    if home.span is None:
        return None
    part = people / home.people
    return Hours(round(home.span.low * part), people, round(home.span.high * part))


def _people_span(estimate: Estimate, people: int) -> Hours:
    return Hours(round(people * estimate.figure.low), people, round(people * estimate.figure.high))


def _add_group(rows: DraftRows, group: Group) -> None:
    """Adds one profile with all its needs; nobody is no profile."""
    if not group.people:
        return
    for need in group.kind.needs:
        rows.needs += [_need_row(group, need, supplier_id) for supplier_id in _suppliers(need.supplier, group)]
        _doubt_tolerance(rows, group, need)
    if group.span is not None and group.span.is_range:
        rows.doubt("need_profiles", group.profile_id, "people", group.span, group.assumption, group.origin)


def _need_row(group: Group, need: ProfileNeed, supplier_id: str) -> NeedRow:
    return NeedRow(
        profile_id=group.profile_id,
        area_id=group.area_id,
        people=group.people,
        need_type=need.need_type,
        severity=need.severity,
        group_id=need.need_type,
        supplier_id=supplier_id,
        tolerance_hours=need.hours.likely,
        tolerance_p10_hours=need.hours.low,
        tolerance_p90_hours=need.hours.high,
        origin=group.origin,
    )


def _doubt_tolerance(rows: DraftRows, group: Group, need: ProfileNeed) -> None:
    """The tolerance is ours although the number of people may not be; half and double of it are its range."""
    row_key = f"{group.profile_id}/{need.need_type}"
    span, assumption = None, ""
    if need.severity in ASKED_ABOUT:
        span = Hours(need.hours.likely / 2, need.hours.likely, need.hours.likely * 2)
        assumption = f"tolerance-{group.kind.profile_id}-{need.need_type}"
    rows.doubt("need_profiles", row_key, "tolerance_hours", span, assumption, rows.default_origin())


def _suppliers(key: str, group: Group) -> tuple[str, ...]:
    """Ids of the assets that meet a need."""
    if key in VISIT_CLASSES:
        return (group.visits[key],)
    if key == "communication":
        return COMMUNICATION
    return (group.home,) if key == HOME else (key,)
