"""Work spread over processes: the same results in the same order, and errors are not lost."""

import os
import signal

import pytest

from beredt.adapters.workers import forked
from beredt.kit.spreading import one_after_another


def test_results_come_in_order(monkeypatch):
    monkeypatch.setattr(forked, "processors", lambda: 2)
    known = list(range(50))
    assert forked.spread_over_processes(lambda number: known[number] ** 2, 50) == [n * n for n in range(50)]


def test_other_processes_do_it(monkeypatch):
    monkeypatch.setattr(forked, "processors", lambda: 2)
    assert os.getpid() not in forked.spread_over_processes(lambda number: os.getpid(), 4)


def test_a_killed_process_costs_time_and_no_result(monkeypatch):
    monkeypatch.setattr(forked, "processors", lambda: 2)
    here = os.getpid()

    def work(number):
        if number == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    assert forked.spread_over_processes(work, 8) == [n * n for n in range(8)]


@pytest.mark.parametrize("count", [0, 1])
def test_little_work_is_done_here(count):
    assert forked.spread_over_processes(lambda number: os.getpid(), count) == [os.getpid()] * count


def test_what_a_piece_raises_is_raised(monkeypatch):
    monkeypatch.setattr(forked, "processors", lambda: 2)

    def fail(number):
        raise KeyError(number)

    with pytest.raises(KeyError):
        forked.spread_over_processes(fail, 4)
    assert one_after_another(lambda number: number, 3) == [0, 1, 2]
