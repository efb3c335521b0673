"""Who may see the start page."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ = permissions.declare("situation.read", mark("see the start page"), permissions.EVERYBODY_INSIDE)
READ_ASSETS = permissions.declare(
    "situation.read_assets", mark("see places and whom to ring on the start page"), permissions.SEE_ASSETS
)
