"""Reading and checking a pack of 100 000 rows, beside reading its files as bare dictionaries with the csv module."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from statistics import median
from time import process_time

import attrs

from benchmarks.municipalities import Size, build_tables
from beredt.adapters.packs.reader import read_pack
from beredt.adapters.packs.writer import write_pack


@attrs.frozen(kw_only=True)
class PackTiming:
    """Medians in seconds."""

    rows: int
    read_s: float
    bare_s: float


def time_packs(*, rows: int, runs: int) -> PackTiming:
    """Times a made-up pack of about `rows` rows."""
    profiles = max(1, int(rows * 0.096))
    tables = build_tables(Size(assets=max(100, rows // 100), profiles=profiles))
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack"
        write_pack(tables, pack)
        found = _read_bare(pack)
        reading = read_pack(pack)
        assert reading.tables is not None, reading.problems[:3]
        assert len(reading.tables.needs) == len(tables.needs)
        return PackTiming(
            rows=found,
            read_s=median(_timed(read_pack, pack) for _ in range(runs)),
            bare_s=median(_timed(_read_bare, pack) for _ in range(runs)),
        )


def _timed(read, pack: Path) -> float:  # type: ignore[no-untyped-def]
    started = process_time()
    read(pack)
    return process_time() - started


def _read_bare(pack: Path) -> int:
    count = 0
    for path in sorted(pack.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            count += len(list(csv.DictReader(file)))
    return count
