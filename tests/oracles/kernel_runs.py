"""The fast engine asked about the small networks of `networks`, answering like the slow ones do."""

from dataclasses import dataclass

import numpy as np

from beredt.domain.impact import draws, simulation
from beredt.domain.impact.network import compile_network
from oracles import networks


@dataclass(frozen=True)
class KernelRun:
    """By position, as in the tick reference; an onset is None where a need is never exhausted."""

    asset_down: tuple
    onset: tuple
    beyond: tuple

    def down_minutes(self, asset):
        return sum(end - start for start, end in self.asset_down[asset])


def nominal_block(compiled, network):
    rows = [(asset, start, end) for asset, spans in network.outages.items() for start, end in spans]
    stocks = stock_minutes(network)
    start = [stocks[name] for name in compiled.stock_names]
    return simulation.Block(
        first_draw=0,
        disruptions=draws.given_outages(rows),
        start_charge=np.array(start, dtype=np.int64).reshape(-1, 1),
    )


def stock_minutes(network):
    """What is in each buffer that does not start full, by the name the engine gives it."""
    owned = {
        f"asset/{networks.asset_id(owner)}/{networks.group_id(g)}": group
        for g, (owner, group) in enumerate(zip(network.owners, network.dependencies, strict=True))
    }
    needed = {"need/" + "/".join(networks.need_key(n)): group for n, group in enumerate(network.needs)}
    return {name: g.initial_minutes for name, g in (owned | needed).items() if g.initial_minutes is not None}


def run_kernel(network):
    compiled = compile_network(networks.as_snapshot(network))
    block = nominal_block(compiled, network)
    outcome = simulation.simulate(
        network=compiled, make_block=lambda first, count: block, draws=1, horizon_minutes=network.horizon
    )
    (lists,) = simulation.solve_draws(network=compiled, block=block, solved_minutes=network.horizon)
    row_of = {int(need): row for row, need in enumerate(compiled.need_of_row)}
    rows = [row_of[need] for need in range(len(network.needs))]
    onsets = np.ravel(outcome.onset)[rows].tolist()
    return KernelRun(
        asset_down=tuple(tuple(lists.get(asset, ())) for asset in range(len(network.restart))),
        onset=tuple(onset if onset < network.horizon else None for onset in onsets),
        beyond=tuple(int(outcome.beyond_sum[row]) for row in rows),
    )
