"""What a kind of problem is: code, level, and what is said about it.

Codes are stable: other programs rely on them. A new one is declared in `file_problems` or `row_problems`, gets its
Danish in `packs.po` and a test.
"""

from __future__ import annotations

from typing import Literal

import attrs

Level = Literal["error", "warning"]


@attrs.frozen(kw_only=True)
class ProblemKind:
    """A code with its level and its three sentences, as message ids with places."""

    code: str
    level: Level
    message: str
    expected: str
    remedy: str


def error(code: str, message: str, expected: str, remedy: str) -> ProblemKind:
    """A kind that keeps the pack from being used."""
    return ProblemKind(code=code, level="error", message=message, expected=expected, remedy=remedy)


def warning(code: str, message: str, expected: str, remedy: str) -> ProblemKind:
    """A kind that is told and lets the pack pass."""
    return ProblemKind(code=code, level="warning", message=message, expected=expected, remedy=remedy)
