"""Changes the engine's kernel a little, many times, and reports which changes no check notices.

The compiler is off, so that a mutant costs no compilation, and each one lives in a forked child. The kernel's mutants
are held against small cases that the plain reference answered once; with `--tests` any file's mutants are held against
tests of the suite instead. A mutant that runs out of time or memory is noticed too. Mutants known to compute the same
are listed with the reason in mutants_spared.toml; the exit code is 1 if any other one survives.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
import tomllib
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from tools import mutant_judges
from tools.mutations import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
IMPACT = ROOT / "src" / "beredt" / "domain" / "impact"
KERNEL = tuple(IMPACT / name for name in ("intervals.py", "evaluation.py", "loops.py", "kernel.py"))
SPARED = ROOT / "tools" / "mutants_spared.toml"
GIBIBYTES_AT_MOST = 4
SLOWEST = 5
"""A mutant may take this many times the processor time of the unchanged code, and `PATIENCE` seconds at least."""
PATIENCE = 3
NOTICED, UNNOTICED, OUT_OF_TIME = "killed", "survived", "out of time"
Judge = Callable[[Path | None, str], None]
"""Raises where it notices that the file (None: nothing) was replaced by the source."""


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
    judge = mutant_judges.suite_judge(options.tests) if options.tests else mutant_judges.kernel_judge(options.cases)
    began = time.process_time()
    if _wait_for(_start(judge, None, "", limit_s=600)) != UNNOTICED:
        print("the unchanged code fails: nothing can be learnt from mutants")
        return 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    limit_s = max(PATIENCE, round(SLOWEST * (used.ru_utime + used.ru_stime)))
    trials = [Trial(file, mutant) for file in options.files for mutant in mutants(file.read_text(encoding="utf-8"))]
    chosen = trials[:: options.every]
    print(f"{len(chosen)} mutants of {len(options.files)} files, {limit_s} s each at most", flush=True)
    code = _report(chosen, _try_all(chosen, judge, options.workers, limit_s))
    print(f"{time.process_time() - began:.0f} s of processor time here, more in the children")
    return code


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=list(KERNEL), help="files to change (the kernel's)")
    parser.add_argument("--tests", nargs="+", help="tests that must notice, instead of the kernel's cases")
    parser.add_argument("--cases", type=int, default=400, help="number of small cases for the kernel")
    parser.add_argument("--every", type=int, default=1, help="try only every N-th mutant")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    options.files = [file.resolve() for file in options.files]
    if not options.tests and not set(options.files) <= set(KERNEL):
        parser.error("--tests says which tests must notice changes outside the kernel")
    return options


def _try_all(chosen: list[Trial], judge: Judge, workers: int, limit_s: int) -> list[str]:
    """What became of each mutant, in order; at most `workers` run at once."""
    verdicts = [""] * len(chosen)
    running: dict[int, int] = {}
    waiting = iter(range(len(chosen)))
    while True:
        while len(running) < workers and (number := next(waiting, None)) is not None:
            trial = chosen[number]
            running[_start(judge, trial.file, trial.mutant.source, limit_s)] = number
        if not running:
            return verdicts
        child, verdict = _wait_for_any(running)
        number = running.pop(child)
        verdicts[number] = verdict
        _tell(chosen[number], verdict, number, len(chosen))


def _wait_for_any(running: dict[int, int]) -> tuple[int, str]:
    child, status = os.wait()
    return (child, _verdict(status)) if child in running else _wait_for_any(running)


def _wait_for(child: int) -> str:
    return _verdict(os.waitpid(child, 0)[1])


def _verdict(status: int) -> str:
    if os.WIFSIGNALED(status):
        return OUT_OF_TIME
    return UNNOTICED if os.WEXITSTATUS(status) == 0 else NOTICED


def _tell(trial: Trial, verdict: str, number: int, of: int) -> None:
    if verdict == UNNOTICED and trial.name not in _spared():
        print(f"survived: {trial}", flush=True)
    if number % 100 == 99:
        print(f"  {number + 1}/{of}", flush=True)


def _start(judge: Judge, file: Path | None, source: str, limit_s: int) -> int:
    """Process id of a child: it exits with 0 if the judge noticed nothing; a signal ends it if it takes too long."""
    child = os.fork()
    if child == 0:
        try:
            _limit(limit_s)
            if file is not None:
                _be_silent()
            judge(file, source)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    return child


def _limit(seconds: int) -> None:
    """Processor time, which a busy machine does not stretch, and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES_AT_MOST * 2**30, GIBIBYTES_AT_MOST * 2**30))


def _be_silent() -> None:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)


def _spared() -> dict[tuple[str, str, str, str], str]:
    if not SPARED.exists():
        return {}
    with SPARED.open("rb") as stream:
        groups = tomllib.load(stream).get("spared", [])
    return {
        (group["file"], group["function"], before, after): group["why"]
        for group in groups
        for before, after in group["changes"]
    }


def _report(chosen: list[Trial], verdicts: list[str]) -> int:
    spared = _spared()
    survivors = [trial for trial, verdict in zip(chosen, verdicts, strict=True) if verdict == UNNOTICED]
    unexplained = [trial for trial in survivors if trial.name not in spared]
    for file, of_file in _by_file(chosen, verdicts):
        print(f"{file.relative_to(ROOT)}: {len(of_file)} mutants, {of_file.count(UNNOTICED)} survived")
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
