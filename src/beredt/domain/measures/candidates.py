"""Measures put into one municipality: where each could go, how many it would reach, and what it would cost there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from beredt.domain.measures.measure import Backup, Candidate, Cost, Measure, Range, Target
from beredt.domain.measures.surroundings import CHANGES, COVERED, NOTHING, Surroundings
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import MeasureRow
from beredt.domain.riskpicture.selection import select_assets

ALL = "all"
ONE_OF = "one_of"


@attrs.frozen(kw_only=True)
class NoTarget:
    """A measure that gives no candidate here.

    `reason`: `asserted` (the model cannot see it), `no_target` (nothing here that it could be put at) or
    `already_covered` (what it brings is there).
    """

    measure: Measure
    reason: str


@attrs.frozen(kw_only=True)
class Place:
    """One thing that a measure puts up: its id (an asset, a profile or a site), what belongs to it, who is behind it.

    `people` [persons]; `spared` places have another way already and come last where not all can be served.
    """

    place_id: str
    targets: tuple[Target, ...]
    people: int
    spared: bool = False


def expand(
    measures: Iterable[Measure], snapshot: MunicipalitySnapshot, local_prices: Sequence[MeasureRow] = ()
) -> tuple[tuple[Candidate, ...], tuple[NoTarget, ...]]:
    """All candidates in this municipality by id, and the measures that give none, by id.

    `local_prices` override the catalogue's: a row `measure` gives the unit price, a row `measure@target` the price of
    that candidate, and makes the target a candidate where the catalogue's selector passes it by.
    """
    surroundings = Surroundings(snapshot)
    prices = {row.measure_id: row for row in local_prices}
    candidates: list[Candidate] = []
    without: list[NoTarget] = []
    for measure in sorted(measures, key=lambda item: item.measure_id):
        places, reason = places_of(measure, surroundings, _named_targets(measure, prices))
        if places:
            candidates.extend(_candidates(measure, places, surroundings, prices))
        else:
            without.append(NoTarget(measure=measure, reason=reason))
    return tuple(sorted(candidates, key=lambda item: item.candidate_id)), tuple(without)


def unused_prices(
    local_prices: Iterable[MeasureRow], measures: Iterable[Measure], candidates: Iterable[Candidate]
) -> tuple[str, ...]:
    """Ids among the local prices that name no measure of the catalogue and no candidate here, in the pack's order."""
    known = {measure.measure_id for measure in measures} | {candidate.candidate_id for candidate in candidates}
    return tuple(row.measure_id for row in local_prices if row.measure_id not in known)


def places_of(measure: Measure, surroundings: Surroundings, named: Sequence[str] = ()) -> tuple[tuple[Place, ...], str]:
    """The places where a measure changes something, by id; without any, the reason as in `NoTarget`."""
    if measure.effect_kind != "computed":
        return (), "asserted"
    tried = [_place(measure, surroundings, what, place_id) for what, place_id in _chosen(measure, surroundings, named)]
    places = {place.place_id: place for place, _ in tried if place is not None}
    if places:
        return tuple(places[place_id] for place_id in sorted(places)), ""
    return (), "already_covered" if any(state == COVERED for _, state in tried) else "no_target"


def _chosen(measure: Measure, surroundings: Surroundings, named: Sequence[str]) -> list[tuple[str, str]]:
    """What the selector picks and what the pack names: kind of target and id."""
    snapshot, what = surroundings.snapshot, measure.targets.what
    if what == "needs":
        known: Sequence[str] = snapshot.profiles.profile_id
        picked: Sequence[str] = known
    elif what == "sites":
        known = picked = snapshot.sites.site_id
    else:
        known = snapshot.assets.asset_id
        picked = [known[asset] for asset in _picked_assets(measure, surroundings)]
    return [(what, place_id) for place_id in sorted({*picked, *(name for name in named if name in known)})]


def _picked_assets(measure: Measure, surroundings: Surroundings) -> list[int]:
    targets = measure.targets
    for selector in (targets.assets, *targets.otherwise):
        found = [
            asset
            for asset in select_assets(surroundings.snapshot, selector).tolist()
            if surroundings.snapshot.assets.kind[asset] not in targets.except_kinds
            and (not targets.feeds or surroundings.feeds(asset, targets.feeds))
        ]
        if found:
            return found
    return []


