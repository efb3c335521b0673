"""What a change averts, found by running again only what it can reach, on the same draws.

Equal to a full run again, bit for bit: per draw, what the touched people suffered before minus what they suffer now.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.by_asset import IntervalsByAsset, join_by_draw, sort_by_asset
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.simulation import (
    LOOK_AHEAD_MINUTES,
    Block,
    Pace,
    record_down_times,
    simulate,
)
from beredt.domain.impact.strata import split_profiles
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.measures import parts
from beredt.domain.measures.blueprint import Blueprint, draw_blueprint
from beredt.domain.measures.changes import Change, Milder
from beredt.domain.measures.measure import MilderDisruption
from beredt.domain.measures.site_moves import Helper, Works
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Disruption, Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit import seeds

IntColumn = NDArray[np.int64]
_Rows = tuple[int, IntColumn, IntColumn, IntColumn]


@attrs.frozen(kw_only=True, eq=False)
class HarmByDraw:
    """Harm of one run, axis: draw. `person_minutes` has a second axis: severity."""

    critical_people: IntColumn
    critical_under_four: IntColumn
    person_minutes: IntColumn

    def plus(self, other: HarmByDraw) -> HarmByDraw:
        """Draw by draw, this harm and the other."""
        return HarmByDraw(
            critical_people=self.critical_people + other.critical_people,
            critical_under_four=self.critical_under_four + other.critical_under_four,
            person_minutes=self.person_minutes + other.person_minutes,
        )

    def minus(self, other: HarmByDraw) -> HarmByDraw:
        """Draw by draw, this harm less the other."""
        return HarmByDraw(
            critical_people=self.critical_people - other.critical_people,
            critical_under_four=self.critical_under_four - other.critical_under_four,
            person_minutes=self.person_minutes - other.person_minutes,
        )


@attrs.frozen(kw_only=True, eq=False)
class Baseline:
    """One scenario in one municipality without any measure, kept so that changes can be tried.

    `drawn` are the disruptions; `hit` are they and `down` the resulting down-times, per asset, over all draws;
    `hit_profiles` those with a critical need used up in some draw.
    """

    scenario: Scenario
    original: MunicipalitySnapshot
    blueprint: Blueprint
    plan: drawing.DrawPlan
    draws: int
    seed: int
    drawn: Disruptions
    hit: IntervalsByAsset
    down: IntervalsByAsset
    harm: HarmByDraw
    hit_profiles: frozenset[str]
    _untouched: dict[tuple[int, ...], HarmByDraw] = attrs.field(factory=dict)
    _start_charges: dict[tuple[str, int], IntColumn] = attrs.field(factory=dict)
    _softer: dict[MilderDisruption, list[tuple[Disruption, frozenset[int]]]] = attrs.field(factory=dict)
    _works: dict[Works, NDArray[np.bool_]] = attrs.field(factory=dict)

    @property
    def horizon_minutes(self) -> int:
        """The horizon [min]."""
        return self.scenario.horizon_hours * 60

    @property
    def solved_minutes(self) -> int:
        """How far draws are solved [min]."""
        return self.horizon_minutes + LOOK_AHEAD_MINUTES

    def averted_by(self, change: Change, strata: tuple[int, ...] | None = None) -> HarmByDraw:
        """The harm that `change` averts, draw by draw; negative where it does harm.

        Counted among all whom it can reach, or among the people of `strata` only.
        """
        if strata is None:
            strata = parts.touched_strata(self.blueprint, change)
        if not strata or not self.can_matter(change):
            return no_harm(self.draws)
        after = self.run(parts.touched_part(self.blueprint, change, strata), change)
        return self.suffered_by(strata).minus(harm_of(after))

    def averted_more_by(self, cause: Change, before: Change, together: Change) -> HarmByDraw:
        """What `together` averts beyond `before`, where `cause` is what was added: only whom that can reach is run."""
        strata = parts.touched_strata(self.blueprint, together, cause)
        if not strata or not self.can_matter(cause):
            return no_harm(self.draws)
        runs = [
            harm_of(self.run(parts.touched_part(self.blueprint, change, strata), change))
            for change in (before, together)
        ]
        return runs[0].minus(runs[1])

    def suffered_by(self, strata: tuple[int, ...]) -> HarmByDraw:
        """The harm of the people of `strata` without any measure."""
        if strata not in self._untouched:
            before = parts.untouched_needs(self.blueprint, strata)
            self._untouched[strata] = harm_of(self.run(before, Change()))
        return self._untouched[strata]

    def was_ever_down(self, asset: int) -> bool:
        """Whether an asset of the pack was down in any draw."""
        return bool(self.down.offsets[asset + 1] > self.down.offsets[asset])

    def can_matter(self, change: Change) -> bool:
        """Whether anything that the change leans on or alters was ever down."""
        groups = [*change.need_groups.values()]
        for owner, owned in change.groups_of.items():
            groups += [group for group in owned if group not in self.blueprint.groups_of[owner]]
        groups += [group for helper in change.helpers for group in helper.groups]
        near = {supplier for group in groups for supplier in group.suppliers if supplier < self.blueprint.asset_count}
        near |= set(change.restart) | {asset for milder in change.milder for asset in milder.assets}
        return bool(change.moves) or any(self.was_ever_down(asset) for asset in near)

    def run(self, part: parts.Part, change: Change) -> Outcome:
        """The outcome of a part of the changed network over all draws."""
        return self._simulate(compile_network(part.snapshot), part, change)

    def _simulate(self, network: Network, part: parts.Part, change: Change) -> Outcome:
        block = Block(first_draw=0, disruptions=self._disruptions(part, change), start_charge=self._charges(network))
        return simulate(
            network=network,
            make_block=lambda first, count: block,
            draws=self.draws,
            horizon_minutes=self.horizon_minutes,
            pace=Pace(block_draws=self.draws),
        )

    def _charges(self, network: Network) -> IntColumn:
        stocks = list(zip(network.stock_names, network.stock_buffer.tolist(), strict=True))
        for name, buffer_minutes in stocks:
            if (name, buffer_minutes) not in self._start_charges:
                self._start_charges[name, buffer_minutes] = drawing.draw_start_charge(
                    name=name,
                    buffer_minutes=buffer_minutes,
                    seed=self.seed,
                    municipality=self.plan.municipality,
                    draws=self.draws,
                )
        rows = [self._start_charges[stock] for stock in stocks]
        return np.array(rows, dtype=np.int64).reshape(len(rows), self.draws)

    def outcome_by_need(self, part: parts.Part, change: Change) -> NDArray[np.signedinteger]:
        """Onset of every need of a part [min], axes: draw, need of the part; `solved_minutes` where none."""
        network = compile_network(part.snapshot)
        outcome = self._simulate(network, part, change)
        onset = np.empty_like(outcome.onset)
        onset[:, network.need_of_row] = outcome.onset
        return onset

    def _disruptions(self, part: parts.Part, change: Change) -> Disruptions:
        softened = {asset: milder for milder in change.milder for asset in milder.assets}
        return join_by_draw(
            [
                rows
                for place, asset in enumerate(part.assets)
                for rows in self._rows(place, asset, part, change, softened.get(asset))
            ],
            self.draws,
        )

    def _rows(self, place: int, asset: int, part: parts.Part, change: Change, milder: Milder | None) -> Iterator[_Rows]:
        count = self.blueprint.asset_count
        if asset >= count:
            yield from self._helper_rows(place, change.helpers[asset - count])
        elif milder is not None:
            yield from self._milder_rows(place, asset, milder)
        else:
            known = self.hit if asset in part.recomputed else self.down
            rows = known.rows_of(asset)
            if rows.stop > rows.start:
                yield place, known.draw[rows], known.start[rows], known.end[rows]

    def _helper_rows(self, place: int, helper: Helper) -> Iterator[_Rows]:
        every = np.arange(self.draws, dtype=np.int64)
        until = min(helper.down_until_minute, self.solved_minutes)
        if until > 0:
            yield place, every, np.zeros(self.draws, np.int64), np.full(self.draws, until)
        failed = every[~self._does_work(helper.works)]
        if len(failed):
            yield place, failed, np.zeros(len(failed), np.int64), np.full(len(failed), self.solved_minutes)

    def _milder_rows(self, place: int, asset: int, milder: Milder) -> Iterator[_Rows]:
        """Disruptions of one asset: softened in the draws where the measure works, as they were in the others."""
        works = self._does_work(milder.works)
        rows = self.hit.rows_of(asset)
        stays = ~works[self.hit.draw[rows]]
        yield place, self.hit.draw[rows][stays], self.hit.start[rows][stays], self.hit.end[rows][stays]
        for softer, chosen in self._softer_rules(milder):
            if asset in chosen:
                draw, _, start, end = drawing.draw_rule(self.plan, softer, np.array([asset]), 0, self.draws)
                applies = works[draw]
                yield place, draw[applies], start[applies], end[applies]

    def _softer_rules(self, milder: Milder) -> list[tuple[Disruption, frozenset[int]]]:
        """The scenario's rules as the measure leaves them, and whom they choose."""
        if milder.effect not in self._softer:
            rules = [
                _softened(rule, milder.effect) if rule.lever in milder.effect.levers else rule
                for rule in self.scenario.disruptions
            ]
            self._softer[milder.effect] = [
                (rule, frozenset(select_assets(self.original, rule.selector).tolist())) for rule in rules
            ]
        return self._softer[milder.effect]

    def _does_work(self, works: Works | None) -> NDArray[np.bool_]:
        if works is None:
            return np.ones(self.draws, dtype=np.bool_)
        if works not in self._works:
            key = np.array([seeds.stream_key(self.seed, self.plan.municipality, works.name, "works")], dtype=np.uint64)
            self._works[works] = np.asarray(seeds.uniforms(key, 0, self.draws)[0] < works.probability)
        return self._works[works]


