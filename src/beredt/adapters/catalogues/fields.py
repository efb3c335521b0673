"""Typed reading of one mapping of a catalogue file: every value that does not fit becomes a located problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from beredt.adapters.catalogues.documents import Node
from beredt.adapters.catalogues.problem import CatalogueProblem
from beredt.domain.riskpicture.catalogue import Wording
from beredt.kit.language import mark

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TEXT = 4000


@attrs.define(kw_only=True)
class Fields:
    """One mapping of a file while it is read; `done` reports the keys that nobody asked for."""

    file: str
    where: str
    line: int
    problems: list[CatalogueProblem]
    _values: dict[str, Node]
    _asked: set[str] = attrs.field(factory=set, init=False)

    @classmethod
    def of(cls, node: Node | None, *, file: str, where: str, problems: list[CatalogueProblem]) -> Fields:
        """The fields of a mapping; anything else is a problem and reads as an empty mapping."""
        line = node.line if node else 0
        values = node.value if node and isinstance(node.value, dict) else {}
        fields = cls(file=file, where=where, line=line, problems=problems, values=values)
        if node is not None and not isinstance(node.value, dict):
            fields.report("", mark("A group of keys with values is expected here."))
            # What is missing inside follows from that and is not worth a line each.
            fields.problems = []
        return fields

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return key in self._values and self._values[key].value is not None

    def report(self, key: str, sentence: str, **values: object) -> None:
        """Notes a problem at `key`, or at the mapping itself where it is empty."""
        node = self._values.get(key)
        where = ".".join(part for part in (self.where, key) if part)
        self.problems.append(
            CatalogueProblem(
                file=self.file,
                line=node.line if node else self.line,
                where=where,
                sentence=sentence,
                values=tuple(values.items()),
            )
        )

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text; empty where it is missing."""
        node = self._take(key, optional=optional)
        if node is None:
            return ""
        if not isinstance(node.value, str) or len(node.value) > LONGEST_TEXT or not node.value.strip():
            self.report(key, mark("A text of at most {limit} characters is expected here."), limit=LONGEST_TEXT)
            return ""
        return node.value.strip()

    def identifier(self, key: str) -> str:
        """An id of lower-case letters, digits and hyphens."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.report(key, mark("An id has lower-case letters a to z, digits and hyphens only."))
            return ""
        return value

    def choice(self, key: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """One of the words; `default` where it is missing and a default is given."""
        known = tuple(choices)
        node = self._take(key, optional=default is not None)
        if node is None:
            return default or ""
        if node.value not in known:
            self.report(key, mark("One of these is expected here: {choices}."), choices=", ".join(known))
            return default or ""
        return str(node.value)

    def number(self, key: str, *, low: float, high: float, default: float | None = None) -> float:
        """A number from `low` to `high`; `default` (or `low`) where it is missing or wrong."""
        fallback = low if default is None else default
        node = self._take(key, optional=default is not None)
        return fallback if node is None else self._number_of(key, node, low, high, fallback)

    def optional_number(self, key: str, *, low: float, high: float) -> float | None:
        """A number from `low` to `high`, None where it is missing."""
        node = self._take(key, optional=True)
        return None if node is None else self._number_of(key, node, low, high, low)

    def whole_number(self, key: str, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self.number(key, low=low, high=high)
        if value != int(value):
            self.report(key, mark("A whole number is expected here."))
        return int(value)

    def yes_or_no(self, key: str, *, default: bool | None = None) -> bool:
        """true or false."""
        node = self._take(key, optional=default is not None)
        if node is None:
            return bool(default)
        if not isinstance(node.value, bool):
            self.report(key, mark("true or false is expected here."))
            return bool(default)
        return node.value

    def window(self, key: str, *, high: float) -> tuple[float, float]:
        """Two numbers, the first not above the second; (0, 0) where missing."""
        node = self._take(key, optional=True)
        if node is None:
            return 0.0, 0.0
        items = node.value if isinstance(node.value, list) else []
        numbers = [self._number_of(key, item, 0.0, high, 0.0) for item in items]
        if len(numbers) != 2 or numbers[0] > numbers[1]:
            self.report(key, mark("Two numbers are expected here, the first not above the second."))
            return 0.0, 0.0
        return numbers[0], numbers[1]

    def words(self, key: str) -> tuple[str, ...]:
        """A list of ids as packs use them (letters, digits, underscores); empty where missing."""
        node = self._take(key, optional=True)
        if node is None:
            return ()
        items = node.value if isinstance(node.value, list) else [None]
        values = [item.value for item in items if isinstance(item, Node)]
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            self.report(key, mark("A list of words is expected here."))
            return ()
        return tuple(values)

    def wording(self, key: str, *, optional: bool = False) -> Wording:
        """A text in Danish and English."""
        inner = self.inner(key, optional=optional)
        if inner is None:
            return Wording(da="", en="")
        wording = Wording(da=inner.text("da"), en=inner.text("en"))
        inner.done()
        return wording

    def inner(self, key: str, *, optional: bool = False) -> Fields | None:
        """The fields of a mapping inside this one, None where it is missing."""
        node = self._take(key, optional=optional)
        if node is None:
            return None
        where = ".".join(part for part in (self.where, key) if part)
        return Fields.of(node, file=self.file, where=where, problems=self.problems)

    def each(self, key: str, *, optional: bool = False) -> Sequence[Fields]:
        """The fields of every mapping in a list."""
        node = self._take(key, optional=optional)
        if node is None:
            return ()
        if not isinstance(node.value, list):
            self.report(key, mark("A list is expected here."))
            return ()
        where = ".".join(part for part in (self.where, key) if part)
        return [
            Fields.of(item, file=self.file, where=f"{where}[{number}]", problems=self.problems)
            for number, item in enumerate(node.value, start=1)
        ]

    def keys(self) -> tuple[str, ...]:
        """All keys; they count as asked for."""
        self._asked.update(self._values)
        return tuple(self._values)

    def done(self) -> None:
        """Reports the keys that nobody asked for."""
        for key in self._values.keys() - self._asked:
            self.report(key, mark("This key is not known here."))

    def _take(self, key: str, *, optional: bool) -> Node | None:
        self._asked.add(key)
        if self.has(key):
            return self._values[key]
        if not optional:
            self.report(key, mark("A value is missing here."))
        return None

    def _number_of(self, key: str, node: Node, low: float, high: float, fallback: float) -> float:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.report(key, mark("A number from {low} to {high} is expected here."), low=low, high=high)
            return fallback
        return float(value)
