"""What this room needs from the outside: pack files, spreadsheets, open data, the road network, the demo.

Each door is opened in `shell.plugins` with a module or object that has these functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from beredt.domain.municipality.differences import RowKey
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.kit.doors import Door
from beredt.kit.language import Language

Extras = Mapping[str, Mapping[RowKey, Mapping[str, Any]]]
"""Values in columns that are not ours, by table, row and column."""


class PackColumn(Protocol):
    """A column as the pack format declares it."""

    @property
    def name(self) -> str:
        """Its name in files."""

    @property
    def type(self) -> str:
        """id, code, text, choice, integer, number, boolean or date."""

    @property
    def description(self) -> str:
        """What it holds, in English."""

    @property
    def blank(self) -> str:
        """What a blank is: error, warning or allowed."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that can stand in it."""

    @property
    def unit(self) -> str:
        """h, persons, kr; empty where it has none."""


class PackTable(Protocol):
    """A table as the pack format declares it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def columns(self) -> Sequence[PackColumn]:
        """Its columns in order."""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row."""


class PackReading(Protocol):
    """A pack that was read, or everything that is wrong with it."""

    @property
    def tables(self) -> PackTables | None:
        """None where there are errors."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings in the order of the files."""

    @property
    def extras(self) -> Extras:
        """Columns that are not ours."""

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the descriptor says beside ours."""


class ReadingNote(Protocol):
    """Something that was put right while reading."""

    def told_in(self, language: Language) -> str:
        """The sentence in a language."""


class PackGiven(Protocol):
    """A pack as it was given: what was read, what was put right, and its further files by name."""

    @property
    def reading(self) -> PackReading:
        """What was read."""

    @property
    def notes(self) -> Sequence[ReadingNote]:
        """What was put right."""

    @property
    def files(self) -> Mapping[str, Path]:
        """Files that are not tables."""


class PackFiles(Protocol):
    """Packs as files, and how a single value is written."""

    def tables(self) -> Sequence[PackTable]:
        """The tables in the order in which they are told."""

    def words(self) -> Words:
        """The vocabularies that ship with the program."""

    def pack_hash(self, tables: PackTables, *, extras: Extras) -> str:
        """The hash that the command line tells of the exported pack."""

    def parse_value(self, table: str, column: str, text: str) -> Any:
        """The value of a text as a Dane types it; raises `InvalidInput`."""

    def read_given(self, path: Path, *, over: PackTables | None, extras: Extras, work_folder: Path) -> PackGiven:
        """A .zip, or a folder of files; tables that are not there are those of `over`."""

    def write_zip(
        self,
        tables: PackTables,
        path: Path,
        *,
        extras: Extras,
        properties: Mapping[str, Any],
        files: Mapping[str, Path],
    ) -> str:
        """Writes the pack and returns its hash."""


class SheetNote(Protocol):
    """One problem of a spreadsheet."""

    @property
    def level(self) -> str:
        """error or warning."""

    @property
    def place(self) -> str:
        """The sheet and the cell."""

    @property
    def message(self) -> str:
        """What was found."""

    @property
    def remedy(self) -> str:
        """What to do about it."""


class SheetGiven(Protocol):
    """A spreadsheet laid over a pack; sentences by language code."""

    @property
    def tables(self) -> PackTables | None:
        """None where there are errors."""

    @property
    def problems(self) -> Mapping[str, Sequence[SheetNote]]:
        """Errors first."""

    @property
    def left_out(self) -> int:
        """Problems beyond those that are told."""

    @property
    def summary(self) -> Mapping[str, Sequence[str]]:
        """What was read, in sentences."""


class Spreadsheets(Protocol):
    """Tables as people keep them, and filled call lists."""

    def read_table(
        self, path: Path, *, table: str, sheet: str, tables: PackTables, extras: Extras, pack_hash: str
    ) -> SheetGiven:
        """What a spreadsheet would make of the pack."""

    def read_answers(self, path: Path, *, tables: PackTables, extras: Extras, pack_hash: str, today: str) -> SheetGiven:
        """What a filled call list would make of the pack."""


class OpenData(Protocol):
    """A first pack from open data."""

    def make_draft(
        self, *, code: str, folder: Path | None, pack: Path, told: Callable[[float, str], None]
    ) -> Mapping[str, Sequence[str]]:
        """Writes a pack drafted for a municipality, a .zip; the summary by language."""


class Roads(Protocol):
    """The pack's road network for maps."""

    def write_geojson(self, roads_file: Path, target: Path) -> int:
        """Writes the roads as GeoJSON lines and returns their number."""

    def write_tiles(self, geojson: Path, target: Path) -> None:
        """Writes vector tiles (PMTiles) of GeoJSON."""


PACK_FILES: Door[PackFiles] = Door("pack files")
SPREADSHEETS: Door[Spreadsheets] = Door("spreadsheets")
OPEN_DATA: Door[OpenData] = Door("open data")
ROADS: Door[Roads] = Door("roads")
DEMO: Door[Callable[[], PackTables]] = Door("demo municipality")
VOCABULARY: Door[Vocabulary] = Door("vocabulary")
