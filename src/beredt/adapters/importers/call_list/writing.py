"""A call list as an .xlsx file: a front page, one sheet per recipient, and a hidden sheet by which it is read back.

Equal lists give equal bytes. Every text is stored as text, whatever sign it begins with. Nothing is locked.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from beredt.adapters.importers.call_list.sheets import (
    DO_NOT_KNOW,
    FORM,
    HEADINGS,
    HIDDEN_SHEET,
)
from beredt.kit.language import Language, mark
from beredt.telling.call_book import CallBook, HiddenValue, WrittenQuestion, WrittenSheet

HEADING_ROW = 4
_WIDTHS = {
    "number": 5,
    "question": 58,
    "why": 34,
    "assumed": 40,
    "answer": 14,
    "unit": 10,
    "told_by": 24,
    "date": 14,
    "key": 20,
}
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TEXT = 32_000
_SPREADSHEET_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_MOMENT = datetime.datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_HEADING_FILL = PatternFill("solid", fgColor="E7E6E6")
_ANSWER_FILL = PatternFill("solid", fgColor="FFF9DB")
_TO_FILL_IN = ("answer", "told_by", "date")


def call_list_bytes(book: CallBook) -> bytes:
    """The workbook of a call list."""
    workbook = Workbook()
    workbook.properties.created = _NO_MOMENT
    workbook.properties.creator = "Beredt"
    front = workbook.active
    titles = _titles([HIDDEN_SHEET, book.language.say(mark("Ring first")), *(s.recipient for s in book.sheets)])
    front.title = titles[1]
    _write_front(front, book)
    for title, sheet in zip(titles[2:], book.sheets, strict=True):
        _write_sheet(workbook.create_sheet(title), sheet, book.language)
    _write_hidden(workbook.create_sheet(HIDDEN_SHEET), book)
    stream = io.BytesIO()
    workbook.save(stream)
    return _without_moments(stream.getvalue())


def _titles(names: Iterable[str]) -> list[str]:
    """Names that sheets can have: short, without forbidden signs, each once."""
    titles: list[str] = []
    for name in names:
        plain = " ".join(_NOT_IN_TITLES.sub(" ", ILLEGAL_CHARACTERS_RE.sub(" ", name)).split()) or "-"
        title, number = plain[:_LONGEST_TITLE].strip(), 1
        while title.casefold() in {known.casefold() for known in titles}:
            number += 1
            title = f"{plain[: _LONGEST_TITLE - 4].strip()} ({number})"
        titles.append(title)
    return titles


def _write_front(sheet: Any, book: CallBook) -> None:
    say = book.language.say
    lines = [
        say(mark("Call list for {municipality}"), municipality=book.municipality),
        say(mark("Internal: names assets. Ring; do not send this file to those you ring.")),
        say(mark("Ring from the top: the most valuable answers come first. There is one sheet for each recipient.")),
        say(mark("Write the answer, who gave it (their function, no name and no telephone number), and the date.")),
        say(mark('Write "don\'t know" if they do not know. Leave the row empty if you have not asked.')),
        say(mark("Then: beredt municipality import FILE --calls --into PACK")),
    ]
    for row, line in enumerate(lines, start=1):
        _put(sheet, row, 1, line, bold=row == 1)
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 14
    first = len(lines) + 2
    _put(sheet, first, 1, say(mark("Whom to ring")), bold=True)
    _put(sheet, first, 2, say(mark("Questions")), bold=True)
    for row, written in enumerate(book.sheets, start=first + 1):
        _put(sheet, row, 1, written.recipient)
        sheet.cell(row, 2, len(written.questions))


def _write_sheet(sheet: Any, written: WrittenSheet, language: Language) -> None:
    _put(sheet, 1, 1, written.recipient, bold=True)
    _put(sheet, 2, 1, language.say(mark("Write hours as a number, for instance 4,5. No names, no telephone numbers.")))
    if written.left_out:
        more = language.say_count(
            mark("{count} further question is for another call; the next list will have it."),
            mark("{count} further questions are for another call; the next list will have them."),
            written.left_out,
        )
        _put(sheet, 3, 1, more)
    for column, (name, heading) in enumerate(HEADINGS.items(), start=1):
        cell = _put(sheet, HEADING_ROW, column, language.say(heading), bold=True)
        cell.fill = _HEADING_FILL
        letters = cell.column_letter
        sheet.column_dimensions[letters].width = _WIDTHS[name]
        sheet.column_dimensions[letters].hidden = name == "key"
    for number, question in enumerate(written.questions, start=1):
        _write_question(sheet, HEADING_ROW + number, number, question)
    _validate(sheet, HEADING_ROW + 1, HEADING_ROW + len(written.questions), language)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_question(sheet: Any, row: int, number: int, question: WrittenQuestion) -> None:
    texts = {
        "question": question.text,
        "why": question.why,
        "assumed": question.assumed,
        "unit": question.unit,
        "key": question.question_id,
    }
    for column, name in enumerate(HEADINGS, start=1):
        if name == "number":
            sheet.cell(row, column, number)
        elif name in texts:
            _put(sheet, row, column, texts[name])
        else:
            sheet.cell(row, column).fill = _ANSWER_FILL
        if name == "date":
            sheet.cell(row, column).number_format = "DD-MM-YYYY"
        sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)


def _validate(sheet: Any, first: int, last: int, language: Language) -> None:
    """Tells at once in the spreadsheet program what cannot be read back; the reading decides all the same."""
    answer, date = (sheet.cell(first, list(HEADINGS).index(name) + 1).column_letter for name in ("answer", "date"))
    words = dict.fromkeys(word for text in (DO_NOT_KNOW, "no") for word in (language.say(mark(text)), text))
    allowed = ",".join(f'{answer}{first}="{word}"' for word in words)
    number = f"AND(ISNUMBER({answer}{first}),{answer}{first}>=0)"
    rule = DataValidation(type="custom", formula1=f"OR({number},{allowed})", allow_blank=True, errorStyle="warning")
    rule.error = language.say(mark("A number, no, or: don't know."))
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True, errorStyle="warning")
    day.error = language.say(mark("A date, for instance 23-11-2026."))
    for validation, letters in ((rule, answer), (day, date)):
        validation.showErrorMessage = True
        sheet.add_data_validation(validation)
        validation.add(f"{letters}{first}:{letters}{last}")


def _write_hidden(sheet: Any, book: CallBook) -> None:
    """What each question settles: this is read back, the visible texts are not."""
    sheet.sheet_state = "hidden"
    for column, text in enumerate((FORM, book.municipality_code, book.pack_hash), start=1):
        _put(sheet, 1, column, text)
    row = 1
    for written in book.sheets:
        for question in written.questions:
            for value in question.values:
                row += 1
                _write_value(sheet, row, written.recipient, question.question_id, value)


def _write_value(sheet: Any, row: int, recipient: str, question_id: str, value: HiddenValue) -> None:
    key = (*value.key, "")[:2]
    texts = (question_id, recipient, value.assumption_id, value.table, *key, value.column)
    for column, text in enumerate(texts, start=1):
        _put(sheet, row, column, text)
    for column, number in enumerate((value.value, value.low, value.high), start=len(texts) + 1):
        sheet.cell(row, column, number)


def _put(sheet: Any, row: int, column: int, text: str, *, bold: bool = False) -> Any:
    """A cell holding `text` as text: never a formula, also after somebody has edited it."""
    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_LONGEST_TEXT] or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _without_moments(content: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=_SPREADSHEET_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", old.read(name)))
    return stream.getvalue()
