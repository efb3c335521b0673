"""The states of a job and every way from one to another, as data. docs/reference/states.md is written from this."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from beredt.kit.language import mark

WAITING = "waiting"
RUNNING = "running"
CANCELLING = "cancelling"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"

TITLES: Mapping[str, str] = {
    WAITING: mark("waiting"),
    RUNNING: mark("running"),
    CANCELLING: mark("stopping"),
    DONE: mark("finished"),
    FAILED: mark("failed"),
    CANCELLED: mark("cancelled"),
}
STATES = tuple(TITLES)
FINISHED = frozenset({DONE, FAILED, CANCELLED})
IN_WORK = frozenset({RUNNING, CANCELLING})
MOST_ATTEMPTS = 3


@attrs.frozen(kw_only=True)
class Transition:
    """One way from a state to another: what does it (`verb`), who, when, and what the access log calls it."""

    source: str
    verb: str
    target: str
    who: str
    event: str
    when: str


TRANSITIONS = (
    Transition(
        source=WAITING, verb="claim", target=RUNNING, who="worker", event="jobs.started", when="a worker is free"
    ),
    Transition(
        source=WAITING, verb="cancel", target=CANCELLED, who="user", event="jobs.cancelled", when="nobody began it yet"
    ),
    Transition(source=RUNNING, verb="finish", target=DONE, who="worker", event="jobs.done", when="its work is stored"),
    Transition(source=RUNNING, verb="fail", target=FAILED, who="worker", event="jobs.failed", when="it cannot be done"),
    Transition(
        source=RUNNING,
        verb="cancel",
        target=CANCELLING,
        who="user",
        event="jobs.cancel_asked",
        when="it is told at its next step",
    ),
    Transition(
        source=RUNNING,
        verb="hand_back",
        target=WAITING,
        who="worker",
        event="jobs.handed_back",
        when="the worker was told to stop; the attempt does not count",
    ),
    Transition(
        source=RUNNING,
        verb="requeue",
        target=WAITING,
        who="worker",
        event="jobs.requeued",
        when="its worker died, and it has attempts left",
    ),
    Transition(
        source=RUNNING,
        verb="give_up",
        target=FAILED,
        who="worker",
        event="jobs.given_up",
        when="its worker died, and it has no attempts left",
    ),
    Transition(
        source=CANCELLING, verb="stop", target=CANCELLED, who="worker", event="jobs.cancelled", when="it noticed"
    ),
    Transition(
        source=CANCELLING,
        verb="finish",
        target=DONE,
        who="worker",
        event="jobs.done",
        when="its work was stored before it noticed",
    ),
    Transition(
        source=FAILED, verb="retry", target=WAITING, who="user", event="jobs.retried", when="attempts start over"
    ),
    Transition(
        source=CANCELLED, verb="retry", target=WAITING, who="user", event="jobs.retried", when="attempts start over"
    ),
)


def transition(source: str, verb: str) -> Transition | None:
    """What `verb` does to a job in the state `source`; None where it does nothing."""
    return next((way for way in TRANSITIONS if way.source == source and way.verb == verb), None)


def sources_of(verb: str) -> tuple[str, ...]:
    """The states in which `verb` does something."""
    return tuple(way.source for way in TRANSITIONS if way.verb == verb)
