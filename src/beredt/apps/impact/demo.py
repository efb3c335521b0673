"""The demo's story in this room: every hazard of the default catalogue, over three days."""

from __future__ import annotations

from beredt.apps.impact import operations, queries
from beredt.apps.impact.operations import Asked
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access.actor import Actor

DRAWS = 300
"""Enough that two significant figures stand, and done in some seconds."""


def build_demo(*, actor: Actor) -> None:
    """Computes and keeps the run of all hazards, unless there is one on the data in force already."""
    latest = queries.latest_facts(actor=actor)
    if latest is not None and not latest.is_stale:
        return
    asked = Asked(catalogue_id=riskpicture.default_catalogue_id(), draws=DRAWS)
    pack, computed = operations.compute_run(actor=actor, asked=asked, on_start=lambda number, total: None)
    operations.keep_run(actor=actor, asked=asked, pack=pack, computed=computed)
