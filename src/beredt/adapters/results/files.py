"""Result files: the same values give the same bytes, and a file is either whole or not there."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

DECIMALS = 6
"""Digits after the point of every number that is not whole."""
_ONE_LINE_BELOW = 4
_READABLE_BY_OTHERS = 0o644


def render_json(document: Mapping[str, Any]) -> str:
    """JSON text of a result document: top levels spread out, one line per row of a table, newline at the end.

    Raises `ValueError` on a number that is not finite: what is not known is null, never NaN.
    """
    return "".join(_spread_out(document, 0)) + "\n"


def write_json(document: Mapping[str, Any], path: Path) -> None:
    """Writes a result document; raises `InvalidInput` where the place cannot be written to."""
    write_text(render_json(document), path)


def write_text(text: str, path: Path) -> None:
    """Writes UTF-8 text in one step, so that a reader never sees half a file; raises `InvalidInput` if it cannot."""
    write_bytes(text.encode("utf-8"), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Writes a file in one step, so that a reader never sees half of it; raises `InvalidInput` if it cannot."""
    try:
        _replace_file(content, path)
    except OSError as error:
        raise InvalidInput(
            mark("The file {file} cannot be written: {reason}."),
            hint=mark("Choose another place; nothing was changed."),
            code="cannot_write",
            file=path,
            reason=error.strerror or error,
        ) from error


def require_place(path: Path | None) -> None:
    """Returns if a file can be put there, as far as can be told before the work; raises `InvalidInput` if not."""
    if path is None or (path.parent.is_dir() and not path.is_dir()):
        return
    raise InvalidInput(
        mark("The file {file} cannot be written: its folder does not exist, or it is a folder itself."),
        hint=mark("Choose another place; nothing was changed."),
        code="cannot_write",
        file=path,
    )


def _replace_file(content: bytes, path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # a pipe or a device cannot be replaced, only written to
        return
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".beredt-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _READABLE_BY_OTHERS)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def rounded(value: float) -> float:
    """`value` with `DECIMALS` digits after the point, and no negative zero."""
    return round(float(value), DECIMALS) + 0.0


def _spread_out(value: Any, depth: int) -> Iterator[str]:
    is_table = isinstance(value, Mapping | list) and value and depth < _ONE_LINE_BELOW
    if not is_table or (isinstance(value, list) and not isinstance(value[0], Mapping)):
        yield json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return
    margin = "\n" + "  " * (depth + 1)
    opening, closing = ("{", "}") if isinstance(value, Mapping) else ("[", "]")
    keyed = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for number, (key, item) in enumerate(keyed):
        yield (("," if number else opening) + margin) + (f"{json.dumps(key)}: " if key is not None else "")
        yield from _spread_out(item, depth + 1)
    yield "\n" + "  " * depth + closing