def _place(measure: Measure, surroundings: Surroundings, what: str, place_id: str) -> tuple[Place | None, int]:
    """The place with what belongs to it and is changed there, and the furthest that any effect reaches."""
    targets = _belonging(measure, surroundings, what, place_id)
    states = [
        max((surroundings.reach(effect, target, measure.targets) for effect in measure.effects), default=NOTHING)
        for target in targets
    ]
    changed = tuple(target for target, state in zip(targets, states, strict=True) if state == CHANGES)
    if not changed:
        return None, max(states, default=NOTHING)
    place = Place(
        place_id=place_id,
        targets=changed,
        people=surroundings.people_of(changed),
        spared=_is_spared(measure, surroundings, changed),
    )
    return place, CHANGES


def _belonging(measure: Measure, surroundings: Surroundings, what: str, place_id: str) -> tuple[Target, ...]:
    place = "municipality" if measure.cost.per == "municipality" else place_id if what == "assets" else ""
    targets = [Target(what=what, target_id=place_id, place=place)]
    asset = surroundings.asset_index(place_id) if what == "assets" else None
    if asset is not None:
        snapshot = surroundings.snapshot
        parts = surroundings.parts_of(asset, measure.targets.part_kinds)
        targets += [Target(what="assets", target_id=snapshot.assets.asset_id[part], place=place) for part in parts]
        residents = surroundings.residents_of(asset) if measure.targets.residents else []
        targets += [
            Target(what="needs", target_id=snapshot.profiles.profile_id[profile], place=place) for profile in residents
        ]
    return tuple(targets)


def _is_spared(measure: Measure, surroundings: Surroundings, targets: Iterable[Target]) -> bool:
    """Whether every backup that the measure brings has something like it there already."""
    backups = [effect for effect in measure.effects if isinstance(effect, Backup)]
    held = [
        surroundings.has_another_way(effect, target, measure.targets)
        for target in targets
        for effect in backups
        if surroundings.reach(effect, target, measure.targets) == CHANGES
    ]
    return bool(held) and all(held)


def _candidates(
    measure: Measure, places: Sequence[Place], surroundings: Surroundings, prices: Mapping[str, MeasureRow]
) -> list[Candidate]:
    if measure.expansion == "each":
        return [_candidate(measure, place.place_id, [place], surroundings, prices) for place in places]
    if measure.expansion == ONE_OF:
        chosen = sorted(places, key=lambda place: (place.spared, -place.people, place.place_id))[: measure.quantity]
        return [_candidate(measure, ONE_OF, chosen, surroundings, prices)]
    return [_candidate(measure, ALL, places, surroundings, prices)]


def _candidate(
    measure: Measure,
    suffix: str,
    places: Sequence[Place],
    surroundings: Surroundings,
    prices: Mapping[str, MeasureRow],
) -> Candidate:
    candidate_id = f"{measure.measure_id}@{suffix}"
    targets = tuple(dict.fromkeys(target for place in places for target in place.targets))
    people = surroundings.people_of(targets)
    persons = max(people, surroundings.served_by(targets))
    units = {"target": len(places), "person": persons, "municipality": 1}[measure.cost.per]
    capital, yearly, basis = _prices(
        measure.cost, units, whole=prices.get(candidate_id), unit=prices.get(measure.measure_id)
    )
    return Candidate(
        candidate_id=candidate_id,
        measure=measure,
        targets=targets,
        capital_kr=capital,
        yearly_kr=yearly,
        cost_basis=basis,
        people=people,
    )


def _prices(cost: Cost, units: int, *, whole: MeasureRow | None, unit: MeasureRow | None) -> tuple[Range, Range, str]:
    """Capital [kr], yearly [kr] and the weaker of their bases; the nearest price that is given counts."""
    found = []
    for column, catalogue in (("capital_kr", cost.capital_kr), ("yearly_kr", cost.yearly_kr)):
        for row, times in ((whole, 1), (unit, units)):
            price = None if row is None else getattr(row, column)
            if row is not None and price is not None:
                found.append((_times(Range(low=price, likely=price, high=price), times), row.origin.basis))
                break
        else:
            found.append((_times(catalogue, units), cost.basis))
    (capital, capital_basis), (yearly, yearly_basis) = found
    weakest = max((capital_basis, yearly_basis), key=("verified", "assumed", "default").index)
    return capital, yearly, weakest


def _times(price: Range, units: int) -> Range:
    return Range(low=price.low * units, likely=price.likely * units, high=price.high * units)


def _named_targets(measure: Measure, prices: Iterable[str]) -> tuple[str, ...]:
    """Targets that local prices name for a measure that is placed one by one."""
    if measure.expansion != "each":
        return ()
    start = f"{measure.measure_id}@"
    return tuple(name.removeprefix(start) for name in prices if name.startswith(start))
