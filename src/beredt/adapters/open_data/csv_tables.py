"""Tables as Danish authorities save them: semicolon, comma or tab, UTF-8 or cp1252, with or without a title above."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from beredt.domain.municipality.drafting.names import plain_key

DELIMITERS = ";,\t|"
LOOKED_AT = 50
"""Rows that the delimiter and the heading are told from."""


@attrs.frozen
class CsvTable:
    """A table: `keys` are the headings in plain letters (`Antal boliger` is antalboliger), `rows` as wide as they."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = attrs.field(repr=False)
    title: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings in plain letters."""
        return tuple(plain_key(heading) for heading in self.header)

    def column(self, *wanted: str) -> int | None:
        """Position of the first heading that is one of `wanted`, the first wanted first; None without any."""
        keys = self.keys
        return next((keys.index(name) for name in wanted if name in keys), None)

    def records(self) -> Iterator[dict[str, str]]:
        """The rows by key; the first of two columns with the same heading wins."""
        keys = self.keys
        for row in self.rows:
            yield dict(reversed(list(zip(keys, row, strict=True))))


def read_csv(data: bytes) -> CsvTable | None:
    """The table in `data`, None where it is no table."""
    text = decode(data)
    lines = text.splitlines()[:LOOKED_AT]
    delimiter = _delimiter(lines)
    if delimiter is None:
        return None
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        return None
    rows = [row for row in rows if any(row)]
    start = _heading_row(rows)
    if start is None:
        return None
    width = len(rows[start])
    body = tuple(tuple((row + [""] * width)[:width]) for row in rows[start + 1 :])
    title = " ".join(cell for row in rows[:start] for cell in row if cell)
    return CsvTable(header=tuple(rows[start]), rows=body, title=title)


def decode(data: bytes) -> str:
    """Text by its byte-order mark, else UTF-8, else cp1252."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(lines: Iterable[str]) -> str | None:
    """The mark that most lines hold equally many of."""
    best, most = None, 0
    for mark in DELIMITERS:
        counts = Counter(line.count(mark) for line in lines)
        counts.pop(0, None)
        if counts and (agreeing := counts.most_common(1)[0][1]) > most:
            best, most = mark, agreeing
    return best


def _heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row as wide as most rows are: what stands above is a title."""
    widths = Counter(len(row) for row in rows[:LOOKED_AT] if len(row) > 1)
    if not widths:
        return None
    width = widths.most_common(1)[0][0]
    return next(index for index, row in enumerate(rows) if len(row) == width)


def number_from(text: str) -> float | None:
    """The number a cell holds the Danish or the English way, None where it holds none (`..`, `-`, words)."""
    bare = text.replace("\u00a0", "").replace(" ", "")
    if bare.count(",") == 1 and bare.count(".") == 0:
        bare = bare.replace(",", ".")
    elif bare.count(".") > 1:
        bare = bare.replace(".", "")
    try:
        value = float(bare)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def whole_number_from(text: str) -> int | None:
    """The whole number a cell holds; a point or comma before three digits parts thousands (5.400)."""
    bare = text.replace("\u00a0", "").replace(" ", "").removesuffix(",0").removesuffix(".0")
    for mark in ".,":
        pieces = bare.split(mark)
        if len(pieces) > 1 and all(piece.isdigit() and len(piece) == 3 for piece in pieces[1:]):
            bare = "".join(pieces)
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 12 else None
