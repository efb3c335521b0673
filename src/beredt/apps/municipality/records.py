"""Rows of the database to the tables of a pack and back, whole packs in a few statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs
from django.db import connection, models

from beredt.apps.municipality.models import (
    Area,
    Asset,
    Dependency,
    LocalPrice,
    Municipality,
    Need,
    PackRow,
    Site,
    ValueOrigin,
)
from beredt.domain.municipality.differences import KEYS, ORIGIN_PARTS, RowKey, attribute_of, cells_of
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    DependencyRow,
    MeasureRow,
    MunicipalityRow,
    NeedRow,
    Origin,
    PackTables,
    ProvenanceRow,
    SiteRow,
)

ExtraCells = Mapping[RowKey, Mapping[str, Any]]
"""Values in columns that are not ours, by row key and column."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


@attrs.frozen(kw_only=True)
class Storage:
    """How one table is stored: the model, the row value, and the columns that both have."""

    table: str
    model: type[PackRow]
    row_class: type[Any]
    columns: tuple[str, ...]
    has_origin: bool

    @property
    def db_table(self) -> str:
        """The name of the table in the database."""
        return self.model._meta.db_table


@attrs.frozen(kw_only=True)
class StoredKey:
    """Where a row is stored, and how often it was changed."""

    row_id: int
    version: int


@attrs.frozen(kw_only=True, eq=False)
class LoadedPack:
    """A pack as it is stored: rows sorted by key, what is not ours, and where each row stands."""

    tables: PackTables
    extras: Mapping[str, ExtraCells]
    keys: Mapping[str, Mapping[RowKey, StoredKey]]


def _storage(table: str, model: type[PackRow], row_class: type[Any]) -> Storage:
    has_origin = any(field.name == "origin" for field in attrs.fields(row_class))
    return Storage(table=table, model=model, row_class=row_class, columns=_columns(row_class), has_origin=has_origin)


def _columns(row_class: type[Any]) -> tuple[str, ...]:
    names = [field.name for field in attrs.fields(row_class)]
    return (*(name for name in names if name != "origin"), *(ORIGIN_PARTS if "origin" in names else ()))


STORAGES: Mapping[str, Storage] = MappingProxyType(
    {
        storage.table: storage
        for storage in (
            _storage("areas", Area, AreaRow),
            _storage("assets", Asset, AssetRow),
            _storage("dependencies", Dependency, DependencyRow),
            _storage("need_profiles", Need, NeedRow),
            _storage("sites", Site, SiteRow),
            _storage("measures", LocalPrice, MeasureRow),
            _storage("provenance", ValueOrigin, ProvenanceRow),
        )
    }
)
"""Every table but the municipality's own row, in the order in which tables are told."""


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table, an origin as its three columns at the end."""
    return _columns(MunicipalityRow) if table == "municipality" else STORAGES[table].columns


def load_pack(head: Municipality) -> LoadedPack:
    """The pack in force: one query per table."""
    rows: dict[str, tuple[Any, ...]] = {}
    extras: dict[str, ExtraCells] = {}
    keys: dict[str, Mapping[RowKey, StoredKey]] = {
        "municipality": {(head.code,): StoredKey(row_id=head.pk, version=head.version)}
    }
    if head.extra:
        extras["municipality"] = {(head.code,): json.loads(head.extra)}
    for storage in STORAGES.values():
        rows[attribute_of(storage.table)], keys[storage.table], found = _load_table(head, storage)
        if found:
            extras[storage.table] = found
    return LoadedPack(tables=PackTables(municipality=municipality_row(head), **rows), extras=extras, keys=keys)


def municipality_row(head: Municipality) -> MunicipalityRow:
    """The municipality's own row."""
    return MunicipalityRow(
        code=head.code,
        name=head.name,
        population=head.population,
        origin=Origin(basis=head.basis, source=head.source, as_of=head.as_of),
    )


def _load_table(head: Municipality, storage: Storage) -> tuple[tuple[Any, ...], Mapping[RowKey, StoredKey], ExtraCells]:
    found = storage.model._default_manager.filter(municipality=head)
    records = list(found.values_list(*storage.columns, "pk", "version", "extra"))
    places = [storage.columns.index(name) for name in KEYS[storage.table]]
    records.sort(key=lambda record: tuple(record[place] for place in places))
    own = len(storage.columns)
    keys = [tuple(record[place] for place in places) for record in records]
    rows = tuple(_rows(storage, [record[:own] for record in records]))
    stored = {
        key: StoredKey(row_id=record[own], version=record[own + 1]) for key, record in zip(keys, records, strict=True)
    }
    extras = {key: json.loads(record[own + 2]) for key, record in zip(keys, records, strict=True) if record[own + 2]}
    return rows, stored, extras


