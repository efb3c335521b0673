"""A drafted pack on disk, with its road network, and the ground around a municipality that is looked at for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from beredt.adapters.open_data import roads
from beredt.adapters.packs import writer
from beredt.adapters.packs.schema import ROADS_FILE
from beredt.domain.municipality.drafting.facts import Outline
from beredt.domain.municipality.drafting.local import best_border
from beredt.domain.municipality.tables import PackTables

BOX_MARGIN = 0.05
"""Degrees around a municipality within which map data are looked at."""
LARGEST_COPY_BYTES = 50_000_000
"""Size [bytes] above which a road file is cut to the municipality before it goes into a pack."""


def box_around(code: str) -> Callable[[tuple[Outline, ...]], roads.Box | None]:
    """What gives the box around a municipality (west, south, east, north) [degrees] from the borders found."""

    def box_of(outlines: tuple[Outline, ...]) -> roads.Box | None:
        border = best_border(outlines, code)
        if border is None:
            return None
        west, south, east, north = border.shape.bounds
        return west - BOX_MARGIN, south - BOX_MARGIN, east + BOX_MARGIN, north + BOX_MARGIN

    return box_of


def write_draft(tables: PackTables, pack: Path, roads_file: Path | None, box: roads.Box | None) -> None:
    """Writes the pack; the road file goes with it, cut to the municipality where it is very large."""
    if roads_file is None:
        writer.write_pack(tables, pack)
        return
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / ROADS_FILE
        if box is not None and roads_file.stat().st_size > LARGEST_COPY_BYTES:
            roads.cut_as_pbf(roads_file, ours, box)
        elif roads_file.name.lower().endswith(".pbf"):
            ours = roads_file
        else:
            roads.copy_as_pbf(roads_file, ours)
        writer.write_pack(tables, pack, attachments={ROADS_FILE: ours})
