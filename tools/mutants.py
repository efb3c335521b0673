"""Changes the engine's kernel a little, many times, and reports which changes the fast tests do not notice.

The compiler is off (NUMBA_DISABLE_JIT), so that a mutant costs no compilation: the libraries are loaded once, each
mutant lives in a forked child that imports our own code anew, and the first failing test ends it. A mutant that runs
out of time or memory is noticed too. Mutants known to compute the same answer are listed with the reason in
mutants_spared.toml; the exit code is 1 if any other one survives.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
import time
import tomllib
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
IMPACT = ROOT / "src" / "beredt" / "domain" / "impact"
TARGETS = tuple(IMPACT / name for name in ("intervals.py", "evaluation.py", "loops.py", "kernel.py"))
TESTS = (
    "tests/properties/test_kernel_outcome.py",
    "tests/properties/test_engine_equals_reference.py::test_any_small_network",
    "tests/properties/test_engine_equals_reference.py::test_dense_loops_over_a_longer_time",
)
SPARED = ROOT / "tools" / "mutants_spared.toml"
LIBRARIES = (
    *("numpy", "numba", "scipy.special", "scipy.sparse.csgraph", "hypothesis", "pytest", "attrs", "simpy"),
    *("babel.messages.pofile", "babel.numbers", "concurrent.futures.thread", "pytest_cov.plugin", "xdist.plugin"),
)
GIBIBYTES_AT_MOST = 4
SLOWEST = 5.0
"""A mutant may take this many times as long as the unchanged code, and at least `PATIENCE` seconds."""
PATIENCE = 10.0
NOTICED, UNNOTICED, OUT_OF_TIME = "killed", "survived", "out of time"


@attrs.frozen
class Trial:
    """One mutant of one file."""

    file: Path
    mutant: Mutant

    def __str__(self) -> str:
        place = f"{self.file.relative_to(ROOT)}:{self.mutant.line} in {self.mutant.function or 'the module'}"
        return f"{place}\n    - {self.mutant.before}\n    + {self.mutant.after}"

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What it is called in the list of spared mutants: no line number, since lines move."""
        return self.file.name, self.mutant.function, self.mutant.before, self.mutant.after


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 every mutant noticed or spared with a reason, 1 otherwise or if the unchanged code fails."""
    options = _options(arguments)
    os.environ.update(NUMBA_DISABLE_JIT="1", BEREDT_EXAMPLES="mutants")
    for library in LIBRARIES:
        importlib.import_module(library)
    began = time.monotonic()
    if _finish(_start(None, options.tests), PATIENCE * 60) != UNNOTICED:
        print("the tests fail on the unchanged code: nothing can be learnt from mutants")
        return 1
    patience = max(PATIENCE, SLOWEST * (time.monotonic() - began))
    trials = [Trial(file, mutant) for file in options.files for mutant in mutants(file.read_text(encoding="utf-8"))]
    chosen = trials[:: options.every]
    print(f"{len(chosen)} mutants of {len(options.files)} files, {patience:.0f} s each at most", flush=True)
    return _report(chosen, _try_all(chosen, options, patience))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=list(TARGETS), help="files to change (the kernel's)")
    parser.add_argument("--tests", nargs="+", default=list(TESTS), help="tests to run, quickest killers first")
    parser.add_argument("--every", type=int, default=1, help="try only every N-th mutant")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    options.files = [file.resolve() for file in options.files]
    return options


def _try_all(chosen: list[Trial], options: argparse.Namespace, patience: float) -> list[str]:
    """What became of each mutant, in order; at most `options.workers` run at once."""
    verdicts = [""] * len(chosen)
    running: dict[int, tuple[int, float]] = {}
    waiting = iter(range(len(chosen)))
    while True:
        while len(running) < options.workers and (number := next(waiting, None)) is not None:
            running[_start(chosen[number], options.tests)] = (number, time.monotonic())
        if not running:
            return verdicts
        for child, (number, began) in list(running.items()):
            verdict = _look_at(child, time.monotonic() - began > patience)
            if verdict:
                verdicts[number] = verdict
                del running[child]
                _tell(chosen[number], verdict, number, len(chosen))
        time.sleep(0.005)


def _tell(trial: Trial, verdict: str, number: int, of: int) -> None:
    if verdict == UNNOTICED:
        print(f"survived: {trial}", flush=True)
    if number % 100 == 99:
        print(f"  {number + 1}/{of}", flush=True)


def _finish(child: int, patience: float) -> str:
    began = time.monotonic()
    while not (verdict := _look_at(child, time.monotonic() - began > patience)):
        time.sleep(0.02)
    return verdict


def _look_at(child: int, is_late: bool) -> str:
    """What became of the child, or an empty text while it runs."""
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        return UNNOTICED if os.waitstatus_to_exitcode(status) == 0 else NOTICED
    if is_late:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return OUT_OF_TIME
    return ""


def _start(trial: Trial | None, tests: list[str]) -> int:
    """Process id of a child that runs the tests on the mutant (None: on the code as it is)."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os._exit(_run_tests(trial, tests))
        os._exit(1)
    return child


def _run_tests(trial: Trial | None, tests: list[str]) -> int:
    limit = GIBIBYTES_AT_MOST * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    if trial is not None:
        sys.meta_path.insert(0, _Swap(trial))
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
    pytest = importlib.import_module("pytest")
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))


class _Swap(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where its module is imported."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.module = ".".join(trial.file.relative_to(ROOT / "src").with_suffix("").parts)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The mutant's spec for its own module, None for any other."""
        if fullname != self.module:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.trial.file))

    def exec_module(self, module: types.ModuleType) -> None:
        """Runs the mutant's source as the module."""
        module.__file__ = str(self.trial.file)
        exec(compile(self.trial.mutant.source, str(self.trial.file), "exec"), module.__dict__)


def _spared() -> dict[tuple[str, str, str, str], str]:
    if not SPARED.exists():
        return {}
    with SPARED.open("rb") as stream:
        rows = tomllib.load(stream).get("spared", [])
    return {(row["file"], row["function"], row["before"], row["after"]): row["why"] for row in rows}


def _report(chosen: list[Trial], verdicts: list[str]) -> int:
    spared = _spared()
    survivors = [trial for trial, verdict in zip(chosen, verdicts, strict=True) if verdict == UNNOTICED]
    unexplained = [trial for trial in survivors if trial.name not in spared]
    for file, trials in _by_file(chosen, verdicts):
        print(f"{file.relative_to(ROOT)}: {len(trials)} mutants, {trials.count(UNNOTICED)} survived")
    late = verdicts.count(OUT_OF_TIME)
    print(
        f"{len(chosen)} mutants: {len(chosen) - len(survivors)} killed ({late} by running out of time), "
        f"{len(survivors)} survived, of which {len(survivors) - len(unexplained)} are known to compute the same"
    )
    return 1 if unexplained else 0


def _by_file(chosen: list[Trial], verdicts: list[str]) -> Iterator[tuple[Path, list[str]]]:
    for file in dict.fromkeys(trial.file for trial in chosen):
        yield file, [verdict for trial, verdict in zip(chosen, verdicts, strict=True) if trial.file == file]


if __name__ == "__main__":
    sys.exit(main())
