"""An .xlsx opened with gloves on: every check that needs no knowledge of spreadsheets, before any parser sees it.

Guards against archives that unpack to far more than they weigh, entries that point outside the archive, encrypted
entries, and XML that declares entities of its own (no spreadsheet program writes such).
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from xml.parsers import expat

from beredt.adapters.importers.spreadsheet.config import Limits
from beredt.kit.errors import CapacityExceeded, InvalidInput
from beredt.kit.language import mark

_CHUNK_BYTES = 1 << 16
_ENCRYPTED_FLAG = 0x1
_USUAL_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_ENDINGS = (".xml", ".rels")
_WORKBOOK_PART = "xl/workbook.xml"
_SHEET_FOLDER = "xl/worksheets/"


def open_strongbox(content: bytes, *, limits: Limits) -> zipfile.ZipFile:
    """The archive, with every entry read through once and found harmless.

    Raises `InvalidInput` (code `unreadable_file`) where it is damaged, foreign or hostile, `CapacityExceeded` where it
    is larger than `limits`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, UnicodeDecodeError) as error:
        raise damaged() from error
    _check_directory(entries, file_bytes=len(content), limits=limits)
    _check_kind([entry.filename for entry in entries])
    for entry in entries:
        _check_entry(archive, entry)
    return archive


def damaged() -> InvalidInput:
    """The error for a workbook that is cut off or broken."""
    return InvalidInput(
        mark("The workbook is damaged or cut off and cannot be read."),
        code="unreadable_file",
        hint=mark("Open it in the spreadsheet program, save it again as .xlsx, and try once more."),
    )


def _check_directory(entries: list[zipfile.ZipInfo], *, file_bytes: int, limits: Limits) -> None:
    """Declared sizes and names; nothing is unpacked yet."""
    if len(entries) > limits.workbook_entries:
        raise _too_large()
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(not _stays_inside(entry) for entry in entries):
        raise _hostile()
    # Parts that share the same compressed bytes are how a small file declares a huge content.
    if sum(entry.compress_size for entry in entries) > file_bytes:
        raise _hostile()
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise locked()
    if any(entry.compress_type not in _USUAL_PACKINGS for entry in entries):
        raise _hostile()
    if sum(entry.file_size for entry in entries) > limits.workbook_bytes:
        raise _too_large()
    for entry in entries:
        if entry.file_size > limits.part_bytes and not entry.filename.startswith(_SHEET_FOLDER):
            raise _too_large()


def _stays_inside(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return not (is_link or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"))


def _check_kind(names: list[str]) -> None:
    """Tells other programs' archives apart, so that the sentence can say what to do."""
    if _WORKBOOK_PART in names:
        return
    hint = mark("Save it in the spreadsheet program as an Excel workbook (.xlsx), and try once more.")
    if "xl/workbook.bin" in names:
        raise InvalidInput(mark("This is a binary Excel workbook (.xlsb)."), code="unreadable_file", hint=hint)
    if "content.xml" in names:
        raise InvalidInput(mark("This is an OpenDocument file (.ods)."), code="unreadable_file", hint=hint)
    raise InvalidInput(
        mark("This is a zip archive without a workbook in it."),
        code="unreadable_file",
        hint=mark("Name an .xlsx, .csv or .txt file."),
    )


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Reads one entry to its end: the archive's check sums and true sizes must hold, and XML must declare nothing."""
    unpacked = 0
    prolog = _Prolog() if entry.filename.lower().endswith(_XML_ENDINGS) else None
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                unpacked += len(chunk)
                if unpacked > entry.file_size:
                    raise _hostile()
                if prolog and not prolog.is_over:
                    prolog.feed(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise damaged() from error
    if unpacked != entry.file_size:
        raise damaged()


class _Prolog:
    """Reads XML up to its first element; a document type declaration, the only place for entities, is refused."""

    def __init__(self) -> None:
        self.is_over = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._finish

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise damaged() from error

    def _refuse(self, *_: object) -> None:
        raise _hostile()

    def _finish(self, *_: object) -> None:
        self.is_over = True
        self._parser.StartElementHandler = None


def _hostile() -> InvalidInput:
    return InvalidInput(
        mark("The workbook is built in a way that no spreadsheet program builds it, and is not opened."),
        code="unreadable_file",
        hint=mark("Ask where the file comes from; copy the rows into a new workbook if you trust it."),
    )


def locked() -> InvalidInput:
    """The error for a workbook that only a password opens."""
    return InvalidInput(
        mark("The workbook is protected with a password."),
        code="unreadable_file",
        hint=mark("Open it in the spreadsheet program, remove the password, save it as .xlsx, and try once more."),
    )


def _too_large() -> CapacityExceeded:
    return CapacityExceeded(
        mark("The workbook is larger than Beredt accepts."),
        code="too_large",
        hint=mark("Copy the rows of the table into a workbook of their own, or save them as CSV."),
    )
