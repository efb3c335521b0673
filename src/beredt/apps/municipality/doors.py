"""What this room needs from the outside: pack files, spreadsheets, open data, the road network, the demo.

Each door is opened in `shell.plugins` with a module or object that has these functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs

from beredt.apps.municipality.records import ExtraCells
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.kit.doors import Door
from beredt.kit.language import Language


class PackColumn(Protocol):
    """A column as the pack format declares it."""

    name: str
    type: str
    description: str
    blank: str
    choices: tuple[str, ...]
    unit: str


class PackTable(Protocol):
    """A table as the pack format declares it."""

    name: str
    file: str
    description: str
    columns: tuple[PackColumn, ...]
    key: tuple[str, ...]


class PackReading(Protocol):
    """A pack that was read, or everything that is wrong with it."""

    tables: PackTables | None
    problems: tuple[Problem, ...]
    pack_hash: str | None
    extras: Mapping[str, ExtraCells]
    properties: Mapping[str, Any]


@attrs.frozen(kw_only=True)
class ReadingNote:
    """Something that was put right while reading, or that is worth knowing: a sentence with its places."""

    sentence: str
    values: Mapping[str, object] = attrs.field(factory=dict)

    def told_in(self, language: Language) -> str:
        """The sentence in a language."""
        return language.say(self.sentence, **self.values)


@attrs.frozen(kw_only=True, eq=False)
class PackGiven:
    """A pack as it was given: what was read, what was put right, and its further files by name."""

    reading: PackReading
    notes: tuple[ReadingNote, ...] = ()
    files: Mapping[str, Path] = attrs.field(factory=dict)


class PackFiles(Protocol):
    """Packs as files, and how a single value is written."""

    def tables(self) -> Sequence[PackTable]:
        """The tables in the order in which they are told."""

    def words(self) -> Words:
        """The vocabularies that ship with the program."""

    def pack_hash(self, tables: PackTables, *, extras: Mapping[str, ExtraCells]) -> str:
        """The hash that the command line tells of the exported pack."""

    def parse_value(self, table: str, column: str, text: str) -> Any:
        """The value of a text as a Dane types it; raises `InvalidInput`."""

    def read_given(self, path: Path, *, over: PackTables | None, work_folder: Path) -> PackGiven:
        """A .zip, or a folder of files; tables that are not there are taken `over`. `work_folder` is for extraction."""

    def write_zip(
        self,
        tables: PackTables,
        path: Path,
        *,
        extras: Mapping[str, ExtraCells],
        properties: Mapping[str, Any],
        files: Mapping[str, Path],
    ) -> str:
        """Writes the pack and returns its hash."""


@attrs.frozen(kw_only=True)
class SheetNote:
    """One problem of a spreadsheet: `level` error or warning, where it is, what was found and what to do."""

    level: str
    place: str
    message: str
    remedy: str


@attrs.frozen(kw_only=True, eq=False)
class SheetGiven:
    """A spreadsheet laid over a pack; `tables` is None where there are errors. Sentences by language code."""

    tables: PackTables | None
    problems: Mapping[str, tuple[SheetNote, ...]]
    left_out: int = 0
    summary: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


class Spreadsheets(Protocol):
    """Tables as people keep them, and filled call lists."""

    def read_table(
        self,
        path: Path,
        *,
        table: str,
        sheet: str,
        tables: PackTables,
        extras: Mapping[str, ExtraCells],
        pack_hash: str,
    ) -> SheetGiven:
        """What a spreadsheet would make of the pack."""

    def read_answers(
        self, path: Path, *, tables: PackTables, extras: Mapping[str, ExtraCells], pack_hash: str, today: str
    ) -> SheetGiven:
        """What a filled call list would make of the pack."""


class OpenData(Protocol):
    """A first pack from open data."""

    def draft_pack(
        self, *, code: str, folder: Path | None, pack: Path, told: Callable[[float, str], None]
    ) -> Mapping[str, tuple[str, ...]]:
        """Writes a pack drafted for a municipality (with its roads where there are any); the summary by language."""


class Roads(Protocol):
    """The pack's road network for maps."""

    def write_geojson(self, roads: Path, target: Path) -> int:
        """Writes the roads as GeoJSON lines and returns their number."""

    def write_tiles(self, geojson: Path, target: Path) -> None:
        """Writes vector tiles (PMTiles) of GeoJSON."""


PACK_FILES: Door[PackFiles] = Door("pack files")
SPREADSHEETS: Door[Spreadsheets] = Door("spreadsheets")
OPEN_DATA: Door[OpenData] = Door("open data")
ROADS: Door[Roads] = Door("roads")
DEMO: Door[Callable[[], PackTables]] = Door("demo municipality")
