"""Empty visit lists, one per care district: filled in by hand on the day, and confidential from then on."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from beredt.domain.measures.profile_people import HOME_KINDS
from beredt.domain.municipality.care_slices import SLICE_KIND, VISIT_KIND
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.document import Block, Column, Heading, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.kit.sorting import counted_key
from beredt.overview.reports import citing, fields
from beredt.telling import wording
from beredt.telling.names import Names, capitalised

CARE_TEAM = "care_team"
FEWEST_SHOWN = 5
"""Counts of citizens below this are written as fewer than five: small numbers point at people."""
ROW_MM = 11.0
_ROWS = {1: 17, 2: 7, 3: 4}
"""Rows of a list by how many lists share a page."""
_MOST_TOLD = 6
_SHARED_ROWS = 9


@attrs.frozen(kw_only=True)
class District:
    """A care district: an area and the ids of the teams that have it.

    Without an area it is the people of one team, or (no team) everybody.
    """

    area_id: str
    team_ids: tuple[str, ...]

    @property
    def is_of_team(self) -> bool:
        """Whether the district is what one team has, wherever that is."""
        return not self.area_id and bool(self.team_ids)


def care_districts(snapshot: MunicipalitySnapshot) -> tuple[District, ...]:
    """Areas with care teams, largest population first, then teams without an area; one for everything without teams.

    Teams that only help people who live in homes with staff go to nobody's door, and have no district.
    """
    teams: dict[int, list[str]] = {}
    for asset_id, kind, area in zip(
        snapshot.assets.asset_id, snapshot.assets.kind, snapshot.assets.area_index.tolist(), strict=True
    ):
        if kind == CARE_TEAM:
            teams.setdefault(area, []).append(asset_id)
    population = snapshot.areas.population.tolist()
    ordered = sorted(teams, key=lambda area: (-(population[area] if area >= 0 else 0), area))
    found = [
        District(area_id=snapshot.areas.area_id[area], team_ids=tuple(sorted(teams[area], key=counted_key)))
        for area in ordered
        if area >= 0
    ]
    found += [
        District(area_id="", team_ids=(team,))
        for team in sorted(teams.get(-1, ()), key=counted_key)
        if not _helps_only_in_homes(team, snapshot)
    ]
    return tuple(found) or (District(area_id="", team_ids=()),)


def _helps_only_in_homes(team_id: str, snapshot: MunicipalitySnapshot) -> bool:
    helped = profiles_helped_by(team_id, snapshot)
    return bool(helped) and helped <= _profiles_in_homes(snapshot)


def _profiles_in_homes(snapshot: MunicipalitySnapshot) -> set[int]:
    """Profiles (positions) with a need that a home with staff meets."""
    kinds, groups = snapshot.assets.kind, snapshot.needs.groups
    return {
        int(groups.owner[need])
        for need in range(len(groups))
        if any(kinds[supplier] in HOME_KINDS for supplier in groups.suppliers_of(need).tolist())
    }


def profiles_helped_by(team_id: str, snapshot: MunicipalitySnapshot) -> set[int]:
    """Profiles (positions) with a need that the team meets, itself or by its slices and visits."""
    kinds, dependencies, needs = snapshot.assets.kind, snapshot.dependencies, snapshot.needs.groups
    parts = {snapshot.assets.index_of[team_id]}
    for _ in (SLICE_KIND, VISIT_KIND):
        parts |= {
            int(dependencies.owner[group])
            for group in range(len(dependencies))
            if kinds[int(dependencies.owner[group])] in (SLICE_KIND, VISIT_KIND)
            and not parts.isdisjoint(dependencies.suppliers_of(group).tolist())
        }
    return {
        int(needs.owner[need]) for need in range(len(needs)) if not parts.isdisjoint(needs.suppliers_of(need).tolist())
    }


def visit_sections(
    districts: Sequence[District], *, pages: int, snapshot: MunicipalitySnapshot, names: Names, tab: str
) -> tuple[Section, ...]:
    """At most `pages` pages: a list per district, up to three on a page; beyond that districts share a list to copy."""
    a_page = -(-len(districts) // pages)
    bundles = [districts[first : first + a_page] for first in range(0, len(districts), a_page)]
    return tuple(_page(number, bundle, snapshot, names, tab) for number, bundle in enumerate(bundles, start=1))


def _page(
    number: int, districts: Sequence[District], snapshot: MunicipalitySnapshot, names: Names, tab: str
) -> Section:
    say = names.language.say
    how = say(
        mark(
            "CONFIDENTIAL once it is filled in. A visit is made when somebody has stood at the door. Outcome: at home, "
            "not at home, helped, moved. Everybody is judged anew on days 2 and 3. Copy a list before it is full."
        )
    )
    if len(districts) in _ROWS:
        title = say(mark("Visit list: {district}"), district=_names_of(districts, names))
        lists = [block for district in districts for block in _list(district, len(districts), snapshot, names)]
    else:
        title = say(mark("Visit list to copy"))
        told = [Paragraph(text=_about(district, snapshot, names)) for district in districts[:_MOST_TOLD]]
        lists = [*told, _more_told(districts, names), _empty_list(_SHARED_ROWS, names)]
    return Section(
        section_id=f"visits:{number}", title=title, blocks=(Paragraph(text=how), *lists), tab=tab, starts_page=True
    )


def _list(district: District, on_the_page: int, snapshot: MunicipalitySnapshot, names: Names) -> list[Block]:
    """One district's list, under its name where it is not alone on the page."""
    heading: list[Block] = [Heading(text=_name(district, names))] if on_the_page > 1 else []
    return [*heading, Paragraph(text=_about(district, snapshot, names)), _empty_list(_ROWS[on_the_page], names)]


