"""The impact model told once more, tick by tick: slow, plain, and the judge of the fast kernel.

Follows rules 1–5 of the impact model literally and shares no code with the kernel, so that a slip in one shows
against the other. `--reference` on the command line runs it. One tick is one minute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.municipality.recharge import NOT_WITHIN_HORIZON
from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot

Interval = tuple[int, int]


@attrs.frozen(kw_only=True)
class ReferenceGroup:
    """One supplier group: at least `min_up` of `suppliers` (asset positions) must be up, or the buffer drains.

    `buffer_minutes` and `recharge_minutes` [min]; `initial_minutes` [min of buffer] at tick 0, None for full.
    """

    suppliers: tuple[int, ...]
    min_up: int
    buffer_minutes: int
    recharge_minutes: int
    initial_minutes: int | None = None

    @property
    def charge_per_tick(self) -> int:
        """q: what one tick of unavailability takes, so that recharging stays in whole numbers."""
        return max(self.recharge_minutes, 1)

    @property
    def capacity(self) -> int:
        """C: the full charge."""
        return self.buffer_minutes * self.charge_per_tick

    @property
    def gain_per_tick(self) -> int:
        """p: what one tick of availability gives back; 0 where nothing refills the buffer."""
        if self.recharge_minutes == NOT_WITHIN_HORIZON:
            return 0
        return self.buffer_minutes if self.recharge_minutes > 0 else self.capacity

    @property
    def initial_charge(self) -> int:
        """c at tick 0, never above capacity."""
        minutes = self.buffer_minutes if self.initial_minutes is None else self.initial_minutes
        return min(self.capacity, minutes * self.charge_per_tick)


@attrs.frozen(kw_only=True)
class InitialBuffers:
    """Minutes [min] of buffer left at tick 0, by position in the dependency and need tables; others are full."""

    dependencies: Mapping[int, int] = attrs.field(factory=dict)
    needs: Mapping[int, int] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class ReferenceRun:
    """What the rules give for one draw: half-open intervals [min], sorted, not touching, within the horizon.

    `asset_down` by asset, `need_exhausted` by need. Charges are those after the last tick, in minutes of buffer times
    max(recharge, 1).
    """

    horizon_minutes: int
    asset_down: tuple[tuple[Interval, ...], ...]
    need_exhausted: tuple[tuple[Interval, ...], ...]
    dependency_charge: tuple[int, ...]
    need_charge: tuple[int, ...]

    def down_minutes(self, asset: int) -> int:
        """Minutes [min] the asset was down."""
        return sum(end - start for start, end in self.asset_down[asset])

    def onset_minute(self, need: int) -> int | None:
        """First minute in which the need was exhausted, None if it never was."""
        return self.need_exhausted[need][0][0] if self.need_exhausted[need] else None

    def beyond_minutes(self, need: int) -> int:
        """Minutes [min] the need was exhausted."""
        return sum(end - start for start, end in self.need_exhausted[need])


def run_reference(
    *,
    snapshot: MunicipalitySnapshot,
    disruptions: Mapping[int, Sequence[Interval]],
    horizon_minutes: int,
    initial_buffer_minutes: InitialBuffers | None = None,
) -> ReferenceRun:
    """The rules applied to a municipality; `disruptions` by asset position, half-open, in minutes [min]."""
    initial = initial_buffer_minutes or InitialBuffers()
    return run_ticks(
        restart_minutes=[int(minutes) for minutes in snapshot.assets.restart_minutes],
        owners=[int(owner) for owner in snapshot.dependencies.owner],
        dependencies=_groups(snapshot.dependencies, initial.dependencies),
        needs=_groups(snapshot.needs.groups, initial.needs),
        disruptions=disruptions,
        horizon_minutes=horizon_minutes,
    )


def run_ticks(
    *,
    restart_minutes: Sequence[int],
    owners: Sequence[int],
    dependencies: Sequence[ReferenceGroup],
    needs: Sequence[ReferenceGroup],
    disruptions: Mapping[int, Sequence[Interval]],
    horizon_minutes: int,
) -> ReferenceRun:
    """The rules applied to bare groups: `dependencies[g]` belongs to asset `owners[g]`; needs feed nothing."""
    groups = [*dependencies, *needs]
    run = _Run(restart_minutes=restart_minutes, owners=[*owners, *([None] * len(needs))], groups=groups)
    changes = _disruption_changes(disruptions, horizon_minutes)
    for tick in range(horizon_minutes):
        run.change_disruptions(changes.get(tick, ()))
        run.settle()
        run.record(tick)
        run.close_tick()
    run.record_end(horizon_minutes)
    split = len(dependencies)
    return ReferenceRun(
        horizon_minutes=horizon_minutes,
        asset_down=tuple(tuple(run.asset_down[asset]) for asset in range(len(restart_minutes))),
        need_exhausted=tuple(tuple(run.group_exhausted[group]) for group in range(split, len(groups))),
        dependency_charge=tuple(run.charge[:split]),
        need_charge=tuple(run.charge[split:]),
    )


class _Run:
    """The state of one draw while the clock runs."""

    def __init__(
        self, *, restart_minutes: Sequence[int], owners: Sequence[int | None], groups: Sequence[ReferenceGroup]
    ) -> None:
        self.restart_minutes = restart_minutes
        self.owners = owners
        self.groups = groups
        self.charge = [group.initial_charge for group in groups]
        self.groups_using: defaultdict[int, list[int]] = defaultdict(list)
        for index, group in enumerate(groups):
            for supplier in group.suppliers:
                self.groups_using[supplier].append(index)
        self.disruptions_of: defaultdict[int, int] = defaultdict(int)
        self.disrupted: set[int] = set()
        self.lag: dict[int, int] = {}
        self.not_full = {g for g, group in enumerate(groups) if self.charge[g] < group.capacity}
        self.down: set[int] = set()
        self.failing: set[int] = set()
        self.unavailable: set[int] = set()
        self.exhausted: set[int] = set()
        self.asset_down = _Recorder()
        self.group_exhausted = _Recorder()

    def change_disruptions(self, changes: Iterable[tuple[int, int]]) -> None:
        """Disruptions that begin or end at this tick."""
        for asset, step in changes:
            self.disruptions_of[asset] += step
            if self.disruptions_of[asset]:
                self.disrupted.add(asset)
            else:
                self.disrupted.discard(asset)

    def settle(self) -> None:
        """Rules 1–4: the least set of downs, grown from disruptions and running lags until stable."""
        self.failing = set(self.disrupted)
        self.down = self.disrupted | self.lag.keys()
        self.unavailable = set()
        self.exhausted = set()
        missing: defaultdict[int, int] = defaultdict(int)
        newly_down = list(self.down)
        while newly_down:
            for g in self.groups_using[newly_down.pop()]:
                missing[g] += 1
                group = self.groups[g]
                if len(group.suppliers) - missing[g] < group.min_up:
                    self.unavailable.add(g)
                    self._exhaust_if_empty(g, newly_down)

    def _exhaust_if_empty(self, g: int, newly_down: list[int]) -> None:
        if g in self.exhausted or self.charge[g] >= self.groups[g].charge_per_tick:
            return
        self.exhausted.add(g)
        owner = self.owners[g]
        if owner is not None:
            self.failing.add(owner)
            if owner not in self.down:
                self.down.add(owner)
                newly_down.append(owner)

    def record(self, tick: int) -> None:
        """Note who changed state at this tick."""
        self.asset_down.see(tick, self.down)
        self.group_exhausted.see(tick, self.exhausted)

    def close_tick(self) -> None:
        """Rule 5: drain, empty or recharge the buffers, wind the restart lags."""
        for g in self.unavailable:
            taken = self.groups[g].charge_per_tick
            self.charge[g] = self.charge[g] - taken if self.charge[g] >= taken else 0
        for g in self.not_full - self.unavailable:
            group = self.groups[g]
            self.charge[g] = min(group.capacity, self.charge[g] + group.gain_per_tick)
        self.not_full = {g for g in self.not_full | self.unavailable if self.charge[g] < self.groups[g].capacity}
        lag = {asset: left - 1 for asset, left in self.lag.items()}
        lag.update({asset: self.restart_minutes[asset] for asset in self.failing})
        self.lag = {asset: left for asset, left in lag.items() if left > 0}

    def record_end(self, horizon_minutes: int) -> None:
        """Close what is still open when the horizon is reached."""
        self.asset_down.see(horizon_minutes, set())
        self.group_exhausted.see(horizon_minutes, set())


class _Recorder:
    """Turns the set of things in a state at each tick into intervals per thing."""

    def __init__(self) -> None:
        self._since: dict[int, int] = {}
        self._intervals: defaultdict[int, list[Interval]] = defaultdict(list)

    def see(self, tick: int, members: set[int]) -> None:
        for left in self._since.keys() - members:
            self._intervals[left].append((self._since.pop(left), tick))
        for entered in members - self._since.keys():
            self._since[entered] = tick

    def __getitem__(self, member: int) -> list[Interval]:
        return self._intervals[member]


def _groups(table: GroupTable, initial_minutes: Mapping[int, int]) -> list[ReferenceGroup]:
    return [
        ReferenceGroup(
            suppliers=tuple(int(supplier) for supplier in table.suppliers_of(g)),
            min_up=int(table.min_up[g]),
            buffer_minutes=int(table.buffer_minutes[g]),
            recharge_minutes=int(table.recharge_minutes[g]),
            initial_minutes=initial_minutes.get(g),
        )
        for g in range(len(table))
    ]


def _disruption_changes(
    disruptions: Mapping[int, Sequence[Interval]], horizon_minutes: int
) -> dict[int, list[tuple[int, int]]]:
    """(asset, +1 or -1) by tick, clipped to the horizon; empty intervals disrupt nothing."""
    changes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for asset, intervals in disruptions.items():
        for start, end in intervals:
            if max(start, 0) < min(end, horizon_minutes):
                changes[max(start, 0)].append((asset, 1))
                changes[end].append((asset, -1))
    return dict(changes)
