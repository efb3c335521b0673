"""Running text in lines of a width that can be read."""

from __future__ import annotations

import textwrap

LINE_WIDTH = 100


def wrapped(text: str, *, hanging: str = "") -> list[str]:
    """Lines of at most `LINE_WIDTH` signs, the second and later ones behind `hanging`; words stay whole."""
    return textwrap.wrap(
        text, width=LINE_WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
