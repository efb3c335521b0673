"""A call list as the texts that stand in it, in one language."""

from __future__ import annotations

import attrs

from beredt.kit.language import Language


@attrs.frozen(kw_only=True)
class HiddenValue:
    """One value of the pack that a question settles, as it was when the list was written."""

    assumption_id: str
    table: str
    key: tuple[str, ...]
    column: str
    value: float
    low: float
    high: float


@attrs.frozen(kw_only=True)
class WrittenQuestion:
    """One row of a sheet, without an answer."""

    question_id: str
    text: str
    why: str
    assumed: str
    unit: str
    values: tuple[HiddenValue, ...]


@attrs.frozen(kw_only=True)
class WrittenSheet:
    """One recipient's sheet."""

    recipient: str
    questions: tuple[WrittenQuestion, ...]
    left_out: int = 0


@attrs.frozen(kw_only=True)
class CallBook:
    """A whole call list; `pack_hash` is that of the pack that it asks about."""

    language: Language
    municipality: str
    municipality_code: str
    pack_hash: str
    sheets: tuple[WrittenSheet, ...]
