"""A sheet's cells as values of one pack column: read the Danish way, then judged by the pack's own rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from beredt.adapters.importers.spreadsheet import heading_words, values
from beredt.adapters.importers.spreadsheet.config import LIMITS
from beredt.adapters.importers.spreadsheet.sheet import Cell
from beredt.adapters.packs import cells
from beredt.adapters.packs.cells import Fault
from beredt.adapters.packs.schema import Column
from beredt.domain.municipality.problem import shown
from beredt.domain.municipality.vocabulary import Vocabulary, Word

_PERSON_NUMBER = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[- ]\d{4}(?!\d)", re.ASCII)
"""A day, a month, two digits of a year and four more, parted as people part them; ten digits alone are often an id."""
_GARBLED = re.compile("Ã[¦¸¥†˜…]|[a-zæøå][†‘›][a-z]")
"""æøå saved as UTF-8 and read as Windows text (Ã¦), or saved by DOS and read by Windows (†)."""
_TEXTUAL = frozenset({"id", "code", "text"})
_FORMULA_STARTS = ("=", "+", "-", "@")
_GUARDED = re.compile(r"'+[=+\-@\s]")
"""A text behind the apostrophe that keeps a spreadsheet program from running it, as our own exports write it."""


@attrs.frozen
class ReadCell:
    """What a cell became: a value, or a fault in its place, and what deserves a warning beside it."""

    value: Any
    doubts: tuple[Fault, ...] = ()


class ColumnReader:
    """Reads the cells of one column; equal cells are read once."""

    def __init__(self, column: Column, *, decimal_mark: str | None, words: Mapping[str, str]) -> None:
        self._column = column
        self._decimal_mark = decimal_mark
        self._words = words
        self._known: dict[tuple[type, Cell], ReadCell] = {}
        self._readers: Mapping[str, Callable[[Cell], str]] = {
            "id": values.read_id,
            "code": values.read_id,
            "text": self._text,
            "choice": self._choice,
            "integer": self._number,
            "number": self._number,
            "boolean": lambda cell: "true" if values.read_boolean(cell) else "false",
            "date": values.read_date,
        }

    def read(self, cell: Cell) -> ReadCell:
        """The value of a cell, or what is wrong with it."""
        # The type belongs to the key: 1, 1.0 and True are equal to a dictionary.
        key = (type(cell), cell)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(cell)
        return found

    def _read(self, cell: Cell) -> ReadCell:
        if isinstance(cell, str) and len(cell) > LIMITS.cell_characters:
            return ReadCell(Fault("cell_too_long", {"limit": LIMITS.cell_characters}))
        try:
            text = "" if cell is None else self._readers[self._column.type](cell)
        except values.Refused as refused:
            return ReadCell(Fault(refused.code, refused.values))
        if self._column.type in _TEXTUAL and _PERSON_NUMBER.search(text):
            return ReadCell(Fault("person_number"))
        is_guarded = self._column.type in _TEXTUAL and _GUARDED.match(text) is not None
        value = cells.parse_cell(self._column, text[1:].strip() if is_guarded else text)
        if isinstance(value, Fault):
            return ReadCell(value)
        doubt = cells.doubt_cell(self._column, text, value)
        return ReadCell(value, (*((doubt,) if doubt else ()), *_text_doubts(value, is_guarded=is_guarded)))

    def _number(self, cell: Cell) -> str:
        return str(values.read_number(cell, decimal_mark=self._decimal_mark, fits=self._fits))

    def _fits(self, value: float) -> bool:
        low, high = self._column.minimum, self._column.maximum
        return (low is None or value >= low) and (high is None or value <= high)

    def _text(self, cell: Cell) -> str:
        text = values.read_text(cell)
        return self._words.get(text.casefold(), text)

    def _choice(self, cell: Cell) -> str:
        text = values.read_text(cell)
        word = self._words.get(text.casefold())
        if word is None:
            raise values.Refused("unknown_word", shown=shown(text), choices=", ".join(self._words))
        return word


def _text_doubts(value: Any, *, is_guarded: bool) -> Iterator[Fault]:
    """What makes a text suspect: a spreadsheet program would run it as a formula, or its letters have been garbled."""
    if not isinstance(value, str):
        return
    if len(value) > 1 and value.startswith(_FORMULA_STARTS) and not is_guarded:
        yield Fault("looks_like_formula", {"shown": shown(value)})
    if _GARBLED.search(value):
        yield Fault("garbled_letters", {"shown": shown(value)})


def words_of(column: Column, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The words that stand for something else in this column: Danish and English names to the pack's own words."""
    if column.type == "choice":
        danish = heading_words.CHOICE_WORDS.get(column.name, {})
        return {**danish, **{choice: choice for choice in column.choices}}
    open_words = {"service": vocabulary.services, "kind": vocabulary.kinds, "need_type": vocabulary.need_types}
    return _names(open_words[column.name]) if column.name in open_words else {}


def _names(words: Mapping[str, Word]) -> dict[str, str]:
    """Names to ids, leaving out names that two words share; an id always stands for itself."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for word_id, word in words.items():
        for name in {word.da.casefold(), word.en.casefold()}:
            shared.update({name} if found.setdefault(name, word_id) != word_id else ())
    return {**{name: word_id for name, word_id in found.items() if name not in shared}, **{w: w for w in words}}
