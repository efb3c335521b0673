"""Attempts: never two at one job, none lost; a woken attempt does no harm; progress is written seldom enough."""

import contextlib
import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredt.ground.audit.models import EntryRow
from beredt.ground.jobs import attempts, operations, queries, states
from beredt.ground.jobs.kinds import Cancelled, Interrupted
from beredt.ground.jobs.models import JobRow
from beredt.kit.language import language

pytestmark = pytest.mark.django_db
STALE = datetime.timedelta(seconds=45)


class Pulse:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def enqueue(coordinator, clock):
    def ask(kind="test.count", **arguments):
        return operations.enqueue(actor=coordinator, kind=kind, arguments=arguments, clock=clock)

    return ask


def attempt_at(row, clock, *, pulse=None, should_stop=lambda: False):
    return attempts._Attempt(row, clock=clock, pulse=pulse or Pulse(), should_stop=should_stop)


def test_two_workers_never_claim_the_same_job(enqueue, clock):
    asked = {enqueue() for _ in range(3)}
    claimed = [attempts.claim_next(clock=clock) for _ in range(4)]
    assert {row.pk for row in claimed[:3]} == asked
    assert claimed[3] is None


def test_a_claim_that_came_too_late_takes_the_next_job(enqueue, clock, monkeypatch):
    first = enqueue()
    clock.go_on(seconds=1)
    second = enqueue()
    move = attempts.moves.move

    def overtaken(*, row, **rest):
        if row.pk == first:
            JobRow.objects.filter(pk=first).update(state="cancelled", finished_at=clock())
        return move(row=row, **rest)

    monkeypatch.setattr(attempts.moves, "move", overtaken)
    assert attempts.claim_next(clock=clock).pk == second


def test_a_job_without_a_sign_of_life_is_begun_again_and_given_up_in_the_end(enqueue, coordinator, clock):
    job_id = enqueue()
    for attempt in range(1, states.MOST_ATTEMPTS + 1):
        assert attempts.claim_next(clock=clock).attempts == attempt
        clock.go_on(seconds=45)
        assert attempts.requeue_stale(stale_after=STALE, clock=clock) == 0
        clock.go_on(seconds=1)
        assert attempts.requeue_stale(stale_after=STALE, clock=clock) == 1
    job = queries.get_job(actor=coordinator, job_id=job_id, clock=clock)
    assert (job.state, job.error_code, job.attempts) == ("failed", attempts.WORKER_DIED, 3)
    assert "3 times" in job.told_in(language("en"))
    assert attempts.claim_next(clock=clock) is None
    operations.retry(actor=coordinator, job_id=job_id, clock=clock)
    assert attempts.claim_next(clock=clock).attempts == 1


def test_between_attempts_the_page_says_what_happened(enqueue, coordinator, clock):
    job_id = enqueue()
    attempts.claim_next(clock=clock)
    clock.go_on(seconds=46)
    attempts.requeue_stale(stale_after=STALE, clock=clock)
    told = queries.get_job(actor=coordinator, job_id=job_id, clock=clock)
    assert "attempt 2 of 3" in attrs_without_waiting(told).told_in(language("en"))


def attrs_without_waiting(job):
    import attrs

    return attrs.evolve(job, is_unattended=False)


def test_a_sign_of_life_keeps_the_job(enqueue, clock):
    enqueue()
    row = attempts.claim_next(clock=clock)
    clock.go_on(seconds=40)
    assert attempts.beat(row, clock=clock)
    clock.go_on(seconds=40)
    assert attempts.requeue_stale(stale_after=STALE, clock=clock) == 0


def test_a_job_being_cancelled_whose_worker_died_is_cancelled(enqueue, coordinator, clock):
    job_id = enqueue()
    attempts.claim_next(clock=clock)
    operations.cancel(actor=coordinator, job_id=job_id, clock=clock)
    clock.go_on(seconds=46)
    attempts.requeue_stale(stale_after=STALE, clock=clock)
    assert queries.get_job(actor=coordinator, job_id=job_id).state == "cancelled"


def test_an_attempt_that_wakes_up_too_late_does_no_harm(enqueue, coordinator, clock):
    job_id = enqueue()
    slept = attempts.claim_next(clock=clock)
    clock.go_on(seconds=46)
    attempts.requeue_stale(stale_after=STALE, clock=clock)
    current = attempts.claim_next(clock=clock)
    assert current.pk == slept.pk
    late = attempt_at(slept, clock)
    with pytest.raises(Interrupted):
        late.report(0.9, "Late", {})
    with contextlib.suppress(Interrupted), transaction.atomic():
        EntryRow.objects.create(
            municipality="825", sequence=99, moment=clock(), event="a.b", subject="a:b", details="{}"
        )
        late.finish("late")
    late.fail(code="late", sentence="Late.")
    assert not attempts.beat(slept, clock=clock)
    assert not EntryRow.objects.filter(sequence=99).exists()
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.share, job.error_code) == ("running", 0.0, "")
    attempts.run(current, clock=clock)
    assert queries.get_job(actor=coordinator, job_id=job_id).result == "r1"


def test_a_worker_that_must_stop_hands_the_job_back_and_the_attempt_does_not_count(enqueue, coordinator, clock):
    job_id = enqueue(steps=3)
    attempts.run(attempts.claim_next(clock=clock), clock=clock, should_stop=lambda: True)
    job = queries.get_job(actor=coordinator, job_id=job_id, clock=clock)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert operations.run_waiting(clock=clock) == 1
    assert queries.get_job(actor=coordinator, job_id=job_id).state == "done"


