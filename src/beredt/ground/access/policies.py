"""Who may give access."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.access.actor import ADMINISTRATOR, MANAGEMENT, ROLES
from beredt.kit.language import mark

MANAGE_MEMBERS = permissions.declare(
    "access.manage_members", mark("invite members, and give and take roles"), {ADMINISTRATOR}
)
EXPLAIN = permissions.declare("access.explain", mark("see which role may do what, and why"), ROLES)
SEE_COLLEAGUES = permissions.declare(
    "access.see_colleagues",
    mark("see by name who in the municipality did what"),
    permissions.SEE_ASSETS | {MANAGEMENT},
)
RUN_INSTALLATION = permissions.declare(
    "access.run_installation",
    mark("add municipalities and see how the installation does (whoever runs the installation)"),
    {ADMINISTRATOR},
)
