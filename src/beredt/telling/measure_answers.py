"""What a page on measures answers: most help per krone, who is left without help, what a set that is tried does."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.result import RankedCandidate, RankResult
from beredt.kit.language import mark
from beredt.telling import measure_words, money, ranking_figures, wording
from beredt.telling.measure_words import Places
from beredt.telling.names import capitalised

MUNICIPALITY = "municipality"
_HALF = 0.5


@attrs.frozen(kw_only=True)
class PerKrone:
    """The measure to buy that costs least per citizen helped, and how many cannot be told apart from it."""

    entry: RankedCandidate
    alike: int


def per_krone(result: RankResult) -> PerKrone | None:
    """The best of what is bought one by one, whoever pays; None where nothing has a price per citizen.

    Another cannot be told apart from it where its range of kroner per citizen begins below the end of the best's.
    """
    priced = [entry for entry in result.measures if len(entry.members) == 1 and entry.kr_per_person is not None]
    if not priced:
        return None
    best = min(priced, key=lambda entry: (entry.kr_per_person or 0.0, entry.candidate.candidate_id))
    end = best.kr_per_person if best.kr_per_person_high is None else best.kr_per_person_high
    alike = [
        entry
        for entry in priced
        if entry is not best and (entry.kr_per_person_low or entry.kr_per_person or 0.0) <= (end or 0.0)
    ]
    return PerKrone(entry=best, alike=len(alike))


def first_sentence(result: RankResult, places: Places) -> str:
    """Which measure helps most per krone."""
    say = places.names.language.say
    best = per_krone(result)
    if best is None:
        cheap = ranking_figures.do_now(result)
        if not cheap:
            return say(mark("No measure in the catalogue averts anything in these hazards."))
        return say(
            mark("Nothing dear is needed first: {measure} helps most of what can be done now."),
            measure=measure_words.title(cheap[0], places),
        )
    entry = best.entry
    return say(
        mark("Most help per krone: {measure}, {effect} for about {price} per citizen."),
        measure=measure_words.title(entry, places),
        effect=measure_words.effect(entry.effect, places),
        price=money.amount(entry.kr_per_person or 0.0, places.names.language),
    )


def range_sentence(result: RankResult, places: Places) -> str:
    """How sure the first sentence is, and what costs next to nothing."""
    language = places.names.language
    best = per_krone(result)
    told = []
    if best is not None and best.entry.kr_per_person_low is not None and best.entry.kr_per_person_high is not None:
        told.append(
            language.say(
                mark("Between {low} and {high} per citizen."),
                low=money.amount(best.entry.kr_per_person_low, language),
                high=money.amount(best.entry.kr_per_person_high, language),
            )
        )
    payer = measure_words.payer(best.entry.candidate, places) if best is not None else ""
    if payer:
        told.append(f"{capitalised(payer)}.")
    if best is not None and best.alike:
        told.append(
            language.say_count(
                mark("{count} other cannot be told apart from it."),
                mark("{count} others cannot be told apart from it."),
                best.alike,
            )
        )
    cheap = sum(entry.is_do_now and len(entry.members) == 1 for entry in result.measures)
    if cheap:
        told.append(
            language.say_count(
                mark("{count} measure costs so little that it can be done now."),
                mark("{count} measures cost so little that they can be done now."),
                cheap,
            )
        )
    return " ".join(told)


def left_sentence(people: float, under_4h: float, places: Places) -> str:
    """How many stay without help: `uden hjælp bliver: ca. 35, heraf 4 inden 4 timer`."""
    language = places.names.language
    if people < _HALF:
        return language.say(mark("Left without help: nobody in the hazards as they are computed."))
    if under_4h < _HALF:
        return language.say(
            mark("Left without help: about {count}, none of them within 4 hours."),
            count=wording.people(people, language),
        )
    return language.say(
        mark("Left without help: about {count}, {urgent} of them within 4 hours."),
        count=wording.people(people, language),
        urgent=wording.people(under_4h, language),
    )


def set_lines(candidates: Sequence[Candidate], places: Places) -> list[str]:
    """The members of a set, those of one measure together: what, where and for how much."""
    lines = []
    for members in ranking_figures.by_measure(candidates):
        costs = [candidate.cost_kr for candidate in members]
        price = Range(
            low=sum(cost.low for cost in costs),
            likely=sum(cost.likely for cost in costs),
            high=sum(cost.high for cost in costs),
        )
        lines.append(
            places.names.language.say(
                mark("{measure} ({price})"),
                measure=measure_words.measure_title(members, places),
                price=money.amounts(price, places.names.language),
            )
        )
    return lines


def tried_sentence(before: float, after: float, places: Places) -> str:
    """What a set that was tried does to the number of people."""
    language = places.names.language
    return language.say(
        mark("With what is ticked about {after} citizens pass a critical tolerance instead of {before}."),
        after=wording.people(after, language),
        before=wording.people(before, language),
    )


def hours_gained(hours: float | None, places: Places) -> str:
    """How much later those whom a measure helps get into need; empty where that was not looked at."""
    if hours is None:
        return ""
    language = places.names.language
    minutes = round(hours * 60)
    if not minutes:
        return language.say(mark("It does not move the hour at which people get into need."))
    return language.say(
        mark("Those whom it helps get into need {span} later, in the middle."), span=language.span(minutes)
    )
