"""A document laid out by Typst: PDF/UA-1, tagged, with its fonts inside."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import attrs
import typst

from beredt.adapters.render.pictures import paper_fonts
from beredt.adapters.render.typst_pdf.content import content_of
from beredt.kit.document import Document

SUFFIX = ".pdf"
STANDARD: Literal["ua-1"] = "ua-1"


@attrs.frozen(kw_only=True)
class Layout:
    """How a document fell on its pages: how many there are, and on which one each section begins (from 1)."""

    pages: int
    first_page: Mapping[str, int]

    def pages_of(self, section_id: str) -> int:
        """Pages from the start of a section to the next section that starts later, or to the end."""
        first = self.first_page[section_id]
        later = [page for page in self.first_page.values() if page > first]
        return min(later, default=self.pages + 1) - first


def render(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes on one platform.

    A letter that no font inside has is printed as a question mark: PDF/UA forbids an empty box.
    """
    compiled = _compiler(document).compile(
        format="pdf", pdf_standards=STANDARD, timestamp=_midnight(document.date), pdf_tags=True
    )
    if not isinstance(compiled, bytes):
        raise TypeError("a PDF is one stretch of bytes")
    return compiled


def measure(document: Document) -> Layout:
    """How the document falls on its pages, without writing it."""
    found = json.loads(_compiler(document).query("<layout>", field="value", one=True))
    return Layout(pages=found["pages"], first_page={entry["id"]: entry["page"] for entry in found["sections"]})


def _compiler(document: Document) -> typst.Compiler:
    return typst.Compiler(
        input=_template(),
        font_paths=paper_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(content_of(document), ensure_ascii=False)},
    )


@cache
def _template() -> bytes:
    return (resources.files(__package__) / "paper.typ").read_bytes()


def _midnight(date: str) -> int:
    day = datetime.date.fromisoformat(date)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
