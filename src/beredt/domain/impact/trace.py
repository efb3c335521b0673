"""Going back from a used-up need to the disruptions behind it, in one draw. Plain Python on a few lists.

A group fails when its last necessary supplier goes down; a supplier goes down because a disruption hit it or because
one of its own groups was used up. Every step keeps when it happened and how long its buffer held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from beredt.domain.municipality.recharge import NOT_WITHIN_HORIZON
from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot

Interval = tuple[int, int]
DownTimes = Mapping[int, Sequence[Interval]]
_Outage = tuple[int, int]
"""An asset and the minute it went down."""
_MOST_PATHS = 32


@attrs.frozen(kw_only=True)
class Step:
    """`asset` went down at `down_minute` [min] after its own buffer had held `held_minutes`; 0 for a disruption.

    `alike` more assets beside it failed for the same reasons.
    """

    asset: int
    down_minute: int
    held_minutes: int
    is_disrupted: bool
    alike: int = 0


Path = tuple[Step, ...]


@attrs.frozen(kw_only=True, eq=False)
class DrawTrace:
    """One solved draw: who was down when, what was disrupted, and what stocks held at time 0 [min of buffer]."""

    snapshot: MunicipalitySnapshot
    groups_of: Mapping[int, Sequence[int]]
    down: DownTimes
    disrupted: DownTimes
    start_minutes: Mapping[tuple[str, int], int]

    def need_onset(self, need: int, horizon: int) -> tuple[int, int] | None:
        """(first exhausted minute, minutes the tolerance held) of a need, None if not before `horizon`."""
        groups = self.snapshot.needs.groups
        found = _first_exhausted(groups, need, self._outages(groups, need), self.start_minutes.get(("need", need)))
        return found if found and found[0] < horizon else None

    def paths_to_need(self, need: int, onset: int) -> tuple[Path, ...]:
        """Paths root … last supplier that made the need fail at `onset` [min]."""
        return self._paths_to_group(self.snapshot.needs.groups, need, onset, frozenset())

    def _paths_to_group(
        self, groups: GroupTable, group: int, minute: int, seen: frozenset[_Outage]
    ) -> tuple[Path, ...]:
        begins = next(s for s, e in self._outages(groups, group) if s <= minute < e)
        found: dict[tuple[int, ...], Path] = {}
        for supplier in groups.suppliers_of(group).tolist():
            since = _beginning(self.down.get(supplier, ()), begins)
            # In a loop an earlier outage of the same asset may be the cause of this one: only the same one is barred.
            if since is None or (supplier, since) in seen:
                continue
            for path in self._paths_to_asset(supplier, since, seen | {(supplier, since)}):
                behind = tuple(step.asset for step in path[:-1])
                if behind in found:
                    found[behind] = (*found[behind][:-1], attrs.evolve(found[behind][-1], alike=_alike(found[behind])))
                else:
                    found[behind] = path
        return tuple(found.values())[:_MOST_PATHS]

    def _paths_to_asset(self, asset: int, since: int, seen: frozenset[_Outage]) -> tuple[Path, ...]:
        if _is_within(self.disrupted.get(asset, ()), since):
            return ((Step(asset=asset, down_minute=since, held_minutes=0, is_disrupted=True),),)
        groups = self.snapshot.dependencies
        paths: list[Path] = []
        for group in self.groups_of.get(asset, ()):
            outages = self._outages(groups, group)
            used_up = exhausted(groups, group, outages, self.start_minutes.get(("asset", group)))
            if not _is_within(used_up, since):
                continue
            begins = next(s for s, e in outages if s <= since < e)
            step = Step(asset=asset, down_minute=since, held_minutes=since - begins, is_disrupted=False)
            paths.extend((*path, step) for path in self._paths_to_group(groups, group, since, seen))
        return tuple(paths)

    def _outages(self, groups: GroupTable, group: int) -> list[Interval]:
        suppliers = groups.suppliers_of(group).tolist()
        failing = len(suppliers) - int(groups.min_up[group]) + 1
        return overlap([self.down.get(supplier, ()) for supplier in suppliers], failing)


def overlap(lists: Sequence[Sequence[Interval]], threshold: int) -> list[Interval]:
    """Maximal intervals in which at least `threshold` of the lists are down."""
    steps: dict[int, int] = {}
    for intervals in lists:
        for start, end in intervals:
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1
    found: list[Interval] = []
    depth, opened = 0, None
    for minute in sorted(steps):
        depth += steps[minute]
        if depth >= threshold and opened is None:
            opened = minute
        elif depth < threshold and opened is not None:
            found.append((opened, minute))
            opened = None
    return found


def exhausted(
    groups: GroupTable, group: int, outages: Sequence[Interval], start_minutes: int | None = None
) -> list[Interval]:
    """When a group's reserve is used up [min] while its supply is gone in `outages`; full at 0 unless told."""
    return exhausted_intervals(
        outages,
        buffer_minutes=int(groups.buffer_minutes[group]),
        recharge_minutes=int(groups.recharge_minutes[group]),
        start_minutes=start_minutes,
    )


def exhausted_intervals(
    outages: Sequence[Interval], *, buffer_minutes: int, recharge_minutes: int, start_minutes: int | None = None
) -> list[Interval]:
    """When a reserve of `buffer_minutes` is used up [min] (model.md section 2, interval form)."""
    drain = max(recharge_minutes, 1)
    capacity = buffer_minutes * drain
    gain = 0 if recharge_minutes == NOT_WITHIN_HORIZON else (buffer_minutes if recharge_minutes > 0 else capacity)
    charge = (buffer_minutes if start_minutes is None else start_minutes) * drain
    found: list[Interval] = []
    previous_end = 0
    for start, end in outages:
        charge = min(capacity, charge + (start - previous_end) * gain)
        covered = charge // drain
        if end - start > covered:
            found.append((start + covered, end))
            charge = 0
        else:
            charge -= (end - start) * drain
        previous_end = end
    return found


def _first_exhausted(
    groups: GroupTable, group: int, outages: Sequence[Interval], start_minutes: int | None
) -> tuple[int, int] | None:
    used_up = exhausted(groups, group, outages, start_minutes)
    if not used_up:
        return None
    onset = used_up[0][0]
    begins = next(s for s, e in outages if s <= onset < e)
    return onset, onset - begins


def _beginning(intervals: Sequence[Interval], minute: int) -> int | None:
    return next((start for start, end in intervals if start <= minute < end), None)


def _is_within(intervals: Sequence[Interval], minute: int) -> bool:
    return any(start <= minute < end for start, end in intervals)


def _alike(path: Path) -> int:
    return path[-1].alike + 1
