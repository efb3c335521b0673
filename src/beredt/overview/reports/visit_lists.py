"""Empty visit lists, one per care district: filled in by hand on the day, and confidential from then on."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit.document import Block, Column, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.overview import wording
from beredt.overview.names import Names
from beredt.overview.reports import citing, fields

CARE_TEAM = "care_team"
FEWEST_SHOWN = 5
"""Counts of citizens below this are written as fewer than five: small numbers point at people."""
ROW_MM = 11.0
_ROWS_A_PAGE = 17


@attrs.frozen(kw_only=True)
class District:
    """A care district: an area (empty: the municipality as a whole) and the ids of the teams that have it."""

    area_id: str
    team_ids: tuple[str, ...]


def care_districts(snapshot: MunicipalitySnapshot) -> tuple[District, ...]:
    """Areas with care teams, largest population first; one for everything where no team is entered."""
    teams: dict[int, list[str]] = {}
    for asset_id, kind, area in zip(
        snapshot.assets.asset_id, snapshot.assets.kind, snapshot.assets.area_index.tolist(), strict=True
    ):
        if kind == CARE_TEAM:
            teams.setdefault(area, []).append(asset_id)
    population = snapshot.areas.population.tolist()
    ordered = sorted(teams, key=lambda area: (-(population[area] if area >= 0 else 0), area))
    found = tuple(
        District(area_id=snapshot.areas.area_id[area] if area >= 0 else "", team_ids=tuple(teams[area]))
        for area in ordered
    )
    return found or (District(area_id="", team_ids=()),)


def visit_sections(
    districts: Sequence[District], *, pages: int, snapshot: MunicipalitySnapshot, names: Names, tab: str
) -> tuple[Section, ...]:
    """At most `pages` pages: a page per district; where that is too many, several districts share one list to copy."""
    if len(districts) <= pages:
        return tuple(_page(number, [d], snapshot, names, tab) for number, d in enumerate(districts, start=1))
    share = -(-len(districts) // pages)
    bundles = [districts[first : first + share] for first in range(0, len(districts), share)]
    return tuple(_page(number, bundle, snapshot, names, tab) for number, bundle in enumerate(bundles, start=1))


def _page(
    number: int, districts: Sequence[District], snapshot: MunicipalitySnapshot, names: Names, tab: str
) -> Section:
    say = names.language.say
    columns = (
        Column(title=say(mark("no.")), share=0.6),
        Column(title=say(mark("citizen, address (by hand)")), share=4),
        Column(title=say(mark("need")), share=1.8),
        Column(title=say(mark("before")), share=1.3),
        Column(title=say(mark("visited")), share=1.2),
        Column(title=say(mark("outcome")), share=2.2),
        Column(title=say(mark("next")), share=1.1),
    )
    how = say(
        mark(
            "CONFIDENTIAL once it is filled in. A visit is made when somebody has stood at the door. Outcome: at home, "
            "not at home, helped, moved. Everybody is judged anew on days 2 and 3."
        )
    )
    if len(districts) > 1:
        how = citing.joined([say(mark("One sheet for several districts: copy it, and write which.")), how])
    blocks: list[Block] = [
        Paragraph(text=how),
        *(Paragraph(text=_about(district, snapshot, names)) for district in districts),
        Table(columns=columns, rows=[("",) * len(columns)] * _rows(len(districts)), row_mm=ROW_MM, is_grid=True),
    ]
    title = say(mark("Visit list: {district}"), district=_names_of(districts, names))
    return Section(section_id=f"visits:{number}", title=title, blocks=tuple(blocks), tab=tab, starts_page=True)


def _rows(districts: int) -> int:
    return max(_ROWS_A_PAGE - districts, 6)


def _names_of(districts: Sequence[District], names: Names) -> str:
    told = [_name(district, names) for district in districts]
    return told[0] if len(told) == 1 else names.language.say(mark("{first} and more"), first=told[0])


def _name(district: District, names: Names) -> str:
    if not district.area_id:
        return names.language.say(mark("the whole municipality"))
    return cite(names.area(district.area_id), fields.of_area(district.area_id))


def _about(district: District, snapshot: MunicipalitySnapshot, names: Names) -> str:
    """Teams of the district, and how many people with a critical need the pack counts in its area."""
    language, say = names.language, names.language.say
    teams = language.listed([cite(names.asset(team), fields.of_asset(team)) for team in district.team_ids])
    people = critical_people_in(district, snapshot)
    field = f"pack:critical_people_in[{district.area_id}]"
    count = cite(
        say(mark("fewer than {count}"), count=FEWEST_SHOWN)
        if 0 < people < FEWEST_SHOWN
        else wording.people(people, language),
        field,
    )
    told = say(
        mark("{district}: about {count} citizens with a critical need, by the municipality's own data."),
        district=_name(district, names),
        count=count,
    )
    return citing.joined([told, say(mark("Teams: {teams}."), teams=teams)]) if teams else told


def critical_people_in(district: District, snapshot: MunicipalitySnapshot) -> int:
    """People [persons] of the district's area (everywhere without one) whose profile has a critical need."""
    critical = snapshot.needs.severity == SEVERITIES.index("critical")
    profiles = np.unique(snapshot.needs.groups.owner[critical])
    if district.area_id:
        area = snapshot.areas.area_id.index(district.area_id)
        profiles = profiles[snapshot.profiles.area_index[profiles] == area]
    return int(snapshot.profiles.people[profiles].sum())
