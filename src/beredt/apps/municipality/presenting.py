"""Rows, changes and reports laid out for pages, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from django.urls import reverse

from beredt.apps.municipality import labels, queries, row_values
from beredt.apps.municipality.consequences import Consequences
from beredt.apps.municipality.packs import StoredPack
from beredt.apps.municipality.row_values import RowView, ValueView
from beredt.domain.municipality import provenance
from beredt.domain.municipality.differences import KEYS, CellChange, RowKey
from beredt.ground.access.actor import Actor
from beredt.ground.ui import marks, tables
from beredt.ground.ui.marks import BasisMark
from beredt.ground.ui.tables import Cell, Column, Table
from beredt.kit.language import Language, mark
from beredt.telling.names import Names, capitalised, printable

_DEGREE_DECIMALS = 5
_DECIMALS = 4
_NUMBERS = frozenset({"population", "people", "beds", "min_up", "restart_hours", "buffer_hours", "recharge_hours"}) | {
    "tolerance_hours", "generator_kw", "fuel_hours", "capital_kr", "yearly_kr", "low", "high", "lon", "lat",
}  # fmt: skip


@attrs.frozen(kw_only=True)
class ValueLine:
    """One value on a card: its label, the value in words, its mark, and where it is changed."""

    column: str
    label: str
    text: str
    mark: BasisMark | None
    range_text: str
    edit_url: str


@attrs.frozen(kw_only=True)
class ChangeLine:
    """One changed row in words: what kind of change, which row, and its cells."""

    kind: str
    kind_text: str
    table_text: str
    row_text: str
    cells: tuple[tuple[str, str, str], ...]
    summary: str = ""
    """What a row that came or went holds, in one line."""


@attrs.frozen(kw_only=True)
class Writer:
    """Puts the values of one municipality into words for one reader; `code` makes addresses."""

    language: Language
    names: Names
    code: str

    def value(self, column: str, value: Any) -> str:
        """A value as it stands on a page; a dash for an empty one."""
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return self.language.say(mark("yes") if value else mark("no"))
        if isinstance(value, int | float):
            return self.language.number(value, decimals=_DEGREE_DECIMALS if column in {"lon", "lat"} else _DECIMALS)
        if isinstance(value, Mapping):
            return self.language.say(mark("an outline"))
        return self._word(column, str(value))

    def label(self, column: str) -> str:
        """A column's name."""
        said = labels.COLUMNS.get(column)
        return self.language.say(said) if said else printable(column)

    def table(self, table: str) -> str:
        """A table's name."""
        return self.language.say(labels.TABLES[table])

    def row(self, table: str, key: RowKey) -> str:
        """A row's name: what its ids stand for, one after the other."""
        if table == "provenance":
            return self._origin_row(key)
        columns = {
            "areas": ("area_id",),
            "assets": ("asset_id",),
            "dependencies": ("asset_id", "", "supplier_id"),
            "need_profiles": ("", "", "supplier_id"),
        }.get(table, ())
        words = [
            self._word(columns[index], part) if index < len(columns) and columns[index] else printable(part)
            for index, part in enumerate(key)
        ]
        return " › ".join(words)

    def _origin_row(self, key: RowKey) -> str:
        """The value that a row of provenance is about."""
        named, row_key, column = key
        table = provenance.table_named(named)
        row = self.names.asset(row_key) if table == "assets" else printable(row_key)
        title = self.table(table) if table in labels.TABLES else printable(named)
        return " › ".join([title, row, self.label(column)])

    def address(self, name: str, **arguments: Any) -> str:
        """The address of one of the room's pages."""
        return reverse(f"municipality:{name}", kwargs={"code": self.code, **arguments})

    def row_url(self, table: str, row_id: int) -> str:
        """The address of a row's own page."""
        if table == "assets":
            return self.address("show_asset", row_id=row_id)
        return self.address("show_row", table=table, row_id=row_id)

    def basis_mark(self, value: ValueView, *, url: str = "") -> BasisMark:
        """The mark of a value."""
        return marks.basis_mark(
            value.basis, language=self.language, source=value.source, as_of=value.as_of or None, url=url
        )

    def _word(self, column: str, text: str) -> str:
        if column in {"asset_id", "supplier_id"}:
            return self.names.asset(text)
        if column == "area_id":
            return self.names.area(text)
        if column == "service":
            return self.names.service(text)
        if column == "need_type":
            return self.names.need_type(text)
        if column == "kind" and text in self.names.vocabulary.kinds:
            return self.names.vocabulary.kinds[text].name_in(self.language.code)
        if column in {"basis", "severity", "buffer_kind"} and text in labels.CHOICES:
            return self.language.say(labels.CHOICES[text])
        return printable(text)


