"""Hours as people write them, minutes as the engine counts them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUTES_PER_HOUR = 60


def minutes_from_hours(hours: float) -> int:
    """Whole minutes [min] of `hours` [h], rounded half up on the decimal text (0.025 h = 1.5 min -> 2).

    The shortest decimal that reads back as the same float is taken as what the user wrote, so a value such as
    1.075 h (64.5 min) rounds up although its binary neighbour lies below.
    """
    return int((Decimal(repr(float(hours))) * MINUTES_PER_HOUR).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def hours_from_minutes(minutes: int) -> float:
    """Hours [h] of whole `minutes` [min], rounded to four decimals so that files stay readable."""
    return round(minutes / MINUTES_PER_HOUR, 4)
