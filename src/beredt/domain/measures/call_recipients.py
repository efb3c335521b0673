"""Who can tell the truth about a value: the organisation or function that an asset, a tolerance or a number belongs to.

Functions and institutions, never persons. A thing that serves several (a pump, a generator, a vendor) belongs to those
whom it serves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import attrs

from beredt.domain.measures.profile_people import HOME_KINDS, home_among, marks_among
from beredt.domain.measures.ranges import AssumedValue
from beredt.domain.municipality.tables import NeedRow, PackTables
from beredt.kit.language import mark

CARE_HOME = "care_home"
NOBODY = "own_judgement"
ROLES: Mapping[str, str] = {
    "grid_company": mark("The grid company"),
    "heat_company": mark("The heat company"),
    "waterworks": mark("The waterworks"),
    "wastewater_company": mark("The wastewater company"),
    "mast_operator": mark("The mast operator"),
    "internet_provider": mark("The internet provider"),
    "it_department": mark("The IT department and its vendors"),
    "alarm_centre": mark("The call-alarm centre"),
    CARE_HOME: mark("The care home"),
    "care_districts": mark("The care district leaders"),
    "head_of_nursing": mark("The head of nursing"),
    "care_administration": mark("The care administration"),
    "pharmacy": mark("The pharmacy and the medicine suppliers"),
    "fuel_supplier": mark("The fuel supplier"),
    "food_supplier": mark("The kitchen and the food suppliers"),
    "transport": mark("Roads and ferry"),
    "property": mark("The municipality's properties"),
    "hospital": mark("The region and the hospital"),
    NOBODY: mark("Nobody to ring: the municipality's own judgement"),
}
"""Recipients of a call, and what they are called; a care home goes by its own name."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    "grid_company": ("transmission_station", "substation", "feeder", "cable", "power_supply", "control_centre"),
    "heat_company": ("heat_plant", "heat_area", "heat_supply"),
    "waterworks": ("waterworks", "well", "water_tower", "water_area", "water_supply"),
    "wastewater_company": ("wastewater_plant", "wastewater_supply"),
    "mast_operator": ("mast", "mobile_core", "mobile_area", "mobile_supply"),
    "internet_provider": ("fibre_node", "exchange", "internet_area", "internet_supply"),
    "it_department": ("it_system", "data_centre"),
    "alarm_centre": ("alarm_centre",),
    "care_districts": (
        *("care_team", "care_slice", "care_visit", "printed_list", "offline_copy", "routine", "keys", "vehicles"),
        "staff_group",
    ),
    "pharmacy": ("pharmacy", "medicine_depot"),
    "fuel_supplier": ("fuel_station", "fuel_supplier"),
    "food_supplier": ("kitchen", "shop", "food_supplier"),
    "transport": ("ferry", "harbour", "road_link", "road_access", "bridge"),
    "property": ("town_hall", "site", "fire_station", "rental_generator"),
    "hospital": ("hospital", "clinic"),
}
_ROLE_OF_KIND = {kind: role for role, kinds in _KINDS.items() for kind in kinds}
_ROLE_OF_SERVICE = {
    "power": "grid_company",
    "heat": "heat_company",
    "water": "waterworks",
    "wastewater": "wastewater_company",
    "mobile": "mast_operator",
    "internet": "internet_provider",
    "it": "it_department",
    "call_alarm": "alarm_centre",
    "medicine": "pharmacy",
    "fuel": "fuel_supplier",
    "food": "food_supplier",
    "road": "transport",
    "transport": "transport",
    "care_critical": "care_districts",
    "care_other": "care_districts",
    "staff": "care_districts",
}
_CARE_SERVICES = frozenset({"care_critical", "care_other", "call_alarm"})
_CARE_KINDS = frozenset({"care_team", "care_slice", "care_visit"})
_KNOWN_TO_CARE = frozenset(
    {"ventilator", "oxygen", "suction", "dialysis", "tube_feeding", "infusion", "breathing_mask", "medical_equipment"}
)
_FOR_OTHERS = frozenset({"pump", "generator", "battery", "store"})
"""Kinds that belong to whom they serve, whatever service they are said to give."""
_PROFESSIONAL_SEVERITIES = frozenset({"critical", "serious"})
_MOST_STEPS = 6


@attrs.frozen(kw_only=True)
class Recipient:
    """Whom to ring: one of `ROLES`, and for a care home its asset."""

    role: str
    asset_id: str = ""

    @property
    def recipient_id(self) -> str:
        """The role, with the asset where there are several of that role."""
        return f"{self.role}:{self.asset_id}" if self.asset_id else self.role


