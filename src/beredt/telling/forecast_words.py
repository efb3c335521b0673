"""A forecast in sentences for somebody tired: who needs help next, what still holds, what runs out on day four.

A moment is the start of the outages plus so many minutes; everything is "without extra effort".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import attrs

from beredt.domain.impact.forecast import Forecast, Holding, Passing, Wave
from beredt.kit.language import Language, mark
from beredt.telling import caveats, clock_time, wording
from beredt.telling.names import Names, capitalised

SHOWN_HOLDINGS = 6
_NAMED_AREAS = 3
_NAMED_ASSETS = 2
_WINDOWS_HOURS = (1, 2, 4, 8, 12, 24, 48)

RESERVE_WORDS = {
    "battery": mark("battery or tank"),
    "fuel": mark("fuel"),
    "stock": mark("stock"),
    "routine": mark("manual routine"),
    "visit": mark("visits made"),
}
"""By buffer kind: what carries an asset on after its supply has failed."""


@attrs.frozen(kw_only=True)
class Seen:
    """A forecast, when its minutes are counted from, what the clock says, and for whom it is told.

    `area_count` areas are the whole municipality; `names_assets` is false for readers who may not see assets by name.
    `outdoor_c` is the outdoor temperature [°C] that heat was computed for; None is 0 °C, as the data have it.
    """

    forecast: Forecast
    start: datetime.datetime
    now: datetime.datetime
    names: Names
    area_count: int
    names_assets: bool
    outdoor_c: float | None = None

    def moment(self, minute: int) -> datetime.datetime:
        """The moment of a minute [min] of the forecast."""
        return self.start + datetime.timedelta(minutes=minute)

    def clock(self, minute: int) -> str:
        """A minute as the clock will show it."""
        return clock_time.clock(self.moment(minute), now=self.now, language=self.names.language)

    def away(self, minute: int) -> str:
        """How far away a minute is."""
        return clock_time.from_now(self.moment(minute), now=self.now, language=self.names.language)

    def about(self, people: float) -> str:
        """Persons, rounded as a modelled figure is told."""
        return self.names.language.number(wording.rounded_people(people))


def first_sentences(seen: Seen) -> tuple[str, ...]:
    """What the page answers: who needs help now, who next, how many after that."""
    say, forecast = seen.names.language.say, seen.forecast
    if not forecast.has_critical_needs:
        told = say(mark("no critical need is entered, so who gets into danger is not assessed"))
        return (f"{capitalised(told)}.",)
    overdue = [_overdue(forecast.overdue, seen)] if forecast.overdue else []
    if forecast.waves:
        return (*overdue, _next(forecast.waves[0], seen), *_then(seen), *_least(seen))
    end = seen.clock(forecast.horizon_minutes)
    nobody = (
        mark("Nobody else passes a critical tolerance before {time}, in what is assessed.")
        if overdue
        else mark("Nobody passes a critical tolerance before {time}, in what is assessed.")
    )
    return (*overdue, say(nobody, time=end))


def holding_phrases(seen: Seen) -> tuple[str, ...]:
    """What still holds and is used up, the first to go first, for instance `the mast (3) until 16:30`."""
    groups: dict[tuple[int, str], list[Holding]] = {}
    for holding in sorted(seen.forecast.holdings, key=lambda h: (h.until_minute or 0, h.kind, h.asset_id)):
        if holding.until_minute is not None:
            groups.setdefault((holding.until_minute, holding.kind), []).append(holding)
    say = seen.names.language.say
    return tuple(
        say(
            mark("{asset} until {time}"),
            asset=assets_text([h.asset_id for h in members], kind, seen),
            time=seen.clock(minute),
        )
        for (minute, kind), members in groups.items()
    )


def holding_sentence(seen: Seen) -> str:
    """What still holds, in one line; empty where nothing is carried by a reserve that runs out."""
    phrases = holding_phrases(seen)
    if not phrases:
        return ""
    say = seen.names.language.say
    shown = " · ".join(phrases[:SHOWN_HOLDINGS])
    if len(phrases) > SHOWN_HOLDINGS:
        more = seen.names.language.say_count("and {count} other", "and {count} others", len(phrases) - SHOWN_HOLDINGS)
        shown = f"{shown} · {more}"
    return say(mark("Still holds: {assets}."), assets=shown)


def day_four_sentences(seen: Seen) -> tuple[str, ...]:
    """What runs out in the day after the horizon: reserves, then people; none where nothing does."""
    forecast, language = seen.forecast, seen.names.language
    groups: dict[tuple[str, str], list[str]] = {}
    for entry in forecast.running_out:
        groups.setdefault((entry.buffer_kind, entry.kind), []).append(entry.asset_id)
    hours = forecast.horizon_minutes // 60
    found = []
    if groups:
        told = [
            language.say(
                mark("{reserve} at {asset}"),
                reserve=reserve_word(buffer_kind, seen),
                asset=assets_text(ids, kind, seen),
            )
            for (buffer_kind, kind), ids in groups.items()
        ]
        day = language.number(hours // 24 + 1)
        found.append(language.say(mark("Day {day}: runs out: {reserves}."), day=day, reserves=" · ".join(told)))
    people = caveats.day_four_sentence(forecast.day_after, horizon_hours=hours, names=seen.names)
    return (*found, people) if people else tuple(found)


def not_assessed_sentences(seen: Seen) -> tuple[str, ...]:
    """What is not, or only partly, assessed."""
    return tuple(caveats.coverage_sentences(seen.forecast.coverage, names=seen.names))


def terms_sentence(seen: Seen) -> str:
    """What the figures rest on, so that nobody takes them for more."""
    return seen.names.language.say(
        mark(
            "Without extra effort. Computed from what is ticked, with everything charged and full at {time} "
            "and nothing else failing; heat as at {temperature} °C outdoors."
        ),
        time=seen.clock(0),
        temperature=temperature_text(seen.outdoor_c or 0.0, seen.names.language),
    )


def temperature_text(temperature_c: float, language: Language) -> str:
    """A temperature [°C] without its unit, with a real minus."""
    return language.number(temperature_c, decimals=1).replace("-", "−")


def reserve_word(buffer_kind: str, seen: Seen) -> str:
    """What carries an asset, in a word."""
    return seen.names.language.say(RESERVE_WORDS.get(buffer_kind, RESERVE_WORDS["battery"]))


def areas_text(area_ids: Sequence[str], seen: Seen) -> str:
    """Areas by name, at most three; all of them are the whole municipality."""
    language = seen.names.language
    if not area_ids:
        return language.say(mark("area not known"))
    if len(area_ids) >= seen.area_count > 1:
        return language.say(mark("the whole municipality"))
    named = [seen.names.area(area_id) for area_id in area_ids]
    if len(named) <= _NAMED_AREAS:
        return language.listed(named)
    shown = ", ".join(named[: _NAMED_AREAS - 1])
    more = len(named) - _NAMED_AREAS + 1
    return language.say_count("{areas} and {count} more area", "{areas} and {count} more areas", more, areas=shown)


def assets_text(asset_ids: Sequence[str], kind: str, seen: Seen) -> str:
    """Assets of one kind: by name where they are few and the reader may know, else as a kind with their number."""
    if seen.names_assets and len(asset_ids) <= _NAMED_ASSETS:
        return seen.names.language.listed([seen.names.asset(asset_id) for asset_id in asset_ids])
    return f"{kind_word(kind, seen)} ({seen.names.language.number(len(asset_ids))})"


def kind_word(kind: str, seen: Seen) -> str:
    """A kind of asset, in a word."""
    return seen.names.vocabulary.kind_name(kind, seen.names.language.code)


def needs_text(passings: Iterable[Passing], seen: Seen) -> str:
    """The need types of some passings, each once, the one that most have first."""
    people: dict[str, int] = {}
    for passing in passings:
        people[passing.need_type] = people.get(passing.need_type, 0) + passing.people
    ranked = sorted(people, key=lambda need: (-people[need], need))
    return seen.names.language.listed([seen.names.need_type(need) for need in ranked])


def _overdue(wave: Wave, seen: Seen) -> str:
    return seen.names.language.say_count(
        "Now about {people} citizen needs help ({needs}, {areas}), since {time}.",
        "Now about {people} citizens need help ({needs}, {areas}), the first since {time}.",
        wave.people,
        people=seen.about(wave.people),
        needs=needs_text(wave.passings, seen),
        areas=_wave_areas(wave, seen),
        time=seen.clock(wave.minute),
    )


def _next(wave: Wave, seen: Seen) -> str:
    return seen.names.language.say_count(
        "Next: {at} about {people} citizen needs help ({needs}, {areas}).",
        "Next: {at} about {people} citizens need help ({needs}, {areas}).",
        wave.people,
        at=clock_time.at(seen.moment(wave.minute), now=seen.now, language=seen.names.language),
        people=seen.about(wave.people),
        needs=needs_text(wave.passings, seen),
        areas=_wave_areas(wave, seen),
    )


def _then(seen: Seen) -> list[str]:
    """How many follow the next wave, by the first full hour of the clock that has any."""
    first, *later = seen.forecast.waves
    if not later:
        return []
    after = clock_time.next_full_hour(seen.moment(first.minute))
    for hours in (0, *_WINDOWS_HOURS):
        limit = after + datetime.timedelta(hours=hours)
        people = sum(wave.people for wave in later if seen.moment(wave.minute) <= limit)
        if people:
            break
    else:
        limit, people = seen.moment(later[-1].minute), sum(wave.people for wave in later)
    told = clock_time.clock(limit, now=seen.now, language=seen.names.language)
    return [seen.names.language.say(mark("Then about {people} by {time}."), people=seen.about(people), time=told)]


def _least(seen: Seen) -> list[str]:
    """When those who manage least may need help, where that is before the next wave."""
    say, waves = seen.names.language.say, seen.forecast.waves
    found = [p.earliest_minute for wave in waves for p in wave.passings if p.earliest_minute is not None]
    if not found or min(found) >= waves[0].minute:
        return []
    if min(found) <= seen.forecast.now_minute:
        return [say(mark("Those of them who manage least may need help already now."))]
    return [say(mark("Those of them who manage least may need help from {time}."), time=seen.clock(min(found)))]


def _wave_areas(wave: Wave, seen: Seen) -> str:
    return areas_text(sorted({area for passing in wave.passings for area in passing.area_ids}), seen)
