"""Small cases with several draws, what ticking through the rules makes of them, and whether the kernel agrees.

Used by the kernel's property tests and, with the answers worked out once, by the mutation check (`make mutants`).
"""

from contextlib import contextmanager
from dataclasses import dataclass, replace

import attrs
import numpy as np
import pytest
from hypothesis import strategies as st

from beredt.domain.impact import reference_run, simulation
from beredt.domain.impact.network import Network, compile_network
from beredt.domain.impact.workspace import Disruptions, Outcome
from beredt.domain.municipality import tables
from beredt.domain.municipality.snapshot import build_snapshot
from oracles import networks

DRAWS = 3
LOOK_AHEAD = 30


@contextmanager
def short_look_ahead():
    """Solves half an hour instead of a day beyond the horizon, on both sides: ticking costs what there are ticks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "LOOK_AHEAD_MINUTES", LOOK_AHEAD)
        patch.setattr(reference_run, "LOOK_AHEAD_MINUTES", LOOK_AHEAD)
        yield


@contextmanager
def little_room(beyond):
    """Begins every run with one interval per asset and `beyond` more, so that the workspace must grow.

    Less than one per asset is never tried: the kernel keeps a loop's members in the same columns.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulation, "_first_room", lambda network: len(network.columns.restart) + beyond)
        yield


@st.composite
def rings(draw):
    """A ring that passes an outage on for ever, so that sweeping does not settle it; others feed it or follow it.

    A short ring keeps growing longer outages, a long one takes more sweeps than are made to get round at all, and one
    whose lags are its buffers sends pulses round that leave it up in between.
    """
    size, others, lag = draw(st.sampled_from([2, 3, 11])), draw(st.integers(2, 3)), draw(st.integers(1, 6))
    outside, inside, follower = range(others), range(others, others + size), others + size
    step, has_pulses = draw(st.sampled_from([1, size - 1])), draw(st.booleans())
    fed = draw(st.lists(st.sampled_from(inside), min_size=1, max_size=3))
    ring = [_ring_group(draw, [inside[(place + step) % size]], lag) for place in range(size)]
    if has_pulses:
        ring = [replace(group, buffer_minutes=lag, recharge_minutes=min(group.recharge_minutes, 1)) for group in ring]
    feeding = [
        _ring_group(draw, draw(st.lists(st.sampled_from(outside), min_size=1, max_size=2, unique=True)), 9) for _ in fed
    ]
    lags = [lag if has_pulses else draw(st.integers(lag, 6)) for _ in inside]
    horizon = draw(st.integers(60, 150))
    struck = draw(st.sampled_from(inside))
    hit = draw(st.sets(st.sampled_from(outside), min_size=1))
    outages = {asset: draw(st.lists(networks.intervals(horizon), min_size=1, max_size=4)) for asset in sorted(hit)}
    pulse = [(2, 2 + draw(st.integers(lag + 1, 2 * lag + 1)))]
    return networks.Network(
        restart=(*(draw(st.integers(0, 3)) for _ in outside), *lags, 0),
        owners=(1, *inside, *fed, follower),
        dependencies=(_ring_group(draw, [0], 9), *ring, *feeding, _ring_group(draw, inside[:3], 9)),
        needs=tuple(_ring_group(draw, [asset], 20) for asset in draw(st.lists(st.integers(0, follower), max_size=4))),
        outages=outages | {struck: pulse if has_pulses else draw(_again_and_again(horizon))},
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
def rolling_blackouts(draw):
    """Feeders that fail for a few ticks again and again, and followers whose buffers drain faster than they refill."""
    feeders, count = draw(st.integers(1, 2)), draw(st.integers(3, 5))
    owners, groups = [], []
    for owner in range(feeders, count):
        for _ in range(draw(st.integers(1, 2))):
            suppliers = draw(st.lists(st.sampled_from(range(owner)), min_size=1, max_size=2, unique=True))
            owners.append(owner)
            groups.append(_ring_group(draw, suppliers, 12))
    horizon = draw(st.integers(80, 150))
    needs = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=4))
    return networks.Network(
        restart=tuple(draw(st.sampled_from([0, 0, 1, 4])) for _ in range(count)),
        owners=tuple(owners),
        dependencies=tuple(groups),
        needs=tuple(_ring_group(draw, [asset], 12) for asset in needs),
        outages={feeder: draw(_again_and_again(horizon)) for feeder in range(feeders)},
        horizon=horizon,
    )


