"""Where a figure on paper comes from, written as a path into the result files.

`assess:hazards[storm].harm.critical_people.mean`: the file before the colon; `[key]` picks the row whose first field is
`key`; `[a=x,b=y]` picks all rows that match, and what follows `#` says what is made of them (see `AGGREGATES`). `pack:`
names a value of the municipality pack, `content:` one of the program's content.
"""

from __future__ import annotations

from collections.abc import Mapping

AGGREGATES: Mapping[str, str] = {
    "people": "people of the profiles among the rows, each profile once",
    "passing": "people x the largest p_harm of each profile, added up",
    "still_down": "people x the largest still_down_at_horizon of each profile, added up",
    "share": "passing / people",
    "first": "the smallest onset_hours.p50 that is not null",
    "earliest": "the smallest onset_hours.p10 that is not null",
    "first_hour": "the first hour [h] whose value is above 0",
    "peak": "the largest value",
    "peak_hour": "the first hour [h] of the largest value",
    "services": "how many rows name a service",
    "need_types": "how many rows name a need type",
    "oldest": "the earliest date given",
    "newest": "the latest date given",
    "undated": "share of the rows without a date",
    "count": "how many rows",
}
"""What may follow `#` in a path."""


def of_hazard(hazard: str, path: str = "") -> str:
    """A field of one hazard's result."""
    return f"assess:hazards[{hazard}]{f'.{path}' if path else ''}"


def of_needs(hazard: str, need_type: str, severity: str, aggregate: str) -> str:
    """What is made of all needs of one type and severity in a hazard."""
    return f"{of_hazard(hazard)}.needs[need_type={need_type},severity={severity}]#{aggregate}"


def of_first(hazard: str, need_type: str, severity: str, quantile: str) -> str:
    """When the first of all people with a kind of need passes the tolerance in a hazard."""
    return f"{of_hazard(hazard)}.first_onsets[need_type={need_type},severity={severity}]#{quantile}"


def of_service(hazard: str, service: str, path: str) -> str:
    """A field of one service's curve in a hazard."""
    return f"{of_hazard(hazard)}.services[{service}].people_without.{path}"


def of_asset(asset_id: str) -> str:
    """An asset's name in the pack."""
    return f"pack:assets[{asset_id}].name"


def of_area(area_id: str) -> str:
    """An area's name in the pack."""
    return f"pack:areas[{area_id}].name"


def of_print(what: str) -> str:
    """Something that belongs to this print: its date, its expiry, the numbers of its slips."""
    return f"print:{what}"
