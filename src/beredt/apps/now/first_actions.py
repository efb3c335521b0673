"""The first actions for what is down: the crisis folder's, by the families of hazards that the services belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from beredt.apps.now import doors
from beredt.domain.impact.reported import Subject, services_of
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.catalogue import FAMILIES, Wording

FAMILY_OF_SERVICE: Mapping[str, str] = {
    "power": "power",
    "backup_power": "power",
    "heat": "heat",
    "bearable_heat": "weather",
    "dry_ground": "weather",
    "water": "water",
    "safe_water": "water",
    "wastewater": "water",
    "mobile": "mobile",
    "internet": "mobile",
    "call_alarm": "mobile",
    "it": "it",
    "staff": "staff",
    "care_critical": "staff",
    "care_other": "staff",
    "fuel": "supply",
    "medicine": "supply",
    "food": "supply",
    "road": "access",
    "transport": "access",
}
_TEAM_KINDS = frozenset({"care_team", "staff_group"})


@attrs.frozen(kw_only=True)
class FirstAction:
    """One action: `key` is what a tick is stored under."""

    key: str
    family: str
    text: Wording


def actions_for(snapshot: MunicipalitySnapshot, subjects: Iterable[Subject]) -> tuple[FirstAction, ...]:
    """The first actions for what is down, family by family in order of the reports."""
    told = tuple(subjects)
    families = [FAMILY_OF_SERVICE.get(service, "") for service in services_of(snapshot, told)]
    index_of, kinds = snapshot.assets.index_of, snapshot.assets.kind
    if any(kinds[index_of[subject.asset_id]] in _TEAM_KINDS for subject in told if subject.asset_id in index_of):
        families.append("staff")
    return tuple(action for family in dict.fromkeys(families) for action in actions_of(family))


def actions_of(family: str) -> tuple[FirstAction, ...]:
    """The first actions of one family."""
    found = doors.FIRST_ACTIONS.value().first_actions_for(family, None) if family in FAMILIES else None
    if found is None:
        return ()
    return tuple(
        FirstAction(key=f"{family}-{number}", family=family, text=text)
        for number, text in enumerate(found.actions, start=1)
    )


def is_known(key: str) -> bool:
    """Whether a key is that of an action."""
    return any(action.key == key for action in actions_of(key.rpartition("-")[0]))
