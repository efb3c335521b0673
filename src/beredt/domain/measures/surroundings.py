"""What hangs on what around a place where a measure could go, and whether an effect would change anything there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from beredt.domain.measures.measure import (
    Backup,
    Effect,
    LongerBuffer,
    LowerThreshold,
    MilderDisruption,
    OpenSite,
    ShorterRestart,
    Target,
    TargetSelector,
)
from beredt.domain.municipality.snapshot import GroupTable, MunicipalitySnapshot
from beredt.kit import units

NOTHING, COVERED, CHANGES = 0, 1, 2
"""What an effect would do at a place: nothing hangs on it there; it is there already; it changes something."""


@attrs.frozen(eq=False)
class Surroundings:
    """A municipality with its dependencies turned round; asked by expansion, changed by nobody."""

    snapshot: MunicipalitySnapshot
    _index_of: dict[str, int] = attrs.field(init=False, repr=False)
    _profile_of: dict[str, int] = attrs.field(init=False, repr=False)
    _groups_of: dict[int, list[int]] = attrs.field(init=False, repr=False)
    _consumers_of: dict[int, list[int]] = attrs.field(init=False, repr=False)
    _profiles_on: dict[int, set[int]] = attrs.field(init=False, repr=False)
    _needs_of: dict[int, list[int]] = attrs.field(init=False, repr=False)
    _downstream: dict[int, frozenset[int]] = attrs.field(init=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        snapshot = self.snapshot
        groups_of, consumers_of = defaultdict(list), defaultdict(list)
        for group, owner in enumerate(snapshot.dependencies.owner.tolist()):
            groups_of[owner].append(group)
            for supplier in snapshot.dependencies.suppliers_of(group).tolist():
                consumers_of[supplier].append(owner)
        profiles_on, needs_of = defaultdict(set), defaultdict(list)
        for need, profile in enumerate(snapshot.needs.groups.owner.tolist()):
            needs_of[profile].append(need)
            for supplier in snapshot.needs.groups.suppliers_of(need).tolist():
                profiles_on[supplier].add(profile)
        object.__setattr__(self, "_index_of", dict(snapshot.assets.index_of))
        profiles = {profile_id: profile for profile, profile_id in enumerate(snapshot.profiles.profile_id)}
        object.__setattr__(self, "_profile_of", profiles)
        object.__setattr__(self, "_groups_of", dict(groups_of))
        object.__setattr__(self, "_consumers_of", dict(consumers_of))
        object.__setattr__(self, "_profiles_on", dict(profiles_on))
        object.__setattr__(self, "_needs_of", dict(needs_of))

    def asset_index(self, asset_id: str) -> int | None:
        """Position of an asset, None where the pack has no such id."""
        return self._index_of.get(asset_id)

    def residents_of(self, asset: int) -> list[int]:
        """Profiles with a need that hangs on the asset itself."""
        return sorted(self._profiles_on.get(asset, ()))

    def parts_of(self, asset: int, kinds: Iterable[str]) -> list[int]:
        """The asset's own suppliers of the given kinds."""
        wanted = set(kinds)
        found = {
            supplier
            for group in self._groups_of.get(asset, ())
            for supplier in self.snapshot.dependencies.suppliers_of(group).tolist()
            if self.snapshot.assets.kind[supplier] in wanted
        }
        return sorted(found)

    def feeds(self, asset: int, services: Iterable[str]) -> bool:
        """Whether the asset gives one of the services, or something that does hangs on it."""
        wanted = set(services)
        return any(self.snapshot.assets.service[reached] in wanted for reached in self.downstream(asset))

    def downstream(self, asset: int) -> frozenset[int]:
        """The asset and everything that hangs on it, however indirectly."""
        if asset not in self._downstream:
            reached, waiting = {asset}, [asset]
            while waiting:
                for consumer in self._consumers_of.get(waiting.pop(), ()):
                    if consumer not in reached:
                        reached.add(consumer)
                        waiting.append(consumer)
            self._downstream[asset] = frozenset(reached)
        return self._downstream[asset]

    def profiles_behind(self, targets: Iterable[Target]) -> set[int]:
        """Profiles with a need that hangs on one of the targets; sites have none of their own."""
        found: set[int] = set()
        for target in targets:
            if target.what == "needs":
                found.add(self._profile_of[target.target_id])
            elif target.what == "assets":
                for asset in self.downstream(self._index_of[target.target_id]):
                    found |= self._profiles_on.get(asset, set())
        return found

    def people_of(self, targets: Iterable[Target]) -> int:
        """People [persons] behind the targets, each counted once; a site counts with its beds."""
        targets = tuple(targets)
        sites = self.snapshot.sites
        beds = sum(int(sites.beds[sites.site_id.index(t.target_id)]) for t in targets if t.what == "sites")
        return beds + sum(int(self.snapshot.profiles.people[profile]) for profile in self.profiles_behind(targets))

    def served_by(self, targets: Iterable[Target]) -> int:
        """People [persons] whom the targets' assets say they serve."""
        assets = {self._index_of[target.target_id] for target in targets if target.what == "assets"}
        return sum(int(self.snapshot.assets.people[asset]) for asset in assets)

    def reach(self, effect: Effect, target: Target, selector: TargetSelector) -> int:
        """What an effect would do at a target: `NOTHING`, `COVERED` or `CHANGES`."""
        if isinstance(effect, OpenSite):
            return self._reach_site(effect, target)
        if target.what == "assets":
            asset = self._index_of[target.target_id]
            if isinstance(effect, MilderDisruption):
                return CHANGES
            if isinstance(effect, ShorterRestart):
                return self._reach_restart(effect, asset)
        elif isinstance(effect, MilderDisruption | ShorterRestart):
            return NOTHING
        states = [_reach_group(effect, *hanging) for hanging in self._hanging(effect.supply_services, target, selector)]
        return max(states, default=NOTHING)

    def has_another_way(self, effect: Backup, target: Target, selector: TargetSelector) -> bool:
        """Whether all that the backup would hold up has something other than the usual suppliers already."""
        held = list(self._hanging(effect.supply_services, target, selector))
        service = self.snapshot.assets.service
        return bool(held) and all(
            any(service[s] not in effect.supply_services for s in table.suppliers_of(group).tolist())
            for table, group, _ in held
        )

    def _hanging(
        self, services: tuple[str, ...], target: Target, selector: TargetSelector
    ) -> Iterator[tuple[GroupTable, int, int]]:
        """Groups (or needs) of a target with a supplier of one of the services: table, row, shortest buffer [min]."""
        snapshot = self.snapshot
        if target.what == "assets":
            table, rows = snapshot.dependencies, self._groups_of.get(self._index_of[target.target_id], [])
        elif target.what == "needs":
            profile = self._profile_of[target.target_id]
            table, rows = snapshot.needs.groups, self._needs_of.get(profile, [])
            wanted = selector.need_types
            rows = [row for row in rows if not wanted or snapshot.needs.need_type[row] in wanted]
        else:
            return
        for row in rows:
            if any(snapshot.assets.service[s] in services for s in table.suppliers_of(row).tolist()):
                lowest = int(snapshot.needs.tolerance_p10_minutes[row]) if target.what == "needs" else -1
                buffer = int(table.buffer_minutes[row])
                yield table, row, min(buffer, lowest) if lowest >= 0 else buffer

    def _reach_restart(self, effect: ShorterRestart, asset: int) -> int:
        lag = int(self.snapshot.assets.restart_minutes[asset])
        if lag == 0:
            return NOTHING
        return CHANGES if lag > units.minutes_from_hours(effect.hours) else COVERED

    def _reach_site(self, effect: OpenSite, target: Target) -> int:
        sites = self.snapshot.sites
        if target.what != "sites" or not int(sites.beds[sites.site_id.index(target.target_id)]):
            return NOTHING
        wanted = set(effect.need_types)
        return CHANGES if any(need_type in wanted for need_type in self.snapshot.needs.need_type) else NOTHING


def _reach_group(
    effect: Backup | LongerBuffer | LowerThreshold, table: GroupTable, row: int, shortest_buffer: int
) -> int:
    if isinstance(effect, LongerBuffer):
        return CHANGES if shortest_buffer < units.minutes_from_hours(effect.hours) else COVERED
    if isinstance(effect, LowerThreshold):
        present = int(table.min_up[row])
        return CHANGES if lowered(present, effect.share) < present else COVERED
    return CHANGES


def lowered(min_up: int, share: float) -> int:
    """Suppliers that are enough after a threshold is lowered to `share` of `min_up`: rounded up, at least 1."""
    # 0.15 x 20 is 3, although its binary neighbour lies above.
    return max(1, math.ceil(round(min_up * share, 9)))
