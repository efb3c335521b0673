"""Who may see the risk picture."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ = permissions.declare(
    "riskpicture.read", mark("see risk pictures and their hazards"), permissions.EVERYBODY_INSIDE
)
READ_NAMES = permissions.declare(
    "riskpicture.read_names", mark("see which assets a hazard hits, by name"), permissions.SEE_ASSETS
)
