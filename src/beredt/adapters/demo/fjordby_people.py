"""Fjordby's people as anonymous need profiles: at home by feeder, and in homes. Every inhabitant is counted once."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any

import attrs

from beredt.adapters.demo.fjordby_care import team_of_homes
from beredt.adapters.demo.fjordby_draft import DEFAULT, INVENTED, Draft, Guess, share_out
from beredt.adapters.demo.fjordby_supply import heat_for
from beredt.domain.municipality.tables import NeedRow, Origin

SMALLEST_GROUP = 5
"""Persons; below this a figure could point at somebody, so the demo has no smaller profile."""


@attrs.frozen(kw_only=True)
class Household:
    """Where a profile lives: its area's row, its feeder, and its home for residents."""

    area: dict[str, Any]
    feeder: str
    home: str = ""


def add_people(draft: Draft) -> None:
    """Adds every inhabitant to exactly one profile."""
    content = _read_profiles()
    places = list(draft.each_feeder())
    left = {feeder: draft.assets[feeder].people or 0 for _, feeder in places}
    _add_residents(draft, content["residents"], left)
    spread = [profile for profile in content["profiles"] if not profile.get("rest", False)]
    for profile in spread:
        people_on = _spread(draft, profile)
        for area, feeder in places:
            count = people_on.get(feeder, 0)
            left[feeder] -= count
            _add_profile(
                draft, f"{profile['id']}-{_suffix(feeder)}", profile, Household(area=area, feeder=feeder), count
            )
    _add_rest(draft, [profile for profile in content["profiles"] if profile.get("rest", False)], left)


def _spread(draft: Draft, profile: dict[str, Any]) -> dict[str, int]:
    """People per feeder of one profile: at least `SMALLEST_GROUP` or none, larger feeders more."""
    island = int(profile.get("island", 0))
    mainland = [feeder for area, feeder in draft.each_feeder() if area["id"] != "nordo"]
    total = int(profile["people"]) - island
    dice = draft.chance(f"people of {profile['id']}")
    # Weighted choice without replacement: the highest u^(1/w) win (Efraimidis and Spirakis 2006).
    people = {feeder: draft.assets[feeder].people or 1 for feeder in mainland}
    keys = {feeder: dice.random() ** (1 / people[feeder]) for feeder in mainland}
    chosen = sorted(sorted(mainland, key=lambda feeder: -keys[feeder])[: max(1, total // (SMALLEST_GROUP + 1))])
    extra = share_out(total - SMALLEST_GROUP * len(chosen), [people[feeder] for feeder in chosen])
    placed = {feeder: SMALLEST_GROUP + more for feeder, more in zip(chosen, extra, strict=True)}
    return placed | ({"feeder-nordo-1": island} if island else {})


def _add_residents(draft: Draft, groups: Sequence[dict[str, Any]], left: dict[str, int]) -> None:
    areas = {area["id"]: area for area in draft.areas}
    for home in draft.content["homes"]:
        feeder = draft.feeder_for(home["area"], f"home-{home['id']}")
        household = Household(area=areas[home["area"]], feeder=feeder, home=home["id"])
        places = int(home["places"])
        for group in (group for group in groups if group["kind"] == home["kind"]):
            count = round(places * group["share"]) if "share" in group else places
            places -= count
            left[feeder] -= count
            figure = {"figure": "care_home_residents"} if home["kind"] == "care_home" else {}
            _add_profile(draft, f"{home['id']}-{group['id']}", {**group, **figure}, household, count)


def _add_rest(draft: Draft, profiles: Sequence[dict[str, Any]], left: dict[str, int]) -> None:
    for area, feeder in draft.each_feeder():
        household = Household(area=area, feeder=feeder)
        for profile in sorted(profiles, key=lambda row: "share" not in row):
            if "only" in profile and not _suppliers(draft, profile["only"], household):
                continue
            count = int(left[feeder] * profile.get("share", 1.0))
            left[feeder] -= count
            _add_profile(draft, f"{profile['id']}-{_suffix(feeder)}", profile, household, count)


def _add_profile(draft: Draft, profile_id: str, profile: dict[str, Any], household: Household, count: int) -> None:
    if not count:
        return
    origin = _origin(draft, profile)
    for need_type, severity, supplier_key, tolerance, p10, p90 in profile["needs"]:
        suppliers = _suppliers(draft, supplier_key, household)
        group_id = f"{need_type}-by-{supplier_key}" if need_type != supplier_key else need_type
        draft.needs += [
            NeedRow(
                profile_id=profile_id,
                area_id=household.area["id"],
                people=count,
                need_type=need_type,
                severity=severity,
                group_id=group_id,
                supplier_id=supplier,
                tolerance_hours=tolerance,
                tolerance_p10_hours=p10,
                tolerance_p90_hours=p90,
                origin=origin,
            )
            for supplier in suppliers
        ]
        if suppliers and severity == "critical":
            assumption = f"tolerance-{profile['id']}-{need_type}"
            guess = Guess(hours=tolerance, low=tolerance / 2, high=tolerance * 2, assumption_id=assumption)
            draft.doubt("need_profiles", f"{profile_id}/{group_id}", "tolerance_hours", guess)


def _suppliers(draft: Draft, key: str, household: Household) -> list[str]:
    """Ids of the assets that meet a need there; none where the municipality has no such thing."""
    area, feeder = household.area["id"], household.feeder
    island = area == "nordo"
    if household.home and key.startswith("home"):
        return _home_suppliers(draft, key, household)
    named = {
        "power": [feeder],
        "heat": [heat_for(draft, area, feeder)],
        "water": [f"water-{area}"],
        "safe_water": [f"safe-water-{household.area['water_zone']}"],
        "alarm": [feeder.replace("feeder", "alarm")],
        "care_critical": [f"reach-{area}-critical"],
        "care_daily": [f"reach-{area}-daily"],
        "care_other": [f"visit-{household.area['team']}-other"],
        "medicine": ["depot-nordo"] if island else ["pharmacy-by", "pharmacy-strand"],
        "food": ["shop-nordo"] if island else ["kitchen-by"],
        "communication": [f"mobile-{area}", f"internet-{area}"],
        "cool": [f"cool-{area}"],
        "air": [f"air-{area}"],
        "ground": [f"dry-{area}"],
        "sewer": [f"sewer-{area}"],
    }[key]
    return [asset_id for asset_id in named if asset_id in draft.assets]


def _home_suppliers(draft: Draft, key: str, household: Household) -> list[str]:
    team = team_of_homes(draft, household.area["id"])
    named = f"generator-{household.home}"
    generator = [named] if named in draft.assets else []
    return {
        "home": [f"home-{household.home}"],
        "home_power": [household.feeder, *generator],
        "home_heat": [heat_for(draft, household.area["id"], household.feeder), *generator],
        "home_critical": [f"visit-{team}-critical"],
        "home_daily": [f"visit-{team}-daily"],
    }[key]


def _origin(draft: Draft, profile: dict[str, Any]) -> Origin:
    if "figure" in profile:
        figure = draft.content["figures"][profile["figure"]]
        return Origin(basis="assumed", source=f"{figure['source']}; fordelt i demoen", as_of=figure["as_of"])
    source = f"{DEFAULT}; hvad der er tilbage på udføringen" if profile.get("rest", False) else INVENTED
    return draft.origin("default" if profile.get("rest", False) else "assumed", source)


def _suffix(feeder: str) -> str:
    return feeder.removeprefix("feeder-")


def _read_profiles() -> dict[str, Any]:
    file = resources.files("beredt") / "content" / "municipalities" / "demo" / "fjordby_profiles.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
