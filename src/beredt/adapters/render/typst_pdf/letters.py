"""Letters that the paper's fonts have; others would stop a PDF/UA file from being made at all."""

from __future__ import annotations

import unicodedata

KNOWN = (
    (0x20, 0x7E),  # Latin
    (0xA0, 0x2FF),  # Latin with marks, phonetic letters
    (0x370, 0x4FF),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Latin with more marks
    (0x2010, 0x2040),  # dashes, quotation marks, dots
    (0x20A0, 0x20BF),  # currencies
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2500, 0x25FF),  # lines, shapes
)
"""Stretches of Unicode that a test prints whole."""
UNKNOWN_LETTER = "?"


def printable(text: str) -> str:
    """`text` with composed letters, without control characters, and with a question mark for letters no font has."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter if is_known(letter) else UNKNOWN_LETTER
        for letter in composed
        if not unicodedata.category(letter).startswith(("C", "M")) or is_known(letter)
    )


def is_known(letter: str) -> bool:
    """Whether the paper's fonts have this letter."""
    code = ord(letter)
    return any(first <= code <= last for first, last in KNOWN) and not unicodedata.category(letter).startswith("C")
