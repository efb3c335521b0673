"""Danish and English: sentences, numbers and spans of time as the reader writes them.

Message ids are English sentences with `{name}` places; `locale/<language>/*.po` hold the translations, one file per
topic, all merged. A missing translation falls back to the English sentence; a test keeps Danish complete.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib import resources

import attrs
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("da", "en")
_NARROW_MINUTES = 60


def mark(message_id: str) -> str:
    """`message_id` itself; marks a sentence for translation where it is not said yet."""
    return message_id


@attrs.frozen
class Language:
    """One reader's language: `code` is `da` or `en`."""

    code: str
    _sentences: dict[str, str] = attrs.field(repr=False, eq=False)

    def say(self, message_id: str, **values: object) -> str:
        """The sentence in this language with its places filled."""
        sentence = self._sentences.get(message_id) or message_id
        return sentence.format(**values) if values else sentence

    def say_count(self, singular: str, plural: str, count: int, **values: object) -> str:
        """`singular` or `plural` by `count`; the place `{count}` is filled with the number as written here."""
        return self.say(singular if count == 1 else plural, count=self.number(count), **values)

    def number(self, value: float, *, decimals: int = 0) -> str:
        """A number with this language's marks (Danish: 1.234,5)."""
        pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
        return _written(str(value), pattern, self._locale)

    def about(self, value: float) -> str:
        """A modelled figure for running text, cut to two significant figures."""
        if value == 0 or not math.isfinite(value):
            return self.number(value)
        digits = 1 - math.floor(math.log10(abs(value)))
        return self.number(round(value, digits), decimals=max(digits, 0))

    def span(self, minutes: int) -> str:
        """A span of whole minutes [min] as hours and minutes, for instance `3 t 10 min`."""
        hours, rest = divmod(int(minutes), _NARROW_MINUTES)
        hour_text = self.say("{hours} h", hours=self.number(hours))
        if not rest:
            return hour_text
        minute_text = self.say("{minutes} min", minutes=rest)
        return f"{hour_text} {minute_text}" if hours else minute_text

    def listed(self, items: list[str]) -> str:
        """Items as `a, b and c`; as `a; b and c` where an item has a comma of its own."""
        if len(items) < 2:
            return "".join(items)
        between = "; " if any("," in item for item in items) else ", "
        return self.say("{items} and {last}", items=between.join(items[:-1]), last=items[-1])

    @property
    def _locale(self) -> str:
        return "da_DK" if self.code == "da" else "en_GB"


@lru_cache(maxsize=20_000)
def _written(value: str, pattern: str, locale: str) -> str:
    """A number, given as text so that 0 and -0.0 are told apart; pages hold the same ones again and again."""
    return format_decimal(value, format=pattern, locale=locale)


@cache
def language(code: str) -> Language:
    """The language `da` or `en`; raises `KeyError` for any other code."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code, dict(_translations(code)))


def language_from_environment(environment: dict[str, str]) -> Language:
    """English where the locale says English, else Danish: Danish first."""
    named = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return language("en" if named.lower().startswith("en") else "da")


def _translations(code: str) -> dict[str, str]:
    if code == "en":
        return {}
    sentences: dict[str, str] = {}
    folder = resources.files("beredt") / "locale" / code
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as stream:
                catalog = read_po(stream, locale=code)
            sentences.update({str(message.id): str(message.string) for message in catalog if message.id})
    return sentences
