"""Basis marks and rows of tables as HTML, written by hand: a page may hold thousands, which templates take long for."""

from __future__ import annotations

import itertools

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from beredt.ground.ui.marks import BasisMark
from beredt.ground.ui.tables import Cell, Column, Row, Table

SHAPES = {
    "verified": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "assumed": '<circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.4"/>'
    '<path d="M6 1.7A4.3 4.3 0 0 0 6 10.3Z" fill="currentColor"/>',
    "default": '<circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    "not_assessed": '<path d="M1 6H11" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}
"""What stands in each mark's picture, in a box of 12 by 12."""
_numbers = itertools.count(1)


def next_number() -> int:
    """A number that no other piece of this process's pages has."""
    return next(_numbers)


def basis(mark: BasisMark, *, correct: str) -> SafeString:
    """The mark as a button with its note; `correct` are the words of the link to where the value can be corrected."""
    number = next_number()
    lines = "".join(f'<span class="basis-line">{_escaped(line)}</span>' for line in (mark.meaning, *mark.lines))
    link = f'<a href="{_escaped(mark.url)}">{_escaped(correct)}</a>' if mark.url else ""
    button = (
        f'<button type="button" class="basis-mark" aria-describedby="basis-{number}">'
        f'{shape(mark.basis)}<span class="basis-word">{_escaped(mark.word)}</span></button>'
    )
    note = f'<span class="basis-note" id="basis-{number}">{lines}{link}</span>'
    return SafeString(f'<span class="basis basis-{mark.basis}" data-basis>{button}{note}</span>')


def shape(kind: str) -> str:
    """The picture of a basis."""
    return f'<svg class="basis-shape" viewBox="0 0 12 12" aria-hidden="true">{SHAPES[kind]}</svg>'


def rows(table: Table, *, correct: str) -> SafeString:
    """The rows of a table's body; the first cell of each is its heading."""
    return SafeString("\n".join(_row(row, table.columns, correct) for row in table.rows))


def _row(row: Row, columns: tuple[Column, ...], correct: str) -> str:
    name = f' id="{_escaped(row.key)}"' if row.key else ""
    tone = f' class="is-{_escaped(row.tone)}"' if row.tone else ""
    cells = "".join(
        _cell(cell, column, "td" if place else "th", correct)
        for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    )
    return f"<tr{name}{tone}>{cells}</tr>"


def _cell(cell: Cell, column: Column, tag: str, correct: str) -> str:
    scope = ' scope="row"' if tag == "th" else ""
    kind = ' class="is-number"' if column.is_number else ""
    sort = f' data-sort="{_escaped(cell.sort_text)}"' if cell.sort_text else ""
    text = _escaped(cell.text)
    if cell.url:
        text = f'<a href="{_escaped(cell.url)}">{text}</a>'
    mark = f" {basis(cell.basis, correct=correct)}" if cell.basis else ""
    note = f'<span class="cell-note">{_escaped(cell.note)}</span>' if cell.note else ""
    return f"<{tag}{scope}{kind}{sort}>{text}{mark}{note}</{tag}>"


def _escaped(text: str) -> str:
    return str(conditional_escape(text))