class Directory:
    """Who answers for the values of one pack."""

    def __init__(self, tables: PackTables) -> None:
        self._assets = {row.asset_id: row for row in tables.assets}
        self._served: defaultdict[str, set[str]] = defaultdict(set)
        for row in tables.dependencies:
            self._served[row.supplier_id].add(row.asset_id)
        self._needs: defaultdict[str, list[NeedRow]] = defaultdict(list)
        self._homes_helped: defaultdict[str, set[str]] = defaultdict(set)
        for need in tables.needs:
            self._needs[need.profile_id].append(need)
        for profile_id, needs in self._needs.items():
            home = self.home_of(profile_id)
            for need in needs if home else ():
                self._homes_helped[need.supplier_id].add(home)

    def of(self, value: AssumedValue) -> Recipient:
        """Whom to ask for a value."""
        if value.table != "need_profiles":
            return self._of_asset(value.key[0])
        home = self.home_of(value.key[0])
        if value.column == "people":
            return Recipient(role=CARE_HOME, asset_id=home) if home else self._of_head_count(value.key[0])
        severities = {need.severity for need in self._needs[value.key[0]] if need.group_id == value.key[1]}
        return Recipient(role="head_of_nursing" if severities & _PROFESSIONAL_SEVERITIES else NOBODY)

    def home_of(self, profile_id: str) -> str:
        """The home (asset id) where a profile's people live; empty for people in homes of their own."""
        return home_among((need.supplier_id for need in self._needs[profile_id]), self._assets)

    def residents_of(self, home: str) -> frozenset[str]:
        """The profiles of a home."""
        return frozenset(profile_id for profile_id in self._needs if self.home_of(profile_id) == home)

    def need_types(self, profile_id: str) -> tuple[str, ...]:
        """What a profile's people need, critical needs first."""
        order = ("critical", "serious", "welfare")
        needs = sorted(self._needs[profile_id], key=lambda need: (order.index(need.severity), need.need_type))
        return tuple(dict.fromkeys(need.need_type for need in needs))

    def users_of(self, asset_id: str) -> tuple[str, ...]:
        """The homes that an asset is there for, else the assets that it serves, by id."""
        homes = self._homes_helped.get(asset_id, set())
        return tuple(sorted(homes if homes else self._served.get(asset_id, ())))

    def marks_of(self, profile_id: str) -> tuple[str, ...]:
        """The needs that tell a profile's people from others; all needs where they have only everybody's."""
        return marks_among(self.need_types(profile_id))

    def _of_head_count(self, profile_id: str) -> Recipient:
        """The care administration knows those who get help or are in danger; nobody counts the rest by telephone."""
        knows = any(need.supplier_id in self._assets and self._is_care(need) for need in self._needs[profile_id])
        return Recipient(role="care_administration" if knows else NOBODY)

    def _is_care(self, need: NeedRow) -> bool:
        service, kind = self._assets[need.supplier_id].service, self._assets[need.supplier_id].kind
        return need.need_type in _KNOWN_TO_CARE or kind in _CARE_KINDS or service in _CARE_SERVICES

    def _of_asset(self, asset_id: str) -> Recipient:
        """The asset's own kind decides; else whom it serves, the nearest first; else what it gives."""
        own = self._own(asset_id)
        if own:
            return own
        nearest = self._nearest_users(asset_id)
        if len(nearest) == 1:
            return nearest.pop()
        service = self._assets[asset_id].service if asset_id in self._assets else ""
        return Recipient(role=_ROLE_OF_SERVICE.get(service, "property"))

    def _nearest_users(self, asset_id: str) -> set[Recipient]:
        seen, front = {asset_id}, [asset_id]
        for _ in range(_MOST_STEPS):
            front = sorted({user for here in front for user in self.users_of(here)} - seen)
            found = {recipient for user in front if (recipient := self._own(user))}
            if found:
                return found
            seen.update(front)
        return set()

    def _own(self, asset_id: str) -> Recipient | None:
        asset = self._assets.get(asset_id)
        if asset is None:
            return None
        if asset.kind in HOME_KINDS:
            return Recipient(role=CARE_HOME, asset_id=asset_id)
        role = _ROLE_OF_KIND.get(asset.kind)
        if role is None and asset.kind not in _FOR_OTHERS:
            role = _ROLE_OF_SERVICE.get(asset.service)
        return Recipient(role=role) if role else None
