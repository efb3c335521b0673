"""Small random scenarios for the small networks of `networks`, and what their draws come to, counted by hand.

Only the drawn outages and start charges are taken from the engine; each draw is run by the tick reference, and means
and quantiles are counted here from lists.
"""

from dataclasses import dataclass, replace

import attrs
from hypothesis import strategies as st

from beredt.domain.impact import draws as drawing
from beredt.domain.impact.network import compile_network
from beredt.domain.municipality import tables
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from oracles import networks

INFINITE = float("inf")


@st.composite
def disruptions(draw, network, number):
    ids = [networks.asset_id(i) for i in range(len(network.restart))]
    start = draw(st.sampled_from([0, 0.5, 1]))
    middle = draw(st.sampled_from([0.1, 0.25, 1, 3]))
    return Disruption(
        cause=f"cause {draw(st.integers(0, number))}",
        selector=Selector(asset_ids=tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True)))),
        probability=draw(st.sampled_from([0.0, 0.3, 0.7, 1.0])),
        onset_hours=(start, start + draw(st.sampled_from([0, 0.7, 2]))),
        duration_p50_hours=middle,
        duration_p90_hours=middle * draw(st.sampled_from([1, 2, 4])),
        correlation=draw(st.sampled_from([0.0, 0.5, 1.0])),
        scope=draw(st.sampled_from(["municipality", "national"])),
    )


@st.composite
def scenarios(draw, network):
    rules = [draw(disruptions(network, number)) for number in range(draw(st.integers(1, 3)))]
    return Scenario(
        hazard="prøve/hændelse", disruptions=tuple(rules), horizon_hours=max(1, network.horizon // 60), season="vinter"
    )


@dataclass
class Tally:
    """Lists by draw, as the reference gives them."""

    onset: list
    beyond: list
    still_down: list
    down: list

    @classmethod
    def of(cls, network, scenario, *, draws, seed):
        snapshot = networks.as_snapshot(network)
        compiled = compile_network(snapshot)
        plan = drawing.plan_draws(snapshot=snapshot, scenario=scenario, seed=seed)
        drawn = drawing.draw_disruptions(plan, 0, draws)
        stocks = drawing.draw_start_charges(
            network=compiled, seed=seed, municipality=snapshot.code, first_draw=0, draws=draws
        )
        horizon = scenario.horizon_hours * 60
        runs = []
        for draw in range(draws):
            outages = {}
            for row in range(int(drawn.offsets[draw]), int(drawn.offsets[draw + 1])):
                outages.setdefault(int(drawn.asset[row]), []).append((int(drawn.start[row]), int(drawn.end[row])))
            start = dict(zip(compiled.stock_names, stocks[:, draw].tolist(), strict=True))
            runs.append(networks.run_reference(stocked(network, start).where(outages=outages, horizon=horizon)))
        needs = range(len(network.needs))
        return cls(
            onset=[[INFINITE if (at := run.onset_minute(n)) is None else at for run in runs] for n in needs],
            beyond=[[run.beyond_minutes(n) for run in runs] for n in needs],
            still_down=[[any(end == horizon for _, end in run.need_exhausted[n]) for run in runs] for n in needs],
            down=[[run.asset_down[asset] for run in runs] for asset in range(len(network.restart))],
        )

    def people_without(self, people, hour):
        """Per draw, the people of those assets (asset -> people) that are down in the hour's first minute."""
        draws = len(self.down[0])
        return [
            sum(
                count
                for asset, count in people.items()
                if any(start <= 60 * hour < end for start, end in self.down[asset][draw])
            )
            for draw in range(draws)
        ]


def stocked(network, start):
    """The network with what its stocks hold at the start, by the engine's names."""

    def with_start(name, group):
        return replace(group, initial_minutes=start[name]) if group.initial_minutes is not None else group

    return network.where(
        dependencies=tuple(
            with_start(f"asset/{networks.asset_id(owner)}/{networks.group_id(g)}", group)
            for g, (owner, group) in enumerate(zip(network.owners, network.dependencies, strict=True))
        ),
        needs=tuple(
            with_start("need/" + "/".join(networks.need_key(n)), group) for n, group in enumerate(network.needs)
        ),
    )


def quantile(values, percent):
    """The ⌈p·n⌉-th smallest."""
    return sorted(values)[max(1, -(-percent * len(values) // 100)) - 1]


def mean(values):
    return sum(values) / len(values)


def with_strangers(pack):
    """The pack with rows that have nothing to do with the others, sorted before, between and after them."""
    strangers = [
        tables.AssetRow(asset_id=name, kind="", name=name, service="", restart_hours=1.0)
        for name in ("A first", "a001 between", "z last")
    ]
    dependency = tables.DependencyRow(asset_id="z last", group_id="g", supplier_id="a000", buffer_hours=0.5)
    need = tables.NeedRow(
        profile_id="p000 between",
        area_id="o1",
        people=3,
        need_type="water",
        severity="welfare",
        group_id="n0",
        supplier_id="z last",
        tolerance_hours=1.0,
        buffer_kind="stock",
    )
    return attrs.evolve(
        pack,
        assets=(*pack.assets, *strangers),
        dependencies=(*pack.dependencies, dependency),
        needs=(*pack.needs, need),
    )
