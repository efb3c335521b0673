"""Jobs are asked for, run, stopped and begun over; each once, by whom it concerns, in one municipality."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.ground.audit.models import EntryRow
from beredt.ground.jobs import attempts, kinds, operations, queries, retention, states
from beredt.ground.jobs.models import JobRow
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from beredt.kit.language import language
from factories import job_kinds

pytestmark = pytest.mark.django_db
DANISH, ENGLISH = language("da"), language("en")


@pytest.fixture
def enqueue(coordinator, clock):
    def ask(kind="test.count", actor=coordinator, key="", **arguments):
        return operations.enqueue(actor=actor, kind=kind, arguments=arguments, idempotency_key=key, clock=clock)

    return ask


def events():
    return list(EntryRow.objects.order_by("sequence").values_list("event", flat=True))


def made():
    return EntryRow.objects.filter(event=job_kinds.MADE).count()


def test_a_job_waits_runs_and_leads_to_what_it_made(enqueue, coordinator, clock):
    job_id = enqueue(steps=3, result="42")
    assert queries.get_job(actor=coordinator, job_id=job_id, clock=clock).state == "waiting"
    clock.go_on(seconds=5)
    assert operations.run_waiting(clock=clock) == 1
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.share, job.attempts, job.result, job.result_url) == ("done", 1.0, 1, "42", "/825/made/42/")
    assert job.started_at == job.finished_at == clock.now
    assert job.is_finished
    assert not job.may_cancel
    assert not job.may_retry
    assert events() == ["jobs.enqueued", "jobs.started", job_kinds.MADE, "jobs.done"]
    assert operations.run_waiting(clock=clock) == 0


def test_the_job_knows_who_asked_and_with_which_roles(enqueue, reader, clock):
    seen = []
    kinds.kind("test.look", title="done")(seen.append)
    try:
        enqueue("test.look", actor=reader, area="a1", count=3)
        operations.run_waiting(clock=clock)
    finally:
        kinds.forget_kind("test.look")
    assert seen[0].actor == reader
    assert seen[0].municipality == "825"
    assert seen[0].arguments == {"area": "a1", "count": 3}


def test_the_oldest_is_run_first_and_no_more_than_asked_for(enqueue, coordinator, clock):
    first = enqueue()
    clock.go_on(seconds=1)
    second = enqueue()
    assert operations.run_waiting(1, clock=clock) == 1
    assert queries.get_job(actor=coordinator, job_id=first).state == "done"
    assert queries.get_job(actor=coordinator, job_id=second).state == "waiting"
    assert [job.job_id for job in queries.list_jobs(actor=coordinator)] == [second, first]


def test_the_same_key_is_the_same_job_whatever_became_of_it(enqueue, coordinator, foreigner, clock):
    job_id = enqueue(key="form-1", steps=2)
    assert enqueue(key="form-1", steps=2) == job_id
    operations.run_waiting(clock=clock)
    assert enqueue(key="form-1", steps=2) == job_id
    assert JobRow.objects.count() == 1
    assert made() == 1
    assert enqueue(key="form-1", steps=2, actor=foreigner) != job_id
    assert enqueue(steps=2) != enqueue(steps=2)


def test_a_key_that_stands_for_other_work_is_refused(enqueue):
    enqueue(key="form-1", steps=2)
    with pytest.raises(InvalidInput) as refusal:
        enqueue(key="form-1", steps=3)
    assert "form" in refusal.value.told_in(ENGLISH)
    assert JobRow.objects.count() == 1


def test_unknown_work_and_work_of_no_municipality_are_mistakes(enqueue, coordinator):
    with pytest.raises(ValueError, match="no kind"):
        enqueue("test.unknown")
    import attrs

    with pytest.raises(ValueError, match="municipality"):
        enqueue(actor=attrs.evolve(coordinator, municipality=""))


def test_arguments_must_be_plain(enqueue):
    with pytest.raises(TypeError):
        enqueue(area=object())
    with pytest.raises(ValueError, match="JSON"):
        enqueue(share=float("nan"))


def test_what_the_user_can_put_right_is_told_in_the_readers_language(enqueue, coordinator, clock):
    job_id = enqueue("test.refuse")
    operations.run_waiting(clock=clock)
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.error_code) == ("failed", "too_few")
    assert job.told_in(ENGLISH) == "There are 1,200 areas too few. Add them."
    assert "1.200" in job.told_in(DANISH)
    assert job.may_retry


def test_a_fault_of_ours_is_told_without_what_it_stumbled_over(enqueue, coordinator, clock, caplog):
    job_id = enqueue("test.break")
    operations.run_waiting(clock=clock)
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.error_code) == ("failed", attempts.BUG)
    assert "Nothing half-made was kept" in job.told_in(ENGLISH)
    assert job.told_in(DANISH) != job.told_in(ENGLISH)
    assert "RuntimeError" in caplog.text
    assert "break_down" in caplog.text
    assert "Inga" not in caplog.text + str(JobRow.objects.values()) + str(EntryRow.objects.values())


def test_a_job_that_only_ends_is_done(enqueue, coordinator, clock):
    job_id = enqueue("test.nothing")
    operations.run_waiting(clock=clock)
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.result, job.result_url) == ("done", "", "")


def test_work_that_a_newer_version_dropped_fails_with_a_sentence(enqueue, coordinator, clock):
    job_id = enqueue()
    kinds.forget_kind("test.count")
    operations.run_waiting(clock=clock)
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.title, job.error_code) == ("failed", "test.count", attempts.UNKNOWN_KIND)


def test_what_waits_is_cancelled_at_once_and_can_begin_over(enqueue, coordinator, clock):
    job_id = enqueue()
    operations.cancel(actor=coordinator, job_id=job_id, clock=clock)
    assert queries.get_job(actor=coordinator, job_id=job_id).state == "cancelled"
    assert operations.run_waiting(clock=clock) == 0
    operations.cancel(actor=coordinator, job_id=job_id, clock=clock)
    operations.retry(actor=coordinator, job_id=job_id, clock=clock)
    operations.retry(actor=coordinator, job_id=job_id, clock=clock)
    assert operations.run_waiting(clock=clock) == 1
    assert events() == [
        "jobs.enqueued",
        "jobs.cancelled",
        "jobs.retried",
        "jobs.started",
        job_kinds.MADE,
        "jobs.done",
    ]
    operations.retry(actor=coordinator, job_id=job_id, clock=clock)
    assert queries.get_job(actor=coordinator, job_id=job_id).state == "done"


def test_beginning_over_forgets_the_error_and_goes_in_the_name_of_who_asked(enqueue, coordinator, reader, clock):
    job_id = enqueue("test.refuse", actor=reader)
    operations.run_waiting(clock=clock)
    clock.go_on(seconds=9)
    operations.retry(actor=coordinator, job_id=job_id, clock=clock)
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert (job.state, job.error_code, job.error_sentence, job.attempts, job.actor_user_id) == ("waiting", "", "", 0, 7)
    assert job.enqueued_at == clock.now
    assert job.finished_at is None


def test_a_running_job_stops_at_its_next_step_and_makes_nothing(enqueue, coordinator, clock):
    def cancel_myself(job):
        operations.cancel(actor=coordinator, job_id=job.job_id, clock=clock)
        assert queries.get_job(actor=coordinator, job_id=job.job_id).state == "cancelling"
        job.progress(0.5, "Goes on")
        job_kinds.make(job)

    kinds.kind("test.cancel", title="done")(cancel_myself)
    job_id = enqueue("test.cancel")
    operations.run_waiting(clock=clock)
    kinds.forget_kind("test.cancel")
    job = queries.get_job(actor=coordinator, job_id=job_id)
    assert job.state == "cancelled"
    assert made() == 0
    assert "nothing half-made" in job.told_in(ENGLISH)


@pytest.mark.parametrize(("ending", "state"), [(job_kinds.make, "done"), (job_kinds.break_down, "cancelled")])
def test_a_job_that_ends_before_it_notices_the_cancelling(enqueue, coordinator, clock, ending, state):
    def cancel_and_end(job):
        operations.cancel(actor=coordinator, job_id=job.job_id, clock=clock)
        ending(job)

    kinds.kind("test.cancel", title="done")(cancel_and_end)
    job_id = enqueue("test.cancel")
    operations.run_waiting(clock=clock)
    kinds.forget_kind("test.cancel")
    assert queries.get_job(actor=coordinator, job_id=job_id).state == state


def test_only_who_asked_and_the_planners_steer_a_job(enqueue, coordinator, reader, clock):
    theirs, others = enqueue(actor=reader), enqueue(actor=coordinator)
    operations.cancel(actor=reader, job_id=theirs, clock=clock)
    for act in (operations.cancel, operations.retry):
        with pytest.raises(NotAllowed):
            act(actor=reader, job_id=others, clock=clock)
    assert queries.get_job(actor=reader, job_id=theirs).may_steer
    assert not queries.get_job(actor=reader, job_id=others).may_steer
    operations.retry(actor=coordinator, job_id=theirs, clock=clock)


def test_a_foreign_job_is_as_one_that_never_was(enqueue, coordinator, foreigner, clock):
    job_id = enqueue()
    sentences = set()
    for who, which in ((foreigner, job_id), (coordinator, uuid.uuid4())):
        for act in (operations.cancel, operations.retry, queries.get_job):
            with pytest.raises(NotFound) as refusal:
                act(actor=who, job_id=which, clock=clock)
            sentences.add((refusal.value.code, str(refusal.value)))
    assert len(sentences) == 1
    assert queries.list_jobs(actor=foreigner) == []


def test_the_data_protection_officer_sees_no_jobs(enqueue, coordinator):
    import attrs

    officer = attrs.evolve(coordinator, roles=frozenset({"data_protection_officer"}))
    job_id = enqueue()
    with pytest.raises(NotAllowed):
        queries.get_job(actor=officer, job_id=job_id)
    with pytest.raises(NotAllowed):
        queries.list_jobs(actor=officer)


def test_a_list_can_be_of_some_kinds(enqueue, coordinator):
    enqueue()
    other = enqueue("test.nothing")
    assert [job.job_id for job in queries.list_jobs(actor=coordinator, kinds=["test.nothing"])] == [other]


def test_a_queue_that_nobody_works_off_says_so(enqueue, coordinator, clock):
    job_id = enqueue()
    assert "Nobody" not in queries.get_job(actor=coordinator, job_id=job_id, clock=clock).told_in(ENGLISH)
    clock.go_on(seconds=30)
    assert "Nobody" in queries.get_job(actor=coordinator, job_id=job_id, clock=clock).told_in(ENGLISH)
    assert "Nobody" in queries.list_jobs(actor=coordinator, clock=clock)[0].told_in(ENGLISH)
    enqueue()
    attempts.claim_next(clock=clock)
    clock.go_on(seconds=10)
    assert not any(job.is_unattended for job in queries.list_jobs(actor=coordinator, clock=clock))


def test_finished_jobs_are_forgotten_after_a_while_and_the_rest_is_kept(enqueue, foreigner, clock):
    for _ in range(2):
        enqueue()
    enqueue(actor=foreigner)
    operations.run_waiting(clock=clock)
    waiting = enqueue()
    clock.go_on(days=90)
    assert retention.forget_finished(clock=clock) == 0
    clock.go_on(seconds=1)
    assert retention.forget_finished(clock=clock) == 3
    assert [row.pk for row in JobRow.objects.all()] == [waiting]
    assert EntryRow.objects.filter(event="jobs.forgotten").count() == 2
    assert '"count":2' in EntryRow.objects.get(event="jobs.forgotten", municipality="825").details
    assert retention.forget_finished(clock=clock) == 0


def test_the_states_of_all_municipalities_are_counted(enqueue, foreigner, clock):
    enqueue()
    enqueue(actor=foreigner)
    operations.run_waiting(1, clock=clock)
    counted = queries.count_by_state()
    assert {state: count for state, count in counted.items() if count} == {"waiting": 1, "done": 1}
    assert set(counted) == set(states.STATES)


def test_a_role_that_a_newer_version_dropped_does_not_stop_the_queue(enqueue, coordinator, clock):
    job_id = enqueue()
    JobRow.objects.update(actor_roles=["coordinator", "town_crier"])
    operations.run_waiting(clock=clock)
    assert queries.get_job(actor=coordinator, job_id=job_id).state == "done"


def test_the_log_is_locked_before_the_job_so_that_no_two_wait_for_each_other(enqueue, coordinator, clock):
    """Rooms add their entry, then call `finish`: a cancelling meanwhile must not hold the job and want the log."""
    with CaptureQueriesContext(connection) as queries_made:
        job_id = enqueue(key="form-1")
        operations.cancel(actor=coordinator, job_id=job_id, clock=clock)
        operations.retry(actor=coordinator, job_id=job_id, clock=clock)
        operations.run_waiting(clock=clock)
        clock.go_on(days=100)
        retention.forget_finished(clock=clock)
    depth, is_log_locked, writes = 0, False, 0
    for sql in (query["sql"] for query in queries_made.captured_queries):
        depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        is_log_locked = depth > 0 and (is_log_locked or (sql.startswith("SELECT") and "audit_chain" in sql))
        # Progress and signs of life are one statement each, with a transaction of its own.
        if re.match(r'INSERT INTO "jobs_job"|DELETE FROM "jobs_job"|UPDATE "jobs_job" SET .*"state" = .* WHERE', sql):
            writes += 1
            assert is_log_locked, sql
    assert writes == 6
