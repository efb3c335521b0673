"""A worker process for tests, with the tests' kinds of jobs and a quick pace: `job_worker HEARTBEAT STALE_AFTER`."""

import sys

import django


def main(heartbeat, stale_after):
    django.setup()

    from beredt.ground.jobs import attempts, worker
    from beredt.shell import web_parent
    from factories import job_kinds

    job_kinds.declare_all()
    attempts.PROGRESS_PAUSE_SECONDS = 0.1
    print("ready", flush=True)
    pace = worker.Pace(poll=0.05, heartbeat=heartbeat, stale_after=stale_after, tidy=3600)
    worker.work_until_told(pace=pace, is_orphaned=web_parent.watch_parent())
    print("stopped", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
