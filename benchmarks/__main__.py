"""`python -m benchmarks [--parts engine contest memory growth packs measures] [--runs N]`: measures and prints tables.

Nothing here is a test: goals stand beside the measured values. Equal answers of the engines are asserted, though.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

# SimPy and the oracles belong to the tests.
sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from benchmarks.contest import hold_contest, time_engine
from benchmarks.measures import GOAL_RANKING_S, GOAL_WHAT_IF_MS, SETS, time_ranking, time_what_ifs
from benchmarks.memory import measure_peak
from benchmarks.municipalities import CITY, SMALL, Size, build_municipality
from benchmarks.packs import time_packs
from benchmarks.scenarios import FEW_HIT, HALF_DOWN, SEED, Case, make_case
from beredt.domain.impact import ensemble

GOALS_S = {(500, FEW_HIT): 0.05, (500, HALF_DOWN): 0.25, (5000, FEW_HIT): 3.0, (5000, HALF_DOWN): 3.0}
GOAL_MB = 600
DRAWS_SHOWN, DRAWS_TRIED = 1_000, 250
"""Draws of effects that are shown, and of the what-ifs timed here."""
SCENARIOS = (FEW_HIT, HALF_DOWN)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the parts asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures speed and memory.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median is printed")
    arguments = parser.parse_args(argv)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors seen, one used.")
    warm_up()
    for part in arguments.parts:
        PARTS[part](arguments.runs)


def warm_up() -> None:
    """Compiles the kernel, so that no measured run does."""
    started = process_time()
    case = make_case(build_municipality(Size(assets=100, profiles=50)), HALF_DOWN, draws=20)
    time_engine(case)
    assess(case)
    print(f"Compiling or loading the kernel took {process_time() - started:.1f} s; it is not counted below.")


def assess(case: Case) -> None:
    ensemble.assess_scenario(snapshot=case.snapshot, scenario=case.scenario, draws=case.draws, seed=SEED)


def time_engines(runs: int) -> None:
    """1 000 draws over 14 days, seconds."""
    rows = []
    for size in (SMALL, CITY):
        snapshot = build_municipality(size)
        for scenario in SCENARIOS:
            case = make_case(snapshot, scenario)
            engine = median(time_engine(case) for _ in range(runs))
            whole = median(_timed(lambda case=case: assess(case)) for _ in range(min(runs, 3)))
            goal = GOALS_S[size.assets, scenario]
            moonshot = " (1)" if size.assets == CITY.assets else ""
            rows.append(
                [
                    f"{size.assets} + {size.profiles}",
                    scenario,
                    f"{case.outages_per_draw():.0f}",
                    f"{engine:.3f}",
                    f"{goal:g}{moonshot}",
                    f"{whole:.2f}",
                ]
            )
    print_table(
        "The engine, 1 000 draws, 14 days, one core [s]",
        ["assets + profiles", "scenario", "outages/draw", "engine", "goal (moonshot)", "with draws and tables"],
        rows,
    )


def time_contests(runs: int) -> None:
    """Ratios to the tick reference and to SimPy."""
    rows = []
    # The city with half of it down takes the tick reference a minute and more a draw: left out.
    plan = [(SMALL, True, 10, SCENARIOS), (SMALL, False, 10, SCENARIOS), (CITY, True, 3, (FEW_HIT,))]
    for size, loops, compared, scenarios in plan:
        snapshot = build_municipality(Size(assets=size.assets, profiles=size.profiles, loops=loops))
        for scenario in scenarios:
            case = make_case(snapshot, scenario)
            timing = hold_contest(case, compared=compared, runs=min(runs, 3), with_simpy=not loops)
            simpy = timing.simpy_s
            rows.append(
                [
                    f"{size.assets} + {size.profiles}",
                    "yes" if loops else "no",
                    scenario,
                    str(timing.compared),
                    f"{1e3 * timing.engine_s:.3f}",
                    f"{1e3 * timing.reference_s:.0f}",
                    f"{timing.reference_s / timing.engine_s:,.0f}".replace(",", " "),
                    "-" if simpy is None else f"{1e3 * simpy:.1f}",
                    "-" if simpy is None else f"{simpy / timing.engine_s:,.0f}".replace(",", " "),
                ]
            )
    heads = ["assets + profiles", "loops", "scenario", "draws compared", "engine", "ticks", "x", "SimPy", "x"]
    print_table("Equal answers, and milliseconds a draw (14 days)", heads, rows)


def measure_memory(runs: int) -> None:
    """Peak memory in processes of their own."""
    del runs
    rows = [["libraries alone", "", f"{measure_peak('import', SMALL, FEW_HIT):.0f}", ""]]
    for size in (SMALL, CITY):
        for scenario in SCENARIOS:
            for what in ("engine", "assess"):
                peak = measure_peak(what, size, scenario)
                goal = str(GOAL_MB) if size is CITY else ""
                rows.append([f"{size.assets} + {size.profiles}, {scenario}", what, f"{peak:.0f}", goal])
    print_table("Peak memory [MB], 1 000 draws, 14 days", ["run", "what", "peak", "goal"], rows)


def measure_growth(runs: int) -> None:
    """How the engine's time grows, one thing changed at a time."""
    rows = []
    base = build_municipality(SMALL)
    for assets in (250, 500, 1000, 2000, 5000):
        snapshot = build_municipality(Size(assets=assets, profiles=assets * 2))
        rows.append(["assets (profiles twice)", str(assets), *_growth(make_case(snapshot, HALF_DOWN, draws=250), runs)])
    for draws in (250, 1000, 4000):
        rows.append(["draws", str(draws), *_growth(make_case(base, HALF_DOWN, draws=draws), runs)])
    for days in (3, 14, 56):
        rows.append(["days", str(days), *_growth(make_case(base, HALF_DOWN, horizon_hours=24 * days), runs)])
    for each in (1, 4, 16):
        rows.append(["chances per asset", str(each), *_growth(make_case(base, HALF_DOWN, outages_each=each), runs)])
    print_table(
        "Growth, half down [s]; else 500 assets, 1 000 draws (250 in the rows of assets), 14 days",
        ["what", "", "outages/draw", "s"],
        rows,
    )


