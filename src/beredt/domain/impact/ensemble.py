"""One scenario, or one list of outages, run through a municipality: the front door of the engine.

A function of its arguments: the same inputs and seed give the same result for any number of threads and any blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from beredt.domain.impact import coverage, restart_locks, summary
from beredt.domain.impact import draws as drawing
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.reference_run import simulate_by_reference, solve_by_reference
from beredt.domain.impact.result import AssetDowntime, ImpactResult
from beredt.domain.impact.simulation import Block, BlockMaker, Chance, Pace, simulate, solve_draws
from beredt.domain.impact.strata import SplitProfiles, split_profiles
from beredt.domain.impact.workspace import Disruptions
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Outage, Scenario


def assess_scenario(
    *,
    snapshot: MunicipalitySnapshot,
    scenario: Scenario,
    draws: int,
    seed: int,
    threads: int = 1,
    block_draws: int | None = None,
    reference: bool = False,
    expected: coverage.Expected | None = None,
) -> ImpactResult:
    """The impact of `scenario` over `draws` draws; `reference` uses the plain tick-by-tick engine (slow)."""
    split = split_profiles(snapshot, temperature_c=scenario.temperature_c)
    run = _Run(
        snapshot=snapshot,
        split=split,
        draws=draws,
        horizon_minutes=scenario.horizon_hours * 60,
        pace=Pace(threads=threads, block_draws=block_draws),
        reference=reference,
    )
    plan = drawing.plan_draws(snapshot=snapshot, scenario=scenario, seed=seed)

    chance = Chance(
        disruptions=lambda first, count: drawing.draw_disruptions(plan, first, count),
        start_charge=lambda network, first, count: drawing.draw_start_charges(
            network=network, seed=seed, municipality=snapshot.code, first_draw=first, draws=count
        ),
    )
    return _assess(run, chance, hazard=scenario.hazard, seed=seed, expected=expected)


def assess_outages(
    *,
    snapshot: MunicipalitySnapshot,
    outages: tuple[Outage, ...],
    horizon_hours: int,
    reference: bool = False,
    expected: coverage.Expected | None = None,
) -> ImpactResult:
    """The impact of exactly these outages: one draw, nominal values, full charge, no chance.

    Raises `KeyError` for an outage of an unknown asset.
    """
    run = _Run(
        snapshot=snapshot,
        split=whole_profiles(snapshot),
        draws=1,
        horizon_minutes=horizon_hours * 60,
        pace=Pace(),
        reference=reference,
    )

    # As with chance, what begins after the horizon is no part of the question what runs out next.
    told = tuple(outage for outage in outages if outage.start_minute < run.horizon_minutes)
    chance = Chance(
        disruptions=lambda first, count: _given(snapshot, told),
        start_charge=lambda network, first, count: _full(network),
    )
    return _assess(run, chance, hazard="", seed=0, is_nominal=True, expected=expected)


def whole_profiles(snapshot: MunicipalitySnapshot) -> SplitProfiles:
    """The municipality as it stands: every profile whole, with its nominal tolerances."""
    return SplitProfiles(
        snapshot=snapshot,
        need_origin=np.arange(len(snapshot.needs.groups), dtype=np.int64),
        profile_origin=np.arange(len(snapshot.profiles.people), dtype=np.int64),
    )


def nominal_block(snapshot: MunicipalitySnapshot, network: Network, outages: tuple[Outage, ...]) -> Block:
    """The single draw of exactly given outages, with every stock full."""
    return Block(first_draw=0, disruptions=_given(snapshot, outages), start_charge=_full(network))


def _given(snapshot: MunicipalitySnapshot, outages: tuple[Outage, ...]) -> Disruptions:
    index_of = snapshot.assets.index_of
    return drawing.given_outages(
        [(index_of[outage.asset_id], outage.start_minute, outage.end_minute) for outage in outages]
    )


def _full(network: Network) -> NDArray[np.int64]:
    return network.stock_buffer[:, np.newaxis].copy()


@attrs.frozen(kw_only=True, eq=False)
class _Run:
    """What is run and how, before any draw."""

    snapshot: MunicipalitySnapshot
    split: SplitProfiles
    draws: int
    horizon_minutes: int
    pace: Pace
    reference: bool


def _assess(
    run: _Run,
    chance: Chance,
    *,
    hazard: str,
    seed: int,
    is_nominal: bool = False,
    expected: coverage.Expected | None,
) -> ImpactResult:
    network = compile_network(run.split.snapshot)
    simulating = simulate_by_reference if run.reference else simulate
    loops = restart_locks.lagging_loops(network)
    outcome = simulating(
        network=network,
        make_block=chance.blocks_for(network),
        draws=run.draws,
        horizon_minutes=run.horizon_minutes,
        pace=run.pace,
        watched=[member for members in loops for member in members],
    )
    counted = summary.Counted(
        original=run.snapshot,
        simulated=run.split.snapshot,
        need_origin=run.split.need_origin,
        network=network,
        outcome=outcome,
        draws=run.draws,
        horizon_minutes=run.horizon_minutes,
    )
    return ImpactResult(
        hazard=hazard,
        horizon_hours=run.horizon_minutes // 60,
        draws=run.draws,
        seed=seed,
        services=summary.service_curves(counted),
        needs=summary.need_impacts(counted, is_nominal=is_nominal),
        assets=_downtimes(run, network, chance.blocks_for(network)) if is_nominal else None,
        harm=summary.harm(counted),
        coverage=coverage.assess_coverage(run.snapshot, expected or coverage.Expected()),
        restart_locks=restart_locks.find_restart_locks(counted=counted, chance=chance),
        day_four=summary.day_four(counted),
        first_onsets=summary.first_onsets(counted),
    )


def _downtimes(run: _Run, network: Network, make_block: BlockMaker) -> tuple[AssetDowntime, ...]:
    block = make_block(0, 1)
    lists: Mapping[int, Sequence[tuple[int, int]]]
    if run.reference:
        lists = dict(enumerate(solve_by_reference(network, block, run.horizon_minutes).asset_down))
    else:
        lists = next(solve_draws(network=network, block=block, solved_minutes=run.horizon_minutes))
    return tuple(
        AssetDowntime(asset_id=asset_id, down_minutes=sum(end - start for start, end in lists.get(asset, ())))
        for asset, asset_id in enumerate(run.snapshot.assets.asset_id)
    )
