"""How sure a value is: the basis mark, told by shape and word, never by colour alone."""

from __future__ import annotations

import datetime

import attrs

from beredt.ground.ui import moments
from beredt.kit.language import Language, mark

WORDS = {
    "verified": mark("verified"),
    "assumed": mark("assumed"),
    "default": mark("default"),
    "not_assessed": mark("not assessed"),
}
MEANINGS = {
    "verified": mark("Somebody who knows has confirmed it."),
    "assumed": mark("A qualified guess that nobody has confirmed."),
    "default": mark("A common figure used where the local one is missing."),
    "not_assessed": mark("Nothing is known, and it is never counted as safe."),
}


@attrs.frozen(kw_only=True)
class BasisMark:
    """A mark ready to lay out; `lines` is what hover, focus and tap show."""

    basis: str
    word: str
    meaning: str
    lines: tuple[str, ...]
    url: str


def basis_mark(
    basis: str,
    *,
    language: Language,
    source: str = "",
    as_of: datetime.date | str | None = None,
    by: str = "",
    url: str = "",
) -> BasisMark:
    """The mark of a value; an unknown or empty `basis` is not assessed. `url` is where the value can be corrected."""
    known = basis if basis in WORDS else "not_assessed"
    lines = []
    if source:
        lines.append(language.say(mark("Source: {source}"), source=source))
    if as_of:
        lines.append(language.say(mark("As of {day}"), day=_day(as_of, language)))
    if by:
        lines.append(language.say(mark("By {who}"), who=by))
    return BasisMark(
        basis=known,
        word=language.say(WORDS[known]),
        meaning=language.say(MEANINGS[known]),
        lines=tuple(lines),
        url=url,
    )


def _day(value: datetime.date | str, language: Language) -> str:
    """A day in words where it is one; packs may hold `2024-11` or `around 2020`, which stand as written."""
    if isinstance(value, datetime.date):
        return moments.day(value, language)
    try:
        return moments.day(datetime.date.fromisoformat(value), language)
    except ValueError:
        return value
