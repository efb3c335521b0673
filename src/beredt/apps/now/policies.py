"""Who may do what with what is down."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ = permissions.declare("now.read", mark("see what is down and who needs help when"), permissions.EVERYBODY_INSIDE)
READ_ASSETS = permissions.declare(
    "now.read_assets", mark("see by name what is down and what still holds"), permissions.SEE_ASSETS
)
REPORT = permissions.declare("now.report", mark("report what is down and what is done"), permissions.SEE_ASSETS)