@attrs.frozen(kw_only=True, eq=False)
class Ground:
    """What scenarios of the same temperature and reach have in common: made once, used by each."""

    original: MunicipalitySnapshot
    network: Network
    blueprint: Blueprint


def make_ground(*, snapshot: MunicipalitySnapshot, scenario: Scenario) -> Ground:
    """The ground of `scenario` and of all others with the same temperature and reach."""
    split = split_profiles(snapshot, temperature_c=scenario.temperature_c)
    return Ground(
        original=snapshot,
        network=compile_network(split.snapshot),
        blueprint=draw_blueprint(split, is_wide=scenario.wider_than_municipality),
    )


def make_baseline(
    *, ground: Ground, scenario: Scenario, draws: int, seed: int, drawn: Disruptions | None = None
) -> Baseline:
    """The baseline of `scenario`; `drawn` are disruptions already drawn for the same scenario, draws and seed."""
    snapshot, network = ground.original, ground.network
    plan = drawing.plan_draws(snapshot=snapshot, scenario=scenario, seed=seed)
    hit = drawn or drawing.draw_disruptions(plan, 0, draws)
    charge = drawing.draw_start_charges(
        network=network, seed=seed, municipality=snapshot.code, first_draw=0, draws=draws
    )
    block = Block(first_draw=0, disruptions=hit, start_charge=charge)
    horizon = scenario.horizon_hours * 60
    outcome = simulate(
        network=network,
        make_block=lambda first, number: block,
        draws=draws,
        horizon_minutes=horizon,
        pace=Pace(block_draws=draws),
    )
    return Baseline(
        scenario=scenario,
        original=snapshot,
        blueprint=ground.blueprint,
        plan=plan,
        draws=draws,
        seed=seed,
        drawn=hit,
        hit=sort_by_asset(hit, len(snapshot.assets.asset_id)),
        down=record_down_times(network=network, block=block, solved_minutes=horizon + LOOK_AHEAD_MINUTES),
        harm=harm_of(outcome),
        hit_profiles=_critically_hit(network, outcome, horizon),
    )


