"""Packs as the municipality's room gives and takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters.municipality import outlines
from beredt.adapters.municipality.notes import ReadingNote
from beredt.adapters.municipality.typed_values import parse_value
from beredt.adapters.packs import fingerprint, reader, schema, source, writer
from beredt.adapters.packs.fingerprint import NO_EXTRAS
from beredt.adapters.packs.frames import ExtraCells
from beredt.adapters.packs.reader import PackReading
from beredt.adapters.packs.schema import TableSchema
from beredt.adapters.packs.source import FolderSource, PackSource, SourceFault, ZipSource
from beredt.domain.municipality.problem import shown
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

__all__ = ["pack_hash", "parse_value", "read_given", "tables", "words", "write_zip"]

MOST_FILES = 50
"""Files beside the tables that are kept with a pack; a pack that was unpacked over a folder of photographs is not."""
MOST_BYTES = 400_000_000
"""Bytes of such files, all together."""


@attrs.frozen(kw_only=True, eq=False)
class PackGiven:
    """A pack as it was given: what was read, what was put right, and its further files by their name in it."""

    reading: PackReading
    notes: tuple[ReadingNote, ...] = ()
    files: Mapping[str, Path] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True, eq=False)
class _Overlaid:
    """The files of a pack with some of them put right, and others standing in for those that are not there."""

    opened: PackSource
    instead: Mapping[str, bytes]

    def has(self, path: str) -> bool:
        """Whether there is something at the path."""
        return path in self.instead or self.opened.has(path)

    def read(self, path: str) -> bytes:
        """The file's bytes; raises `SourceFault`."""
        return self.instead[path] if path in self.instead else self.opened.read(path)


def tables() -> Sequence[TableSchema]:
    """The tables in the order in which they are told."""
    return schema.FILE_ORDER


def words() -> Words:
    """The vocabularies that ship with the program."""
    return reader.shipped_words()


def pack_hash(tables: PackTables, *, extras: Mapping[str, ExtraCells]) -> str:
    """The hash that the command line tells of the exported pack."""
    return fingerprint.pack_hash(tables, extras=extras)


def read_given(
    path: Path, *, over: PackTables | None, extras: Mapping[str, ExtraCells] = NO_EXTRAS, work_folder: Path
) -> PackGiven:
    """A pack from a .zip file or a folder; tables that the folder lacks are those of `over`, with their `extras`.

    Further files are copied into `work_folder`. Raises `InvalidInput` where outlines cannot be put right.
    """
    opened, problems = source.open_source(path)
    if opened is None:
        return PackGiven(reading=PackReading(tables=None, problems=tuple(problems), pack_hash=None))
    described, _ = reader.read_descriptor(opened)
    instead: dict[str, bytes] = {}
    if isinstance(opened, FolderSource) and over is not None:
        instead = _missing_files(opened, writer.pack_files(over, extras=extras))
    areas = described.resource_of(schema.AREAS).path
    notes: tuple[ReadingNote, ...] = ()
    if areas not in instead and opened.has(areas):
        instead[areas], notes = _areas(opened, areas)
        if not instead[areas]:
            del instead[areas]
    reading = reader.read_opened(_Overlaid(opened=opened, instead=instead), problems=problems)
    ours = described.own_paths | {schema.DESCRIPTOR_FILE}
    return PackGiven(reading=reading, notes=notes, files=dict(_further_files(opened, ours, work_folder)))


def write_zip(
    tables: PackTables,
    path: Path,
    *,
    extras: Mapping[str, ExtraCells],
    properties: Mapping[str, Any],
    files: Mapping[str, Path],
) -> str:
    """The hash of the pack now at `path`, a new .zip file with `files` beside its tables."""
    return writer.write_pack(tables, path, extras=extras, properties=properties, attachments=files)


def _missing_files(opened: FolderSource, ours: Mapping[str, bytes]) -> dict[str, bytes]:
    if opened.has(schema.DESCRIPTOR_FILE):
        return {}
    return {name: data for name, data in ours.items() if not opened.has(name)}


def _areas(opened: PackSource, path: str) -> tuple[bytes, tuple[ReadingNote, ...]]:
    """The outlines put right; nothing where the file cannot be read, which the reader will tell."""
    try:
        return outlines.put_right(opened.read(path), file=path)
    except SourceFault:
        return b"", ()


def _further_files(opened: PackSource, ours: frozenset[str], work_folder: Path) -> Iterator[tuple[str, Path]]:
    """Files that are not tables, copied under names of our own; raises `InvalidInput` where they are far too many."""
    names = _names(opened, ours)
    left = MOST_BYTES
    for index, name in enumerate(names):
        copy = work_folder / f"file-{index}"
        try:
            data = opened.read(name)
        except SourceFault as fault:
            raise _too_much(shown(name)) from fault
        left -= len(data)
        if left < 0 or len(names) > MOST_FILES:
            raise _too_much(shown(name))
        copy.write_bytes(data)
        yield name, copy


def _too_much(name: str) -> InvalidInput:
    return InvalidInput(
        mark("{name} cannot be kept: it is damaged, or the files beside the tables are too many or too large."),
        code="foreign_files",
        hint=mark("Make a pack of the tables and the roads alone."),
        name=name,
    )


def _names(opened: PackSource, ours: frozenset[str]) -> list[str]:
    if isinstance(opened, ZipSource):
        inside = [name.removeprefix(opened.top) for name in opened.entries if name.startswith(opened.top)]
    elif isinstance(opened, FolderSource):
        inside = [path.relative_to(opened.root).as_posix() for path in opened.root.rglob("*") if path.is_file()]
    else:
        inside = []
    return sorted(name for name in inside if name not in ours)
