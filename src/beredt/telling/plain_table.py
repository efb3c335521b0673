"""Tables in plain text, for a terminal and for paper."""

from __future__ import annotations

from collections.abc import Sequence

_GAP = "  "


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: frozenset[int]) -> list[str]:
    """Lines of an aligned table, indented by two; the columns in `numbers` are set flush right."""
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        set_cells = [
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return (_GAP + _GAP.join(set_cells)).rstrip().replace("\N{NO-BREAK SPACE}", " ")

    return [line(header), _GAP + "─" * (sum(widths) + len(_GAP) * (len(widths) - 1)), *map(line, rows)]
