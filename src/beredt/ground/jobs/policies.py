"""Who may see jobs, and who may stop or restart those of others."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.language import mark

READ = permissions.declare("jobs.read", mark("see work in the background"), permissions.EVERYBODY_INSIDE)
STEER = permissions.declare("jobs.steer", mark("stop and restart work that others asked for"), permissions.PLANNERS)


def may_steer(actor: Actor, *, asked_by: int | None) -> bool:
    """True for whoever asked for the job, and for those who may steer all jobs."""
    return permissions.may(actor, STEER) or (actor.user_id is not None and actor.user_id == asked_by)


def check_may_steer(actor: Actor, *, asked_by: int | None) -> None:
    """Raises `NotAllowed` unless `may_steer`."""
    if not may_steer(actor, asked_by=asked_by):
        permissions.check_may(actor, STEER)