def writer_for(pack: StoredPack, language: Language) -> Writer:
    """The writer of one municipality for one reader."""
    return _writer(pack.code, pack.name, pack.asset_names, pack.area_names, language)


def writer_or_plain(actor: Actor, language: Language) -> Writer:
    """The writer of the actor's municipality; where it has no data yet, one that knows no names."""
    if queries.has_pack(actor=actor):
        return writer_for(queries.get_pack(actor=actor), language)
    return _writer(actor.municipality, actor.municipality, {}, {}, language)


def _writer(
    code: str, name: str, asset_names: Mapping[str, str], area_names: Mapping[str, str], language: Language
) -> Writer:
    names = Names(
        language=language,
        vocabulary=queries.vocabulary(),
        municipality=printable(name),
        asset_names=asset_names,
        area_names=area_names,
    )
    return Writer(language=language, names=names, code=code)


def row_table(pack: StoredPack, rows: Sequence[RowView], table: str, writer: Writer, *, csv_url: str = "") -> Table:
    """Rows of one table with the basis of each, the first cell leading to the row's page."""
    columns = labels.LISTED[table]
    has_basis = "basis" not in columns
    heads = [Column(title=writer.label(name), kind="number" if name in _NUMBERS else "text") for name in columns]
    if has_basis:
        heads.append(Column(title=writer.language.say(mark("Basis"))))
    return tables.table(
        writer.table(table),
        heads,
        [_cells(pack, row, columns, writer, has_basis=has_basis) for row in rows],
        csv_url=csv_url,
        empty=writer.language.say(mark("No row fits.")),
    )


def _cells(
    pack: StoredPack, row: RowView, columns: Sequence[str], writer: Writer, *, has_basis: bool
) -> list[Cell | str]:
    cells: list[Cell | str] = []
    for index, name in enumerate(columns):
        value = row.values[name].value
        text = writer.value(name, value)
        sort = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        cells.append(Cell(text=text, sort=sort, url=writer.row_url(row.table, row.row_id) if index == 0 else ""))
    if has_basis:
        weakest = row_values.basis_of(pack, row.table, row.key)
        cells.append(Cell(text="", sort=row.verified_share, basis=marks.basis_mark(weakest, language=writer.language)))
    return cells


def value_lines(row: RowView, writer: Writer, *, may_edit: bool, without: Iterable[str] = ()) -> tuple[ValueLine, ...]:
    """Every value of a row with its mark; the row's own origin stands last."""
    left_out = {*without, "geometry"}
    return tuple(
        _value_line(row, value, writer, may_edit=may_edit)
        for column, value in row.values.items()
        if column not in left_out
    )


def _value_line(row: RowView, value: ValueView, writer: Writer, *, may_edit: bool) -> ValueLine:
    is_origin = value.column in {"basis", "source", "as_of"} and row.table != "provenance"
    url = (
        writer.address("change_value", table=row.table, row_id=row.row_id, column=value.column)
        if may_edit and value.column in changeable(row.table)
        else ""
    )
    has_range = value.low is not None and value.high is not None
    return ValueLine(
        column=value.column,
        label=writer.label(value.column),
        text=writer.value(value.column, value.value),
        mark=None if is_origin or row.table == "provenance" else writer.basis_mark(value),
        range_text=writer.language.say(
            mark("between {low} and {high}"),
            low=writer.value(value.column, value.low),
            high=writer.value(value.column, value.high),
        )
        if has_range
        else "",
        edit_url=url,
    )


