"""Stored runs for tests of pages: a small municipality with data, and a run of what can be computed there."""

from __future__ import annotations

from typing import Any

import attrs

from beredt.apps.impact import operations, queries
from beredt.apps.impact.operations import Asked
from beredt.apps.impact.queries import StoredRun
from beredt.apps.municipality import operations as municipality
from beredt.domain.municipality.tables import PackTables
from beredt.ground.access.actor import COMMAND_LINE, Actor
from factories import impact
from factories.municipality import square

CODE = "999"
DRAWS = 60


def planner() -> Actor:
    """Whoever may do everything in the municipality."""
    return COMMAND_LINE(CODE)


def store_vestby() -> PackTables:
    """Vestby Kommune, stored: a substation, a feeder, a mast, twelve people at home."""
    tables = impact.build_tables()
    areas = tuple(attrs.evolve(row, geometry=square(west=10.0, south=56.0)) for row in tables.areas)
    tables = attrs.evolve(tables, areas=areas)
    municipality.create_municipality(actor=planner(), code=CODE, tables=tables, source="test")
    return tables


def make_run(**asked: Any) -> StoredRun:
    """Makes and stores a run, and gives it back whole."""
    wanted = Asked(**{"catalogue_id": "nrb-2022", "draws": DRAWS, **asked})
    pack, computed = operations.compute_run(actor=planner(), asked=wanted, on_start=lambda number, total: None)
    run_id = operations.keep_run(actor=planner(), asked=wanted, pack=pack, computed=computed)
    return queries.get_run(actor=planner(), run_id=run_id)
