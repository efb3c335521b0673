"""Moments on the clock as people here read it: Danish local time, summer time and its two odd nights included.

Nothing here reads a clock; the present is always handed in.
"""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

from babel.dates import format_date

from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark

HERE = ZoneInfo("Europe/Copenhagen")
_DAYS_BY_NAME = 6
_TIME = re.compile(r"(?:kl\.?\s*)?(\d{1,2}(?!\d)|\d{2}(?=\d{2}))(?:[:.]?(\d{2}))?")


def here(moment: datetime.datetime) -> datetime.datetime:
    """The moment on the clock in Denmark; raises `ValueError` for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return moment.astimezone(HERE)


def time_of_day(moment: datetime.datetime, language: Language) -> str:
    """`16:05`; in the hour that comes twice when summer time ends it says which of the two."""
    local = here(moment)
    told = f"{local:%H:%M}"
    if not _is_told_twice(local):
        return told
    kind = language.say(mark("winter time")) if local.fold else language.say(mark("summer time"))
    return f"{told} ({kind})"


def clock(moment: datetime.datetime, *, now: datetime.datetime, language: Language) -> str:
    """`16:05` today, `09:00 tomorrow`, `Wednesday 02:30` within a week, else with the date."""
    told = time_of_day(moment, language)
    days = (here(moment).date() - here(now).date()).days
    if days == 0:
        return told
    if days == 1:
        return language.say(mark("{time} tomorrow"), time=told)
    if days == -1:
        return language.say(mark("{time} yesterday"), time=told)
    local = here(moment).date()
    day = weekday(local, language) if 0 < days <= _DAYS_BY_NAME else short_date(local, language)
    return language.say(mark("{day} {time}"), day=day, time=told)


def at(moment: datetime.datetime, *, now: datetime.datetime, language: Language) -> str:
    """A moment inside a sentence: `at 16:05`, `at 09:00 tomorrow`, `on Wednesday at 02:30`."""
    local, days = here(moment), (here(moment).date() - here(now).date()).days
    if abs(days) <= 1:
        return language.say(mark("at {time}"), time=clock(moment, now=now, language=language))
    day = weekday(local.date(), language) if 0 < days <= _DAYS_BY_NAME else short_date(local.date(), language)
    return language.say(mark("on {day} at {time}"), day=day, time=time_of_day(moment, language))


def weekday(day: datetime.date, language: Language) -> str:
    """`tirsdag`, `Tuesday`."""
    return format_date(day, "EEEE", locale=_locale(language))


def short_date(day: datetime.date, language: Language) -> str:
    """`23. november`, `23 November`."""
    return format_date(day, "d. MMMM" if language.code == "da" else "d MMMM", locale=_locale(language))


def from_now(moment: datetime.datetime, *, now: datetime.datetime, language: Language) -> str:
    """How far away: `in 1 h 33 min`, `27 min ago`, `now`. Hours are real ones, also over a change of the clock."""
    minutes = minutes_between(now, moment)
    if not minutes:
        return language.say(mark("now"))
    if minutes > 0:
        return language.say(mark("in {span}"), span=language.span(minutes))
    return language.say(mark("{span} ago"), span=language.span(-minutes))


def minutes_between(earlier: datetime.datetime, later: datetime.datetime) -> int:
    """Whole minutes [min] that pass from one moment to another, rounded down; negative where `later` is earlier."""
    # In UTC: within one zone Python subtracts what the wall clock says, an hour wrong when it is changed.
    passed = later.astimezone(datetime.UTC) - earlier.astimezone(datetime.UTC)
    return int(passed.total_seconds() // 60)


def whole_minute(moment: datetime.datetime) -> datetime.datetime:
    """The moment without its seconds, in UTC."""
    return moment.astimezone(datetime.UTC).replace(second=0, microsecond=0)


def next_full_hour(moment: datetime.datetime) -> datetime.datetime:
    """The first full hour of the clock after a moment, in UTC."""
    return whole_minute(moment).replace(minute=0) + datetime.timedelta(hours=1)


def typed_moment(day_text: str, time_text: str, *, now: datetime.datetime, later: bool) -> datetime.datetime | None:
    """The moment somebody typed as a day (ISO, blank for today) and a time (`16:05`, `16.05`, `1605`, `kl. 16`).

    None where both are blank. A time alone means the nearest such time: behind us, or ahead with `later`. In the hour
    that comes twice the first is taken, with `later` the second: an outage is told too long rather than too short.
    Raises `InvalidInput`.
    """
    day_text, time_text = day_text.strip(), time_text.strip()
    if not time_text:
        if day_text and later:
            raise InvalidInput(
                mark("There is a day but no time."), code="no_time", hint=mark("Write the time too, such as 16:05.")
            )
        return None
    hour, minute = _typed_time(time_text)
    today = here(now).date()
    day = _typed_day(day_text) if day_text else today
    moment = _at(day, hour, minute, later=later)
    if not day_text and later and moment < now:
        moment = _at(today + datetime.timedelta(days=1), hour, minute, later=later)
    elif not day_text and not later and moment > now:
        moment = _at(today - datetime.timedelta(days=1), hour, minute, later=later)
    return moment


def _typed_time(text: str) -> tuple[int, int]:
    found = _TIME.fullmatch(text.casefold())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 60)
    if hour > 23 or minute > 59:
        raise InvalidInput(
            mark("“{text}” is no time of day."), code="no_time", hint=mark("Write it as 16:05."), text=text[:20]
        )
    return hour, minute


def _typed_day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            mark("“{text}” is no day."), code="no_day", hint=mark("Write it as 2026-11-30."), text=text[:20]
        ) from None


def _at(day: datetime.date, hour: int, minute: int, *, later: bool) -> datetime.datetime:
    local = datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=HERE, fold=int(later))
    # In the hour that is left out in spring the clock stands an hour later: what is read is fold 0 in either case.
    if not _exists(local):
        local = local.replace(fold=0)
    return local.astimezone(datetime.UTC)


def _exists(local: datetime.datetime) -> bool:
    back = local.astimezone(datetime.UTC).astimezone(HERE)
    return (back.hour, back.minute) == (local.hour, local.minute)


def _is_told_twice(local: datetime.datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset() and _exists(local)


def _locale(language: Language) -> str:
    return "da_DK" if language.code == "da" else "en_GB"
