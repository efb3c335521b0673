"""Who may have which paper made, and fetch it."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.audit import events
from beredt.kit.language import mark

READ = permissions.declare(
    "papers.read", mark("have the council's case made and fetch it"), permissions.EVERYBODY_INSIDE
)
READ_ASSETS = permissions.declare(
    "papers.read_assets",
    mark("have the staff's report and the crisis folder made and fetch them"),
    permissions.SEE_ASSETS,
)

MADE = "papers.made"
FETCHED = "papers.fetched"
events.name_events({MADE: mark("a paper was made"), FETCHED: mark("a paper was fetched")})
