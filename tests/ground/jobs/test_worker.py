"""The worker's loop: what goes wrong between two jobs does not end it, and it stops when it should."""

import threading

import pytest
from django.db import OperationalError

from beredt.ground.jobs import attempts, retention, worker

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = worker.Pace(poll=0.001, heartbeat=10, stale_after=10, tidy=10)


@pytest.fixture
def stop():
    return threading.Event()


@pytest.fixture
def quiet(monkeypatch):
    """Nothing is stale, nothing old, nothing waits."""
    monkeypatch.setattr(attempts, "requeue_stale", lambda **_: 0)
    monkeypatch.setattr(retention, "forget_finished", lambda **_: 0)
    monkeypatch.setattr(attempts, "claim_next", lambda **_: None)


@pytest.mark.parametrize("error", [OperationalError("database is locked: Inga Prøve"), ValueError("Inga Prøve")])
def test_an_error_between_jobs_does_not_end_it_and_is_logged_without_its_words(stop, quiet, monkeypatch, caplog, error):
    asked = []

    def answer(**_):
        asked.append(1)
        if len(asked) == 1:
            raise error
        stop.set()

    monkeypatch.setattr(attempts, "claim_next", answer)
    worker.work(stop=stop, pace=QUICK)
    assert len(asked) == 2
    assert type(error).__name__ in caplog.text
    assert "Inga" not in caplog.text


def test_it_ends_with_the_process_that_started_it(stop, quiet):
    lives = iter([False, False, False, True, True])
    worker.work(stop=stop, pace=QUICK, is_orphaned=lambda: next(lives))
    assert next(lives)


def test_old_jobs_are_looked_for_once_an_hour_not_in_every_round(stop, quiet, monkeypatch):
    tidied, rounds = [], []
    monkeypatch.setattr(retention, "forget_finished", lambda **_: tidied.append(1))
    monkeypatch.setattr(
        attempts, "claim_next", lambda **_: rounds.append(1) or (len(rounds) > 20 and stop.set()) or None
    )
    worker.work(stop=stop, pace=QUICK)
    assert len(rounds) > 20
    assert tidied == [1]
