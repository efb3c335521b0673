"""Who may do what with measures."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ = permissions.declare(
    "measures.read",
    mark("see which measures help most, what they cost and what was decided"),
    permissions.EVERYBODY_INSIDE,
)
SEE_PLACES = permissions.declare(
    "measures.see_places", mark("see where measures go, and what to verify first"), permissions.SEE_ASSETS
)
RANK = permissions.declare(
    "measures.rank", mark("rank measures and find out what to verify first"), permissions.PLANNERS
)
ANSWER = permissions.declare("measures.answer", mark("record what was answered on the telephone"), permissions.PLANNERS)
EXPORT = permissions.declare("measures.export", mark("take rankings and call lists out as files"), permissions.PLANNERS)
DECIDE = permissions.declare("measures.decide", mark("decide on measures"), permissions.DECIDERS)
