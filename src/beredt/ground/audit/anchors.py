"""Anchors: count and digest of each chain, kept in a file outside the database, one file per municipality.

Every line is JSON and carries the hash of the line before it; lines are only ever added, and each is on the disk before
`write` returns. A file begins with the anchor of the empty chain, written before the first entry is stored, so that a
log without a file is always a finding. Whoever can rewrite both database and file leaves no trace here: copy the
file to where that person cannot write.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from beredt.ground.audit.chain import FIRST_DIGEST, Head

SUFFIX = ".anchors"
# Entries outside any municipality (signing in, making a municipality) have a chain of their own.
OUTSIDE = "installation"
_TAIL_BYTES = 4_096


@attrs.frozen(kw_only=True)
class AnchorFile:
    """The anchors of one chain as read. `odd_line` is the first line that is not as it was written, 0 if none."""

    anchors: tuple[Head, ...]
    odd_line: int = 0


def path_of(folder: Path, municipality: str) -> Path:
    """The file of one municipality's anchors."""
    return folder / f"{municipality or OUTSIDE}{SUFFIX}"


def municipalities_in(folder: Path) -> list[str]:
    """The municipalities that have a file of anchors."""
    stems = [path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")]
    return sorted("" if stem == OUTSIDE else stem for stem in stems)


def open_file(folder: Path, municipality: str) -> None:
    """Makes the file with the anchor of the empty chain unless it is there."""
    write(folder, municipality, Head(count=0, digest=FIRST_DIGEST))


def write(folder: Path, municipality: str, head: Head) -> bool:
    """True after the anchor is on the disk; False where the file already has one as far on."""
    _make_folder(folder)
    path = path_of(folder, municipality)
    is_new = not path.exists()
    with _locked(path) as descriptor:
        last_line = _drop_torn_tail(descriptor)
        last = _read_line(last_line)
        if last is not None and last.count >= head.count:
            return False
        line = _line(head, last_line)
        written = os.write(descriptor, line)
        if written != len(line):
            raise OSError(f"only {written} of {len(line)} bytes of an anchor were written")
        os.fsync(descriptor)
    if is_new:
        _sync_folder(folder)
    return True


def read(folder: Path, municipality: str) -> AnchorFile | None:
    """The anchors of a chain in the order they were written, or None where there is no file.

    An unfinished last line is what a crash leaves while writing; it never was an anchor.
    """
    path = path_of(folder, municipality)
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return None
    anchors: list[Head] = []
    before = b""
    for number, line in enumerate(lines, start=1):
        anchor = _read_line(line)
        if anchor is None or _line(anchor, before) != line + b"\n" or (anchors and anchor.count <= anchors[-1].count):
            return AnchorFile(anchors=tuple(anchors), odd_line=number)
        anchors.append(anchor)
        before = line
    return AnchorFile(anchors=tuple(anchors), odd_line=0 if anchors and anchors[0].count == 0 else 1)


def _line(head: Head, before: bytes) -> bytes:
    fields = {"count": head.count, "digest": head.digest, "before": hashlib.sha256(before).hexdigest()}
    return json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"


def _read_line(line: bytes) -> Head | None:
    try:
        fields = json.loads(line)
        return Head(count=int(fields["count"]), digest=str(fields["digest"]))
    except (ValueError, KeyError, TypeError):
        return None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """An open descriptor that no other process writes through meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _drop_torn_tail(descriptor: int) -> bytes:
    """The last whole line (empty where there is none), after an unfinished one behind it is cut off."""
    size = os.fstat(descriptor).st_size
    start = max(0, size - _TAIL_BYTES)
    tail = os.pread(descriptor, size - start, start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) != len(tail):
        os.ftruncate(descriptor, start + len(whole))
    return whole.rstrip(b"\n").rpartition(b"\n")[2]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
