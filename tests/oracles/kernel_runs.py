"""The fast engine asked about the small networks of `networks`, answering like the slow ones do."""

from dataclasses import dataclass

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
    return simulation.Block(
        first_draw=0,
        disruptions=draws.given_outages(rows),
        start_charge=compiled.stock_buffer.reshape(-1, 1).copy(),
    )


def run_kernel(network):
    compiled = compile_network(networks.as_snapshot(network))
    block = nominal_block(compiled, network)
    outcome = simulation.simulate(
        network=compiled, make_block=lambda first, count: block, draws=1, horizon_minutes=network.horizon
    )
    lists = simulation.solve_one(network=compiled, block=block, solved_minutes=network.horizon)
    row_of = {int(need): row for row, need in enumerate(compiled.need_of_row)}
    rows = [row_of[need] for need in range(len(network.needs))]
    onsets = [int(outcome.onset[row, 0]) for row in rows]
    return KernelRun(
        asset_down=tuple(tuple(spans) for spans in lists),
        onset=tuple(onset if onset < network.horizon else None for onset in onsets),
        beyond=tuple(int(outcome.beyond_sum[row]) for row in rows),
    )
