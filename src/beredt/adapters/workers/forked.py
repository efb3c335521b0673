"""Pieces of work done by copies of this process, which need not be told what it knows already.

Only where the system can fork, and never from a process with threads of its own that hold something: the command line.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from typing import Any, TypeVar

from beredt.kit.spreading import one_after_another

MadeT = TypeVar("MadeT")
_LOG = logging.getLogger(__name__)
MOST_PROCESSES = 8
_PIECES_EACH = 4
_work: Callable[[int], Any] | None = None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread_over_processes(work: Callable[[int], MadeT], count: int) -> list[MadeT]:
    """The results in order, made by as many processes as there are processors.

    Serially where forking is not to be had, and where a process was killed (by a system short of memory, as a rule).
    Every result must be picklable. What one piece leaves behind in its process is lost.
    """
    global _work  # noqa: PLW0603  (what a fork inherits cannot be handed over in any other way)
    processes = min(processors(), count, MOST_PROCESSES)
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return one_after_another(work, count)
    _work = work
    try:
        with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_do, range(count), chunksize=max(1, count // (processes * _PIECES_EACH))))
    except BrokenProcessPool:
        _LOG.warning("a process was killed; the work is done again by one process")
        return one_after_another(work, count)
    finally:
        _work = None


def _do(number: int) -> Any:
    if _work is None:
        raise RuntimeError("a process was begun without work")
    return _work(number)
