"""Text as people meant it: without the invisible marks that copying between programs leaves behind."""

from __future__ import annotations

import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = {ord(space): " " for space in "\u00a0\u2007\u2009\u202f\t\r\n\v\f"}


def clean_text(text: str) -> str | None:
    """The text with composed letters, plain spaces and no invisible marks; None where nothing is left.

    Two ids that look alike must be alike: an `å` in one piece and one in two pieces are the same letter, a line break
    inside a cell is a space.
    """
    if text.isascii() and text.isprintable():
        return text.strip() or None
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return text.translate(_SPACES).strip() or None