def _growth(case: Case, runs: int) -> list[str]:
    return [f"{case.outages_per_draw():.0f}", f"{median(time_engine(case) for _ in range(min(runs, 3))):.3f}"]


def measure_packs(runs: int) -> None:
    """Reading a large pack."""
    timing = time_packs(rows=100_000, runs=min(runs, 3))
    print_table(
        "Reading a pack [s]",
        ["rows", "read and checked", "csv.DictReader alone", "x"],
        [[str(timing.rows), f"{timing.read_s:.2f}", f"{timing.bare_s:.2f}", f"{timing.read_s / timing.bare_s:.1f}"]],
    )


def measure_measures(runs: int) -> None:
    """One what-if, and the whole ranking of the demo, beside running everything again."""
    del runs
    one = time_what_ifs()
    print_table(
        f"One candidate in one hazard of the demo, 250 draws, median of {one.tried} [ms of processor time]",
        ["what it can reach", "slowest", "goal", "everything again"],
        [[f"{one.in_part:.1f}", f"{one.slowest_in_part:.1f}", f"{GOAL_WHAT_IF_MS:g}", f"{one.in_full:.1f}"]],
    )
    whole = time_ranking()
    trials = whole.candidates * whole.hazards
    again = trials * one.in_full * DRAWS_SHOWN / DRAWS_TRIED / 1000
    print_table(
        f"The full ranking of the demo with {SETS} sets of assumptions, {whole.processors} processors [s by the clock]",
        ["candidates", "hazards", "ranking", "goal", "only each candidate once in full, computed from the table above"],
        [
            [
                str(whole.candidates),
                str(whole.hazards),
                f"{whole.wall:.0f}",
                f"{GOAL_RANKING_S:g}",
                f"{again / whole.processors:.0f} (without bundles, best set and ranges)",
            ]
        ],
    )


PARTS: dict[str, Callable[[int], None]] = {
    "engine": time_engines,
    "contest": time_contests,
    "memory": measure_memory,
    "growth": measure_growth,
    "packs": measure_packs,
    "measures": measure_measures,
}


def _timed(work: Callable[[], None]) -> float:
    started = process_time()
    work()
    return process_time() - started


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as Markdown."""
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    print(f"\n{title}\n")
    for row in [heads, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + " |", flush=True)


if __name__ == "__main__":
    main()