def harm_of(outcome: Outcome) -> HarmByDraw:
    """The harm of a run, draw by draw."""
    return HarmByDraw(
        critical_people=outcome.critical_people,
        critical_under_four=outcome.critical_under_four,
        person_minutes=outcome.person_minutes,
    )


def _critically_hit(network: Network, outcome: Outcome, horizon: int) -> frozenset[str]:
    columns, profiles = network.columns, network.snapshot.profiles
    is_hit = (outcome.onset < horizon).any(axis=0) & (columns.need_severity == 0)
    return frozenset(profiles.profile_id[stratum] for stratum in columns.need_stratum[is_hit].tolist())


def no_harm(draws: int) -> HarmByDraw:
    """Nobody, in any draw."""
    return HarmByDraw(
        critical_people=np.zeros(draws, np.int64),
        critical_under_four=np.zeros(draws, np.int64),
        person_minutes=np.zeros((draws, 3), np.int64),
    )


def _softened(rule: Disruption, effect: MilderDisruption) -> Disruption:
    selector = rule.selector
    if selector.top_share is not None:
        selector = attrs.evolve(selector, top_share=selector.top_share * effect.share_factor)
    return attrs.evolve(
        rule,
        selector=selector,
        probability=rule.probability * effect.probability_factor,
        duration_p50_hours=rule.duration_p50_hours * effect.duration_factor,
        duration_p90_hours=rule.duration_p90_hours * effect.duration_factor,
    )
