"""Who answers for a measure, who decides on it and who pays."""

from __future__ import annotations

from collections.abc import Mapping

from beredt.kit.language import mark

PARTIES: Mapping[str, str] = {
    "municipality": mark("the municipality"),
    "utility": mark("the utility"),
    "region": mark("the region"),
    "housing_association": mark("the housing association"),
    "private_provider": mark("the private provider"),
}
"""Those who decide or pay, and their names."""

ROLES: Mapping[str, str] = {
    "preparedness_coordinator": mark("the preparedness coordinator"),
    "head_of_care": mark("the head of health and care"),
    "care_team_leader": mark("the care-team leader"),
    "head_of_nursing": mark("the head of nursing"),
    "head_of_property": mark("the head of property"),
    "head_of_it": mark("the head of IT"),
    "security_officer": mark("the information-security officer"),
    "head_of_roads": mark("the head of roads and environment"),
    "head_of_childcare": mark("the head of childcare and schools"),
    "head_of_kitchens": mark("the head of the kitchens"),
    "rescue_service": mark("the rescue service"),
    "utility": mark("the utility"),
    "region": mark("the region"),
}
"""Roles that answer for a measure, and their names; never a person."""
