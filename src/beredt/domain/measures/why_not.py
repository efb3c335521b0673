"""Why a measure averts nothing in any hazard: what it counters does not happen, or more than that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from beredt.domain.impact.by_asset import IntervalsByAsset
from beredt.domain.measures.blueprint import Blueprint, Group
from beredt.domain.measures.changes import Change, apply_candidates
from beredt.domain.measures.measure import (
    Backup,
    Candidate,
    Effect,
    LowerThreshold,
    MilderDisruption,
    OpenSite,
    ShorterRestart,
    Target,
)
from beredt.domain.measures.whatif import Baseline
from beredt.domain.riskpicture.selection import select_assets

STAFF = "staff"
STAFF_LEVER = "staff_absence"

_Tried = Sequence[tuple[Baseline, Change]]


def why_not(baselines: Sequence[Baseline], candidate: Candidate) -> str:
    """One of `result.REASONS` for a candidate that averts nothing.

    `shared`: neighbours need it too. `not_hit`: what it holds up never fails. `nobody_depends`: no needs hang on it.
    `staff_present` and `other_cause`: what it supports fails, but for another cause than the one that it counters.
    `already_covered`: nobody whom it reaches suffers. `another_need_fails`: it is not enough alone.
    """
    tried = [(baseline, apply_candidates(baseline.blueprint, [candidate])) for baseline in baselines]
    if not any(baseline.can_matter(change) for baseline, change in tried):
        return "shared" if _is_shared(candidate) else "not_hit"
    if not any(baseline.ground.touched_strata(change) for baseline, change in tried):
        return "nobody_depends"
    if not any(_is_countered(baseline, candidate) for baseline, change in tried if not change.is_empty):
        return _other_reason(tried, candidate)
    return "another_need_fails" if _is_anybody_suffering(tried) else "already_covered"


def _other_reason(tried: _Tried, candidate: Candidate) -> str:
    if any(change.is_empty for _, change in tried) and _is_shared(candidate):
        return "shared"
    effects = candidate.measure.effects
    fails = any(_is_ever(baseline.down, _assets_of(change, effect)) for baseline, change in tried for effect in effects)
    if not fails:
        return "not_hit"
    return "staff_present" if all(_is_about_staff(effect) for effect in effects) else "other_cause"


def _assets_of(change: Change, effect: Effect) -> Iterable[int]:
    """What of a change can fail for another cause than the one that the effect counters."""
    if isinstance(effect, MilderDisruption):
        return (asset for milder in change.milder if milder.effect == effect for asset in milder.assets)
    return change.groups_of if isinstance(effect, LowerThreshold) else ()


def _is_shared(candidate: Candidate) -> bool:
    return any(isinstance(effect, Backup) and effect.shared for effect in candidate.measure.effects)


def _is_about_staff(effect: Effect) -> bool:
    if isinstance(effect, MilderDisruption):
        return set(effect.levers) == {STAFF_LEVER}
    return isinstance(effect, LowerThreshold) and set(effect.supply_services) == {STAFF}


def _is_anybody_suffering(tried: _Tried) -> bool:
    for baseline, change in tried:
        strata = baseline.ground.touched_strata(change)
        if strata and baseline.suffered_by(strata).person_minutes.any():
            return True
    return False


def _is_countered(baseline: Baseline, candidate: Candidate) -> bool:
    """Whether what the measure is for happens at any of its targets in any draw of a hazard."""
    return any(_happens(baseline, candidate, effect) for effect in candidate.measure.effects)


def _happens(baseline: Baseline, candidate: Candidate, effect: Effect) -> bool:
    if isinstance(effect, OpenSite):
        return True
    blueprint = baseline.blueprint
    assets = {blueprint.position_of[target.target_id] for target in candidate.targets if target.what == "assets"}
    if isinstance(effect, MilderDisruption):
        return any(
            rule.lever in effect.levers
            and not assets.isdisjoint(select_assets(baseline.ground.original, rule.selector).tolist())
            for rule in baseline.scenario.disruptions
        )
    if isinstance(effect, ShorterRestart):
        return _is_ever(baseline.down, assets)
    suppliers = {
        supplier
        for target in candidate.targets
        for group in _groups_at(blueprint, candidate, target)
        if not blueprint.services_of[group.suppliers].isdisjoint(effect.supply_services)
        for supplier in group.suppliers
    }
    # Fewer are enough where single ones are away; where all fail with what they hang on, it does not help.
    return _is_ever(baseline.hit if isinstance(effect, LowerThreshold) else baseline.down, suppliers)


def _groups_at(blueprint: Blueprint, candidate: Candidate, target: Target) -> Iterator[Group]:
    if target.what == "assets":
        yield from blueprint.groups_of[blueprint.position_of[target.target_id]]
        return
    wanted = candidate.measure.targets.need_types
    for number in blueprint.needs_of_profile.get(target.target_id, ()):
        need = blueprint.needs[number]
        if not wanted or need.need_type in wanted:
            yield need.group


def _is_ever(rows: IntervalsByAsset, assets: Iterable[int]) -> bool:
    return any(rows.offsets[asset + 1] > rows.offsets[asset] for asset in assets)
