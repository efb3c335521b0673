"""Days and moments as the reader writes them, in Danish time."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from beredt.kit.language import Language, mark

ZONE = ZoneInfo("Europe/Copenhagen")


def day(value: datetime.date, language: Language) -> str:
    """A day, for instance `23. november 2026`; of a moment, the day in Denmark."""
    if isinstance(value, datetime.datetime):
        value = local(value).date()
    pattern = "d. MMMM y" if language.code == "da" else "d MMMM y"
    return format_date(value, format=pattern, locale="da_DK" if language.code == "da" else "en_GB")


def moment(value: datetime.datetime, language: Language) -> str:
    """A moment, for instance `23. november 2026 kl. 14.05`."""
    here = local(value)
    if language.code == "da":
        return f"{day(here, language)} kl. {here:%H.%M}"
    return language.say(mark("{day} at {time}"), day=day(here, language), time=f"{here:%H:%M}")


def clock(value: datetime.datetime, language: Language) -> str:
    """The time of day, for instance `kl. 14:32`."""
    return language.say(mark("at {time}"), time=f"{local(value):%H:%M}")


def local(value: datetime.datetime) -> datetime.datetime:
    """The moment in Danish time; one without a zone is taken as Danish time already."""
    return value.replace(tzinfo=ZONE) if value.tzinfo is None else value.astimezone(ZONE)
