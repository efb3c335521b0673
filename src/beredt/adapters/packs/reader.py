"""A municipality pack from a folder or a zip file: its tables, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.packs import csv_text, descriptor, features, fingerprint, frames, rows, schema, source
from beredt.adapters.packs.descriptor import Descriptor, Resource
from beredt.adapters.packs.fingerprint import NO_EXTRAS
from beredt.adapters.packs.frames import ExtraCells, Frame
from beredt.adapters.packs.schema import TableSchema
from beredt.adapters.packs.source import PackSource, SourceFault
from beredt.domain.municipality import checks
from beredt.domain.municipality.located import LocatedTable
from beredt.domain.municipality.problem import Problem, has_errors
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True, eq=False)
class PackReading:
    """What was read.

    `tables` and `pack_hash` are None if there is any error. `problems` are in the order of files, rows and columns.
    `extras` are values in columns that are not ours and `properties` those of `datapackage.json`, for whoever writes
    the pack again. `has_roads` says whether there is a road file; it is not opened.
    """

    tables: PackTables | None
    problems: tuple[Problem, ...]
    pack_hash: str | None
    extras: Mapping[str, ExtraCells] = NO_EXTRAS
    properties: Mapping[str, Any] = attrs.field(factory=dict)
    has_roads: bool = False


class UnusablePack(InvalidInput):
    """A pack with errors; `problems` holds all of them, warnings included."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            mark("The pack {name} has errors."),
            code="unusable_pack",
            hint=mark("Put them right and try again; nothing was changed."),
            name=name,
        )
        self.problems = problems

    def told_in(self, language: Language) -> str:
        """The sentence, and below it one line per problem."""
        return "\n".join([super().told_in(language), *(problem.line(language) for problem in self.problems)])


def read_pack(path: Path | str, *, words: Words | None = None) -> PackReading:
    """The pack at `path`, or all its problems; `words` are the vocabularies, by default those we ship."""
    opened, problems = source.open_source(Path(path))
    if opened is None:
        return PackReading(tables=None, problems=tuple(problems), pack_hash=None)
    return read_opened(opened, problems=problems, words=words)


def read_opened(opened: PackSource, *, problems: Iterable[Problem] = (), words: Words | None = None) -> PackReading:
    """The pack in files that are open already; `problems` are those found while opening them."""
    problems = list(problems)
    described, found = read_descriptor(opened)
    problems.extend(found)
    read: dict[str, Frame] = {}
    for table in schema.FILE_ORDER:
        frame, found = _read_table(opened, table, described.resource_of(table))
        problems.extend(found)
        if frame is not None:
            read[table.name] = frame
    located = {name: frame.table for name, frame in read.items()}
    problems.extend(checks.check_pack(located, words=shipped_words() if words is None else words))
    told = _in_order(problems, located, described)
    if has_errors(told):
        return PackReading(tables=None, problems=told, pack_hash=None)
    tables = rows.build_tables(_with_empty_tables(located))
    extras = {name: frame.extras for name, frame in read.items() if frame.extras}
    return PackReading(
        tables=tables,
        problems=told,
        pack_hash=fingerprint.pack_hash(tables, extras=extras),
        extras=extras,
        properties=described.properties,
        has_roads=opened.has(schema.ROADS_FILE),
    )


def require_pack(path: Path | str, *, words: Words | None = None) -> tuple[PackTables, str]:
    """The tables and the hash of the pack at `path`; raises `UnusablePack` with all problems."""
    reading = read_pack(path, words=words)
    if reading.tables is None or reading.pack_hash is None:
        raise UnusablePack(source.pack_name(Path(path)), reading.problems)
    return reading.tables, reading.pack_hash


@cache
def shipped_words() -> Words:
    """The vocabularies that ship with the program."""
    vocabulary = load_vocabulary()
    return Words(
        services=frozenset(vocabulary.services),
        kinds=frozenset(vocabulary.kinds),
        need_types=frozenset(vocabulary.need_types),
        municipality_codes=vocabulary.municipality_codes,
    )


def read_descriptor(opened: PackSource) -> tuple[Descriptor, list[Problem]]:
    """What the pack's `datapackage.json` says, the usual names where there is none, and the problems."""
    if not opened.has(schema.DESCRIPTOR_FILE):
        return Descriptor(), [Problem(file=schema.DESCRIPTOR_FILE, code="missing_descriptor")]
    try:
        return descriptor.parse_descriptor(opened.read(schema.DESCRIPTOR_FILE))
    except SourceFault as fault:
        return Descriptor(), [Problem(file=schema.DESCRIPTOR_FILE, code=fault.code, values=fault.values)]


def _read_table(opened: PackSource, table: TableSchema, resource: Resource) -> tuple[Frame | None, list[Problem]]:
    """The table as far as it can be read, and the problems of its file, header and cells."""
    if not opened.has(resource.path):
        is_wanted = table.required or resource.named
        missing = Problem(file=resource.path, code="missing_table", values={"table": table.name})
        return None, [missing] if is_wanted else []
    try:
        data = opened.read(resource.path)
    except SourceFault as fault:
        return None, [Problem(file=resource.path, code=fault.code, values=fault.values)]
    if table is schema.AREAS:
        built = features.build_area_frame(data, file=resource.path)
        return (None, built) if isinstance(built, list) else (built, built.problems)
    raw, problems = csv_text.parse_csv(data, resource=resource, table=table)
    if raw is None:
        return None, problems
    frame = frames.build_frame(raw, file=resource.path, table=table)
    return frame, problems + frame.problems


def _with_empty_tables(located: Mapping[str, LocatedTable]) -> dict[str, LocatedTable]:
    empty = {table.name: LocatedTable(name=table.name, file=table.file, rows=(), columns={}) for table in schema.TABLES}
    return {**empty, **located}


def _in_order(
    problems: Iterable[Problem], located: Mapping[str, LocatedTable], described: Descriptor
) -> tuple[Problem, ...]:
    """Problems by file (as in the reference page, the pack itself first), row and column."""
    files = [schema.DESCRIPTOR_FILE, *(described.resource_of(table).path for table in schema.FILE_ORDER)]
    file_rank = {file: rank for rank, file in enumerate(files, start=1)}
    columns = [*dict.fromkeys(name for table in located.values() for name in table.columns)]
    column_rank = {name: rank for rank, name in enumerate(columns, start=1)}
    ordered = sorted(
        problems,
        key=lambda problem: (
            file_rank.get(problem.file, 0),
            problem.row,
            column_rank.get(problem.column, 0),
            problem.column,
            problem.code,
        ),
    )
    return tuple(ordered)
