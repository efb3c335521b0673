"""Who may do what with runs."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ = permissions.declare("impact.read", mark("see what hazards do to the municipality"), permissions.EVERYBODY_INSIDE)
READ_NAMES = permissions.declare(
    "impact.read_names", mark("see single points and causes with the names of assets"), permissions.SEE_ASSETS
)
RUN = permissions.declare(
    "impact.run",
    mark("compute what hazards do to the municipality"),
    {*permissions.PLANNERS, "care_leader", "crisis_staff", "security_officer"},
)
