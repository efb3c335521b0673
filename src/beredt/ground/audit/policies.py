"""Who may read the access log."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.kit.language import mark

READ_LOG = permissions.declare(
    "audit.read_log", mark("read the access log"), {"administrator", "data_protection_officer"}
)