def test_progress_is_written_at_most_about_once_a_second(enqueue, coordinator, clock, django_assert_num_queries):
    job_id = enqueue()
    pulse = Pulse()
    attempt = attempt_at(attempts.claim_next(clock=clock), clock, pulse=pulse)
    with django_assert_num_queries(1):
        attempt.report(0.1, "Reads {count} rows", {"count": 1200})
    with django_assert_num_queries(0):
        for _ in range(1000):
            pulse.seconds += 0.0009
            attempt.report(0.2, "Reads {count} rows", {"count": 1200})
    pulse.seconds = 1.0
    with django_assert_num_queries(1):
        attempt.report(0.3, "Reads {count} rows", {"count": 1200})
    pulse.seconds = 1.21
    with django_assert_num_queries(1):
        attempt.report(0.4, "Stores", {})
    pulse.seconds = 1.3
    with django_assert_num_queries(0):
        attempt.report(0.5, "Ends", {})
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.share, job.percent, job.told_in(language("en"))) == (0.4, 40, "Stores")


def test_progress_shows_on_the_page_and_is_a_sign_of_life(enqueue, coordinator, clock):
    job_id = enqueue()
    attempt = attempt_at(attempts.claim_next(clock=clock), clock)
    clock.go_on(seconds=44)
    attempt.report(7.5, "Reads {count} rows", {"count": 1200})
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.share, job.heartbeat_at) == (1.0, clock.now)
    assert job.told_in(language("en")) == "Reads 1,200 rows"


def test_progress_of_a_cancelled_job_stops_it(enqueue, coordinator, clock):
    job_id = enqueue()
    attempt = attempt_at(attempts.claim_next(clock=clock), clock)
    operations.cancel(actor=coordinator, job_id=job_id, clock=clock)
    with pytest.raises(Cancelled):
        attempt.report(0.5, "Reads", {})


def test_a_claim_costs_few_queries(enqueue, clock, django_assert_max_num_queries):
    enqueue()
    with django_assert_max_num_queries(16):
        attempts.claim_next(clock=clock)


ACTIONS = st.sampled_from(
    [
        "enqueue",
        "claim",
        "progress",
        "finish",
        "fail",
        "hand_back",
        "kill",
        "wake",
        "wait",
        "requeue",
        "cancel",
        "retry",
    ]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(st.tuples(ACTIONS, st.integers(0, 3)), max_size=30))
def test_whatever_happens_in_whatever_order_every_job_is_made_at_most_once(actions, coordinator, clock):
    JobRow.objects.all().delete()
    history = History(coordinator, clock)
    for action, which in actions:
        history.take(action, which)
        history.check()
    history.settle()


class History:
    """Drives jobs, and keeps by itself who may hold which."""

    def __init__(self, actor, clock):
        self.actor, self.clock = actor, clock
        self.jobs, self.attempts, self.made, self.seen = [], [], [], {}

    def take(self, action, which):
        getattr(self, action)(which)

    def enqueue(self, _):
        self.jobs.append(operations.enqueue(actor=self.actor, kind="test.count", arguments={}, clock=self.clock))

    def claim(self, _):
        row = attempts.claim_next(clock=self.clock)
        if row is not None:
            self.attempts.append(attempt_at(row, self.clock))

    def on_attempt(self, which, act):
        if self.attempts:
            attempt = self.attempts[which % len(self.attempts)]
            try:
                act(attempt)
            except (Cancelled, Interrupted):
                attempt.close(("stop", "hand_back"))

    def progress(self, which):
        self.on_attempt(which, lambda attempt: attempt.report(0.5, "Goes on", {}))

    def finish(self, which):
        def finish(attempt):
            attempt.finish("r")
            self.made.append(attempt.row.pk)

        self.on_attempt(which, finish)

    def fail(self, which):
        self.on_attempt(which, lambda attempt: attempt.fail(code="x", sentence="X."))

    def hand_back(self, which):
        self.on_attempt(which, lambda attempt: attempt.close(("stop", "hand_back")))

    def kill(self, which):
        if self.attempts:
            self.attempts.pop(which % len(self.attempts))

    def wake(self, which):
        self.on_attempt(which, lambda attempt: attempts.beat(attempt.row, clock=self.clock))

    def wait(self, _):
        self.clock.go_on(seconds=30)

    def requeue(self, _):
        attempts.requeue_stale(stale_after=STALE, clock=self.clock)

    def cancel(self, which):
        if self.jobs:
            operations.cancel(actor=self.actor, job_id=self.jobs[which % len(self.jobs)], clock=self.clock)

    def retry(self, which):
        if self.jobs:
            operations.retry(actor=self.actor, job_id=self.jobs[which % len(self.jobs)], clock=self.clock)

    def check(self):
        rows = {row.pk: row for row in JobRow.objects.all()}
        assert len(self.made) == len(set(self.made))
        for pk, row in rows.items():
            assert (row.state == "done") == (pk in self.made)
            assert row.attempts <= states.MOST_ATTEMPTS
        held = [row.claim for row in rows.values() if row.claim]
        assert len(held) == len(set(held))

    def settle(self):
        """With patience and a worker every job comes to an end."""
        self.clock.go_on(seconds=60)
        attempts.requeue_stale(stale_after=STALE, clock=self.clock)
        operations.run_waiting(clock=self.clock)
        left = set(JobRow.objects.values_list("state", flat=True))
        assert left <= states.FINISHED
