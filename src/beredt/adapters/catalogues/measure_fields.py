"""What a measure does and where it can go, read from one mapping of a measure file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from beredt.adapters.catalogues.fields import Fields
from beredt.domain.measures.measure import (
    Backup,
    Effect,
    LongerBuffer,
    LowerThreshold,
    MilderDisruption,
    OpenSite,
    Range,
    ShorterRestart,
    TargetSelector,
)
from beredt.domain.municipality.tables import BUFFER_KINDS
from beredt.domain.riskpicture.levers import LEVERS
from beredt.domain.riskpicture.scenario import Selector
from beredt.kit.language import mark

LONGEST_HOURS = 8760.0
EFFECT_PLACES: Mapping[str, tuple[str, ...]] = {
    "backup": ("assets", "needs"),
    "longer_buffer": ("assets", "needs"),
    "lower_threshold": ("assets", "needs"),
    "shorter_restart": ("assets",),
    "milder": ("assets",),
    "open_site": ("sites",),
}
"""Effects by the word they have in files, and what they can be put at."""


def read_range(fields: Fields, key: str, *, high: float) -> Range:
    """`low`, `likely` and `high` of one value, in this order; zeros where missing."""
    inner = fields.inner(key)
    if inner is None:
        return Range(low=0.0, likely=0.0, high=0.0)
    found = Range(
        low=inner.number("low", low=0.0, high=high),
        likely=inner.number("likely", low=0.0, high=high),
        high=inner.number("high", low=0.0, high=high),
    )
    if not found.low <= found.likely <= found.high:
        inner.report("", mark("A range needs low, likely and high in rising order."))
    inner.done()
    return found


def read_targets(fields: Fields | None) -> TargetSelector:
    """Where a measure can go: exactly one of `assets`, `need_types` and `sites`."""
    if fields is None:
        return TargetSelector(what="assets")
    named = [key for key in ("assets", "need_types", "sites") if fields.has(key)]
    if len(named) != 1:
        fields.report("", mark("Exactly one of assets, need_types and sites is expected here."))
    if named == ["sites"] and not fields.yes_or_no("sites"):
        fields.report("sites", mark("Only true makes sense here."))
    assets = fields.inner("assets", optional=True)
    what = {"assets": "assets", "need_types": "needs", "sites": "sites"}[named[0] if named else "assets"]
    targets = TargetSelector(
        what=what,
        assets=_selector(assets) if assets is not None else Selector(),
        otherwise=tuple(_selector(entry) for entry in fields.each("otherwise", optional=True)),
        feeds=fields.words("feeds"),
        except_kinds=fields.words("except_kinds"),
        residents=fields.yes_or_no("residents", default=False),
        part_kinds=fields.words("part_kinds"),
        need_types=fields.words("need_types"),
    )
    for key in ("otherwise", "feeds", "except_kinds", "residents", "part_kinds"):
        if what != "assets" and fields.has(key):
            fields.report(key, mark("This makes sense beside assets only."))
    fields.done()
    return targets


def read_effects(fields: Fields, targets: TargetSelector) -> tuple[Effect, ...]:
    """The effects of a measure, each of which must fit what it is put at."""
    effects = [_effect(entry, targets) for entry in fields.each("effects")]
    if fields.has("effects") and not effects:
        fields.report("effects", mark("A computed measure needs at least one effect."))
    return tuple(effect for effect in effects if effect is not None)


def _selector(fields: Fields) -> Selector:
    selector = Selector(services=fields.words("services"), kinds=fields.words("kinds"))
    if not selector.services and not selector.kinds:
        fields.report("", mark("services or kinds is expected here."))
    fields.done()
    return selector


def _effect(fields: Fields, targets: TargetSelector) -> Effect | None:
    named = [key for key in EFFECT_PLACES if fields.has(key)]
    if len(named) != 1 or len(fields.keys()) != 1:
        fields.report("", mark("Exactly one effect is expected here: {choices}."), choices=", ".join(EFFECT_PLACES))
        return None
    inner = fields.inner(named[0])
    if inner is None:
        return None
    if targets.what not in EFFECT_PLACES[named[0]]:
        inner.report("", mark("The effect {effect} cannot be put at {what}."), effect=named[0], what=targets.what)
    effect = _READERS[named[0]](inner)
    inner.done()
    return effect


def _backup(fields: Fields) -> Effect:
    hours = fields.optional_number("hours", low=0.0, high=LONGEST_HOURS)
    return Backup(
        supply_services=_services(fields),
        hours=hours,
        kind=fields.choice("buffer", BUFFER_KINDS),
        needs_services=fields.words("needs"),
        after_hours=fields.number("after_hours", low=0.0, high=LONGEST_HOURS, default=0.0),
        shared=fields.yes_or_no("shared", default=False),
    )


def _longer_buffer(fields: Fields) -> Effect:
    return LongerBuffer(supply_services=_services(fields), hours=fields.number("hours", low=0.0, high=LONGEST_HOURS))


def _lower_threshold(fields: Fields) -> Effect:
    share = fields.number("share", low=0.0, high=1.0)
    if fields.has("share") and share == 0.0:
        fields.report("share", mark("A share must be above 0."))
    return LowerThreshold(supply_services=_services(fields), share=share)


def _shorter_restart(fields: Fields) -> Effect:
    return ShorterRestart(hours=fields.number("hours", low=0.0, high=LONGEST_HOURS))


def _milder(fields: Fields) -> Effect:
    levers = fields.words("levers")
    unknown = [lever for lever in levers if lever not in LEVERS]
    if unknown or not levers:
        fields.report("levers", mark("One of these is expected here: {choices}."), choices=", ".join(LEVERS))
    effect = MilderDisruption(
        levers=levers,
        probability_factor=fields.number("probability_factor", low=0.0, high=1.0, default=1.0),
        duration_factor=fields.number("duration_factor", low=0.0, high=1.0, default=1.0),
        share_factor=fields.number("share_factor", low=0.0, high=1.0, default=1.0),
    )
    if effect.probability_factor == effect.duration_factor == effect.share_factor == 1.0:
        fields.report("", mark("A milder disruption needs a factor below 1."))
    return effect


def _open_site(fields: Fields) -> Effect:
    effect = OpenSite(
        open_hours=fields.number("open_hours", low=0.0, high=LONGEST_HOURS),
        need_types=fields.words("need_types"),
        power_hours=fields.number("power_hours", low=0.0, high=LONGEST_HOURS, default=0.0),
        brings_services=fields.words("brings"),
    )
    if not effect.need_types:
        fields.report("need_types", mark("A value is missing here."))
    return effect


def _services(fields: Fields) -> tuple[str, ...]:
    services = fields.words("services")
    if not fields.has("services"):
        fields.report("services", mark("A value is missing here."))
    return services


_READERS: Mapping[str, Callable[[Fields], Effect]] = {
    "backup": _backup,
    "longer_buffer": _longer_buffer,
    "lower_threshold": _lower_threshold,
    "shorter_restart": _shorter_restart,
    "milder": _milder,
    "open_site": _open_site,
}
