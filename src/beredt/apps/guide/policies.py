"""Who may answer in the guided start, and who may read along."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.audit import events
from beredt.kit.language import mark

READ = permissions.declare(
    "guide.read", mark("see the guided start and the three-day test"), permissions.EVERYBODY_INSIDE
)
ANSWER = permissions.declare("guide.answer", mark("answer in the guided start"), permissions.PLANNERS)

ANSWERED = "guide.answered"
events.name_events({ANSWERED: mark("a question of the guided start was answered")})
