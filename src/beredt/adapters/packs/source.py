"""The files of a pack, in a folder or a zip file, read without trusting either.

Nothing is ever unpacked to disk, no link is followed out of the pack, and no file is read beyond its limit.
"""

from __future__ import annotations

import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import attrs

from beredt.adapters.packs import schema
from beredt.domain.municipality.problem import Problem, shown

MEGABYTE = 1_000_000
LARGEST_FILE_BYTES = 200 * MEGABYTE
"""Unpacked size [bytes] above which a table is refused."""
LARGEST_RATIO = 200
"""Unpacked to packed size above which a large zip entry is refused: tables of numbers reach 20 to 60."""
SUSPICIOUS_BYTES = 10 * MEGABYTE
MOST_ZIP_ENTRIES = 10_000

_DRIVE = re.compile(r"[A-Za-z]:")
_ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the zip reader raises on damaged or unsupported files."""


class SourceFault(Exception):
    """A file of the pack cannot be read; `code` is that of a problem."""

    def __init__(self, code: str, values: Mapping[str, object] = MappingProxyType({})) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class PackSource(Protocol):
    """Where the files of a pack come from; paths are relative, with forward slashes."""

    def has(self, path: str) -> bool:
        """Whether there is something at the path, readable or not."""

    def read(self, path: str) -> bytes:
        """The file's bytes; raises `SourceFault`."""


@attrs.frozen
class FolderSource:
    """A pack in a folder."""

    root: Path

    def has(self, path: str) -> bool:
        """Whether there is something at the path, readable or not."""
        return os.path.lexists(self.root / path)

    def read(self, path: str) -> bytes:
        """The file's bytes; raises `SourceFault` for anything but an ordinary file inside the folder."""
        try:
            real = (self.root / path).resolve(strict=True)
            if not real.is_relative_to(self.root.resolve(strict=True)):
                raise SourceFault("unsafe_path")
            if not stat.S_ISREG(real.stat().st_mode):
                raise SourceFault("unreadable_file")
            with real.open("rb") as stream:
                data = stream.read(LARGEST_FILE_BYTES + 1)
        except (OSError, ValueError, RuntimeError) as error:
            # RuntimeError is what a loop of links raises.
            raise SourceFault("unreadable_file") from error
        if len(data) > LARGEST_FILE_BYTES:
            raise _too_large()
        return data


@attrs.frozen
class ZipSource:
    """A pack in a zip file; `top` is the folder inside it that holds the pack, empty or ending in a slash."""

    archive: Path
    top: str
    entries: Mapping[str, zipfile.ZipInfo]
    repeated: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether the pack holds the file."""
        return self.top + path in self.entries

    def read(self, path: str) -> bytes:
        """The file's bytes; raises `SourceFault` for entries that are locked, repeated, damaged or far too large."""
        info = self.entries[self.top + path]
        if self.top + path in self.repeated:
            raise SourceFault("duplicate_file")
        if info.flag_bits & 0x1:
            raise SourceFault("encrypted_zip_entry")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > LARGEST_FILE_BYTES or (info.file_size > SUSPICIOUS_BYTES and ratio > LARGEST_RATIO):
            raise _too_large()
        try:
            return self._read_entry(info)
        except _ZIP_TROUBLE as error:
            raise SourceFault("broken_zip") from error

    def _read_entry(self, info: zipfile.ZipInfo) -> bytes:
        with zipfile.ZipFile(self.archive) as archive, archive.open(info) as stream:
            data = stream.read(LARGEST_FILE_BYTES + 1)
        if len(data) > LARGEST_FILE_BYTES:
            raise _too_large()
        return data


def open_source(path: Path) -> tuple[PackSource | None, list[Problem]]:
    """The pack's files, None where there are none to read, and what is wrong with the folder or zip file itself."""
    name = pack_name(path)
    if path.is_dir():
        return FolderSource(path), []
    if not os.path.lexists(path):
        return None, [Problem(file=name, code="pack_not_found")]
    try:
        is_zip = path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))
        if not is_zip:
            return None, [Problem(file=name, code="not_a_pack")]
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except PermissionError:
        return None, [Problem(file=name, code="unreadable_file")]
    except _ZIP_TROUBLE:
        return None, [Problem(file=name, code="broken_zip")]
    if len(infos) > MOST_ZIP_ENTRIES:
        return None, [Problem(file=name, code="too_many_files", values={"limit": MOST_ZIP_ENTRIES})]
    return _zip_source(path, infos)


def pack_name(path: Path) -> str:
    """The last part of the pack's path, printable: what problems of the whole pack are told under."""
    return path.absolute().name.encode("utf-8", "replace").decode() or "."


def is_inside(path: str) -> bool:
    """Whether a path is relative and stays inside the folder it starts from, on any system."""
    forward = path.replace("\\", "/")
    if forward.startswith("/") or _DRIVE.match(forward) or "://" in forward:
        return False
    return ".." not in forward.split("/")


def _zip_source(path: Path, infos: Iterable[zipfile.ZipInfo]) -> tuple[PackSource, list[Problem]]:
    safe: list[zipfile.ZipInfo] = []
    unsafe: list[zipfile.ZipInfo] = []
    for info in infos:
        is_safe = info.filename and is_inside(info.filename) and not stat.S_ISLNK(info.external_attr >> 16)
        if not is_safe:
            unsafe.append(info)
        elif not info.is_dir():
            safe.append(info)
    names = [info.filename.replace("\\", "/") for info in safe]
    source = ZipSource(
        archive=path,
        top=_top_folder(names),
        entries=dict(zip(names, safe, strict=True)),
        repeated=frozenset(name for name, times in Counter(names).items() if times > 1),
    )
    told = [
        Problem(file=pack_name(path), code="unsafe_zip_entry", values={"name": shown(info.filename)}) for info in unsafe
    ]
    return source, told


def _top_folder(names: list[str]) -> str:
    ours = {table.file for table in schema.FILE_ORDER} | {schema.DESCRIPTOR_FILE}
    if ours & set(names):
        return ""
    tops = {name.split("/", 1)[0] for name in names if "/" in name and name.rsplit("/", 1)[-1] in ours}
    return f"{tops.pop()}/" if len(tops) == 1 else ""


def _too_large() -> SourceFault:
    return SourceFault("too_large", {"limit": LARGEST_FILE_BYTES // MEGABYTE})
