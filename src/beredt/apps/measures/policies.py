"""Who may do what with measures."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.audit import events
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

RANKED = "measures.ranked"
VERIFICATION_FOUND = "measures.verification_found"
EXPORTED = "measures.exported"
CALLS_EXPORTED = "measures.calls_exported"
DECIDED = "measures.decided"
DECISION_UNDONE = "measures.decision_undone"
events.name_events(
    {
        RANKED: mark("measures were ranked"),
        VERIFICATION_FOUND: mark("it was found out what to verify first"),
        EXPORTED: mark("a ranking was fetched as a file"),
        CALLS_EXPORTED: mark("a call list was fetched as a file"),
        DECIDED: mark("a measure was decided on"),
        DECISION_UNDONE: mark("a decision on a measure was taken back"),
    }
)
