"""Every number that the kernel adds up over draws equals what ticking through the rules adds up to.

Small networks and a short look-ahead keep this quick without a compiler: the mutation check (`make mutants`) runs it
hundreds of times. Start charges are drawn here too, and the workspace begins so small that it must grow.
"""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import reference_run, simulation
from beredt.domain.impact.network import compile_network
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.municipality.snapshot import build_snapshot
from oracles import networks

DRAWS = 3
LOOK_AHEAD = 30


@pytest.fixture(autouse=True, scope="module")
def short_look_ahead():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "LOOK_AHEAD_MINUTES", LOOK_AHEAD)
        patch.setattr(reference_run, "LOOK_AHEAD_MINUTES", LOOK_AHEAD)
        yield


@st.composite
def rings(draw):
    """A ring that passes an outage on for ever, so that sweeping does not settle it; others feed it or follow it.

    A short ring keeps growing longer outages, a long one takes more sweeps than are made to get round at all.
    """
    size, others = draw(st.sampled_from([2, 3, 11])), draw(st.integers(1, 3))
    inside, outside, follower = range(size), range(size, size + others), size + others
    lag, step = draw(st.integers(1, 6)), draw(st.sampled_from([1, size - 1]))
    fed = draw(st.lists(st.sampled_from(inside), min_size=1, max_size=3))
    groups = [_ring_group(draw, [(asset + step) % size], lag) for asset in inside]
    for _ in fed:
        feeders = draw(st.lists(st.sampled_from(outside), min_size=1, max_size=2, unique=True))
        groups.append(_ring_group(draw, feeders, 9))
    groups.append(_ring_group(draw, inside[:3], 9))
    horizon = draw(st.integers(60, 150))
    hit = {draw(st.sampled_from(inside)), *draw(st.sets(st.sampled_from(outside), min_size=1))}
    return networks.Network(
        restart=(*(draw(st.integers(lag, 6)) for _ in inside), *(draw(st.integers(0, 3)) for _ in outside), 0),
        owners=(*inside, *fed, follower),
        dependencies=tuple(groups),
        needs=tuple(_ring_group(draw, [asset], 20) for asset in draw(st.lists(st.integers(0, follower), max_size=4))),
        outages={asset: draw(st.lists(networks.intervals(horizon), min_size=1, max_size=4)) for asset in sorted(hit)},
        horizon=horizon,
    )


def _ring_group(draw, suppliers, longest_buffer):
    return networks.Group(
        suppliers=tuple(sorted(suppliers)),
        min_up=draw(st.integers(1, len(suppliers))),
        buffer_minutes=draw(st.integers(0, longest_buffer)),
        recharge_minutes=draw(st.sampled_from([networks.NEVER, 0, 1, 2, 5, 30])),
    )


@st.composite
def cases(draw):
    """A network, some of whose buffers are stocks with a drawn start, and the outages of a few draws."""
    network = draw(st.one_of(rings(), networks.networks(max_assets=6, max_horizon=150)))
    sooner = {asset: [(start // 2, (end + 1) // 2) for start, end in spans] for asset, spans in network.outages.items()}
    others = draw(st.one_of(st.just([sooner, network.outages]), st.lists(outages(network), min_size=2, max_size=2)))
    stocks = draw(st.sets(st.integers(0, 8)))
    shares = draw(st.lists(st.floats(0, 1), min_size=DRAWS, max_size=DRAWS))
    return network, [network.outages, *others], stocks, shares


@st.composite
def outages(draw, network):
    hit = draw(st.lists(st.integers(0, len(network.restart) - 1), max_size=3, unique=True))
    return {asset: draw(st.lists(networks.intervals(network.horizon), min_size=1, max_size=4)) for asset in hit}


def compiled(network, stocks):
    tables = networks.pack_tables(network)

    def stocked(rows):
        numbers = {key: number for number, key in enumerate(sorted({row.group_id for row in rows}))}
        return tuple(
            attrs.evolve(row, buffer_kind="stock", recharge_hours=row.recharge_hours or 0.0)
            if numbers[row.group_id] in stocks
            else row
            for row in rows
        )

    with_stocks = attrs.evolve(tables, dependencies=stocked(tables.dependencies), needs=stocked(tables.needs))
    return compile_network(build_snapshot(with_stocks))


def block_maker(network, outages_of_draws, shares):
    def make(first, count):
        rows = [
            sorted((asset, start, end) for asset, spans in outages_of_draws[draw].items() for start, end in spans)
            for draw in range(first, first + count)
        ]
        columns = np.array([row for draw in rows for row in draw], dtype=np.int64).reshape(-1, 3).T
        offsets = np.cumsum([0, *(len(draw) for draw in rows)]).astype(np.int64)
        charge = np.floor(np.outer(network.stock_buffer, shares[first : first + count])).astype(np.int64)
        return simulation.Block(
            first_draw=first,
            disruptions=Disruptions(offsets, *(np.ascontiguousarray(column) for column in columns)),
            start_charge=charge,
        )

    return make


def assert_same(fast, slow):
    for name in Outcome._fields:
        np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)


@given(case=cases())
@settings(max_examples=120)
def test_the_sums_over_draws_are_those_of_the_reference(case):
    network, outages_of_draws, stocks, shares = case
    city = compiled(network, stocks)
    asked = {
        "network": city,
        "make_block": block_maker(city, outages_of_draws, shares),
        "draws": DRAWS,
        "horizon_minutes": network.horizon,
        "watched": list(range(len(network.restart))),
    }
    slow = reference_run.simulate_by_reference(**asked)
    assert_same(simulation.simulate(**asked), slow)
    assert_same(simulation.simulate(**asked, pace=simulation.Pace(threads=2, block_draws=2)), slow)


@given(case=cases(), room=st.integers(1, 12))
@settings(max_examples=60)
def test_a_workspace_that_must_grow_changes_nothing(case, room):
    network, outages_of_draws, stocks, shares = case
    city = compiled(network, stocks)
    make_block = block_maker(city, outages_of_draws, shares)
    asked = {"network": city, "make_block": make_block, "draws": DRAWS, "horizon_minutes": network.horizon}
    plenty = simulation.simulate(**asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "_first_room", lambda network: room)
        assert_same(simulation.simulate(**asked), plenty)
        block = make_block(0, DRAWS)
        solved = list(simulation.solve_draws(network=city, block=block, solved_minutes=network.horizon))
        recorded = simulation.record_down_times(network=city, block=block, solved_minutes=network.horizon)
    for draw in range(DRAWS):
        slow = reference_run.solve_by_reference(city, make_block(draw, 1), network.horizon)
        expected = {asset: list(spans) for asset, spans in enumerate(slow.asset_down) if spans}
        assert solved[draw] == expected
        assert intervals_in(recorded, draw, len(network.restart)) == expected


def intervals_in(recorded, draw, assets):
    found = {}
    for asset in range(assets):
        rows = recorded.rows_of(asset)
        spans = zip(
            recorded.draw[rows].tolist(), recorded.start[rows].tolist(), recorded.end[rows].tolist(), strict=True
        )
        if own := [(start, end) for number, start, end in spans if number == draw]:
            found[asset] = own
    return found
