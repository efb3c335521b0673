"""A pack's values with the places they were read from: what `checks` works on.

Columns rather than rows, so that a row with one bad cell still takes part in every check that does not need the cell.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import Origin, PackTables


class Unreadable(enum.Enum):
    """Stands where a cell could not be read; the reason has been told already."""

    CELL = "unreadable"


UNREADABLE = Unreadable.CELL


@attrs.frozen(kw_only=True, eq=False)
class LocatedTable:
    """One table: parsed `columns` of equal length, `rows` the row number of each, `file` the name to tell.

    `whole` is False where rows are missing (the file could not be read to its end): then nothing is unknown.
    """

    name: str
    file: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    whole: bool = True

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, column: str) -> Sequence[Any]:
        """The column's values; unreadable throughout where the table lacks the column."""
        found = self.columns.get(column)
        return [UNREADABLE] * len(self.rows) if found is None else found

    def tuples(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows' values in the given columns."""
        return zip(*(self.values(column) for column in columns), strict=True)

    def problem(self, code: str, index: int, column: str, **values: object) -> Problem:
        """A problem at the `index`-th row."""
        return Problem(file=self.file, row=self.rows[index], column=column, code=code, values=values)


def locate(tables: PackTables) -> dict[str, LocatedTable]:
    """Tables made by a program, located as if they had just been read from the usual files in the same order."""
    return {
        "municipality": _located("municipality", "municipality.csv", (tables.municipality,)),
        "areas": _located("areas", "areas.geojson", tables.areas, first_row=1),
        "assets": _located("assets", "assets.csv", tables.assets),
        "dependencies": _located("dependencies", "dependencies.csv", tables.dependencies),
        "need_profiles": _located("need_profiles", "need_profiles.csv", tables.needs),
        "sites": _located("sites", "sites.csv", tables.sites),
        "measures": _located("measures", "measures.csv", tables.measures),
        "provenance": _located("provenance", "provenance.csv", tables.provenance),
    }


def _located(name: str, file: str, rows: Sequence[Any], *, first_row: int = 2) -> LocatedTable:
    columns: dict[str, list[Any]] = {}
    for field in attrs.fields(type(rows[0])) if rows else ():
        if field.type in {Origin, "Origin"}:
            for part in ("basis", "source", "as_of"):
                columns[part] = [getattr(row.origin, part) for row in rows]
        else:
            columns[field.name] = [getattr(row, field.name) for row in rows]
    return LocatedTable(name=name, file=file, rows=range(first_row, first_row + len(rows)), columns=columns)
