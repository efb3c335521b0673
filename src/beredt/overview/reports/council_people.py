"""Numbers of citizens for the council: two significant figures, and never a number under five."""

from __future__ import annotations

from beredt.kit.document import cite
from beredt.kit.language import Language, mark
from beredt.telling import wording

FEWEST_SHOWN = 5


def people(value: float, field: str, language: Language) -> str:
    """Persons, cited; `fewer than 5` where it is more than none but under five."""
    if 0 < value < FEWEST_SHOWN:
        return cite(language.say(mark("fewer than {count}"), count=language.number(FEWEST_SHOWN)), field)
    return cite(wording.people(value, language), field)
