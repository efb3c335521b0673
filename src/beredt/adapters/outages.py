"""A file of exactly given outages (`asset_id`, `start_hours`, `end_hours`), or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from beredt.adapters.packs import csv_text, frames, schema, source
from beredt.adapters.packs.descriptor import Resource
from beredt.adapters.packs.schema import Column, TableSchema
from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem, has_errors, shown
from beredt.domain.riskpicture.scenario import Outage
from beredt.kit import units
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark

OUTAGES = TableSchema(
    name="disruptions",
    file="disruptions.csv",
    attribute="",
    row_class=Outage,
    description="Outages given one by one; an asset may have several, also overlapping ones.",
    key=("asset_id",),
    columns=(
        Column(name="asset_id", type="id", description="The asset that is out.", blank="error", default=""),
        Column(
            name="start_hours",
            type="number",
            description="From when, counted from the start of the run; may lie beyond the horizon.",
            blank="error",
            minimum=0.0,
            maximum=schema.MAXIMUM_HOURS,
            unit="h",
        ),
        Column(
            name="end_hours",
            type="number",
            description="Until when; blank is unknown and read as to the horizon.",
            minimum=0.0,
            maximum=schema.MAXIMUM_HOURS,
            unit="h",
        ),
    ),
)

_HOURS_BEYOND = 24
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")


class UnusableOutages(InvalidInput):
    """A file of outages with errors; `problems` holds all of them."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            mark("The file of outages {name} has errors."),
            code="unusable_outages",
            hint=mark("Put them right and try again; nothing was changed."),
            name=name,
        )
        self.problems = problems

    def told_in(self, language: Language) -> str:
        """The sentence, and below it one line per problem."""
        return "\n".join([super().told_in(language), *(problem.line(language) for problem in self.problems)])


def require_outages(path: Path, *, asset_ids: Collection[str], horizon_hours: int) -> tuple[Outage, ...]:
    """The outages of the file in whole minutes; none if it has only a header.

    An unknown end lies a day beyond the horizon, so that what runs out next is told of an outage that goes on.
    Raises `UnusableOutages` with all problems, `InvalidInput` where there is no such file.
    """
    table, problems = _read_table(path)
    if table is not None:
        problems += _check_rows(table, asset_ids)
    errors = tuple(sorted((p for p in problems if p.is_error), key=lambda p: (p.row, _position(p.column), p.code)))
    if table is None or has_errors(errors):
        raise UnusableOutages(source.pack_name(path), errors)
    return tuple(_outages(table, horizon_hours))


def _read_table(path: Path) -> tuple[LocatedTable | None, list[Problem]]:
    name, data = source.pack_name(path), _read_bytes(path)
    is_danish = _is_saved_the_danish_way(data)
    resource = Resource(path=name, delimiter=";" if is_danish else ",")
    raw, problems = csv_text.parse_csv(data, resource=resource, table=OUTAGES)
    if raw is None:
        return None, problems
    if is_danish:
        raw = attrs.evolve(raw, records=[[_with_a_point(cell) for cell in record] for record in raw.records])
    frame = frames.build_frame(raw, file=name, table=OUTAGES)
    return frame.table, [*problems, *frame.problems]


def _is_saved_the_danish_way(data: bytes) -> bool:
    """Whether a spreadsheet set to Danish saved it: semicolons between columns, and then commas in numbers."""
    header = data.split(b"\n", 1)[0]
    return b";" in header and b"," not in header


def _with_a_point(cell: str) -> str:
    """A decimal comma as a point; an id that looks like a number with a comma cannot be told apart, and is rare."""
    return cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell.strip()) else cell


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(source.LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            mark("The file {name} cannot be read: {reason}."),
            hint=mark("Check the path."),
            code="cannot_read",
            name=source.pack_name(path),
            reason=getattr(error, "strerror", None) or error,
        ) from error
    if len(data) > source.LARGEST_FILE_BYTES:
        limit = source.LARGEST_FILE_BYTES // source.MEGABYTE
        problem = Problem(file=source.pack_name(path), code="too_large", values={"limit": limit})
        raise UnusableOutages(source.pack_name(path), (problem,))
    return data


def _check_rows(table: LocatedTable, asset_ids: Collection[str]) -> Iterator[Problem]:
    for index, (asset_id, start, end) in enumerate(table.tuples(*OUTAGES.column_names)):
        if asset_id is not UNREADABLE and asset_id not in asset_ids:
            yield table.problem("unknown_id", index, "asset_id", id=shown(asset_id), table="assets.csv")
        if _is_number(start) and _is_number(end) and end < start:
            yield table.problem("end_before_start", index, "end_hours")


def _outages(table: LocatedTable, horizon_hours: int) -> Iterator[Outage]:
    unknown_end = (horizon_hours + _HOURS_BEYOND) * units.MINUTES_PER_HOUR
    for asset_id, start_hours, end_hours in table.tuples(*OUTAGES.column_names):
        start = units.minutes_from_hours(start_hours)
        end = unknown_end if end_hours is None else units.minutes_from_hours(end_hours)
        if start < end:
            yield Outage(asset_id=asset_id, start_minute=start, end_minute=end)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _position(column: str) -> int:
    names: Sequence[str] = OUTAGES.column_names
    return names.index(column) if column in names else -1
