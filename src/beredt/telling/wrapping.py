"""Running text in lines of a width that can be read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

LINE_WIDTH = 100
_BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:t|h|min|døgn|days)\b|%)")


def wrapped(text: str, *, hanging: str = "", width: int = LINE_WIDTH) -> list[str]:
    """Lines of at most `width` signs, the second and later ones behind `hanging`; words stay whole.

    A number and its unit stay together; so do words held by a no-break space, which is then written as a plain one.
    """
    held = _BEFORE_A_UNIT.sub("\N{NO-BREAK SPACE}", text)
    lines = textwrap.wrap(held, width=width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def listed(items: Iterable[str]) -> list[str]:
    """The items as indented lines, each with a hanging indent."""
    return [line for item in items for line in wrapped(f"  {item}", hanging="    ")]
