"""The engine against the tick reference and SimPy: same network, same draws, equal answers, then the ratio of times."""

from __future__ import annotations

from statistics import median
from time import process_time

import attrs

from benchmarks.scenarios import Case
from beredt.domain.impact import simulation
from beredt.domain.impact.reference import ReferenceRun
from beredt.domain.impact.reference_run import solve_by_reference
from beredt.domain.impact.simulation import LOOK_AHEAD_MINUTES
from beredt.domain.municipality.snapshot import GroupTable
from oracles.simpy_oracle import Simulation

Intervals = dict[int, list[tuple[int, int]]]


@attrs.frozen(kw_only=True)
class Timing:
    """Seconds a draw: the engine over all draws (median of several runs), the others over the few compared."""

    engine_s: float
    reference_s: float
    simpy_s: float | None
    compared: int


def hold_contest(case: Case, *, compared: int, runs: int, with_simpy: bool) -> Timing:
    """Times all engines on `case`; raises `AssertionError` where the first `compared` draws differ in anything."""
    engine = median(time_engine(case) for _ in range(runs)) / case.draws
    solved = case.horizon_minutes + LOOK_AHEAD_MINUTES
    answers = list(_engine_intervals(case, compared, solved))
    references = [_timed_reference(case, draw, solved) for draw in range(compared)]
    for answer, (_, reference) in zip(answers, references, strict=True):
        _require_equal(answer, _nonempty(reference.asset_down))
    _require_equal_onsets(case, [reference for _, reference in references], solved)
    simpy_s = None
    if with_simpy:
        events = [_timed_simpy(case, draw, solved) for draw in range(compared)]
        for answer, (_, run) in zip(answers, events, strict=True):
            _require_equal(answer, _nonempty(run.down))
        for (_, reference), (_, run) in zip(references, events, strict=True):
            assert list(reference.need_exhausted) == run.exhausted, "SimPy's needs differ from the reference's"
        simpy_s = median(seconds for seconds, _ in events)
    return Timing(
        engine_s=engine,
        reference_s=median(seconds for seconds, _ in references),
        simpy_s=simpy_s,
        compared=compared,
    )


def time_engine(case: Case) -> float:
    """Seconds for all draws, drawn beforehand, to the outcome's columns."""
    blocks = case.prepared()
    started = process_time()
    simulation.simulate(network=case.network, make_block=blocks, draws=case.draws, horizon_minutes=case.horizon_minutes)
    return process_time() - started


def _engine_intervals(case: Case, compared: int, solved: int) -> list[Intervals]:
    block = case.block(0, compared)
    return list(simulation.solve_draws(network=case.network, block=block, solved_minutes=solved))


def _timed_reference(case: Case, draw: int, solved: int) -> tuple[float, ReferenceRun]:
    block = case.block(draw, 1)
    started = process_time()
    run = solve_by_reference(case.network, block, solved)
    return process_time() - started, run


@attrs.frozen
class _SimpyGroup:
    suppliers: tuple[int, ...]
    min_up: int
    buffer_minutes: int
    recharge_minutes: int
    initial_minutes: int | None = None


def _timed_simpy(case: Case, draw: int, solved: int) -> tuple[float, Simulation]:
    block, snapshot = case.block(draw, 1), case.snapshot
    assert not len(block.start_charge), "the made-up municipalities have no stocks"
    outages: dict[int, list[tuple[int, int]]] = {}
    rows = zip(*(column.tolist() for column in block.disruptions[1:]), strict=True)
    for asset, start, end in rows:
        outages.setdefault(asset, []).append((start, end))
    dependencies, needs = _groups(snapshot.dependencies), _groups(snapshot.needs.groups)
    restart, owners = snapshot.assets.restart_minutes.tolist(), snapshot.dependencies.owner.tolist()
    started = process_time()
    run = Simulation(restart_minutes=restart, owners=owners, dependencies=dependencies, needs=needs)
    run.run(outages, solved)
    return process_time() - started, run


def _groups(table: GroupTable) -> list[_SimpyGroup]:
    columns = (table.min_up, table.buffer_minutes, table.recharge_minutes)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [_SimpyGroup(tuple(table.suppliers_of(g).tolist()), *row) for g, row in enumerate(rows)]


def _nonempty(intervals_by_asset) -> Intervals:  # type: ignore[no-untyped-def]
    return {asset: list(intervals) for asset, intervals in enumerate(intervals_by_asset) if intervals}


def _require_equal(answer: Intervals, expected: Intervals) -> None:
    assert {asset: spans for asset, spans in answer.items() if spans} == expected, "down-times differ"


def _require_equal_onsets(case: Case, references: list[ReferenceRun], solved: int) -> None:
    block = case.block(0, len(references))
    outcome = simulation.simulate(
        network=case.network,
        make_block=lambda first, count: block,
        draws=len(references),
        horizon_minutes=case.horizon_minutes,
        pace=simulation.Pace(block_draws=len(references)),
    )
    need_of_row = case.network.need_of_row.tolist()
    for draw, reference in enumerate(references):
        told = dict(zip(need_of_row, outcome.onset[draw].tolist(), strict=True))
        for need, intervals in enumerate(reference.need_exhausted):
            assert told[need] == (intervals[0][0] if intervals else solved), "onsets differ"
