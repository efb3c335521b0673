"""Room for people who turn out to be more: one person is in one profile, so they were counted among the rest before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

import attrs

from beredt.domain.municipality.tables import SEVERITIES, PackTables


def with_room_for(tables: PackTables, asked: Collection[str]) -> PackTables:
    """The tables with the rest of an area made smaller, where its profiles have outgrown it.

    `asked` are the profiles that were answered for; they stay as they are. Where an area has no rest of its own (people
    who are counted for the municipality as a whole), people move there from the area with the largest rest. Where there
    is no rest that is large enough nothing changes, and the check of the pack tells that people are too many.
    """
    room = _Room(tables, asked)
    for area in tables.areas:
        room.make(area.area_id, room.counted(area.area_id) - area.population)
    room.make(None, sum(room.people.values()) - tables.municipality.population)
    return attrs.evolve(
        tables,
        areas=tuple(attrs.evolve(row, population=room.living[row.area_id]) for row in tables.areas),
        needs=tuple(attrs.evolve(row, people=room.people[row.profile_id]) for row in tables.needs),
    )


def _rest_of(tables: PackTables) -> list[str]:
    """Those of whom nothing special is known: the largest profile without a critical need, and all with its needs."""
    people = {row.profile_id: row.people for row in tables.needs}
    needs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in tables.needs:
        needs[row.profile_id].add((row.need_type, row.severity))
    critical = {row.profile_id for row in tables.needs if row.severity == SEVERITIES[0]}
    plain = sorted(people.keys() - critical)
    if not plain:
        return []
    largest = max(plain, key=people.__getitem__)
    return [profile for profile in plain if needs[profile] == needs[largest]]


class _Room:
    """Head-counts while they are moved: `people` by profile, `living` by area."""

    def __init__(self, tables: PackTables, asked: Collection[str]) -> None:
        self.people = {row.profile_id: row.people for row in tables.needs}
        self.living = {row.area_id: row.population for row in tables.areas}
        self._area_of = {row.profile_id: row.area_id for row in tables.needs}
        self._rest = [profile for profile in _rest_of(tables) if profile not in asked]

    def counted(self, area_id: str) -> int:
        """People [persons] in the profiles of an area."""
        counted: Counter[str] = Counter()
        for profile, people in self.people.items():
            counted[self._area_of[profile]] += people
        return counted[area_id]

    def make(self, area_id: str | None, excess: int) -> None:
        """Takes `excess` people from the rest of an area (None: of any), or moves room there from another."""
        enough = [profile for profile in self._rest if self.people[profile] >= excess]
        if excess <= 0 or not enough:
            return
        own = [profile for profile in enough if self._area_of[profile] == area_id]
        donor = max(own or enough, key=self.people.__getitem__)
        self.people[donor] -= excess
        if area_id is not None and not own:
            self.living[self._area_of[donor]] -= excess
            self.living[area_id] += excess
