"""Who decides whether a mutant was noticed: small cases answered once for the kernel, or tests of the suite.

A judge is called in a forked child with the file and the mutant's source, and raises where it notices.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = (
    *("numpy", "numba", "scipy.special", "scipy.sparse.csgraph", "hypothesis", "pytest", "attrs", "simpy"),
    *("babel.messages.pofile", "babel.numbers", "concurrent.futures.thread", "pytest_cov.plugin", "xdist.plugin"),
)
ROOMS = (0, 2, 6)
"""How little room beyond one interval per asset some of the cases begin with."""


def kernel_judge(count: int) -> Callable[[Path | None, str], None]:
    """A judge with `count` cases, answered by the reference here and now; the mutant's code replaces the kernel's."""
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    kernel_cases = importlib.import_module("oracles.kernel_cases")
    answered = _answered(kernel_cases, count)
    by_hand = len(kernel_cases.by_hand())

    def judge(file: Path | None, source: str) -> None:
        if file is not None:
            _replace_code(_module_name(file), source)
        with kernel_cases.short_look_ahead():
            for number, case in enumerate(answered):
                case.check_outcome()
                if number % 3 == 0 or number < by_hand:
                    with kernel_cases.little_room(ROOMS[number // 3 % len(ROOMS)]):
                        case.check_outcome()
                        case.check_down_times()

    return judge


def _answered(kernel_cases: Any, count: int) -> list[Any]:
    """The same cases in every run, spread as Hypothesis spreads them."""
    hypothesis = importlib.import_module("hypothesis")
    with kernel_cases.short_look_ahead():
        found = [kernel_cases.answer(case) for case in kernel_cases.by_hand()]

    @hypothesis.settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=["generate"])
    @hypothesis.given(case=kernel_cases.cases())
    def collect(case: object) -> None:
        found.append(kernel_cases.answer(case))

    with kernel_cases.short_look_ahead():
        collect()
    return found


def _replace_code(module_name: str, source: str) -> None:
    """Functions keep their identity, so that whoever imported one by name runs the mutant too."""
    module = importlib.import_module(module_name)
    changed = types.ModuleType(module_name)
    exec(compile(source, module_name, "exec"), changed.__dict__)
    for name in [name for name, value in vars(module).items() if isinstance(value, int) and name not in vars(changed)]:
        delattr(module, name)
    for name, value in vars(changed).items():
        own = getattr(module, name, None)
        if isinstance(value, types.FunctionType) and value.__module__ == module_name:
            own.__code__ = value.__code__
        elif isinstance(value, int | float):
            setattr(module, name, value)


def suite_judge(tests: list[str]) -> Callable[[Path | None, str], None]:
    """A judge that runs `tests` with pytest, our own code imported anew in each child; the first failure ends it."""
    os.environ.update(NUMBA_DISABLE_JIT="1", BEREDT_EXAMPLES="mutants")
    for library in LIBRARIES:
        importlib.import_module(library)

    def judge(file: Path | None, source: str) -> None:
        if file is not None:
            sys.meta_path.insert(0, _Swap(file, source))
        pytest = importlib.import_module("pytest")
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore", *tests])
        if code != pytest.ExitCode.OK:
            raise AssertionError(f"pytest ended with {code}")

    return judge


class _Swap(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where its module is imported."""

    def __init__(self, file: Path, source: str) -> None:
        self.file = file
        self.source = source
        self.module = _module_name(file)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The mutant's spec for its own module, None for any other."""
        if fullname != self.module:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.file))

    def exec_module(self, module: types.ModuleType) -> None:
        """Runs the mutant's source as the module."""
        module.__file__ = str(self.file)
        exec(compile(self.source, str(self.file), "exec"), module.__dict__)


def _module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT / "src").with_suffix("").parts)