def changeable(table: str) -> frozenset[str]:
    """Columns whose values are changed one at a time; ids stay."""
    fixed = {
        "municipality": {"code"},
        "areas": {"area_id", "geometry"},
        "assets": {"asset_id"},
        "dependencies": {"asset_id", "group_id"},
        "need_profiles": {"profile_id", "group_id"},
        "sites": {"site_id"},
        "measures": {"measure_id"},
        "provenance": {"table", "row_key", "column"},
    }[table]
    return frozenset(labels.COLUMNS) - fixed


def change_line(table: str, kind: str, key: RowKey, cells: Iterable[CellChange], writer: Writer) -> ChangeLine:
    """One changed row in words."""
    found = [cell for cell in cells if kind == "changed" or cell.column not in KEYS[table]]
    values = [(cell.column, cell.old if kind == "removed" else cell.new) for cell in found]
    summary = "; ".join(f"{writer.label(column)}: {writer.value(column, value)}" for column, value in values)
    return ChangeLine(
        summary="" if kind == "changed" else summary,
        kind=kind,
        kind_text=writer.language.say(labels.CHANGES[kind]),
        table_text=writer.table(table),
        row_text=writer.row(table, key),
        cells=tuple(
            (writer.label(cell.column), writer.value(cell.column, cell.old), writer.value(cell.column, cell.new))
            for cell in found
        ),
    )


def report_lines(report: Mapping[str, Any], writer: Writer) -> tuple[ChangeLine, ...]:
    """The rows that a file would change, in words."""
    return tuple(
        change_line(
            entry["table"],
            entry["kind"],
            tuple(entry["key"]),
            [CellChange(column=cell["column"], old=cell["old"], new=cell["new"]) for cell in entry["cells"]],
            writer,
        )
        for entry in report["changes"]
    )


def consequence_tables(found: Consequences, pack: StoredPack, writer: Writer) -> tuple[Table, Table, Table]:
    """Who passes a tolerance, what goes down too, and people without services."""
    say = writer.language.say
    needs = tables.table(
        say(mark("People who pass a tolerance")),
        [say(mark("After")), Column(title=say(mark("People")), kind="number"), say(mark("Need")), say(mark("Area")),
         say(mark("How serious"))],
        [
            [
                Cell(text=writer.language.span(need.after_minutes), sort=need.after_minutes),
                Cell(text=writer.language.about(need.people), sort=need.people),
                writer.value("need_type", need.need_type),
                writer.value("area_id", need.area_id),
                writer.value("severity", need.severity),
            ]
            for need in found.needs
        ],
        empty=say(mark("Nobody passes a tolerance within {hours} hours.", ), hours=found.horizon_hours),
    )  # fmt: skip
    ids = pack.keys["assets"]
    assets = tables.table(
        say(mark("Assets that go down with it")),
        [say(mark("After")), say(mark("Asset"))],
        [
            [
                Cell(text=writer.language.span(asset.after_minutes), sort=asset.after_minutes),
                Cell(
                    text=writer.value("asset_id", asset.asset_id),
                    url=writer.row_url("assets", ids[(asset.asset_id,)].row_id),
                ),
            ]
            for asset in found.assets
        ],
        empty=say(mark("No other asset goes down with it.")),
    )
    services = tables.table(
        say(mark("People without a service, at most")),
        [say(mark("Service")), Column(title=say(mark("People")), kind="number")],
        [
            [
                capitalised(writer.value("service", loss.service)),
                Cell(text=writer.language.about(loss.people), sort=loss.people),
            ]
            for loss in found.services
        ],
        empty=say(mark("No service falls away.")),
    )
    return needs, assets, services
