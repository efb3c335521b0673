"""The demo's story in this room: every hazard of the default catalogue, over three days."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from beredt.apps.impact import operations
from beredt.apps.impact.operations import Asked
from beredt.apps.riskpicture import queries as riskpicture
from beredt.ground.access.actor import Actor

DRAWS = 300
"""Enough that two significant figures stand, and done in some seconds."""


def build_demo(*, actor: Actor, on_start: Callable[[int, int], None] = lambda number, total: None) -> UUID:
    """The id of the run of all hazards; `on_start` hears the number of each hazard and how many there are."""
    asked = Asked(catalogue_id=riskpicture.default_catalogue_id(), draws=DRAWS)
    pack, computed = operations.compute_run(actor=actor, asked=asked, on_start=on_start)
    return operations.keep_run(actor=actor, asked=asked, pack=pack, computed=computed)
