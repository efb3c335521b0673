"""Assets whose loss alone exhausts a critical need: one nominal run per asset."""

from __future__ import annotations

import numpy as np

from beredt.domain.impact.network import compile_network
from beredt.domain.impact.result import SinglePoint
from beredt.domain.impact.simulation import Block, BlockMaker, Pace, simulate
from beredt.domain.impact.workspace import Disruptions
from beredt.domain.municipality.care_slices import SLICE_KIND, VISIT_KIND
from beredt.domain.municipality.snapshot import MunicipalitySnapshot

_CRITICAL = 0
_ASSETS_AT_ONCE = 250
NOT_THINGS = frozenset({"condition", SLICE_KIND, VISIT_KIND})
"""Kinds that nobody can lose by themselves: weather and parts of a team stand in the model for something else."""


def find_single_points(*, snapshot: MunicipalitySnapshot, horizon_hours: int) -> tuple[SinglePoint, ...]:
    """Single points of failure, most people first; each asset is lost alone from 0 h to the horizon.

    Assets of the kinds `NOT_THINGS` are passed by.
    """
    network = compile_network(snapshot)
    horizon = horizon_hours * 60
    is_critical = network.columns.need_severity == _CRITICAL
    found: list[SinglePoint] = []
    things = np.array([n for n, kind in enumerate(snapshot.assets.kind) if kind not in NOT_THINGS], dtype=np.int64)
    for lost in range(0, len(things), _ASSETS_AT_ONCE):
        assets = things[lost : lost + _ASSETS_AT_ONCE]
        count = len(assets)
        block = Block(
            first_draw=0,
            disruptions=Disruptions(
                np.arange(count + 1, dtype=np.int64),
                assets,
                np.zeros(count, dtype=np.int64),
                np.full(count, horizon, dtype=np.int64),
            ),
            start_charge=np.repeat(network.stock_buffer[:, np.newaxis], count, axis=1),
        )
        outcome = simulate(
            network=network,
            make_block=_only(block),
            draws=count,
            horizon_minutes=horizon,
            pace=Pace(block_draws=count),
        )
        people = outcome.critical_people
        onset = outcome.onset[:, is_critical].min(axis=1, initial=horizon)
        found.extend(
            SinglePoint(
                asset_id=snapshot.assets.asset_id[int(asset)],
                critical_people=int(people[row]),
                first_onset_minute=int(onset[row]),
            )
            for row, asset in enumerate(assets)
            if people[row] > 0
        )
    return tuple(sorted(found, key=lambda point: (-point.critical_people, point.first_onset_minute, point.asset_id)))


def _only(block: Block) -> BlockMaker:
    return lambda first, draws: block
