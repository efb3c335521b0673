"""A document as the plain JSON values that `paper.typ` reads."""

from __future__ import annotations

from typing import Any

from beredt.adapters.render.typst_pdf.letters import printable
from beredt.kit import document as paper

_REGIONS = {"da": "DK", "en": "GB"}

Content = dict[str, Any]


def content_of(document: paper.Document) -> Content:
    """The whole document; raises `ValueError` where `page_of` lacks one of its places."""
    return {
        "title": printable(document.title),
        "subject": printable(document.subject),
        "language": document.language_code,
        "region": _REGIONS[document.language_code],
        "owner": printable(document.owner),
        "marking": printable(document.marking),
        "points": document.points,
        "footer": printable(document.footer),
        "page_of": _around_places(document.page_of),
        "tabs": [printable(tab) for tab in document.tabs],
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: paper.Section) -> Content:
    return {
        "id": section.section_id,
        "title": printable(paper.plain(section.title)),
        "tab": printable(section.tab),
        "starts_page": section.starts_page,
        "titled": section.is_titled,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: paper.Block) -> Content:
    match block:
        case paper.Heading():
            return {"kind": "heading", "level": block.level, "text": _line(block.text)}
        case paper.Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": _line(block.text)}
        case paper.Items():
            return {"kind": "items", "mark": block.kind, "items": [_line(item) for item in block.items]}
        case paper.Table():
            return _table(block)
        case paper.Picture():
            return {
                "kind": "picture",
                "svg": block.svg,
                "alt": printable(paper.plain(block.alt)),
                "caption": _line(block.caption),
            }
        case paper.Blank():
            return _blank(block)
        case paper.Blanks():
            return {"kind": "blanks", "columns": block.columns, "blanks": [_blank(blank) for blank in block.blanks]}
        case paper.Contents():
            return {"kind": "contents"}
        case paper.CutLine():
            return {"kind": "cut_line"}
        case paper.Box():
            return {"kind": "box", "blocks": [_block(inner) for inner in block.blocks]}


def _table(table: paper.Table) -> Content:
    return {
        "kind": "table",
        "columns": [
            {"title": printable(column.title), "share": column.share, "number": column.is_number}
            for column in table.columns
        ],
        "rows": [[_line(cell) for cell in row] for row in table.rows],
        "row_mm": table.row_mm,
        "grid": table.is_grid,
    }


def _blank(blank: paper.Blank) -> Content:
    return {"kind": "blank", "label": _line(blank.label), "lines": blank.lines}


def _line(line: paper.Line) -> list[Content]:
    return [{"text": printable(run.text), "strong": run.is_strong} for run in line]


def _around_places(page_of: str) -> list[str]:
    before, _, rest = page_of.partition("{page}")
    between, found, after = rest.partition("{pages}")
    if not found:
        raise ValueError("page_of has the places {page} and {pages}, in that order")
    return [before, between, after]
