"""Call lists of made-up packs: every assumption worth the same, so that nothing is left out for its worth."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.importers.call_list import writing
from beredt.adapters.open_data.defaults import load_defaults
from beredt.domain.measures import ranges
from beredt.domain.measures.calls import CallList, make_call_list
from beredt.domain.measures.ranges import Assumption
from beredt.domain.measures.result import RankedAssumption, VerifyFirst
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.kit.language import language
from beredt.telling import names
from beredt.telling.call_words import CallWords, call_book, call_words

ANSWER, TOLD_BY, DATE, KEY = "E", "G", "H", "I"
FIRST_ROW = writing.HEADING_ROW + 1


def assumptions_of(tables: PackTables) -> tuple[Assumption, ...]:
    """The pack's assumptions under the ranges that ship with the program."""
    return ranges.find_assumptions(tables, load_default_ranges())


def ranked(assumption: Assumption, **changes: Any) -> RankedAssumption:
    """An assumption whose truth would move ten people."""
    first = assumption.values[0]
    values: dict[str, Any] = {
        "assumption_id": assumption.assumption_id,
        "column": first.column,
        "rows": tuple((value.table, "/".join(value.key)) for value in assumption.values),
        "value": first.value,
        "low": first.low,
        "high": first.high,
        "swing_people": 10.0,
        "swing_person_hours": 3.0,
        "regret_people": None,
        "changes_first_choice": None,
    }
    return RankedAssumption(**{**values, **changes})


def found_of(assumptions: Iterable[Assumption], **changes: Any) -> VerifyFirst:
    """What verify-first would find if all assumptions were worth the same."""
    entries = tuple(ranked(assumption, **changes) for assumption in assumptions)
    return VerifyFirst(pack_hash="0" * 64, assumptions=entries, best_set=())


def calls_of(tables: PackTables) -> CallList:
    """The call list of a pack."""
    assumptions = assumptions_of(tables)
    return make_call_list(found_of(assumptions), assumptions, tables)


def words_of(tables: PackTables, code: str = "da") -> CallWords:
    """The words for a pack's call list."""
    named = names.names_of(
        snapshot=build_snapshot(tables), vocabulary=load_vocabulary(), language=language(code), hazard_names={}
    )
    return call_words(named, load_defaults())


def list_bytes(tables: PackTables, code: str = "da") -> bytes:
    """The call list of a pack as a workbook."""
    words = words_of(tables, code)
    book = call_book(calls_of(tables), words, municipality_code=tables.municipality.code, pack_hash="0" * 64)
    return writing.call_list_bytes(book)


def fill(content: bytes, path: Path, change: Callable[[Any], None]) -> Path:
    """The workbook at `path`, after `change` has written in it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    book.save(path)
    return path


def row_of(book: Any, question_id: str) -> tuple[Any, int]:
    """The sheet and row of a question."""
    for sheet in book.worksheets:
        for row in range(FIRST_ROW, sheet.max_row + 1):
            if sheet.sheet_state == "visible" and sheet[f"{KEY}{row}"].value == question_id:
                return sheet, row
    raise KeyError(question_id)


def answer(book: Any, question_id: str, value: Any, told_by: Any = "driftsleder", date: Any = None) -> None:
    """Writes an answer into a question's row."""
    sheet, row = row_of(book, question_id)
    sheet[f"{ANSWER}{row}"] = value
    sheet[f"{TOLD_BY}{row}"] = told_by
    sheet[f"{DATE}{row}"] = datetime.date(2026, 11, 20) if date is None else date
