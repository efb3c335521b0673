"""How kroner are said: two significant figures, thousands or millions, ranges in one unit."""

from __future__ import annotations

import math

from beredt.domain.measures.measure import Range
from beredt.kit.language import Language, mark

_MILLION = 1_000_000


def amount(kr: float, language: Language) -> str:
    """An amount [kr] with two significant figures: `180.000 kr.`, `1,1 mio. kr.`."""
    if _rounded(kr) >= _MILLION:
        return language.say(mark("{number} million kr"), number=language.about(kr / _MILLION))
    return language.say(mark("{number} kr"), number=language.number(_rounded(kr)))


def amounts(prices: Range, language: Language) -> str:
    """A range from low to high [kr] in one unit: `0,6 til 1,1 mio. kr.`; one amount where both read alike."""
    low, high = _rounded(prices.low), _rounded(prices.high)
    if low == high:
        return amount(prices.high, language)
    if high >= _MILLION:
        return language.say(
            mark("{low} to {high} million kr"),
            low=language.about(prices.low / _MILLION),
            high=language.about(prices.high / _MILLION),
        )
    return language.say(mark("{low} to {high} kr"), low=language.number(low), high=language.number(high))


def _rounded(kr: float) -> int:
    """Whole kroner with two significant figures, half up."""
    step = 10 ** max(math.floor(math.log10(kr)) - 1, 0) if kr >= 1 else 1
    return math.floor(kr / step + 0.5) * step
