"""What a course of outages means at one moment: who passes which tolerance next, what still holds, what runs out later.

A function of the course and a minute; the same course serves every minute until somebody reports something new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from beredt.domain.impact.course import Course, NeedCourse
from beredt.domain.impact.result import CoverageEntry, DayFour
from beredt.domain.municipality.tables import BASES, SEVERITIES

DAY_HOURS = 24
SHORTEST_HORIZON_HOURS = 72
CRITICAL = SEVERITIES[0]


@attrs.frozen(kw_only=True)
class Passing:
    """People with one need whose tolerance is, or will be, used up from `minute` to before `back_minute` [min].

    `people` [persons] stand in `profiles`; `back_minute` is None where it is not within what was solved.
    `earliest_minute` and `latest_minute` [min] as in `course.NeedCourse`, over all of them; None without a spread.
    """

    minute: int
    back_minute: int | None
    need_type: str
    severity: str
    area_ids: tuple[str, ...]
    people: int
    basis: str
    profiles: frozenset[int]
    earliest_minute: int | None = None
    latest_minute: int | None = None


@attrs.frozen(kw_only=True)
class Wave:
    """People [persons] who pass their first critical tolerance at `minute` [min]: nobody stands in two waves.

    `passings` are what they pass; the wave of those who are past one already begins with the earliest of them.
    """

    minute: int
    people: int
    passings: tuple[Passing, ...]


@attrs.frozen(kw_only=True)
class Holding:
    """An asset that its reserve carries now, since `lost_minute`.

    It is down from `until_minute` [min] unless somebody acts; None where supply is back first (`back_minute`) or, with
    that None too, where the reserve outlasts what was solved.
    """

    asset_id: str
    kind: str
    buffer_kind: str
    lost_minute: int
    until_minute: int | None
    back_minute: int | None


@attrs.frozen(kw_only=True)
class RunningOut:
    """An asset whose reserve is used up in the day after the horizon, at `minute` [min]."""

    asset_id: str
    kind: str
    buffer_kind: str
    minute: int


@attrs.frozen(kw_only=True)
class ServiceDown:
    """People [persons] without a service at the moment, by the areas where they are."""

    service: str
    people: int
    area_ids: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Forecast:
    """Everything a page says at `now_minute` [min]; `passings` by minute, those that have passed already first.

    `overdue` are people past a critical tolerance now, `waves` those who will be; `has_critical_needs` is false where
    the pack knows no critical need, so that nobody's danger is assessed.
    """

    now_minute: int
    horizon_minutes: int
    passings: tuple[Passing, ...]
    overdue: Wave | None
    waves: tuple[Wave, ...]
    has_critical_needs: bool
    holdings: tuple[Holding, ...]
    services: tuple[ServiceDown, ...]
    day_after: tuple[DayFour, ...]
    running_out: tuple[RunningOut, ...]
    coverage: tuple[CoverageEntry, ...]

    @property
    def passed(self) -> tuple[Passing, ...]:
        """Those who are past a tolerance now."""
        return tuple(passing for passing in self.passings if passing.minute <= self.now_minute)

    @property
    def coming(self) -> tuple[Passing, ...]:
        """Those who will pass one before the horizon."""
        return tuple(passing for passing in self.passings if passing.minute > self.now_minute)


def horizon_hours_at(now_minute: int) -> int:
    """The horizon [h] for a moment [min] after the start: three days, and always at least a whole day ahead."""
    return max(SHORTEST_HORIZON_HOURS, DAY_HOURS * (now_minute // (DAY_HOURS * 60) + 2))


def forecast_at(course: Course, now_minute: int) -> Forecast:
    """The forecast at a moment [min] after the start of the course."""
    passings = _passings(course, now_minute)
    overdue, waves = _waves(course, passings, now_minute)
    return Forecast(
        now_minute=now_minute,
        horizon_minutes=course.horizon_minutes,
        passings=passings,
        overdue=overdue,
        waves=waves,
        has_critical_needs=bool((course.snapshot.needs.severity == SEVERITIES.index(CRITICAL)).any()),
        holdings=tuple(_holdings(course, now_minute)),
        services=tuple(_services(course, now_minute)),
        day_after=_day_after(course),
        running_out=tuple(_running_out(course)),
        coverage=course.ground.coverage,
    )


def people_in(course: Course, passings: Iterable[Passing]) -> int:
    """The people [persons] of some passings; who has two needs among them counts once."""
    profiles = set().union(*(passing.profiles for passing in passings))
    people = course.snapshot.profiles.people
    return sum(int(people[profile]) for profile in profiles)


def critical_people(course: Course) -> int:
    """People [persons] past a critical tolerance at any time before the horizon, each once."""
    groups, severity = course.snapshot.needs.groups, course.snapshot.needs.severity
    profiles = {
        int(groups.owner[found.need])
        for found in course.needs
        if not severity[found.need] and found.beyond[0][0] < course.horizon_minutes
    }
    return sum(int(course.snapshot.profiles.people[profile]) for profile in profiles)


def _passings(course: Course, now: int) -> tuple[Passing, ...]:
    """Needs that run out in the same minute for the same people's sake, put together over areas and profiles."""
    needs = course.snapshot.needs
    together: defaultdict[tuple[int, int, str], list[tuple[NeedCourse, int]]] = defaultdict(list)
    for found in course.needs:
        ahead = next(((start, end) for start, end in found.beyond if end > now), None)
        if ahead is not None and ahead[0] < course.horizon_minutes:
            key = (ahead[0], int(needs.severity[found.need]), needs.need_type[found.need])
            together[key].append((found, ahead[1]))
    return tuple(_passing(course, key, members) for key, members in sorted(together.items(), key=lambda item: item[0]))


