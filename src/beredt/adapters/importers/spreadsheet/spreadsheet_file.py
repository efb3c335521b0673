"""Any spreadsheet file by its content, not its name: a workbook, a text file, or a sentence saying what it is."""

from __future__ import annotations

from pathlib import Path

from beredt.adapters.importers.spreadsheet import strongbox, textfile
from beredt.adapters.importers.spreadsheet.config import LIMITS, Limits
from beredt.adapters.importers.spreadsheet.sheet import Sheet
from beredt.adapters.importers.spreadsheet.workbook import Workbook, open_workbook
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import mark

_ZIP_START = b"PK"
_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
_FOREIGN_STARTS = (b"%pdf", b"{\\rtf", b"<html", b"<!doctype", b"<?xml")


def load_content(path: Path, *, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file; raises `NotFound`, `InvalidInput` or `CapacityExceeded` with a sentence."""
    try:
        if path.is_dir():
            raise InvalidInput(
                mark("{path} is a folder."),
                code="unreadable_file",
                hint=mark("Name an .xlsx, .csv or .txt file."),
                path=path,
            )
        if path.exists() and not path.is_file():
            # Reading a pipe or a device may never end.
            raise InvalidInput(
                mark("{path} is not an ordinary file."),
                code="unreadable_file",
                hint=mark("Name an .xlsx, .csv or .txt file."),
                path=path,
            )
        textfile.check_size(path.stat().st_size, limits=limits)
        with path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise NotFound(
            mark("There is no file {path}."), code="file_not_found", hint=mark("Check the path."), path=path
        ) from error
    except (OSError, ValueError) as error:
        raise InvalidInput(mark("The file {path} cannot be read."), code="unreadable_file", path=path) from error
    textfile.check_size(len(content), limits=limits)
    return content


def open_spreadsheet(content: bytes, *, ending: str, limits: Limits = LIMITS) -> Workbook | Sheet:
    """A workbook whose sheets can be read, or the one sheet of a text file.

    `ending` is the file name's (`.xlsx`); it only helps to find the right sentence. Raises `InvalidInput` or
    `CapacityExceeded`.
    """
    if content.startswith(_ZIP_START):
        return open_workbook(content, limits=limits)
    if content.startswith(_OLE_START):
        raise _old_or_locked(content)
    if ending.lower() in _WORKBOOK_ENDINGS:
        raise strongbox.damaged()
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_FOREIGN_STARTS):
        raise InvalidInput(
            mark("This is a document or a web page, not a table."),
            code="unreadable_file",
            hint=mark("Save the table as .xlsx or as CSV UTF-8 in the spreadsheet program."),
        )
    return textfile.read_textfile(content, limits=limits)


def _old_or_locked(content: bytes) -> InvalidInput:
    if _ENCRYPTED_STREAM in content:
        return strongbox.locked()
    return InvalidInput(
        mark("This is a workbook in the old format .xls."),
        code="unreadable_file",
        hint=mark("Save it in the spreadsheet program as an Excel workbook (.xlsx), and try once more."),
    )
