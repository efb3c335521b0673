"""The demo municipality through the same operation as any other."""

from __future__ import annotations

from beredt.apps.municipality import doors, operations, queries
from beredt.ground.access.actor import Actor


def build_demo(*, actor: Actor) -> None:
    """Stores the demo municipality's data; data that are there already stay as they are."""
    if not queries.has_pack(actor=actor):
        tables = doors.DEMO.value()
        operations.create_municipality(actor=actor, code=tables.municipality.code, tables=tables, source="demo")
