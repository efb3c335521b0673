"""Packs as the municipality's room gives and takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from beredt.adapters.municipality.typed_values import parse_value
from beredt.adapters.packs import fingerprint, reader, schema, writer
from beredt.adapters.packs.frames import ExtraCells
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import Words

__all__ = ["pack_hash", "parse_value", "tables", "words", "write_zip"]


def tables() -> Sequence[TableSchema]:
    """The tables in the order in which they are told."""
    return schema.FILE_ORDER


def words() -> Words:
    """The vocabularies that ship with the program."""
    return reader.shipped_words()


def pack_hash(tables: PackTables, *, extras: Mapping[str, ExtraCells]) -> str:
    """The hash that the command line tells of the exported pack."""
    return fingerprint.pack_hash(tables, extras=extras)


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
