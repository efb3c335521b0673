"""Peak memory of one run, in a process of its own: `python -m benchmarks.memory WHAT ASSETS PROFILES SCENARIO`.

WHAT is `import` (the libraries alone), `engine` (draws made block by block, and the engine) or `assess` (the whole
assessment with its tables). Prints megabytes.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.municipalities import Size, build_municipality
from benchmarks.scenarios import SEED, make_case
from beredt.domain.impact import ensemble, simulation


def measure_peak(what: str, size: Size, scenario: str) -> float:
    """Peak resident memory [MB] of a fresh process that does `what` once."""
    command = [sys.executable, "-m", "benchmarks.memory", what, str(size.assets), str(size.profiles), scenario]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def run_once(what: str, size: Size, scenario: str) -> None:
    """One run of what is to be measured."""
    if what == "import":
        return
    case = make_case(build_municipality(size), scenario)
    if what == "engine":
        simulation.simulate(
            network=case.network, make_block=case.block, draws=case.draws, horizon_minutes=case.horizon_minutes
        )
    else:
        ensemble.assess_scenario(snapshot=case.snapshot, scenario=case.scenario, draws=case.draws, seed=SEED)


def peak_so_far() -> float:
    """Peak resident memory [MB] of this process.

    Read from the kernel where it tells: `getrusage` also counts the parent's peak before the program was started.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    run_once(sys.argv[1], Size(assets=int(sys.argv[2]), profiles=int(sys.argv[3])), sys.argv[4])
    print(peak_so_far())
