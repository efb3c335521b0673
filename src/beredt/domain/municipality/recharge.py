"""What a blank recharge means: never 0 (model.md section 1)."""

from __future__ import annotations

from beredt.kit import units

NOT_WITHIN_HORIZON = -1
"""Recharge code of a buffer that is not refilled within any horizon (a fuel tank without a delivery)."""

_CARE_SERVICES = frozenset({"care_critical", "care_other"})


def infer_buffer_kind(*, stated: str, owner_kind: str, supplier_services: tuple[str, ...]) -> str:
    """The buffer kind of a group: as stated, else from what it hangs on.

    A group supplied by fuel, or owned by a generator, is a tank of fuel; medicine and food are a stock; care is a
    visit; everything else is a battery.
    """
    if stated:
        return stated
    services = set(supplier_services)
    if owner_kind == "generator" or services == {"fuel"}:
        return "fuel"
    if services and services <= {"medicine", "food"}:
        return "stock"
    if services and services <= _CARE_SERVICES:
        return "visit"
    return "battery"


def recharge_minutes(*, stated_hours: float | None, buffer_minutes: int, buffer_kind: str) -> int:
    """Minutes [min] from empty to full, 0 for at once, `NOT_WITHIN_HORIZON` for never.

    A stated value always wins. Blank: battery, stock and routine take twice the buffer, fuel is not refilled within
    the horizon, a visit restores everything at once.
    """
    if stated_hours is not None:
        return units.minutes_from_hours(stated_hours)
    if buffer_kind == "fuel":
        return NOT_WITHIN_HORIZON
    if buffer_kind == "visit":
        return 0
    return 2 * buffer_minutes
