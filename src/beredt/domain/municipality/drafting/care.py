"""Care teams by district, the visits they make, and the team of the care homes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from beredt.domain.municipality.care_slices import SliceNeed, VisitClass, expand_team, expand_visits
from beredt.domain.municipality.drafting.defaults import SupplyNeed
from beredt.domain.municipality.drafting.rows import DraftRows
from beredt.domain.municipality.tables import AssetRow, DependencyRow

HOMES_TEAM = "homes"
ANY_TEAM = "any"
SERVICES = {"critical": "care_critical", "daily": "care_other", "other": "care_other"}


def add_care(rows: DraftRows, *, districts: int) -> None:
    """Adds one team per district, and that of the care homes."""
    defaults = rows.defaults
    source = rows.text("district_source", people=f"{defaults.people_per_district:,}".replace(",", "."))
    for number in range(1, districts + 1):
        name = rows.text("district", number=number)
        _add_team(rows, str(number), name, source, defaults.visit_shares, drives=True)
    if districts > 1:
        _add_middle_team(rows, districts)
    _add_team(rows, HOMES_TEAM, rows.text("homes_team"), "", defaults.home_visit_shares, drives=False)


def visits_of(team: str, visit_class: str, *, districts: int) -> str:
    """The asset id of a team's visits; `any` is the middle one of the districts, the only one where there is one."""
    return f"visit-{'1' if team == ANY_TEAM and districts == 1 else team}-{visit_class}"


def _add_team(rows: DraftRows, team: str, name: str, source: str, shares: Mapping[str, float], *, drives: bool) -> None:
    origin = rows.default_origin(source)
    team_id = rows.add_asset(AssetRow(asset_id=f"team-{team}", kind="care_team", name=name, origin=origin))
    list_needs = rows.defaults.list_needs if drives else rows.defaults.home_list_needs
    needs = [_slice_need(rows, "lists", _add_part(rows, team, "printed_list", "lists", list_needs, name))]
    if drives:
        vehicles = _add_part(rows, team, "vehicles", "vehicles", rows.defaults.vehicle_needs, name)
        needs.append(_slice_need(rows, "vehicles", vehicles))
    for need in rows.defaults.team_needs:
        if drives or need.group_id != "road":
            rows.depend(team_id, need)
    rows.extend(expand_team(team_id=team_id, name=name, area_id="", needs=needs, origin=origin))
    classes = [
        VisitClass(
            visit_id=f"visit-{team}-{visit_class}",
            name=rows.text("visits", team=name, visits=rows.defaults.visit_names[visit_class]),
            service=SERVICES[visit_class],
            share=share,
            origin=origin,
        )
        for visit_class, share in shares.items()
    ]
    rows.extend(expand_visits(team_id=team_id, area_id="", classes=classes))


def _add_part(rows: DraftRows, team: str, kind: str, prefix: str, needs: Sequence[SupplyNeed], team_name: str) -> str:
    """The lists or vehicles of one team, with what they hang on."""
    part = rows.add_asset(
        AssetRow(
            asset_id=f"{prefix}-{team}",
            kind=kind,
            name=rows.text(prefix, team=team_name),
            origin=rows.default_origin(),
        )
    )
    for need in needs:
        rows.depend(part, need)
    return part


def _slice_need(rows: DraftRows, group_id: str, supplier_id: str) -> SliceNeed:
    return SliceNeed(group_id=group_id, supplier_ids=(supplier_id,), origin=rows.default_origin())


def _add_middle_team(rows: DraftRows, districts: int) -> None:
    """Visits to people of whom only the municipality is known: made while half of the districts make theirs."""
    name = rows.text("any_team")
    origin = rows.default_origin()
    for visit_class in rows.defaults.visit_shares:
        asset_id = rows.add_asset(
            AssetRow(
                asset_id=f"visit-{ANY_TEAM}-{visit_class}",
                kind="care_visit",
                name=rows.text("visits", team=name, visits=rows.defaults.visit_names[visit_class]),
                service=SERVICES[visit_class],
                origin=origin,
            )
        )
        rows.dependencies += [
            DependencyRow(
                asset_id=asset_id,
                group_id="districts",
                supplier_id=f"visit-{number}-{visit_class}",
                min_up=math.ceil(districts / 2),
                origin=origin,
            )
            for number in range(1, districts + 1)
        ]
