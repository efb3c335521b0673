"""Reads of the municipality's data: always those of the actor's own municipality, as values."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import attrs
from django.db.models import Q

from beredt.apps.municipality import consequences, doors, labels, packs, policies, records, row_values
from beredt.apps.municipality.changes import LocatedProblem
from beredt.apps.municipality.consequences import Consequences
from beredt.apps.municipality.models import Municipality, PackFile, Revision, RowRevision, Upload
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.row_values import RowView
from beredt.domain.municipality import differences, provenance
from beredt.domain.municipality.differences import KEYS, CellChange, RowChange, RowKey
from beredt.domain.municipality.vocabulary import Vocabulary
from beredt.ground.access import permissions
from beredt.ground.access.actor import Actor
from beredt.kit.errors import NotFound
from beredt.kit.language import mark
from beredt.kit.sorting import danish_key
from beredt.telling.data_age import DataAge, data_age

PAGE_ROWS = 100
MOST_HISTORY = 200


@attrs.frozen(kw_only=True)
class Summary:
    """What the data hold: rows by table, people in profiles, how much of what counts is verified (0…1), how old."""

    name: str
    population: int
    revision: int
    changed_at: datetime
    rows: Mapping[str, int]
    people: int
    verified_share: float
    age: DataAge
    has_roads: bool


@attrs.frozen(kw_only=True)
class Wanted:
    """Which rows: `text` in any cell, `basis` all or unverified, `sort` a column (blank: unverified first)."""

    text: str = ""
    basis: str = "all"
    area: str = ""
    sort: str = ""
    is_descending: bool = False
    page: int = 1


@attrs.frozen(kw_only=True, eq=False)
class RowList:
    """One page of a table's rows; `found` fit what was wanted, `unverified` of all rows are not wholly verified."""

    table: str
    rows: tuple[RowView, ...]
    total: int
    found: int
    unverified: int
    page: int
    pages: int


@attrs.frozen(kw_only=True, eq=False)
class GroupView:
    """A group of suppliers: the rows of one asset's dependency (or one profile's need)."""

    group_id: str
    rows: tuple[RowView, ...]

    @property
    def head(self) -> RowView:
        """The row that tells what all agree on."""
        return self.rows[0]


@attrs.frozen(kw_only=True, eq=False)
class AssetCard:
    """One asset: what it needs, who leans on it, and which people it serves with what."""

    row: RowView
    groups: tuple[GroupView, ...]
    dependents: tuple[RowView, ...]
    needs: tuple[RowView, ...]
    changes: tuple[RowHistory, ...]


@attrs.frozen(kw_only=True)
class RevisionView:
    """One change of the data: `number`, when, who, what kind, and how many rows; `is_undone` by a later one."""

    number: int
    at: datetime
    user_id: int | None
    kind: str
    source: str
    added: int
    changed: int
    removed: int
    undoes: int | None
    is_undone: bool


@attrs.frozen(kw_only=True, eq=False)
class RowHistory:
    """What one revision did to one row."""

    revision: RevisionView
    change: RowChange

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The values that changed."""
        return self.change.cells


@attrs.frozen(kw_only=True)
class UploadView:
    """A file that waits for a yes; `report` is empty until it has been read. `is_current`: made over today's data."""

    upload_id: UUID
    kind: str
    table: str
    files: tuple[str, ...]
    size_bytes: int
    created_at: datetime
    state: str
    report: Mapping[str, Any]
    revision: int | None
    is_current: bool
    stored_as: int | None


def has_pack(*, actor: Actor) -> bool:
    """Whether the municipality has any data yet."""
    permissions.check_may(actor, policies.READ)
    return Municipality.objects.filter(code=actor.municipality).exists()


def get_pack(*, actor: Actor) -> StoredPack:
    """The pack in force; raises `NotFound` where there is none yet."""
    permissions.check_may(actor, policies.READ)
    return packs.load(actor.municipality)


def vocabulary() -> Vocabulary:
    """The words of packs in both languages."""
    return doors.VOCABULARY.value


