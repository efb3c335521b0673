"""The scenarios that everything is timed on, and their draws.

*few hit*: one cause may strike one asset in a hundred (stations, feeders, masts, waterworks, vendors), each with
probability 0.5. *half of everything down*: one cause
may strike every asset, each with probability 0.5. Both begin within the first two days and last 6 h in the median, 24 h
in one case of ten; what the struck assets drag down comes on top.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import attrs
import numpy as np

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.simulation import Block, BlockMaker
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector

FEW_HIT = "few hit"
HALF_DOWN = "half down"
FORTNIGHT_HOURS = 14 * 24
SEED = 1
EXPOSED_KINDS = ("substation", "feeder", "mast", "waterworks", "vendor")


@attrs.frozen(kw_only=True, eq=False)
class Case:
    """A compiled municipality with a scenario's draws, made before the clock starts."""

    snapshot: MunicipalitySnapshot
    network: Network
    scenario: Scenario
    draws: int

    @property
    def horizon_minutes(self) -> int:
        return self.scenario.horizon_hours * 60

    def block(self, first: int, count: int) -> Block:
        """The outages and start charges of some draws."""
        plan = drawing.plan_draws(snapshot=self.snapshot, scenario=self.scenario, seed=SEED)
        return Block(
            first_draw=first,
            disruptions=drawing.draw_disruptions(plan, first, count),
            start_charge=drawing.draw_start_charges(
                network=self.network, seed=SEED, municipality=self.snapshot.code, first_draw=first, draws=count
            ),
        )

    def prepared(self, block_draws: int = 100) -> BlockMaker:
        """The blocks of all draws, made now and handed out later."""
        blocks = {first: self.block(first, min(block_draws, self.draws - first)) for first in self.firsts(block_draws)}
        return lambda first, count: blocks[first]

    def firsts(self, block_draws: int) -> Sequence[int]:
        """First draws of consecutive blocks."""
        return range(0, self.draws, block_draws)

    def outages_per_draw(self) -> float:
        """Mean number of outages in a draw."""
        return float(np.mean([len(self.block(first, 1).disruptions.asset) for first in range(min(self.draws, 100))]))


def make_case(
    snapshot: MunicipalitySnapshot,
    name: str,
    *,
    draws: int = 1000,
    horizon_hours: int = FORTNIGHT_HOURS,
    outages_each: int = 1,
) -> Case:
    """The case of that name; `outages_each` shorter outages instead of one, spread over the horizon."""
    ids = snapshot.assets.asset_id
    if name == FEW_HIT:
        exposed = [i for i, kind in zip(ids, snapshot.assets.kind, strict=True) if kind in EXPOSED_KINDS]
        ids = tuple(sorted(random.Random(SEED).sample(exposed, max(1, len(ids) // 100))))
    spread = 48.0 if outages_each == 1 else horizon_hours / outages_each
    rules = tuple(
        Disruption(
            cause=f"storm {number}",
            selector=Selector(asset_ids=ids),
            probability=0.5,
            onset_hours=(number * spread, (number + 1) * spread),
            duration_p50_hours=6.0 / outages_each,
            duration_p90_hours=24.0 / outages_each,
        )
        for number in range(outages_each)
    )
    scenario = Scenario(hazard=f"benchmark/{name}", disruptions=rules, horizon_hours=horizon_hours)
    return Case(snapshot=snapshot, network=compile_network(snapshot), scenario=scenario, draws=draws)
