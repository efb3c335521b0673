"""A table as a value: what rooms hand to `{% data_table %}`, already said in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.ground.ui.marks import BasisMark


@attrs.frozen(kw_only=True)
class Column:
    """A column; `kind` is `text`, `number` (set right, sorted by size) or `moment`."""

    title: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        """True where cells are set right."""
        return self.kind == "number"


@attrs.frozen(kw_only=True)
class Cell:
    """What stands in a cell; `sort` is what it is sorted by where that is not the text itself."""

    text: str
    sort: float | str | None = None
    url: str = ""
    basis: BasisMark | None = None
    note: str = ""

    @property
    def sort_text(self) -> str:
        """The value to sort by as an attribute; empty where the text will do."""
        return "" if self.sort is None else str(self.sort)


@attrs.frozen(kw_only=True)
class Row:
    """A row; `tone` is empty or `critical`, which says so in a colour beside the words."""

    cells: tuple[Cell, ...]
    key: str = ""
    tone: str = ""


@attrs.frozen(kw_only=True)
class Table:
    """A captioned table; `csv_url` is where the same is fetched as a file, `empty` what stands where no row does."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    csv_url: str = ""
    empty: str = ""
    searchable: bool = True
    caption_hidden: bool = False

    def __attrs_post_init__(self) -> None:
        """Raises `ValueError` for a row that has not one cell per column."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells under {len(self.columns)} columns")


def table(
    caption: str,
    columns: Sequence[Column | str],
    rows: Sequence[Sequence[Cell | str]],
    *,
    csv_url: str = "",
    empty: str = "",
    caption_hidden: bool = False,
) -> Table:
    """A table of plain strings and cells."""
    return Table(
        caption=caption,
        columns=tuple(Column(title=entry) if isinstance(entry, str) else entry for entry in columns),
        rows=tuple(
            Row(cells=tuple(Cell(text=entry) if isinstance(entry, str) else entry for entry in row)) for row in rows
        ),
        csv_url=csv_url,
        empty=empty,
        caption_hidden=caption_hidden,
    )
