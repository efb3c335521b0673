"""JSON from a file that may hold anything: the value, or one problem."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from beredt.domain.municipality.problem import Problem

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def parse_json(data: bytes, *, file: str) -> tuple[Any, Problem | None]:
    """The value and None, or None and the problem; strict JSON in UTF-8, a byte order mark allowed."""
    if data.startswith(_UTF16_MARKS):
        return None, Problem(file=file, code="utf16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = 1 + data.count(b"\n", 0, error.start)
        return None, Problem(file=file, row=row, code="not_utf8", values={"encoding": "UTF-8"})
    try:
        value = json.loads(text, parse_constant=_refuse)
        # Half a surrogate pair is legal as an escape and breaks whoever writes the text later.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        return None, Problem(file=file, row=error.lineno, code="broken_json")
    except (ValueError, RecursionError):
        return None, Problem(file=file, code="broken_json")
    return value, None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