def _more_told(districts: Sequence[District], names: Names) -> Paragraph:
    """The districts that share the list without a line of their own."""
    more = len(districts) - _MOST_TOLD
    write = names.language.say(mark("Write on each copy which district it is for."))
    if more <= 0:
        return Paragraph(text=write)
    told = citing.left_out(
        names.language.say_count("And {count} more district.", "And {count} more districts.", more),
        more,
        names.language,
    )
    return Paragraph(text=citing.joined([told, write]))


def _empty_list(rows: int, names: Names) -> Table:
    say = names.language.say
    columns = (
        Column(title=say(mark("no.")), share=0.6),
        Column(title=say(mark("citizen, address (by hand)")), share=4),
        Column(title=say(mark("need")), share=1.8),
        Column(title=say(mark("before")), share=1.3),
        Column(title=say(mark("visited")), share=1.3),
        Column(title=say(mark("outcome")), share=2.2),
        Column(title=say(mark("next")), share=1.1),
    )
    return Table(columns=columns, rows=[("",) * len(columns)] * rows, row_mm=ROW_MM, is_grid=True)


def _names_of(districts: Sequence[District], names: Names) -> str:
    told = [_name(district, names) for district in districts]
    return names.language.listed(told)


def _name(district: District, names: Names) -> str:
    if district.is_of_team:
        (team,) = district.team_ids
        return cite(names.asset(team), fields.of_asset(team))
    if not district.area_id:
        return names.language.say(mark("the whole municipality"))
    return cite(names.area(district.area_id), fields.of_area(district.area_id))


def _about(district: District, snapshot: MunicipalitySnapshot, names: Names) -> str:
    """Teams of the district, and how many people with a critical need the pack counts in its area."""
    language, say = names.language, names.language.say
    teams = language.listed([cite(names.asset(team), fields.of_asset(team)) for team in district.team_ids])
    people = critical_people_in(district, snapshot)
    whose = f"of[{district.team_ids[0]}]" if district.is_of_team else f"in[{district.area_id}]"
    field = f"pack:critical_people_{whose}"
    count = cite(
        say(mark("fewer than {count}"), count=FEWEST_SHOWN)
        if 0 < people < FEWEST_SHOWN
        else wording.people(people, language),
        field,
    )
    told = say(
        mark("{district}: about {count} citizens with a critical need, by the municipality's pack."),
        district=capitalised(_name(district, names)),
        count=count,
    )
    if not teams or district.is_of_team:
        return told
    return citing.joined([told, say(mark("Teams: {teams}."), teams=teams)])


def critical_people_in(district: District, snapshot: MunicipalitySnapshot) -> int:
    """People [persons] of the district's area or team (without either: everybody) whose profile has a critical need."""
    critical = snapshot.needs.severity == SEVERITIES.index("critical")
    profiles = np.unique(snapshot.needs.groups.owner[critical])
    if district.area_id:
        area = snapshot.areas.area_id.index(district.area_id)
        profiles = profiles[snapshot.profiles.area_index[profiles] == area]
    elif district.is_of_team:
        profiles = np.array(
            sorted(set(profiles.tolist()) & profiles_helped_by(district.team_ids[0], snapshot)), dtype=np.int64
        )
    return int(snapshot.profiles.people[profiles].sum())
