"""Fjordby's care: teams as 20 slices, visits by class, the way to every area, and homes with staff round the clock."""

from __future__ import annotations

from typing import Any

from beredt.adapters.demo.fjordby_draft import Draft, Guess
from beredt.adapters.demo.fjordby_supply import add_generator, need_dry_ground
from beredt.domain.municipality.care_slices import SliceNeed, VisitClass, expand_team, expand_visits

VISIT_SHARES = {"critical": 0.35, "daily": 0.75, "other": 0.95}
HOME_SHARES = {"critical": 0.5, "daily": 0.85}
CLASS_NAMES = {"critical": "kritiske besøg", "daily": "daglige besøg", "other": "øvrige besøg"}
LIST_RANGES = {72: (48.0, 96.0), 8: (4.0, 24.0), 4: (1.0, 12.0)}
KEY_RANGES = {72: (48.0, 168.0), 12: (2.0, 24.0)}
OTHER_BASE = Guess(hours=48.0, low=12.0, high=96.0, assumption_id="care-team-without-base")
FIXED_MEETINGS = Guess(hours=24.0, low=8.0, high=72.0, assumption_id="care-team-without-phone")
PETROL_IN_CARS = Guess(hours=48.0, low=24.0, high=72.0, assumption_id="petrol-in-care-cars")
CHARGE_IN_CARS = Guess(hours=10.0, low=6.0, high=16.0, assumption_id="charge-in-care-cars")


def add_care(draft: Draft) -> None:
    """Adds care teams, visits and homes."""
    for team in draft.content["teams"]:
        _add_team(draft, team)
    for area in draft.areas:
        for visit_class in ("critical", "daily"):
            _add_way_to_area(draft, area, visit_class)
    for home in draft.content["homes"]:
        _add_home(draft, home)


def team_of_homes(draft: Draft, area_id: str) -> str:
    """The id of the team that staffs the homes of an area."""
    return str(next(team["id"] for team in draft.content["teams"] if area_id in team.get("institutions", ())))


def _add_team(draft: Draft, team: dict[str, Any]) -> None:
    team_id = draft.add(f"team-{team['id']}", kind="care_team", name=team["name"], area=team["area"])
    base = [draft.feeder_for(team["area"], team_id)]
    draft.depend(team_id, "base", base, buffer=OTHER_BASE, recharge=4.0, kind="routine")
    draft.depend(
        team_id, "phone", ["it-phone", f"mobile-{team['area']}"], buffer=FIXED_MEETINGS, recharge=4.0, kind="routine"
    )
    draft.depend(team_id, "roster", ["it-roster"], buffer=120.0, recharge=8.0, kind="routine")
    if team["id"] == "nordo":
        # The staff live on the mainland; those on duty stay on.
        draft.depend(team_id, "ferry", ["ferry-nordo"], buffer=16.0, recharge=8.0, kind="routine")
    institutions = "institutions" in team
    needs = [_slice_need(draft, "lists", _add_lists(draft, team))]
    if not institutions:
        needs.append(_slice_need(draft, "vehicles", _add_vehicles(draft, team)))
        needs.append(_slice_need(draft, "keys", _add_keys(draft, team)))
    draft.extend(
        expand_team(team_id=team_id, name=team["name"], area_id=team["area"], needs=needs, origin=draft.origin())
    )
    shares = HOME_SHARES if institutions else VISIT_SHARES
    classes = [
        VisitClass(
            visit_id=f"visit-{team['id']}-{visit_class}",
            name=f"{team['name']}: {CLASS_NAMES[visit_class]}",
            service="care_critical" if visit_class == "critical" else "care_other",
            share=share,
            origin=draft.origin(),
        )
        for visit_class, share in shares.items()
    ]
    draft.extend(expand_visits(team_id=team_id, area_id=team["area"], classes=classes))


def _slice_need(draft: Draft, group_id: str, supplier_id: str) -> SliceNeed:
    return SliceNeed(group_id=group_id, supplier_ids=(supplier_id,), origin=draft.origin())


def _add_lists(draft: Draft, team: dict[str, Any]) -> str:
    """Lists of visits: printed daily they outlast the care record by three days."""
    hours = int(team["lists_hours"])
    low, high = LIST_RANGES[hours]
    lists = draft.add(f"lists-{team['id']}", kind="printed_list", name=f"Lister, {team['name']}", area=team["area"])
    guess = Guess(
        hours=float(hours),
        low=low,
        high=high,
        assumption_id=f"lists-last-{hours}-hours",
        basis="assumed",
        source="Opdigtet til demoen",
    )
    draft.depend(lists, "record", ["it-care-record"], buffer=guess, recharge=8.0, kind="routine")
    draft.depend(lists, "medicine", ["it-medicine"], buffer=guess, recharge=8.0, kind="routine")
    return lists


def _add_vehicles(draft: Draft, team: dict[str, Any]) -> str:
    vehicles = draft.add(f"vehicles-{team['id']}", kind="vehicles", name=f"Biler, {team['name']}", area=team["area"])
    if team["vehicles"] == "electric":
        chargers = draft.feeders_of(team["area"])[:2]
        draft.depend(vehicles, "charging", chargers, buffer=CHARGE_IN_CARS, recharge=8.0)
    else:
        draft.depend(vehicles, "fuel", ["fuel-by", "fuel-land"], buffer=PETROL_IN_CARS, recharge=1.0, kind="stock")
    return vehicles


def _add_keys(draft: Draft, team: dict[str, Any]) -> str:
    hours = int(team["keys_hours"])
    low, high = KEY_RANGES[hours]
    keys = draft.add(f"keys-{team['id']}", kind="keys", name=f"Nøgler og låse, {team['name']}", area=team["area"])
    guess = Guess(hours=float(hours), low=low, high=high, assumption_id=f"keys-last-{hours}-hours", basis="assumed")
    draft.depend(keys, "locks", ["it-locks"], buffer=guess, recharge=1.0, kind="routine")
    return keys


def _add_way_to_area(draft: Draft, area: dict[str, Any], visit_class: str) -> None:
    service = "care_critical" if visit_class == "critical" else "care_other"
    reach = draft.add(
        f"reach-{area['id']}-{visit_class}",
        kind="care_visit",
        name=f"{area['name']}: {CLASS_NAMES[visit_class]}",
        area=area["id"],
        service=service,
    )
    draft.depend(reach, "visits", [f"visit-{area['team']}-{visit_class}"])
    draft.depend(reach, "road", [f"road-{area['id']}"])


def _add_home(draft: Draft, home: dict[str, Any]) -> None:
    asset_id = draft.add(
        f"home-{home['id']}",
        kind=home["kind"],
        name=home["name"],
        area=home["area"],
        service="shelter",
        basis="verified" if "generator_hours" in home else "assumed",
    )
    need_dry_ground(draft, asset_id)
    if "generator_hours" in home:
        name = f"Nødstrøm, {home['name']}"
        add_generator(draft, f"generator-{home['id']}", name, home["area"], hours=float(home["generator_hours"]))
