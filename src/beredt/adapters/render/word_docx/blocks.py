"""Blocks of a document put into a Word file, one function each."""

from __future__ import annotations

import io

from docx.document import Document as WordFile
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from beredt.adapters.render.pictures import picture_as_png
from beredt.kit import document as paper

TEXT_MM = 170
_LETTER_MM, _AROUND_MM, _WIDEST_NARROW_MM = 2.1, 4.5, 40.0
_LIST_STYLES = {paper.BULLET: "List Bullet", paper.NUMBER: "List Number"}
_BOX = "☐ "

Place = WordFile | _Cell


def add_block(place: Place, block: paper.Block, document: paper.Document) -> None:
    """Adds one block at the end of `place` (the file, or the cell that frames a box)."""
    match block:
        case paper.Heading():
            style = f"Heading {block.level}"
            add_line(place.add_paragraph(style=style), block.text)
        case paper.Paragraph():
            _add_paragraph(place, block)
        case paper.Items():
            for item in block.items:
                line = place.add_paragraph(style=_LIST_STYLES.get(block.kind))
                line.add_run(_BOX if block.kind == paper.TICK else "")
                add_line(line, item)
        case paper.Table():
            _add_table(place, block)
        case paper.Picture():
            _add_picture(place, block)
        case paper.Blank():
            _add_blank(place, block)
        case paper.Blanks():
            for blank in block.blanks:
                _add_blank(place, blank)
        case paper.Contents():
            _add_contents(place, document)
        case paper.CutLine():
            place.add_paragraph("- " * 60)
        case paper.Box():
            _add_box(place, block, document)


def add_line(paragraph: WordParagraph, line: paper.Line) -> None:
    """Adds the runs of a line to a paragraph."""
    for run in line:
        paragraph.add_run(run.text).bold = run.is_strong or None


def _add_paragraph(place: Place, block: paper.Paragraph) -> None:
    line = place.add_paragraph()
    add_line(line, block.text)
    if block.style == paper.LEAD:
        for run in line.runs:
            run.font.size = Pt(14)


def _add_table(place: Place, block: paper.Table) -> None:
    table = _new_table(place, 1 + len(block.rows), len(block.columns))
    _mark_header(table.rows[0])
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _fill(cell, (paper.Run(text=column.title, is_strong=True),), column)
    for row, lines in zip(table.rows[1:], block.rows, strict=True):
        if block.row_mm:
            row.height, row.height_rule = Mm(block.row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
        _keep_whole(row)
        for cell, line, column in zip(row.cells, lines, block.columns, strict=True):
            _fill(cell, line, column)
    _set_widths(table, block)
    _add_gap(place)


def _fill(cell: _Cell, line: paper.Line, column: paper.Column) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if column.is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_line(paragraph, line)


def _set_widths(table: WordTable, block: paper.Table) -> None:
    table.autofit = False
    widths = column_widths_mm(block)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def column_widths_mm(block: paper.Table) -> tuple[float, ...]:
    """Widths [mm] that add up to the text's: narrow columns by their longest word or cell, the rest by their shares."""
    narrow = {
        number: min(_LETTER_MM * _longest(block, number) + _AROUND_MM, _WIDEST_NARROW_MM)
        for number, column in enumerate(block.columns)
        if not column.share
    }
    left = TEXT_MM - sum(narrow.values())
    shares = sum(column.share for column in block.columns) or 1.0
    return tuple(narrow.get(number, left * column.share / shares) for number, column in enumerate(block.columns))


def _longest(block: paper.Table, number: int) -> int:
    """Letters of the longest cell of a column, or of the longest word of its title."""
    cells = [sum(len(run.text) for run in row[number]) for row in block.rows]
    return max([*cells, *map(len, block.columns[number].title.split())], default=0)


def _mark_header(row: _Row) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    properties.append(header)


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _add_picture(place: Place, block: paper.Picture) -> None:
    if block.caption:
        caption = place.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        add_line(caption, block.caption)
    run = place.add_paragraph().add_run()
    picture = run.add_picture(io.BytesIO(picture_as_png(block.svg)), width=Mm(TEXT_MM))
    picture._inline.docPr.set("descr", paper.plain(block.alt))


def _add_blank(place: Place, block: paper.Blank) -> None:
    line = place.add_paragraph()
    add_line(line, block.label)
    for number in range(block.lines):
        if block.lines > 1:
            line = place.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
        line.add_run("\t" if number or block.lines > 1 else " \t")


def _add_contents(place: Place, document: paper.Document) -> None:
    """The sections by name; Word finds their pages itself (References, Table of contents), a file cannot know them."""
    for section in document.sections:
        if section.tab:
            place.add_paragraph(f"{section.tab}: {paper.plain(section.title)}")


def _add_box(place: Place, block: paper.Box, document: paper.Document) -> None:
    table = _new_table(place, 1, 1)
    cell = table.cell(0, 0)
    cell._tc.remove(cell.paragraphs[0]._p)
    for inner in block.blocks:
        add_block(cell, inner, document)
    if not cell.paragraphs:
        cell.add_paragraph()
    _add_gap(place)


def _new_table(place: Place, rows: int, columns: int) -> WordTable:
    table: WordTable = place.add_table(rows, columns)
    table.style = "Table Grid"
    return table


def _add_gap(place: Place) -> None:
    """Room below a table: Word joins two tables that touch."""
    gap = place.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(6)
