"""A forecast as rows of words: who and when, what is carried by what, which services are down for how many."""

from __future__ import annotations

import attrs

from beredt.domain.impact.forecast import CRITICAL, Holding, Passing
from beredt.domain.impact.network import UNDER_FOUR_HOURS
from beredt.kit.language import mark
from beredt.telling import forecast_words, wording
from beredt.telling.forecast_words import Seen
from beredt.telling.names import capitalised

PASSED, SOON, LATER = "passed", "soon", "later"


@attrs.frozen(kw_only=True)
class PassingRow:
    """One line of who passes which tolerance when; `urgency` is `PASSED`, `SOON` (critical within 4 h) or `LATER`.

    `minute` [min] after the start sorts; `spread` says how much earlier or later some manage, `back` when it is over.
    """

    minute: int
    urgency: str
    time: str
    away: str
    people: str
    need: str
    severity: str
    areas: str
    spread: str
    back: str
    basis: str


@attrs.frozen(kw_only=True)
class HoldingRow:
    """An asset, or several of a kind, carried by a reserve; `minute` [min] sorts, those that last come last."""

    minute: int
    asset: str
    reserve: str
    until: str
    away: str


@attrs.frozen(kw_only=True)
class ServiceRow:
    """People without a service now."""

    service: str
    people: str
    areas: str


def passing_rows(seen: Seen) -> tuple[PassingRow, ...]:
    """Who and when, those who are past a tolerance already first."""
    return tuple(_passing_row(passing, seen) for passing in seen.forecast.passings)


def holding_rows(seen: Seen) -> tuple[HoldingRow, ...]:
    """What is carried by a reserve, the first to run out first; alike ones of a kind in one line."""
    groups: dict[tuple[bool, int, str, str], list[Holding]] = {}
    for holding in sorted(seen.forecast.holdings, key=lambda h: h.asset_id):
        ends = holding.until_minute if holding.until_minute is not None else holding.back_minute
        key = (holding.until_minute is None, -1 if ends is None else ends, holding.kind, holding.buffer_kind)
        groups.setdefault(key, []).append(holding)
    return tuple(_holding_row(groups[key], seen) for key in sorted(groups))


def service_rows(seen: Seen) -> tuple[ServiceRow, ...]:
    """Services that people are without now, the one that most are without first."""
    return tuple(
        ServiceRow(
            service=capitalised(seen.names.service(entry.service)),
            people=wording.people(entry.people, seen.names.language),
            areas=forecast_words.areas_text(entry.area_ids, seen),
        )
        for entry in seen.forecast.services
    )


def _passing_row(passing: Passing, seen: Seen) -> PassingRow:
    language = seen.names.language
    return PassingRow(
        minute=passing.minute,
        urgency=_urgency(passing, seen.forecast.now_minute),
        time=seen.clock(passing.minute),
        away=seen.away(passing.minute),
        people=language.say(mark("about {people}"), people=seen.about(passing.people)),
        need=capitalised(seen.names.need_type(passing.need_type)),
        severity=wording.severity(passing.severity, language),
        areas=forecast_words.areas_text(passing.area_ids, seen),
        spread=_spread(passing, seen),
        back="" if passing.back_minute is None else seen.clock(passing.back_minute),
        basis=passing.basis,
    )


def _urgency(passing: Passing, now: int) -> str:
    if passing.minute <= now:
        return PASSED
    is_soon = passing.severity == CRITICAL and passing.minute - now <= UNDER_FOUR_HOURS
    return SOON if is_soon else LATER


def _spread(passing: Passing, seen: Seen) -> str:
    """How much earlier those who manage least pass it, and how much later those who manage most."""
    say, earliest, latest = seen.names.language.say, passing.earliest_minute, passing.latest_minute
    if earliest is None or earliest >= passing.minute:
        return ""
    if latest is None:
        return say(mark("some from {time}"), time=seen.clock(earliest))
    return say(mark("8 of 10: {first} to {last}"), first=seen.clock(earliest), last=seen.clock(latest))


def _holding_row(members: list[Holding], seen: Seen) -> HoldingRow:
    first, say = members[0], seen.names.language.say
    ends = first.until_minute if first.until_minute is not None else first.back_minute
    if first.until_minute is not None:
        until = say(mark("until {time}"), time=seen.clock(first.until_minute))
    elif first.back_minute is not None:
        until = say(mark("lasts until supply is back, {time}"), time=seen.clock(first.back_minute))
    else:
        until = say(mark("lasts beyond {time}"), time=seen.clock(seen.forecast.horizon_minutes))
    return HoldingRow(
        minute=seen.forecast.horizon_minutes if ends is None else ends,
        asset=capitalised(forecast_words.assets_text([h.asset_id for h in members], first.kind, seen)),
        reserve=forecast_words.reserve_word(first.buffer_kind, seen),
        until=until,
        away="" if first.until_minute is None else seen.away(first.until_minute),
    )
