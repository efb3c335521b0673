"""What the access log calls the things that happen to a job; those in the table of states are in `states`."""

from __future__ import annotations

from beredt.ground.audit import events
from beredt.kit.language import mark

ENQUEUED = "jobs.enqueued"
FORGOTTEN = "jobs.forgotten"

events.name_events(
    {
        ENQUEUED: mark("work was asked for"),
        "jobs.started": mark("work was begun"),
        "jobs.done": mark("work was done"),
        "jobs.failed": mark("work failed"),
        "jobs.cancel_asked": mark("work was asked to stop"),
        "jobs.cancelled": mark("work was stopped"),
        "jobs.handed_back": mark("work was handed back by a worker that stopped"),
        "jobs.requeued": mark("work was taken from a worker that died"),
        "jobs.given_up": mark("work was given up after several deaths"),
        "jobs.retried": mark("work was begun over"),
        FORGOTTEN: mark("old work was forgotten"),
    }
)
