"""What drafts assume, read from the content that ships with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.domain.municipality.drafting.defaults import (
    DraftDefaults,
    Figure,
    Hours,
    NotCounted,
    ProfileKind,
    ProfileNeed,
    SoleAsset,
    SupplyNeed,
)
from beredt.domain.municipality.drafting.facts import KnownMunicipality


@cache
def load_defaults() -> DraftDefaults:
    """The figures, supply and profiles of drafts; raises `KeyError` or `TypeError` on content of ours that is wrong."""
    supply, profiles = _read("draft_supply.toml"), _read("draft_profiles.toml")
    homes = supply["care_homes"]
    return DraftDefaults(
        as_of=supply["as_of"],
        texts=supply["texts"],
        figures={name: _figure(name, entry) for name, entry in _read("figures.toml").items()},
        assets=tuple(_asset(entry) for entry in supply["assets"]),
        profiles=tuple(_profile(entry) for entry in profiles["profiles"]),
        residents=tuple(_profile(entry) for entry in profiles["residents"]),
        not_counted=tuple(
            NotCounted(item_id=entry["id"], da=entry["da"], en=entry["en"]) for entry in profiles["not_counted"]
        ),
        people_per_district=supply["districts"]["people"],
        most_districts=supply["districts"]["most"],
        visit_shares=supply["visit_shares"],
        home_visit_shares=supply["home_visit_shares"],
        visit_names=supply["visit_names"],
        team_needs=_needs(supply["team_needs"]),
        list_needs=_needs(supply["list_needs"]),
        home_list_needs=_needs(supply["home_list_needs"]),
        vehicle_needs=_needs(supply["vehicle_needs"]),
        unknown_homes=_hours(homes["unknown_homes"]),
        generator=_hours(homes["generator_hours"]),
        kind_names={kind: word.da.capitalize() for kind, word in load_vocabulary().kinds.items()},
    )


@cache
def known_municipalities() -> Mapping[str, KnownMunicipality]:
    """The 98 municipalities of our own table by code."""
    return {
        code: KnownMunicipality(
            code=code,
            name=entry.name,
            official_name=entry.official_name,
            region=entry.region,
            population=entry.population,
            population_source=entry.population_source,
            as_of=entry.as_of,
        )
        for code, entry in load_vocabulary().municipalities.items()
    }


def _read(name: str) -> dict[str, Any]:
    file = resources.files("beredt") / "content" / "statistics" / name
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _hours(values: Sequence[float]) -> Hours:
    low, likely, high = values
    return Hours(float(low), float(likely), float(high))


def _figure(name: str, entry: Mapping[str, Any]) -> Figure:
    parts = ("count", "of_people", "as_of", "basis", "low", "high", "because", "source", "source_en")
    return Figure(figure_id=name, **{key: entry[key] for key in parts})


def _asset(entry: Mapping[str, Any]) -> SoleAsset:
    return SoleAsset(
        asset_id=entry["id"],
        kind=entry["kind"],
        service=entry["service"],
        name=entry["name"],
        restart=entry.get("restart", 0.0),
        restart_range=_hours(entry["restart_range"]) if "restart_range" in entry else None,
        restart_assumption=entry.get("restart_assumption", ""),
        serves_all=entry.get("serves_all", False),
        needs=_needs(entry.get("needs", {})),
    )


def _needs(entries: Mapping[str, Mapping[str, Any]]) -> tuple[SupplyNeed, ...]:
    return tuple(
        SupplyNeed(
            group_id=group_id,
            suppliers=tuple(entry["suppliers"]),
            hours=_hours(entry["hours"]),
            recharge=entry.get("recharge"),
            kind=entry.get("kind", ""),
            assumption=entry.get("assumption", ""),
            source=entry.get("source", ""),
        )
        for group_id, entry in entries.items()
    )


def _profile(entry: Mapping[str, Any]) -> ProfileKind:
    return ProfileKind(
        profile_id=entry["id"],
        name_da=entry["da"],
        name_en=entry["en"],
        needs=tuple(
            ProfileNeed(need_type=need_type, severity=severity, supplier=supplier, hours=_hours(hours))
            for need_type, severity, supplier, hours in entry["needs"]
        ),
        figure_id=entry.get("figure", ""),
        minus=tuple(entry.get("minus", ())),
        minus_profiles=tuple(entry.get("minus_profiles", ())),
        overlap=entry.get("overlap", ""),
        rest=entry.get("rest", False),
        share=entry.get("share"),
    )
