"""One number for what a pack says, whatever it is written like.

The order of rows, columns and features, the files' names and encodings, folder or zip file: none of it counts. Every
value counts, also origins and columns that are not ours. Blank cells are left out, so that a column added in a later
version does not change the number of packs that do not use it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType

from beredt.adapters.packs import rows, schema
from beredt.adapters.packs.frames import ExtraCells
from beredt.adapters.packs.schema import TableSchema
from beredt.domain.municipality.tables import PackTables

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_BLANK = frozenset({None, ""})
NO_EXTRAS: Mapping[str, ExtraCells] = MappingProxyType({})


def pack_hash(tables: PackTables, *, extras: Mapping[str, ExtraCells] = NO_EXTRAS) -> str:
    """SHA-256 in hexadecimal of the pack's values; `extras` are values in columns that are not ours, per table."""
    digest = hashlib.sha256(b"beredt-pack/1\n")
    for table in schema.FILE_ORDER:
        lines = _lines(tables, table) + _extra_lines(extras.get(table.name, {}))
        digest.update(f"{table.name} {len(lines)}\n".encode())
        digest.update("\n".join(sorted(lines)).encode("utf-8"))
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(tables: PackTables, table: TableSchema) -> list[str]:
    found = rows.rows_of(tables, table)
    encoded = []
    for name, values in rows.columns_of(found, table).items():
        column = table.column(name)
        encode = _encode_number if column is not None and column.type == "number" else _encode
        texts = {value: _named(name, encode(value)) for value in set(values) - _BLANK}
        texts |= dict.fromkeys(_BLANK, "")
        encoded.append([texts[value] for value in values])
    if table is schema.AREAS:
        encoded.append(["" if row.geometry is None else _named("geometry", _encode(row.geometry)) for row in found])
    return ["".join(cells) for cells in zip(*encoded, strict=True)]


def _extra_lines(extras: ExtraCells) -> list[str]:
    return ["extra " + _encode([list(key), dict(cells)]) for key, cells in extras.items()]


def _named(name: str, encoded: str) -> str:
    return f'"{name}":{encoded},'


def _encode_number(value: float) -> str:
    return _encode(float(value) + 0.0)