@st.composite
def _again_and_again(draw, horizon):
    period = draw(st.integers(3, 20))
    lengths = draw(st.lists(st.integers(1, period - 1), min_size=3, max_size=12))
    starts = range(draw(st.integers(0, 20)), horizon, period)
    return [(start, start + length) for start, length in zip(starts, lengths, strict=False)]


@dataclass(frozen=True)
class Case:
    """A network, the outages of each draw, which groups are stocks with a drawn start, and the needs' severities."""

    network: networks.Network
    outages: list
    stocks: frozenset = frozenset()
    shares: tuple = (1.0,) * DRAWS
    severities: tuple = tables.SEVERITIES


@st.composite
def cases(draw):
    """Random networks, rings and rolling blackouts; draws that repeat each other sooner, or have nothing in common."""
    network = draw(st.one_of(rings(), rolling_blackouts(), networks.networks(max_assets=6, max_horizon=150)))
    sooner = {asset: [(start // 2, (end + 1) // 2) for start, end in spans] for asset, spans in network.outages.items()}
    others = draw(st.one_of(st.just([sooner, network.outages]), st.lists(_outages(network), min_size=2, max_size=2)))
    stocks = draw(st.frozensets(st.integers(0, 8)))
    shares = draw(st.tuples(*[st.floats(0, 1)] * DRAWS))
    severities = draw(st.tuples(*[st.sampled_from(tables.SEVERITIES)] * 4))
    return Case(network, [network.outages, *others], stocks, shares, severities)


def by_hand():
    """Cases that chance is slow to find.

    Tolerances around four hours, all critical; more used-up intervals gathered for one asset than there is room for
    intervals; outages of no length, and outages that begin when everything is over; more down-times than are made room
    for when they are recorded; a need as the only stock; a loop alone, with more outages than room; a charge that is
    no whole number of ticks; an outage that ends with the horizon.
    """
    direct = networks.Group((0,), 1, 0, 0)
    needs = tuple(replace(direct, buffer_minutes=minutes) for minutes in (239, 240, 241, 240))
    four_hours = networks.Network((0,), (), (), needs, {0: [(0, 250)]}, 260)
    often_at = range(0, 108, 3)
    often = [(start, start + 2) for start in range(0, 60, 6)]
    groups = (direct, *[replace(direct, buffer_minutes=1)] * 8)
    crowded = networks.Network((0, 0), (1,) * 9, groups, (replace(direct, suppliers=(1,)),), {0: often}, 70)
    odd = networks.Network((0, 2), (1,), (direct,), (direct,), {0: [(5, 5)], 1: [(7, 7), (80, 90), (200, 210)]}, 60)
    many = networks.Network(
        (0,) * 36, tuple(range(1, 36)), (direct,) * 35, (), {0: [(t, t + 1) for t in often_at]}, 110
    )
    larder = networks.Network((0,), (), (), (replace(direct, buffer_minutes=20), direct), {0: [(0, 40)]}, 60)
    pair = (replace(direct, suppliers=(1,), buffer_minutes=9), replace(direct, buffer_minutes=1))
    loop = networks.Network((0, 0), (0, 1), pair, (), {0: often}, 70)
    return [
        *(Case(_long_way_round(step), [_long_way_round(step).outages] * DRAWS) for step in (1, 10)),
        Case(larder, [{0: [(50, end)]} for end in (59, 60, 61)], severities=("critical",)),
        Case(loop, [loop.outages, {}, {1: often}]),
        Case(many, [many.outages, {}, {}]),
        Case(larder, [larder.outages] * DRAWS, frozenset({0}), (0.0, 0.5, 1.0)),
        Case(four_hours, [{0: [(0, end)]} for end in (240, 241, 250)], severities=("critical",)),
        Case(crowded, [crowded.outages, {}, {0: often, 1: [(start + 3, start + 4) for start, _ in often]}]),
        Case(odd, [odd.outages, {0: [(60, 70), (30, 30)]}, {1: [(59, 61), (60, 61)]}]),
    ]


def _long_way_round(step):
    """A ring of eleven without delays, one of whose members is left with less than a tick's charge, and then with more.

    Buffer 2, recharge 5: after the first outage nothing, four fifths of a tick when the second comes (and is lost),
    two fifths when the third does.
    """
    ring = tuple(networks.Group((1 + (place + step) % 11,), 1, 0, 0) for place in range(11))
    charged = networks.Group((0,), 1, 2, 5)
    return networks.Network(
        (0,) * 12, (*range(1, 12), 6), (*ring, charged), (), {0: [(0, 2), (4, 5), (6, 7)], 1: [(30, 31)]}, 60
    )


@st.composite
def _outages(draw, network):
    hit = draw(st.lists(st.integers(0, len(network.restart) - 1), max_size=3, unique=True))
    return {asset: draw(st.lists(networks.intervals(network.horizon), min_size=1, max_size=4)) for asset in hit}


@dataclass(frozen=True)
class Answered:
    """A case compiled for the kernel, with the reference's outcome and down-times per draw."""

    city: Network
    asked: dict
    outcome: Outcome
    down: list

    def check_outcome(self, pace=None):
        """Raises `AssertionError` unless every number that the kernel adds up is the reference's."""
        found = simulation.simulate(**self.asked, pace=pace)
        for name in Outcome._fields:
            np.testing.assert_array_equal(getattr(found, name), getattr(self.outcome, name), err_msg=name)

    def check_down_times(self):
        """Raises `AssertionError` unless both ways of asking for down-times give the reference's."""
        horizon, block = self.asked["horizon_minutes"], self.asked["make_block"](0, DRAWS)
        solved = list(simulation.solve_draws(network=self.city, block=block, solved_minutes=horizon))
        recorded = simulation.record_down_times(network=self.city, block=block, solved_minutes=horizon)
        for draw, expected in enumerate(self.down):
            assert solved[draw] == expected
            assert _recorded_in(recorded, draw, len(self.asked["watched"])) == expected


def answer(case):
    """The case with the reference's answers, within `short_look_ahead`."""
    city = _compiled(case)
    make_block = _block_maker(city, case)
    asked = {
        "network": city,
        "make_block": make_block,
        "draws": DRAWS,
        "horizon_minutes": case.network.horizon,
        "watched": list(range(len(case.network.restart))),
    }
    down = []
    for draw in range(DRAWS):
        run = reference_run.solve_by_reference(city, make_block(draw, 1), case.network.horizon)
        down.append({asset: list(spans) for asset, spans in enumerate(run.asset_down) if spans})
    return Answered(city, asked, reference_run.simulate_by_reference(**asked), down)


def _compiled(case):
    rows_of = networks.pack_tables(case.network)

    def stocked(rows):
        numbers = {key: number for number, key in enumerate(sorted({row.group_id for row in rows}))}
        return tuple(
            attrs.evolve(row, buffer_kind="stock", recharge_hours=row.recharge_hours or 0.0)
            if numbers[row.group_id] in case.stocks
            else row
            for row in rows
        )

    keys = sorted({(row.profile_id, row.group_id) for row in rows_of.needs})
    severity = {key: case.severities[number % len(case.severities)] for number, key in enumerate(keys)}
    needs = [attrs.evolve(row, severity=severity[row.profile_id, row.group_id]) for row in rows_of.needs]
    assets = tuple(attrs.evolve(row, people=number % 4) for number, row in enumerate(rows_of.assets))
    changed = attrs.evolve(rows_of, assets=assets, dependencies=stocked(rows_of.dependencies), needs=stocked(needs))
    return compile_network(build_snapshot(changed))


def _block_maker(city, case):
    def make(first, count):
        rows = [
            sorted((asset, start, end) for asset, spans in case.outages[draw].items() for start, end in spans)
            for draw in range(first, first + count)
        ]
        columns = np.array([row for draw in rows for row in draw], dtype=np.int64).reshape(-1, 3).T
        offsets = np.cumsum([0, *(len(draw) for draw in rows)]).astype(np.int64)
        charge = np.floor(np.outer(city.stock_buffer, case.shares[first : first + count])).astype(np.int64)
        return simulation.Block(
            first_draw=first,
            disruptions=Disruptions(offsets, *(np.ascontiguousarray(column) for column in columns)),
            start_charge=charge,
        )

    return make


def _recorded_in(recorded, draw, assets):
    found = {}
    for asset in range(assets):
        rows = recorded.rows_of(asset)
        spans = zip(
            recorded.draw[rows].tolist(), recorded.start[rows].tolist(), recorded.end[rows].tolist(), strict=True
        )
        if own := [(start, end) for number, start, end in spans if number == draw]:
            found[asset] = own
    return found
