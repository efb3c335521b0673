"""Workers as real processes: killed, stopped, raced and cancelled; every job is made once."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 60


class Client:
    """Asks for jobs and looks at them through a process of its own."""

    def __init__(self, installation):
        self.process = installation.start("factories.job_client")
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def __call__(self, do, **words):
        self.process.stdin.write(json.dumps({"do": do, **words}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def enqueue(self, kind="test.count", key="", **arguments):
        return self("enqueue", kind=kind, key=key, arguments=arguments)

    def state(self, job):
        return self("look", job=job)["state"]

    def wait_until(self, condition):
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.05)


@pytest.fixture
def client(installation):
    return Client(installation)


@pytest.fixture
def start_worker(installation):
    def start(heartbeat=0.2, stale_after=1.5):
        worker = installation.start("factories.job_worker", heartbeat, stale_after)
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
        return worker

    return start


def test_a_worker_killed_in_the_middle_costs_nothing_but_time(client, start_worker):
    job = client.enqueue(steps=40, pause=0.05)
    worker = start_worker()
    client.wait_until(lambda: client("look", job=job)["share"] > 0.1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert client.state(job) == "running"
    assert client("made") == 0
    start_worker()
    client.wait_until(lambda: client.state(job) == "done")
    assert client("look", job=job)["attempts"] == 2
    assert client("made") == 1
    assert client("events").count("jobs.requeued") == 1


def test_progress_is_seen_while_it_runs_and_cancelling_stops_it(client, start_worker):
    job = client.enqueue(steps=10_000, pause=0.01)
    start_worker()
    client.wait_until(lambda: client("look", job=job)["step"] == "Step {number} of {steps}")
    first = client("look", job=job)["share"]
    client.wait_until(lambda: client("look", job=job)["share"] > first)
    client("cancel", job=job)
    client.wait_until(lambda: client.state(job) == "cancelled")
    assert client("made") == 0


def test_a_worker_that_is_told_to_stop_hands_its_job_back(client, start_worker):
    job = client.enqueue(steps=100, pause=0.02)
    worker = start_worker()
    client.wait_until(lambda: client.state(job) == "running")
    worker.send_signal(signal.SIGTERM)
    out, err = worker.communicate(timeout=PATIENCE_SECONDS)
    assert (worker.returncode, out) == (0, "stopped\n"), err
    assert client("look", job=job) == {"state": "waiting", "share": 0.0, "step": "", "attempts": 0}
    start_worker()
    client.wait_until(lambda: client.state(job) == "done")
    assert client("made") == 1


def test_a_long_computation_without_a_word_keeps_its_job(client, start_worker):
    job = client.enqueue("test.block", pause=3.5)
    start_worker()
    client.wait_until(lambda: client.state(job) == "running")
    start_worker()
    client.wait_until(lambda: client.state(job) == "done")
    assert client("look", job=job)["attempts"] == 1
    assert client("made") == 1


def test_two_workers_share_the_queue_and_run_every_job_once(client, start_worker):
    jobs = [client.enqueue(steps=2, pause=0.01) for _ in range(24)]
    workers = [start_worker(stale_after=30) for _ in range(2)]
    client.wait_until(lambda: all(client.state(job) == "done" for job in jobs))
    assert client("made") == len(jobs)
    assert client("events").count("jobs.started") == len(jobs)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE_SECONDS) == 0


def test_the_same_form_sent_by_two_processes_at_once_is_one_job(installation, client):
    clients = [client, Client(installation)]
    with ThreadPoolExecutor(2) as pool:
        for number in range(15):
            asked = [pool.submit(each.enqueue, key=f"form-{number}", steps=1) for each in clients]
            assert len({each.result() for each in asked}) == 1
    assert client("events").count("jobs.enqueued") == 15


def test_a_worker_does_not_outlive_the_process_that_started_it(sqlite_template, tmp_path):
    from factories import installations

    installation = installations.copy_of(sqlite_template, tmp_path / "data", name="unused")
    parent = installation.start("factories.job_parent")
    assert parent.stdout.readline() == "ready\n"
    parent.send_signal(signal.SIGKILL)
    assert parent.stdout.readline() == "stopped\n"
    installation.end_all()


def test_a_worker_whose_starter_was_gone_before_it_was_loaded_stops(sqlite_template, tmp_path, monkeypatch):
    from factories import installations

    monkeypatch.setenv("BEREDT_SERVED_BY", "1")
    installation = installations.copy_of(sqlite_template, tmp_path / "data", name="unused")
    worker = installation.start("factories.job_worker", 0.2, 30)
    assert worker.communicate(timeout=PATIENCE_SECONDS)[0] == "ready\nstopped\n"


def test_cancelling_at_any_moment_leaves_each_job_either_made_or_not(client, start_worker):
    jobs = [client.enqueue(steps=2) for _ in range(30)]
    start_worker(stale_after=30)
    for number, job in enumerate(jobs):
        client.wait_until(lambda job=job: client.state(job) != "waiting")
        time.sleep(number % 5 / 500)
        client("cancel", job=job)
    client.wait_until(lambda: all(client.state(job) in {"done", "cancelled"} for job in jobs))
    assert client("made") == sum(client.state(job) == "done" for job in jobs)
