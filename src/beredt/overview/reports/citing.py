"""Figures as readers read them, each remembering its field: the paper's counterpart of `wording`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from beredt.domain.impact.result import Spread
from beredt.kit.document import cite
from beredt.kit.language import Language, mark
from beredt.telling import wording

_BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:t|h|min|døgn|dage|days|kr\.|kr|mio\.|million)\b|%)")

Figure = tuple[str, str]
"""A figure as it is written, and its field."""


def people(value: float, field: str, language: Language) -> str:
    """Persons, two significant figures, cited."""
    return cite(wording.people(value, language), field)


def people_range(spread: Spread, field: str, language: Language) -> str:
    """Mean and, where runs differ, the range of 8 in 10 runs in brackets, cited; `field` is that of the spread."""
    mean = people(spread.mean, f"{field}.mean", language)
    if spread.p10 == spread.p90 == spread.mean:
        return mean
    if not spread.p90:
        return language.say(mark("{people} (few runs)"), people=mean)
    low, high = people(spread.p10, f"{field}.p10", language), people(spread.p90, f"{field}.p90", language)
    return f"{mean} ({low}–{high})"


def onset(minute: int | None, field: str, language: Language) -> str:
    """When a modelled thing begins, to the earlier side, cited."""
    told = None if minute is None else wording.rounded_onset(minute)
    return cite(held(wording.onset(told, language)), field)


def share(value: float, field: str, language: Language) -> str:
    """A share in per cent, cited."""
    return cite(held(wording.share(value, language)), field)


def kroner(value: float, field: str, language: Language) -> str:
    """Kroner to two significant figures, cited."""
    return cite(language.about(value), field)


def cited(sentence: str, figures: Iterable[Figure]) -> str:
    """`sentence` with its figures marked: each is looked for after the one before it, and passed over if not there."""
    done, rest = "", sentence
    for text, field in figures:
        found = re.search(rf"(?<![\w.,]){re.escape(text)}(?!\w|[.,]\d)", rest) if text else None
        if found:
            done += rest[: found.start()] + cite(text, field)
            rest = rest[found.end() :]
    return done + rest


def left_out(sentence: str, count: int, language: Language) -> str:
    """A sentence that says how many rows this print has no room for, its number cited as the print's own."""
    return cited(sentence, [(language.number(count), "print:left_out")])


def held(text: str) -> str:
    """`text` with numbers and their units kept on one line."""
    return _BEFORE_A_UNIT.sub("\N{NO-BREAK SPACE}", text)


def bracketed(text: str, is_bracketed: bool) -> str:
    """`text`, in brackets where it holds in few runs only."""
    return f"({text})" if is_bracketed else text


def joined(sentences: Sequence[str]) -> str:
    """Sentences behind each other."""
    return " ".join(sentence for sentence in sentences if sentence)