def _passing(course: Course, key: tuple[int, int, str], members: list[tuple[NeedCourse, int]]) -> Passing:
    snapshot = course.snapshot
    groups, profiles = snapshot.needs.groups, snapshot.profiles
    owners = frozenset(int(groups.owner[found.need]) for found, _ in members)
    areas = sorted({int(profiles.area_index[owner]) for owner in owners} - {-1})
    first = [found for found, _ in members if found.beyond[0][0] == key[0]]
    latest = max(end for _, end in members)
    return Passing(
        minute=key[0],
        back_minute=latest if latest < course.solved_minutes else None,
        need_type=key[2],
        severity=SEVERITIES[key[1]],
        area_ids=tuple(snapshot.areas.area_id[area] for area in areas),
        people=sum(int(profiles.people[owner]) for owner in owners),
        basis=weakest(groups.basis[found.need] for found, _ in members),
        profiles=owners,
        earliest_minute=min((f.earliest_minute for f in first if f.earliest_minute is not None), default=None),
        latest_minute=max((f.latest_minute for f in first if f.latest_minute is not None), default=None),
    )


def _waves(course: Course, passings: tuple[Passing, ...], now: int) -> tuple[Wave | None, tuple[Wave, ...]]:
    by_minute: dict[int, list[Passing]] = {}
    for passing in passings:
        if passing.severity == CRITICAL:
            by_minute.setdefault(passing.minute if passing.minute > now else now, []).append(passing)
    known: set[int] = set()
    found: list[Wave] = []
    for members in by_minute.values():
        fresh = set().union(*(passing.profiles for passing in members)) - known
        people = sum(int(course.snapshot.profiles.people[profile]) for profile in fresh)
        known |= fresh
        theirs = tuple(passing for passing in members if passing.profiles & fresh)
        if people:
            found.append(Wave(minute=theirs[0].minute, people=people, passings=theirs))
    if found and found[0].minute <= now:
        return found[0], tuple(found[1:])
    return None, tuple(found)


def weakest(bases: Iterable[str]) -> str:
    """The weakest of some bases: a figure is no better known than its least known part."""
    return max(bases, key=BASES.index, default=BASES[-1])


def _holdings(course: Course, now: int) -> Iterator[Holding]:
    assets = course.snapshot.assets
    carried: defaultdict[int, list[int]] = defaultdict(list)
    for row, reserve in enumerate(course.reserves):
        if reserve.lost_minute <= now < reserve.until_minute and not _is_down(course, reserve.asset, now):
            carried[reserve.asset].append(row)
    for asset, rows in carried.items():
        # The reserve that is empty first decides; where none is emptied, the supply that is back last.
        binding = min(
            (course.reserves[row] for row in rows),
            key=lambda r: (not r.is_used_up, r.until_minute if r.is_used_up else -r.until_minute),
        )
        lasts = binding.until_minute >= course.solved_minutes
        yield Holding(
            asset_id=assets.asset_id[asset],
            kind=assets.kind[asset],
            buffer_kind=binding.buffer_kind,
            lost_minute=min(course.reserves[row].lost_minute for row in rows),
            until_minute=binding.until_minute if binding.is_used_up else None,
            back_minute=None if binding.is_used_up or lasts else binding.until_minute,
        )


def _services(course: Course, now: int) -> Iterator[ServiceDown]:
    assets, areas = course.snapshot.assets, course.snapshot.areas
    people: defaultdict[str, int] = defaultdict(int)
    places: defaultdict[str, set[int]] = defaultdict(set)
    for asset in course.down:
        if assets.service[asset] and assets.people[asset] and _is_down(course, asset, now):
            people[assets.service[asset]] += int(assets.people[asset])
            places[assets.service[asset]].add(int(assets.area_index[asset]))
    for service in sorted(people, key=lambda name: (-people[name], name)):
        found = tuple(areas.area_id[area] for area in sorted(places[service] - {-1}))
        yield ServiceDown(service=service, people=people[service], area_ids=found)


def _day_after(course: Course) -> tuple[DayFour, ...]:
    """As `summary.day_four`: needs that are used up the first time in the day after the horizon."""
    snapshot = course.snapshot
    people: defaultdict[tuple[int, str], int] = defaultdict(int)
    for found in course.needs:
        if found.beyond[0][0] >= course.horizon_minutes:
            profile = int(snapshot.needs.groups.owner[found.need])
            key = (int(snapshot.needs.severity[found.need]), snapshot.needs.need_type[found.need])
            people[key] += int(snapshot.profiles.people[profile])
    return tuple(
        DayFour(need_type=need_type, severity=SEVERITIES[severity], people_mean=float(count))
        for (severity, need_type), count in sorted(people.items())
        if count
    )


def _running_out(course: Course) -> Iterator[RunningOut]:
    assets = course.snapshot.assets
    found: dict[int, RunningOut] = {}
    for reserve in course.reserves:
        begins = any(start == reserve.until_minute for start, _ in course.down.get(reserve.asset, ()))
        if reserve.is_used_up and begins and course.horizon_minutes <= reserve.until_minute:
            found.setdefault(
                reserve.asset,
                RunningOut(
                    asset_id=assets.asset_id[reserve.asset],
                    kind=assets.kind[reserve.asset],
                    buffer_kind=reserve.buffer_kind,
                    minute=reserve.until_minute,
                ),
            )
    yield from sorted(found.values(), key=lambda entry: (entry.minute, entry.asset_id))


def _is_down(course: Course, asset: int, minute: int) -> bool:
    return any(start <= minute < end for start, end in course.down.get(asset, ()))