def _rows(storage: Storage, records: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    names = storage.columns[: -len(ORIGIN_PARTS)] if storage.has_origin else storage.columns
    own = len(names)
    origins: dict[tuple[str, ...], Origin] = {}
    place = names.index("geometry") if "geometry" in names else None
    for record in records:
        values = dict(zip(names, record, strict=False))
        if place is not None:
            values["geometry"] = json.loads(record[place]) if record[place] else None
        if storage.has_origin:
            told = record[own:]
            if told not in origins:
                origins[told] = Origin(basis=told[0], source=told[1], as_of=told[2])
            values["origin"] = origins[told]
        yield storage.row_class(**values)


def insert_rows(head: Municipality, table: str, rows: Sequence[Any], *, extras: ExtraCells) -> None:
    """Stores new rows: one statement, however many they are."""
    if not rows:
        return
    storage = STORAGES[table]
    columns = (*storage.columns, "municipality_id", "extra", "version")
    _execute_many(
        f"INSERT INTO {_quoted(storage.db_table)} ({', '.join(map(_quoted, columns))}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})",
        ((*_values(storage, row), head.pk, _extra_text(extras.get(_key(table, row))), 1) for row in rows),
    )


def update_rows(table: str, rows: Iterable[tuple[int, Any]], *, extras: ExtraCells) -> None:
    """Stores changed rows by their id in the database; each gets a new version."""
    storage = STORAGES[table]
    assignments = ", ".join(f"{_quoted(column)} = %s" for column in (*storage.columns, "extra"))
    _execute_many(
        f"UPDATE {_quoted(storage.db_table)} SET {assignments}, version = version + 1 WHERE id = %s",
        ((*_values(storage, row), _extra_text(extras.get(_key(table, row))), row_id) for row_id, row in rows),
    )


def touch_rows(table: str, row_ids: Iterable[int]) -> None:
    """A new version for rows whose own values stay, but not what is said of them."""
    _execute_many(
        f"UPDATE {_quoted(STORAGES[table].db_table)} SET version = version + 1 WHERE id = %s",
        ((row_id,) for row_id in row_ids),
    )


def delete_rows(table: str, row_ids: Iterable[int]) -> None:
    """Removes rows by their id in the database."""
    _execute_many(f"DELETE FROM {_quoted(STORAGES[table].db_table)} WHERE id = %s", ((row_id,) for row_id in row_ids))


def insert_many(model: type[models.Model], columns: Sequence[str], records: Iterable[tuple[Any, ...]]) -> None:
    """Stores plain records in one statement."""
    _execute_many(
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(map(_quoted, columns))}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})",
        records,
    )


def text_of_row(row: Any, extra: Mapping[str, Any] | None = None) -> str:
    """A row as JSON, empty for no row; columns that are not ours stand under an empty name."""
    if row is None:
        return ""
    return _encode({**cells_of(row), **({"": dict(extra)} if extra else {})})


def row_of_text(table: str, text: str) -> tuple[Any, Mapping[str, Any]]:
    """The row and its foreign columns from JSON; no row for an empty text."""
    if not text:
        return None, {}
    cells = json.loads(text)
    extra = cells.pop("", {})
    return make_row(table, cells), extra


def make_row(table: str, cells: Mapping[str, Any]) -> Any:
    """A row from its values by column."""
    row_class = MunicipalityRow if table == "municipality" else STORAGES[table].row_class
    if not any(field.name == "origin" for field in attrs.fields(row_class)):
        return row_class(**cells)
    own = {name: value for name, value in cells.items() if name not in ORIGIN_PARTS}
    return row_class(**own, origin=Origin(**{part: cells[part] for part in ORIGIN_PARTS}))


def text_of_key(key: RowKey) -> str:
    """A row's key as it is stored in histories."""
    return _encode(list(key))


def extra_text(extra: Mapping[str, Any] | None) -> str:
    """Columns that are not ours as they are stored."""
    return _extra_text(extra)


def _extra_text(extra: Mapping[str, Any] | None) -> str:
    return _encode(dict(extra)) if extra else ""


def _key(table: str, row: Any) -> RowKey:
    return tuple(getattr(row, name) for name in KEYS[table])


def _values(storage: Storage, row: Any) -> tuple[Any, ...]:
    cells = cells_of(row)
    if "geometry" in cells:
        cells["geometry"] = "" if cells["geometry"] is None else _encode(cells["geometry"])
    return tuple(cells[column] for column in storage.columns)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _execute_many(statement: str, records: Iterable[tuple[Any, ...]]) -> None:
    found = list(records)
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(statement, found)
