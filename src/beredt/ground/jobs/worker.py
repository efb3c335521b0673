"""The worker: a process of its own that takes one job after another from the queue, and outlives none of them.

Killed at any moment it leaves a job without a sign of life, which the next worker takes up after a while. Told to stop
(SIGTERM, Ctrl+C), it hands back what it has in hand at that job's next step.
"""

from __future__ import annotations

import datetime
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import attrs
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from beredt.ground.jobs import attempts, retention
from beredt.ground.jobs.models import JobRow
from beredt.ground.jobs.moves import Clock

_LOG = logging.getLogger(__name__)


@attrs.frozen(kw_only=True)
class Pace:
    """How often a worker does what, in seconds. `stale_after` is many heartbeats: a busy machine is no dead worker."""

    poll: float = 1.0
    heartbeat: float = 5.0
    stale_after: float = 45.0
    tidy: float = 3_600.0


def work(
    *,
    stop: threading.Event,
    pace: Pace | None = None,
    clock: Clock = timezone.now,
    is_orphaned: Callable[[], bool] = lambda: False,
) -> None:
    """Returns once `stop` is set (or the process that started this one is gone), after the job in hand was let go."""
    pace = pace or Pace()

    def should_stop() -> bool:
        return stop.is_set() or is_orphaned()

    tidied = float("-inf")
    while not should_stop():
        try:
            close_old_connections()
            attempts.requeue_stale(stale_after=datetime.timedelta(seconds=pace.stale_after), clock=clock)
            if time.monotonic() - tidied >= pace.tidy:
                retention.forget_finished(clock=clock)
                tidied = time.monotonic()
            was_busy = _run_next(pace=pace, clock=clock, should_stop=should_stop)
        except Exception as error:
            # A locked or restarted database passes; the job in hand is taken up again once it is stale. Whatever else
            # it is, the rest of the queue is served. Its message may quote data and is not logged.
            _LOG.error("worker: %s; trying again\n%s", type(error).__name__, attempts.frames_of(error))
            was_busy = False
        if not was_busy:
            stop.wait(pace.poll)
    connection.close()


def work_until_told(*, pace: Pace | None = None, is_orphaned: Callable[[], bool] = lambda: False) -> None:
    """Works until SIGTERM or SIGINT, or until the process that this one should not outlive is gone."""
    stop = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    work(stop=stop, pace=pace, is_orphaned=is_orphaned)


def _run_next(*, pace: Pace, clock: Clock, should_stop: Callable[[], bool]) -> bool:
    row = attempts.claim_next(clock=clock)
    if row is None:
        return False
    with _heartbeat(row, pace=pace, clock=clock):
        attempts.run(row, clock=clock, should_stop=should_stop)
    return True


@contextmanager
def _heartbeat(row: JobRow, *, pace: Pace, clock: Clock) -> Iterator[None]:
    """Signs of life from a thread of its own while the job computes."""
    over = threading.Event()

    def keep_beating() -> None:
        while not over.wait(pace.heartbeat):
            try:
                attempts.beat(row, clock=clock)
            except DatabaseError as error:
                _LOG.warning("worker: no sign of life written: %s", type(error).__name__)
        connection.close()

    thread = threading.Thread(target=keep_beating, name=f"heartbeat of {row.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
