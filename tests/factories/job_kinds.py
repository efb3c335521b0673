"""Kinds of jobs for the tests; what a job makes is one entry `test.made` in the access log, stored with its end."""

import time

from django.db import transaction

from beredt.ground.audit import operations as audit
from beredt.ground.jobs import kinds
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

MADE = "test.made"


def count_steps(job):
    """Takes `steps` steps of `pause` seconds and makes one thing."""
    steps = job.arguments.get("steps", 1)
    for step in range(steps):
        job.progress(step / steps, "Step {number} of {steps}", number=step + 1, steps=steps)
        time.sleep(job.arguments.get("pause", 0))
    make(job)


def make(job):
    with transaction.atomic():
        audit.record(actor=job.actor, event=MADE, subject=f"job:{job.job_id}")
        job.finish(job.arguments.get("result", "r1"))


def refuse(job):
    """Fails as an operation fails that cannot use its input."""
    raise InvalidInput("There are {count} areas too few.", hint="Add them.", code="too_few", count=1200)


def break_down(job):
    """Fails as a bug fails, with a citizen's name in the message."""
    raise RuntimeError("cannot visit Inga Prøve")


def say_nothing(job):
    """Ends without having said so."""


def block(job):
    """Computes without a word for `pause` seconds, then makes one thing."""
    time.sleep(job.arguments.get("pause", 0))
    make(job)


def declare_all():
    """Makes the kinds known; the same functions again are no mistake."""
    for kind_id, run in KINDS.items():
        kinds.kind(kind_id, title=mark("done"), url_of=lambda code, result: f"/{code}/made/{result}/")(run)


KINDS = {
    "test.count": count_steps,
    "test.refuse": refuse,
    "test.break": break_down,
    "test.nothing": say_nothing,
    "test.block": block,
}
