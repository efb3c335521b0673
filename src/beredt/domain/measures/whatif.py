"""What a change averts, found by running again only what it can reach, on the same draws.

Equal to a full run again, bit for bit: per draw, what the touched people suffered before minus what they suffer now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.by_asset import IntervalsByAsset, join_by_draw, pick_assets, sort_by_asset
from beredt.domain.impact.network import Network
from beredt.domain.impact.simulation import (
    LOOK_AHEAD_MINUTES,
    Block,
    Pace,
    record_down_times,
    simulate,
)
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.measures import parts
from beredt.domain.measures.blueprint import Blueprint
from beredt.domain.measures.changes import Change, Milder
from beredt.domain.measures.ground import Compiled, Ground
from beredt.domain.measures.measure import MilderDisruption
from beredt.domain.measures.site_moves import Helper, Works
from beredt.domain.riskpicture.scenario import Disruption, Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.kit import seeds
from beredt.kit.recent import Recent

IntColumn = NDArray[np.int64]
MOST_RECENT = 64
_Rows = tuple[IntColumn, IntColumn, IntColumn]
"""Draw, start and end [min] of intervals of one asset."""


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

    def first(self, draws: int) -> HarmByDraw:
        """The harm of the first `draws` draws: a run of so few draws gives the same."""
        return HarmByDraw(
            critical_people=self.critical_people[:draws],
            critical_under_four=self.critical_under_four[:draws],
            person_minutes=self.person_minutes[:draws],
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
    ground: Ground
    plan: drawing.DrawPlan
    draws: int
    seed: int
    drawn: Disruptions
    hit: IntervalsByAsset
    down: IntervalsByAsset
    harm: HarmByDraw
    hit_profiles: frozenset[str]
    _recent: Recent = attrs.field(factory=lambda: Recent(MOST_RECENT))
    _untouched: dict[tuple[int, ...], HarmByDraw] = attrs.field(factory=dict)
    _start_charges: dict[tuple[str, int], IntColumn] = attrs.field(factory=dict)
    _softer: dict[MilderDisruption, list[tuple[Disruption, frozenset[int]]]] = attrs.field(factory=dict)
    _works: dict[Works, NDArray[np.bool_]] = attrs.field(factory=dict)
    _failures: dict[Works, IntColumn] = attrs.field(factory=dict)
    _softened: dict[tuple[MilderDisruption, Works | None, int], tuple[_Rows, ...]] = attrs.field(factory=dict)

    @property
    def blueprint(self) -> Blueprint:
        """The municipality as lists by position."""
        return self.ground.blueprint

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
            strata = self.ground.touched_strata(change)
        if not strata or not self.can_matter(change):
            return no_harm(self.draws)
        after = self.run(self.ground.touched_part(change, strata), change)
        return self.suffered_by(strata).minus(harm_of(after))

    def averted_more_by(self, cause: Change, before: Change, together: Change) -> HarmByDraw:
        """What `together` averts beyond `before`, where `cause` is what was added: only whom that can reach is run."""
        strata = self.ground.touched_strata(together, cause)
        if not strata or not self.can_matter(cause):
            return no_harm(self.draws)
        after = self.run(self.ground.touched_part(together, strata), together)
        return self.suffered_with(before, strata).minus(harm_of(after))

    def suffered_with(self, change: Change, strata: tuple[int, ...]) -> HarmByDraw:
        """The harm of the people of `strata` with a change in place."""
        return self._recent.get(
            strata, (change,), lambda: harm_of(self.run(self.ground.touched_part(change, strata), change))
        )

    def suffered_by(self, strata: tuple[int, ...]) -> HarmByDraw:
        """The harm of the people of `strata` without any measure."""
        if strata not in self._untouched:
            others = tuple(sorted(set(range(len(self.blueprint.strata))).difference(strata)))
            if not others:
                return self.harm
            # Of many people it is quicker to leave out the few others.
            self._untouched[strata] = (
                self.harm.minus(self.suffered_by(others))
                if len(others) < len(strata)
                else harm_of(self.run(self.ground.untouched_needs(strata), Change()))
            )
        return self._untouched[strata]

    def can_matter(self, change: Change) -> bool:
        """Whether anything that the change leans on or alters was ever down."""
        near = self.ground.assets_near(change)
        return bool(change.moves) or bool((self.down.offsets[near + 1] > self.down.offsets[near]).any())

    def run(self, compiled: Compiled, change: Change) -> Outcome:
        """The outcome of a part of the changed network over all draws."""
        block = self.block(compiled, change)
        return simulate(
            network=compiled.network,
            make_block=lambda first, count: block,
            draws=self.draws,
            horizon_minutes=self.horizon_minutes,
            pace=Pace(block_draws=self.draws),
        )

    def block(self, compiled: Compiled, change: Change) -> Block:
        """The outages and start charges of a part of the changed network in all draws."""
        return Block(
            first_draw=0,
            disruptions=self._disruptions(compiled.part, change),
            start_charge=self._charges(compiled.network),
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

    def onset_by_need(self, compiled: Compiled, change: Change) -> NDArray[np.signedinteger]:
        """Onset of every need of a part [min], axes: draw, need of the part; `solved_minutes` where none."""
        outcome = self.run(compiled, change)
        onset = np.empty_like(outcome.onset)
        onset[:, compiled.network.need_of_row] = outcome.onset
        return onset

    def _disruptions(self, part: parts.Part, change: Change) -> Disruptions:
        """Outages of what is run again and down-times of what stands at the boundary, as the change leaves them."""
        count = self.blueprint.asset_count
        softened = {asset: milder for milder in change.milder for asset in milder.assets}
        assets = np.array(part.assets, dtype=np.int64)
        is_known = (assets < count) & ~np.isin(assets, np.array(sorted(softened), dtype=np.int64))
        is_recomputed = np.isin(assets, np.array(sorted(part.recomputed), dtype=np.int64))
        columns = [
            pick_assets(rows, assets[chosen], np.flatnonzero(chosen))
            for rows, chosen in ((self.hit, is_known & is_recomputed), (self.down, is_known & ~is_recomputed))
        ]
        for place in np.flatnonzero(~is_known & (assets < count)).tolist():
            found = self._milder_rows(part.assets[place], softened[part.assets[place]])
            columns += [(np.full(len(draw), place), draw, start, end) for draw, start, end in found]
        helpers = [
            (place, change.helpers[part.assets[place] - count]) for place in np.flatnonzero(assets >= count).tolist()
        ]
        return join_by_draw([*columns, *self._helper_columns(helpers)], self.draws)

    def _helper_columns(self, helpers: Iterable[tuple[int, Helper]]) -> Iterator[tuple[IntColumn, ...]]:
        """Columns (place, draw, start, end) of helpers, each under its place: down until they begin, or throughout."""
        every_draw = np.arange(self.draws)
        rows: list[tuple[int, IntColumn, int]] = []
        for place, helper in helpers:
            if helper.down_until_minute > 0:
                rows.append((place, every_draw, min(helper.down_until_minute, self.solved_minutes)))
            if helper.works is not None:
                rows.append((place, self._failed(helper.works), self.solved_minutes))
        if rows:
            sizes = [len(draws) for _, draws, _ in rows]
            yield (
                np.repeat(np.array([place for place, _, _ in rows]), sizes),
                np.concatenate([draws for _, draws, _ in rows]),
                np.zeros(sum(sizes), np.int64),
                np.repeat(np.array([until for _, _, until in rows]), sizes),
            )

    def _milder_rows(self, asset: int, milder: Milder) -> tuple[_Rows, ...]:
        """Disruptions of one asset: softened in the draws where the measure works, as they were in the others."""
        key = milder.effect, milder.works, asset
        if key not in self._softened:
            self._softened[key] = tuple(self._soften(asset, milder))
        return self._softened[key]

    def _soften(self, asset: int, milder: Milder) -> Iterator[_Rows]:
        works = self._does_work(milder.works)
        rows = self.hit.rows_of(asset)
        stays = ~works[self.hit.draw[rows]]
        yield self.hit.draw[rows][stays], self.hit.start[rows][stays], self.hit.end[rows][stays]
        for softer, chosen in self._softer_rules(milder):
            if asset in chosen:
                draw, _, start, end = drawing.draw_rule(self.plan, softer, np.array([asset]), 0, self.draws)
                applies = works[draw]
                yield draw[applies], start[applies], end[applies]

    def _softer_rules(self, milder: Milder) -> list[tuple[Disruption, frozenset[int]]]:
        """The scenario's rules as the measure leaves them, and whom they choose."""
        if milder.effect not in self._softer:
            rules = [
                _softened(rule, milder.effect) if rule.lever in milder.effect.levers else rule
                for rule in self.scenario.disruptions
            ]
            self._softer[milder.effect] = [
                (rule, frozenset(select_assets(self.ground.original, rule.selector).tolist())) for rule in rules
            ]
        return self._softer[milder.effect]

    def _failed(self, works: Works) -> IntColumn:
        """The draws in which something does not work."""
        if works not in self._failures:
            self._failures[works] = np.flatnonzero(~self._does_work(works))
        return self._failures[works]

    def _does_work(self, works: Works | None) -> NDArray[np.bool_]:
        if works is None:
            return np.ones(self.draws, dtype=np.bool_)
        if works not in self._works:
            key = np.array([seeds.stream_key(self.seed, self.plan.municipality, works.name, "works")], dtype=np.uint64)
            self._works[works] = np.asarray(seeds.uniforms(key, 0, self.draws)[0] < works.probability)
        return self._works[works]


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
        ground=ground,
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
