"""Who may do what with the municipality's data."""

from __future__ import annotations

from beredt.ground.access import permissions
from beredt.ground.audit import events
from beredt.kit.language import mark

READ = permissions.declare(
    "municipality.read", mark("see areas and totals of the municipality's data"), permissions.EVERYBODY_INSIDE
)
READ_ASSETS = permissions.declare(
    "municipality.read_assets", mark("see assets, dependencies and sites by name"), permissions.SEE_ASSETS
)
EDIT = permissions.declare("municipality.edit", mark("change the municipality's data"), permissions.PLANNERS)
EDIT_CARE = permissions.declare(
    "municipality.edit_care", mark("change sites and need profiles"), {*permissions.PLANNERS, "care_leader"}
)
EXPORT = permissions.declare(
    "municipality.export", mark("take the municipality's data out as a file"), permissions.PLANNERS
)
CARE_TABLES = frozenset({"sites", "need_profiles"})


def to_edit(table: str) -> permissions.Permission:
    """What is needed to change rows of a table."""
    return EDIT_CARE if table in CARE_TABLES else EDIT


events.name_events(
    {
        "municipality.created": mark("the municipality's first data were stored"),
        "municipality.edited": mark("a value was changed"),
        "municipality.added": mark("a row was added"),
        "municipality.removed": mark("a row was removed"),
        "municipality.imported": mark("a file was taken in"),
        "municipality.answered": mark("answers from a call list were taken in"),
        "municipality.replaced": mark("the data were replaced"),
        "municipality.undone": mark("a change was taken back"),
        "municipality.upload_received": mark("a file was received, and waits for a yes"),
        "municipality.exported": mark("the data were fetched as a pack"),
    }
)