def get_summary(*, actor: Actor) -> Summary:
    """What the data hold, in numbers."""
    pack = get_pack(actor=actor)
    tables = pack.tables
    last = Revision.objects.filter(municipality__code=pack.code).order_by("-number").first()
    if last is None:
        raise NotFound(mark("There is no such change."), code="no_such_revision")
    return Summary(
        name=pack.name,
        population=tables.municipality.population,
        revision=pack.revision,
        changed_at=last.at,
        rows={table: len(differences.rows_of(tables, table)) for table in KEYS if table != "municipality"},
        people=int(pack.snapshot.profiles.people.sum()),
        verified_share=_verified_share(pack),
        age=data_age(tables),
        has_roads=PackFile.objects.filter(municipality__code=pack.code, name__endswith=".osm.pbf").exists(),
    )


def list_rows(*, actor: Actor, table: str, wanted: Wanted) -> RowList:
    """A page of the rows of a table, those with most left to verify first unless a column is named."""
    found = list_keys(actor=actor, table=table, wanted=wanted)
    pack = get_pack(actor=actor)
    shares = verified_shares(pack, table)
    pages = max(1, -(-len(found) // PAGE_ROWS))
    page = min(max(wanted.page, 1), pages)
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return RowList(
        table=table,
        rows=tuple(row_values.view_row(pack, table, key) for key in shown),
        total=len(shares),
        found=len(found),
        unverified=sum(share < 1 for share in shares.values()),
        page=page,
        pages=pages,
    )


def list_keys(*, actor: Actor, table: str, wanted: Wanted) -> list[RowKey]:
    """The keys of all rows that are wanted, in order."""
    permissions.check_may(actor, policies.READ if table == "areas" else policies.READ_ASSETS)
    pack = get_pack(actor=actor)
    _require_table(table)
    shares = verified_shares(pack, table)
    found = [key for key in shares if _fits(pack, table, key, wanted, shares)]
    found.sort(key=_order(pack, table, wanted, shares), reverse=wanted.is_descending and bool(wanted.sort))
    return found


def warnings_about(*, actor: Actor, table: str, key: RowKey) -> tuple[LocatedProblem, ...]:
    """What is implausible about one row."""
    permissions.check_may(actor, policies.READ if table == "areas" else policies.READ_ASSETS)
    found = get_pack(actor=actor).problems
    return tuple(problem for problem in found if problem.table == table and problem.key == key)


def get_row(*, actor: Actor, table: str, row_id: int) -> RowView:
    """One row by its id in the database; raises `NotFound`."""
    permissions.check_may(actor, policies.READ if table == "areas" else policies.READ_ASSETS)
    pack = get_pack(actor=actor)
    _require_table(table)
    return row_values.view_row(pack, table, _require_key(pack, table, row_id))


def find_row_id(*, actor: Actor, table: str, key: RowKey) -> int | None:
    """The id in the database of the row of that name; None where there is none."""
    permissions.check_may(actor, policies.READ if table == "areas" else policies.READ_ASSETS)
    stored = get_pack(actor=actor).keys.get(table, {}).get(key)
    return stored.row_id if stored else None


def get_asset_card(*, actor: Actor, row_id: int) -> AssetCard:
    """One asset with everything around it; raises `NotFound`."""
    permissions.check_may(actor, policies.READ_ASSETS)
    pack = get_pack(actor=actor)
    key = _require_key(pack, "assets", row_id)
    asset_id = key[0]
    groups: defaultdict[str, list[RowView]] = defaultdict(list)
    for found in pack.suppliers_of(asset_id):
        groups[found[1]].append(row_values.view_row(pack, "dependencies", found))
    return AssetCard(
        row=row_values.view_row(pack, "assets", key),
        groups=tuple(GroupView(group_id=group_id, rows=tuple(rows)) for group_id, rows in groups.items()),
        dependents=tuple(row_values.view_row(pack, "dependencies", found) for found in pack.dependents_of(asset_id)),
        needs=tuple(row_values.view_row(pack, "need_profiles", found) for found in pack.needs_met_by(asset_id)),
        changes=row_history(actor=actor, table="assets", key=key, with_groups=True),
    )


def get_consequences(*, actor: Actor, row_id: int) -> Consequences:
    """What an asset takes down with it if it is lost for three days; raises `NotFound`."""
    permissions.check_may(actor, policies.READ_ASSETS)
    pack = get_pack(actor=actor)
    return consequences.lose_asset(pack, _require_key(pack, "assets", row_id)[0])


def row_history(*, actor: Actor, table: str, key: RowKey, with_groups: bool = False) -> tuple[RowHistory, ...]:
    """What became of one row, and of what provenance says of it, newest first.

    `with_groups` takes in the groups of suppliers of an asset.
    """
    permissions.check_may(actor, policies.READ if table == "areas" else policies.READ_ASSETS)
    own = Q(table=table, row_key=records.text_of_key(key))
    for name in {name for length in range(1, len(key) + 1) for name in provenance.spellings(*key[:length])}:
        # The list of ids without its end: every column of the row.
        own |= Q(table="provenance", row_key__startswith=records.text_of_key((table, name))[:-1] + ",")
    if with_groups:
        own |= _of_groups(key[0])
    found = RowRevision.objects.filter(own, municipality__code=actor.municipality)
    rows = found.select_related("revision").order_by("-revision__number", "pk")[:MOST_HISTORY]
    undone = _undone(actor.municipality)
    # Databases may take `Mast` for `mast` where they look at how a text begins.
    return tuple(
        RowHistory(revision=_revision_view(row.revision, undone), change=_row_change(row))
        for row in rows
        if _names(json.loads(row.row_key), key[0])
    )


def _names(ids: Sequence[str], first: str) -> bool:
    """Whether one of the ids is `first`, or a row key of provenance that begins with it."""
    begun = tuple(first + separator for separator in provenance.SEPARATORS)
    return any(part == first or part.startswith(begun) for part in ids)


def _of_groups(asset_id: str) -> Q:
    """Changes of an asset's dependencies, and of what provenance says of them."""
    found = Q(table="dependencies", row_key__startswith=records.text_of_key((asset_id,))[:-1] + ",")
    for separator in provenance.SEPARATORS:
        # Without the quotation mark and bracket at the end: whatever the group is called.
        begun = records.text_of_key(("dependencies", asset_id + separator))[:-2]
        found |= Q(table="provenance", row_key__startswith=begun)
    return found


def list_revisions(*, actor: Actor, before: int | None = None) -> tuple[RevisionView, ...]:
    """Changes of the data, newest first; `before` goes on from a number."""
    permissions.check_may(actor, policies.READ_ASSETS)
    found = Revision.objects.filter(municipality__code=actor.municipality).order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    undone = _undone(actor.municipality)
    return tuple(_revision_view(revision, undone) for revision in found[:PAGE_ROWS])


def get_revision(*, actor: Actor, number: int) -> tuple[RevisionView, tuple[RowChange, ...], int]:
    """One change, its rows (at most `MOST_HISTORY`), and how many there are; raises `NotFound`."""
    permissions.check_may(actor, policies.READ_ASSETS)
    found = Revision.objects.filter(municipality__code=actor.municipality, number=number).first()
    if found is None:
        raise NotFound(mark("There is no such change."), code="no_such_revision")
    rows = RowRevision.objects.filter(revision=found).order_by("pk")
    told = tuple(_row_change(row) for row in rows[:MOST_HISTORY])
    return _revision_view(found, _undone(actor.municipality)), told, found.added + found.changed + found.removed


def get_upload(*, actor: Actor, upload_id: UUID) -> UploadView:
    """A file that was taken in, and what it would change; raises `NotFound`."""
    permissions.check_may(actor, policies.EDIT)
    found = Upload.objects.filter(code=actor.municipality, id=upload_id).first()
    if found is None:
        raise NotFound(mark("The file is no longer here."), code="no_upload", hint=mark("Take it in again."))
    return _upload_view(found)


def list_uploads(*, actor: Actor) -> tuple[UploadView, ...]:
    """Files that wait for a yes, newest first."""
    permissions.check_may(actor, policies.EDIT)
    found = Upload.objects.filter(code=actor.municipality, state="waiting").order_by("-created_at")
    return tuple(_upload_view(upload) for upload in found[:PAGE_ROWS])


def _verified_share(pack: StoredPack) -> float:
    """Share of the values that move a result and are verified; 0 where there are none."""
    snapshot = pack.snapshot
    sums = [
        (row_values.COUNTED["assets"], snapshot.assets.verified_share),
        (row_values.COUNTED["dependencies"], snapshot.dependencies.verified_share),
        (row_values.COUNTED["need_profiles"], snapshot.needs.groups.verified_share),
    ]
    values = sum(len(columns) * len(shares) for columns, shares in sums)
    return sum(len(columns) * float(shares.sum()) for columns, shares in sums) / values if values else 0.0


def verified_shares(pack: StoredPack, table: str) -> Mapping[RowKey, float]:
    """The verified share of every row of a table."""
    return pack.shares(table, lambda key: row_values.verified_share(pack, table, key))


def _fits(pack: StoredPack, table: str, key: RowKey, wanted: Wanted, shares: Mapping[RowKey, float]) -> bool:
    if wanted.basis == "unverified" and shares[key] >= 1:
        return False
    row = pack.rows[table][key]
    if wanted.area and getattr(row, "area_id", "") != wanted.area:
        return False
    text = pack.search_text(table)[key] if wanted.text else ""
    return all(word in text for word in wanted.text.casefold().split())


def _order(pack: StoredPack, table: str, wanted: Wanted, shares: Mapping[RowKey, float]) -> Any:
    rows = pack.rows[table]
    if wanted.sort not in labels.LISTED[table]:
        return lambda key: (shares[key], -(getattr(rows[key], "people", None) or 0), key)

    def ordered(key: RowKey) -> tuple[Any, ...]:
        value = differences.cell_of(rows[key], wanted.sort)
        if isinstance(value, str):
            return (1, danish_key(pack.name_of(wanted.sort, value)), key)
        return (0, 0.0, key) if value is None else (1, value, key)

    return ordered


def _require_table(table: str) -> None:
    if table not in KEYS:
        raise NotFound(mark("There is no such page."), code="no_such_table")


def _require_key(pack: StoredPack, table: str, row_id: int) -> RowKey:
    key = pack.key_by_id[table].get(row_id)
    if key is None:
        raise NotFound(
            mark("There is no such row any more."),
            code="no_such_row",
            hint=mark("Somebody may have removed it; look in the history."),
        )
    return key


def _undone(code: str) -> frozenset[int]:
    found = Revision.objects.filter(municipality__code=code, undoes__isnull=False)
    return frozenset(number for number in found.values_list("undoes", flat=True) if number is not None)


def _revision_view(revision: Revision, undone: frozenset[int]) -> RevisionView:
    return RevisionView(
        number=revision.number,
        at=revision.at,
        user_id=revision.user_id,
        kind=revision.kind,
        source=revision.source,
        added=revision.added,
        changed=revision.changed,
        removed=revision.removed,
        undoes=revision.undoes,
        is_undone=revision.number in undone,
    )


def _row_change(row: RowRevision) -> RowChange:
    before, _ = records.row_of_text(row.table, row.before)
    after, _ = records.row_of_text(row.table, row.after)
    return RowChange(table=row.table, key=tuple(json.loads(row.row_key)), before=before, after=after)


def _upload_view(upload: Upload) -> UploadView:
    head = Municipality.objects.filter(code=upload.code).first()
    return UploadView(
        upload_id=upload.id,
        kind=upload.kind,
        table=upload.table,
        files=tuple(json.loads(upload.files)),
        size_bytes=upload.size_bytes,
        created_at=upload.created_at,
        state=upload.state,
        report=json.loads(upload.report) if upload.report else {},
        revision=upload.revision,
        is_current=(head.revision if head else None) == upload.revision,
        stored_as=upload.stored_as,
    )


def area_people(pack: StoredPack) -> Mapping[str, int]:
    """People in need profiles by area [persons]."""
    people: Counter[str] = Counter()
    for index, count in zip(
        pack.snapshot.profiles.area_index.tolist(), pack.snapshot.profiles.people.tolist(), strict=True
    ):
        people[pack.snapshot.areas.area_id[index]] += count
    return people
