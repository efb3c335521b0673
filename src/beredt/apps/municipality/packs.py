"""The pack in force, read once per revision and process."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from beredt.apps.municipality import doors, records
from beredt.apps.municipality.changes import LocatedProblem, located_problems
from beredt.apps.municipality.models import Municipality
from beredt.apps.municipality.records import ExtraCells, StoredKey
from beredt.domain.municipality.differences import KEYS, RowKey, cells_of, key_of, rows_of
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.verification import ValueOrigins
from beredt.kit.errors import NotFound
from beredt.kit.language import mark

_MOST_KEPT = 6
"""Packs kept in memory per process; a city's takes about 100 MB with its snapshot."""


@attrs.frozen(kw_only=True, eq=False)
class StoredPack:
    """One municipality's pack as it is in force.

    `pack_hash` is what the command line tells of the exported pack; `revision` counts changes from 1. `extras` are
    columns that are not ours. `keys` say where rows are stored and how often each was changed.
    """

    code: str
    name: str
    revision: int
    pack_hash: str
    tables: PackTables
    extras: Mapping[str, ExtraCells]
    keys: Mapping[str, Mapping[RowKey, StoredKey]]
    _texts: dict[str, Mapping[RowKey, str]] = attrs.field(factory=dict, init=False, repr=False)
    _shares: dict[str, Mapping[RowKey, float]] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def snapshot(self) -> MunicipalitySnapshot:
        """The municipality as the engine sees it."""
        return build_snapshot(self.tables)

    @cached_property
    def problems(self) -> tuple[LocatedProblem, ...]:
        """What is implausible in it, row by row."""
        return located_problems(self.tables, words=doors.PACK_FILES.value.words())

    @cached_property
    def origins(self) -> ValueOrigins:
        """What provenance says of single values."""
        return ValueOrigins(self.tables.provenance)

    @cached_property
    def asset_names(self) -> Mapping[str, str]:
        """Names of assets by id."""
        return {row.asset_id: row.name for row in self.tables.assets}

    @cached_property
    def area_names(self) -> Mapping[str, str]:
        """Names of areas by id."""
        return {row.area_id: row.name for row in self.tables.areas}

    @cached_property
    def rows(self) -> Mapping[str, Mapping[RowKey, Any]]:
        """Every row by table and key."""
        return {table: {key_of(table, row): row for row in rows_of(self.tables, table)} for table in KEYS}

    @cached_property
    def key_by_id(self) -> Mapping[str, Mapping[int, RowKey]]:
        """The keys by table and id in the database."""
        return {table: {stored.row_id: key for key, stored in found.items()} for table, found in self.keys.items()}

    def shares(self, table: str, share_of: Callable[[RowKey], float]) -> Mapping[RowKey, float]:
        """The verified share of every row of a table, computed once."""
        if table not in self._shares:
            self._shares[table] = {key: share_of(key) for key in self.rows[table]}
        return self._shares[table]

    def search_text(self, table: str) -> Mapping[RowKey, str]:
        """What a search finds every row of a table by: its texts and what its ids stand for, in small letters."""
        if table not in self._texts:
            self._texts[table] = {key: self._search_text(row) for key, row in self.rows[table].items()}
        return self._texts[table]

    def name_of(self, column: str, value: str) -> str:
        """What an id in a column stands for; the value itself where it is no id of an asset or an area."""
        if column in {"asset_id", "supplier_id"}:
            return self.asset_names.get(value) or value
        return (self.area_names.get(value) or value) if column == "area_id" else value

    def _search_text(self, row: Any) -> str:
        texts = [(column, value) for column, value in cells_of(row).items() if isinstance(value, str)]
        names = {self.name_of(column, value) for column, value in texts}
        return " ".join((*(value for _, value in texts), *sorted(names))).casefold()

    def suppliers_of(self, asset_id: str) -> tuple[RowKey, ...]:
        """The keys of the dependencies that an asset has."""
        return self._links[0].get(asset_id, ())

    def dependents_of(self, asset_id: str) -> tuple[RowKey, ...]:
        """The keys of the dependencies on an asset."""
        return self._links[1].get(asset_id, ())

    def needs_met_by(self, asset_id: str) -> tuple[RowKey, ...]:
        """The keys of the needs that an asset meets."""
        return self._links[2].get(asset_id, ())

    @cached_property
    def _links(self) -> tuple[Mapping[str, tuple[RowKey, ...]], ...]:
        return (
            _by(self.rows["dependencies"], 0),
            _by(self.rows["dependencies"], 2),
            _by(self.rows["need_profiles"], 2),
        )


def _by(keys: Iterable[RowKey], place: int) -> Mapping[str, tuple[RowKey, ...]]:
    found: defaultdict[str, list[RowKey]] = defaultdict(list)
    for key in keys:
        found[key[place]].append(key)
    return {name: tuple(listed) for name, listed in found.items()}


_kept: OrderedDict[tuple[str, int, str], StoredPack] = OrderedDict()
_lock = threading.Lock()


def find_head(code: str) -> Municipality:
    """The municipality's own row; raises `NotFound`."""
    head = Municipality.objects.filter(code=code).first()
    if head is None:
        raise _no_pack()
    return head


def lock_head(code: str) -> Municipality:
    """The municipality's own row, held until the transaction ends; raises `NotFound`."""
    head = Municipality.objects.select_for_update().filter(code=code).first()
    if head is None:
        raise _no_pack()
    return head


def load(code: str) -> StoredPack:
    """The pack in force: one query where this process has it already; raises `NotFound`."""
    while True:
        head = find_head(code)
        known = _remembered(_name_of(head))
        if known is not None:
            return known
        loaded = records.load_pack(head)
        # Somebody may have stored a change between two of the queries.
        if find_head(code).revision == head.revision:
            return _remember(head, loaded)


def load_locked(head: Municipality) -> StoredPack:
    """The pack of a row that is held by `lock_head`."""
    return _remembered(_name_of(head)) or _remember(head, records.load_pack(head))


def _name_of(head: Municipality) -> tuple[str, int, str]:
    # The hash keeps apart what is numbered alike: databases put back from a copy, tests.
    return head.code, head.revision, f"{head.pk} {head.pack_hash}"


def _remembered(name: tuple[str, int, str]) -> StoredPack | None:
    with _lock:
        found = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
        return found


def _remember(head: Municipality, loaded: records.LoadedPack) -> StoredPack:
    stored = StoredPack(
        code=head.code,
        name=head.name,
        revision=head.revision,
        pack_hash=head.pack_hash,
        tables=loaded.tables,
        extras=loaded.extras,
        keys=loaded.keys,
    )
    with _lock:
        _kept[_name_of(head)] = stored
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return stored


def _no_pack() -> NotFound:
    return NotFound(
        mark("The municipality has no data yet."),
        code="no_pack",
        hint=mark("Begin with the guide, or take in a pack under “The municipality”."),
    )
