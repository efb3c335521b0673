"""Papers that keep to their pages: built roomy first, then tighter, until they fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from beredt.kit.document import Document

TIGHTEST = 7
"""Levels of tightness run from 0 (everything) to this."""

Key = TypeVar("Key")


class Layout(Protocol):
    """How a document fell on its pages."""

    @property
    def pages(self) -> int:
        """How many pages it takes."""

    def pages_of(self, section_id: str) -> int:
        """Pages that a section takes."""


def fit_pages(build: Callable[[int], Document], measure: Callable[[Document], Layout], *, most_pages: int) -> Document:
    """The roomiest document of at most `most_pages`; the tightest one where none fits."""
    document = build(0)
    for tightness in range(TIGHTEST + 1):
        document = build(tightness)
        if measure(document).pages <= most_pages:
            break
    return document


def fit_sections(
    build: Callable[[Mapping[str, int]], Document],
    measure: Callable[[Document], Layout],
    *,
    one_page_each: Sequence[str],
) -> Document:
    """The roomiest document in which each of these sections takes one page, every section made tight by itself."""
    tightness = dict.fromkeys(one_page_each, 0)
    document = build(tightness)
    for _ in range(TIGHTEST):
        layout = measure(document)
        long = [section_id for section_id in one_page_each if layout.pages_of(section_id) > 1]
        if not long:
            break
        tightness |= {section_id: tightness[section_id] + 1 for section_id in long}
        document = build(tightness)
    return document
