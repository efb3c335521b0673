"""How figures are said: two significant figures, marks by shape and word, spans of time."""

from __future__ import annotations

import math

from beredt.kit.language import Language, mark
from beredt.kit.units import MINUTES_PER_HOUR

BASIS_MARKS = {
    "verified": ("●", mark("verified")),
    "assumed": ("◐", mark("assumed")),
    "default": ("○", mark("default")),
    "not_assessed": ("—", mark("not assessed")),
}
"""Shape and word of every basis; never a colour alone."""

SEVERITY_WORDS = {
    "critical": mark("critical"),
    "serious": mark("serious"),
    "welfare": mark("welfare"),
}
STATE_WORDS = {
    "modelled": mark("assessed"),
    "partly": mark("partly assessed"),
    "not_modelled": mark("not assessed"),
}
_HOURS_TOLD_AS_HOURS = 72


def basis(code: str, language: Language) -> str:
    """A basis with its shape, for instance `◐ antaget`, held together in running text."""
    shape, word = BASIS_MARKS[code]
    return f"{shape}\N{NO-BREAK SPACE}{language.say(word)}"


def state(code: str, language: Language) -> str:
    """Whether something is assessed, in words."""
    return language.say(STATE_WORDS[code])


def severity(code: str, language: Language) -> str:
    """A severity's word."""
    return language.say(SEVERITY_WORDS[code])


def rounded_people(value: float) -> int:
    """Persons for running text: whole, and two significant figures from one hundred up, half up."""
    step = 10 ** max(math.floor(math.log10(value)) - 1, 0) if value >= 1 else 1
    return math.floor(value / step + 0.5) * step


def people(value: float, language: Language) -> str:
    """A number of persons in a table: rounded, `<1` where it is more than nothing."""
    if 0 < value < 0.5:
        return "<1"
    return language.number(rounded_people(value))


def share(value: float, language: Language) -> str:
    """A share (0…1) in whole per cent; never 0 or 100 per cent where it is not exactly that."""
    per_cent = math.floor(value * 100 + 0.5)
    if value > 0 and per_cent == 0:
        return language.say(mark("<{per_cent} %"), per_cent=1)
    if value < 1 and per_cent == 100:
        return language.say(mark(">{per_cent} %"), per_cent=99)
    return language.say(mark("{per_cent} %"), per_cent=per_cent)


def rounded_onset(minute: int) -> int:
    """A modelled onset [min] to about two significant figures, always to the earlier side: help late is no help."""
    step = 1 if minute < 10 else 5 if minute < 60 else 10 if minute < 600 else 60
    return minute // step * step


def onset(minute: int | None, language: Language) -> str:
    """When something begins: `straks`, `3 t 10 min`, or a dash where it does not within the horizon."""
    if minute is None:
        return "–"
    return language.span(minute) if minute else language.say(mark("at once"))


def horizon(hours: int, language: Language) -> str:
    """A horizon [h] as people say it: hours up to 72, then days where they are whole."""
    if hours > _HOURS_TOLD_AS_HOURS and hours % 24 == 0:
        return language.say(mark("{days} days"), days=language.number(hours // 24))
    return language.span(hours * MINUTES_PER_HOUR)


def horizon_in_words(hours: int, language: Language) -> str:
    """A horizon [h] for readers who meet it once: `72 timer`, `14 døgn`."""
    if hours > _HOURS_TOLD_AS_HOURS and hours % 24 == 0:
        return horizon(hours, language)
    return language.say_count("{count} hour", "{count} hours", hours)


def after(minute: int, language: Language) -> str:
    """When something begins, to be read inside a sentence: `efter 3 t 10 min`, `straks`."""
    return language.say(mark("after {span}"), span=language.span(minute)) if minute else language.say(mark("at once"))


def moment(minute: int, language: Language) -> str:
    """A moment [min] counted from the start, for instance `3 t 10 min`; the start itself is `0 t`."""
    return language.span(minute)
