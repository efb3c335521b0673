"""`datapackage.json`: where each table lies and how it is written (Data Package with Table Schema)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from beredt.adapters.packs import cells, schema, source
from beredt.adapters.packs.json_text import parse_json
from beredt.adapters.packs.schema import Column, TableSchema
from beredt.domain.municipality.problem import Problem

ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "latin-1": "iso-8859-1",
}
"""Encodings that a resource may name, and the codec that reads each."""
DELIMITERS = (",", ";", "\t", "|")
_USUAL_DIALECT = {"quoteChar": '"', "doubleQuote": True, "header": True}
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@attrs.frozen(kw_only=True)
class Resource:
    """One table's file: `path` inside the pack, `encoding` a codec, `delimiter` between cells.

    `named` says whether the descriptor names it, rather than the usual file being taken.
    """

    path: str
    encoding: str = "utf-8"
    delimiter: str = ","
    named: bool = True


@attrs.frozen(kw_only=True)
class Descriptor:
    """The tables' files by table name, and the descriptor's other properties as they stood."""

    resources: Mapping[str, Resource] = attrs.field(factory=dict)
    properties: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def own_paths(self) -> frozenset[str]:
        """The paths of all tables."""
        return frozenset(self.resource_of(table).path for table in schema.FILE_ORDER)

    def resource_of(self, table: TableSchema) -> Resource:
        """Where the table lies: as named, else under its usual file name."""
        return self.resources.get(table.name) or Resource(path=table.file, named=False)


def parse_descriptor(data: bytes) -> tuple[Descriptor, list[Problem]]:
    """What `datapackage.json` says, as far as it can be read, and what is wrong with it."""
    value, problem = parse_json(data, file=schema.DESCRIPTOR_FILE)
    if problem is not None:
        return Descriptor(), [problem]
    if not isinstance(value, dict) or not isinstance(value.get("resources", []), list):
        return Descriptor(), [_bad("resources" if isinstance(value, dict) else "")]
    problems: list[Problem] = []
    resources: dict[str, Resource] = {}
    for index, entry in enumerate(value.get("resources", [])):
        place = f"resources[{index}]"
        table = _table_of(entry)
        if table is None:
            continue
        wrong = list(_faults_of(entry, place))
        if table.name in resources:
            wrong.append(_bad(f"{place}.name"))
        problems.extend(wrong)
        if not wrong:
            resources[table.name] = _resource_of(entry)
    properties = {name: entry for name, entry in value.items() if name != "resources"}
    return Descriptor(resources=resources, properties=properties), problems


def describe(properties: Mapping[str, Any], *, name: str, title: str) -> dict[str, Any]:
    """The descriptor of a pack written with the usual file names; `properties` are those it had before."""
    own = {"profile": "data-package", "name": name, "title": title}
    return {**own, **properties, "resources": [_describe_table(table) for table in schema.FILE_ORDER]}


def _table_of(entry: Any) -> TableSchema | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str):
        return None
    plain = name.removesuffix(".csv").removesuffix(".geojson").replace("-", "_")
    return next((table for table in schema.FILE_ORDER if table.name == plain), None)


def _faults_of(entry: Mapping[str, Any], place: str) -> Iterator[Problem]:
    path = entry.get("path")
    if not isinstance(path, str) or not path or _CONTROL.search(path):
        yield _bad(f"{place}.path")
    elif not source.is_inside(path):
        yield Problem(file=schema.DESCRIPTOR_FILE, column=f"{place}.path", code="unsafe_path")
    encoding = entry.get("encoding", "utf-8")
    if not isinstance(encoding, str) or encoding.lower() not in ENCODINGS:
        yield _bad(f"{place}.encoding")
    dialect = entry.get("dialect", {})
    if (
        not isinstance(dialect, dict)
        or dialect.get("delimiter", ",") not in DELIMITERS
        or any(dialect.get(name, usual) != usual for name, usual in _USUAL_DIALECT.items())
    ):
        yield _bad(f"{place}.dialect")


def _resource_of(entry: Mapping[str, Any]) -> Resource:
    steps = [step for step in entry["path"].replace("\\", "/").split("/") if step not in {"", "."}]
    return Resource(
        path="/".join(steps),
        encoding=ENCODINGS[entry.get("encoding", "utf-8").lower()],
        delimiter=entry.get("dialect", {}).get("delimiter", ","),
    )


def _bad(column: str) -> Problem:
    return Problem(file=schema.DESCRIPTOR_FILE, column=column, code="bad_descriptor")


def _describe_table(table: TableSchema) -> dict[str, Any]:
    if table is schema.AREAS:
        return {
            "name": table.name,
            "path": table.file,
            "description": table.description,
            "format": "geojson",
            "mediatype": "application/geo+json",
            "encoding": "utf-8",
        }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_describe_column(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _describe_column(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.blank == "error" else {}
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    if column.choices:
        constraints["enum"] = list(column.choices)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, "string"),
        "description": column.description,
    }
    if column.type == "boolean":
        field |= {"trueValues": list(cells.YES), "falseValues": list(cells.NO)}
    if column.unit:
        field["unit"] = column.unit
    return field | ({"constraints": constraints} if constraints else {})
