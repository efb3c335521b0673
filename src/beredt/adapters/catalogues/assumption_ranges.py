"""The ranges taken for values that nobody has verified: `content/assumption_ranges.toml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from beredt.adapters.catalogues.documents import read_toml
from beredt.adapters.catalogues.fields import Fields
from beredt.adapters.catalogues.problem import CatalogueProblem, InvalidCatalogue
from beredt.domain.measures.ranges import DefaultRange
from beredt.kit.language import mark

FILE = "assumption_ranges.toml"
COLUMNS = {
    "assets": ("restart_hours",),
    "dependencies": ("buffer_hours", "recharge_hours"),
    "need_profiles": ("tolerance_hours", "recharge_hours", "people"),
}
"""Columns that a range can be given for, by table."""
_LARGEST = 1e7
_LARGEST_FACTOR = 100.0


@cache
def load_default_ranges(language_code: str = "da") -> tuple[DefaultRange, ...]:
    """The ranges that ship with the program, in the order in which they are tried, each with its reason.

    Raises `InvalidCatalogue` with all that is wrong.
    """
    ranges, problems = read_default_ranges(resources.files("beredt") / "content", language_code)
    if problems:
        raise InvalidCatalogue(FILE, problems)
    return ranges


def read_default_ranges(
    folder: Traversable, language_code: str = "da"
) -> tuple[tuple[DefaultRange, ...], tuple[CatalogueProblem, ...]]:
    """The ranges in a folder's `assumption_ranges.toml` and all that is wrong with it."""
    problems: list[CatalogueProblem] = []
    node = read_toml(folder, FILE, problems)
    if node is None:
        return (), tuple(problems)
    fields = Fields.of(node, file=FILE, where="", problems=problems)
    entries = fields.each("ranges")
    ranges = tuple(_range(entry, language_code) for entry in entries)
    for position, (entry, found) in enumerate(zip(entries, ranges, strict=True)):
        if _is_shadowed(found, ranges[:position]):
            entry.report("words", mark("An earlier range takes all that this one could fit."))
    fields.done()
    return ranges, tuple(problems)


def _range(fields: Fields, language_code: str) -> DefaultRange:
    table = fields.choice("table", COLUMNS)
    found = DefaultRange(
        table=table,
        column=fields.choice("column", COLUMNS.get(table, ("",))),
        words=fields.words("words"),
        low_factor=fields.number("low_factor", low=0.0, high=1.0, default=1.0),
        high_factor=fields.number("high_factor", low=1.0, high=_LARGEST_FACTOR, default=1.0),
        low=fields.optional_number("low", low=0.0, high=_LARGEST),
        high=fields.optional_number("high", low=0.0, high=_LARGEST),
        is_missing=fields.yes_or_no("missing", default=False),
        is_each=fields.yes_or_no("each", default=False),
        why=fields.wording("why").in_language(language_code),
    )
    for end in ("low", "high"):
        if fields.has(end) == fields.has(f"{end}_factor"):
            fields.report(
                end, mark("Exactly one of {first} and {second} is expected."), first=end, second=f"{end}_factor"
            )
    if found.low is not None and found.high is not None and found.low > found.high:
        fields.report("high", mark("high lies below low."))
    fields.done()
    return found


def _concerns(entry: DefaultRange) -> tuple[str, str, bool]:
    return entry.table, entry.column, entry.is_missing


def _is_shadowed(found: DefaultRange, earlier: tuple[DefaultRange, ...]) -> bool:
    same = [entry for entry in earlier if _concerns(entry) == _concerns(found)]
    if not found.words:
        return any(not entry.words for entry in same)
    taken = {word for entry in same for word in entry.words}
    return set(found.words) <= taken
