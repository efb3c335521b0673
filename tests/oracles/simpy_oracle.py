"""The rules once more as a discrete-event simulation in SimPy: nothing ticks, things happen.

Only for networks without cycles. At one moment suppliers are heard before those who hang on them: an event's priority
is its asset's depth in the network, so nobody reacts to a state that lasts no time at all.

Speaks in positions like the tick reference: `groups` have suppliers, min_up, buffer_minutes, recharge_minutes and
initial_minutes (None: full).
"""

from graphlib import TopologicalSorter

import simpy


class CyclicNetwork(Exception):
    """Events alone cannot say who fell first in a loop."""


class Bell(simpy.Event):
    """Rings once at a given delay; at one moment lower depths are heard first."""

    def __init__(self, env, *, delay, depth, hear):
        super().__init__(env)
        self._ok = True
        self._value = None
        self.callbacks.append(hear)
        env.schedule(self, priority=depth + 2, delay=delay)


class Buffer:
    """A battery or tank behind a group: knows when it last changed, and how much was in it then."""

    def __init__(self, group):
        self.suppliers = group.suppliers
        self.spare = len(group.suppliers) - group.min_up
        self.per_minute = max(group.recharge_minutes, 1)
        self.capacity = group.buffer_minutes * self.per_minute
        self.gain = {-1: 0, 0: self.capacity}.get(group.recharge_minutes, group.buffer_minutes)
        start = group.buffer_minutes if group.initial_minutes is None else group.initial_minutes
        self.charge = min(self.capacity, start * self.per_minute)
        self.since = 0
        self.draining = False
        self.runs_dry_at = None

    def hear(self, now, missing):
        """Whether the group is exhausted now that `missing` of its suppliers are down."""
        unavailable = missing > self.spare
        if unavailable and not self.draining:
            self.charge = min(self.capacity, self.charge + (now - self.since) * self.gain)
            self.runs_dry_at = now + self.charge // self.per_minute
            self.since, self.draining = now, True
        elif self.draining and not unavailable:
            drained = now > self.runs_dry_at
            self.charge = 0 if drained else self.charge - (now - self.since) * self.per_minute
            self.since, self.draining = now, False
        return self.draining and now >= self.runs_dry_at


class Asset:
    """Down while disrupted, while a buffer behind it is dry, and for its restart lag afterwards."""

    def __init__(self, simulation, *, depth, restart, buffers):
        self.simulation = simulation
        self.env = simulation.env
        self.depth = depth
        self.restart = restart
        self.buffers = buffers
        self.users = []
        self.disruptions = 0
        self.down = False
        self.failing = False
        self.back_at = 0
        self.intervals = []
        self.rung_at = None

    def ring(self, delay=0):
        """Reconsider after `delay`, once."""
        if delay == 0:
            if self.rung_at == self.env.now:
                return
            self.rung_at = self.env.now
        Bell(self.env, delay=delay, depth=self.depth, hear=self.reconsider)

    def disrupt(self, step):
        self.disruptions += step
        self.ring()

    def reconsider(self, _event):
        now = self.env.now
        failing = self.disruptions > 0
        for buffer in self.buffers:
            was_draining = buffer.draining
            missing = sum(self.simulation.assets[s].down for s in buffer.suppliers)
            failing |= buffer.hear(now, missing)
            if buffer.draining and not was_draining and buffer.runs_dry_at > now:
                self.ring(buffer.runs_dry_at - now)
        if self.failing and not failing:
            self.back_at = now + self.restart
            if self.restart:
                self.ring(self.restart)
        self.failing = failing
        self._turn(failing or now < self.back_at)

    def _turn(self, down):
        if down == self.down:
            return
        self.down = down
        if down:
            self.intervals.append([self.env.now, None])
        else:
            self.intervals[-1][1] = self.env.now
        for user in self.users:
            user.ring()


class Simulation:
    """One draw; `down` and `exhausted` hold the intervals by asset and by need once `run` is through."""

    def __init__(self, *, restart_minutes, owners, dependencies, needs, depths=None):
        self.env = simpy.Environment()
        count = len(restart_minutes)
        depths = depths or network_depths(count, owners, dependencies)
        behind = [[] for _ in range(count)]
        for owner, group in zip(owners, dependencies, strict=True):
            behind[owner].append(Buffer(group))
        below_all = max(depths, default=0) + 1
        self.assets = [
            Asset(self, depth=depths[i], restart=restart_minutes[i], buffers=behind[i]) for i in range(count)
        ]
        self.needs = [Asset(self, depth=below_all, restart=0, buffers=[Buffer(need)]) for need in needs]
        for user in [*self.assets, *self.needs]:
            for supplier in {s for buffer in user.buffers for s in buffer.suppliers}:
                self.assets[supplier].users.append(user)

    def run(self, disruptions, horizon):
        for asset, intervals in disruptions.items():
            for start, end in intervals:
                if max(start, 0) < min(end, horizon):
                    self.env.process(self._outage(self.assets[asset], max(start, 0), end))
        self.env.run(until=horizon)
        self.down = [closed(asset.intervals, horizon) for asset in self.assets]
        self.exhausted = [closed(need.intervals, horizon) for need in self.needs]
        return self

    def _outage(self, asset, start, end):
        yield self.env.timeout(start)
        asset.disrupt(1)
        yield self.env.timeout(end - start)
        asset.disrupt(-1)


def simulate(network):
    """One run of a small network of `networks`."""
    simulation = Simulation(
        restart_minutes=network.restart,
        owners=network.owners,
        dependencies=network.dependencies,
        needs=network.needs,
    )
    return simulation.run(network.outages, network.horizon)


def network_depths(count, owners, dependencies):
    """How many steps each asset stands above its deepest supplier; raises `CyclicNetwork` on a loop."""
    suppliers = {i: set() for i in range(count)}
    for owner, group in zip(owners, dependencies, strict=True):
        suppliers[owner].update(group.suppliers)
    depths = [0] * count
    try:
        for asset in TopologicalSorter(suppliers).static_order():
            depths[asset] = 1 + max((depths[s] for s in suppliers[asset]), default=-1)
    except ValueError as error:
        raise CyclicNetwork(str(error)) from error
    return depths


def closed(intervals, horizon):
    """Intervals as tuples, the last one ended by the horizon; those that touch are one."""
    joined = []
    for start, ended in intervals:
        end = horizon if ended is None else ended
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        elif start < end:
            joined.append((start, end))
    return tuple(joined)
