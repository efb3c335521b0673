"""The page of one measure: what it does, where, at what price, how sure that is, why not, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from beredt.apps.measures import ranking_page
from beredt.apps.measures.deciding import DECIDERS, DECISION_WORDS
from beredt.apps.measures.ranking_page import Badge
from beredt.apps.measures.stored import Decision, StoredRanking, StoredVerification
from beredt.domain.measures.measure import YEARS, Candidate, Measure, Range
from beredt.domain.measures.parties import PARTIES, ROLES
from beredt.domain.measures.result import RankedCandidate, Unranked
from beredt.ground.ui import moments
from beredt.ground.ui.marks import BasisMark
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import Language, mark
from beredt.telling import measure_answers, measure_words, money, wording
from beredt.telling.call_words import CallWords
from beredt.telling.measure_words import Places
from beredt.telling.names import capitalised, printable

MOST_PLACES = 30


@attrs.frozen(kw_only=True)
class Fact:
    """One line of what is known of a measure; `basis` beside it where the value has one."""

    title: str
    text: str
    note: str = ""
    basis: BasisMark | None = None


@attrs.frozen(kw_only=True)
class Past:
    """One entry of a measure's decisions: newest first on the page."""

    badge: Badge | None
    day: str
    by: str
    is_undo: bool


@attrs.frozen(kw_only=True)
class MeasurePage:
    """Everything on the page of one measure."""

    title: str
    sentence: str
    range: str
    what: tuple[str, ...]
    where: tuple[str, ...]
    more_places: str
    why_not: str
    facts: tuple[Fact, ...]
    hazards: Table | None
    hours: str
    works: str
    sources: tuple[tuple[str, str], ...]
    behind: tuple[str, ...]
    badge: Badge | None
    version: int
    history: tuple[Past, ...]


def measure_page(
    ranking: StoredRanking,
    candidate_id: str,
    *,
    places: Places,
    content: Sequence[Measure],
    history: Sequence[Decision],
    verification: StoredVerification | None,
    words: CallWords | None,
) -> MeasurePage:
    """The page for one reader; `verification` and `words` only for those who may see places."""
    language = places.names.language
    entry = ranking.by_id.get(candidate_id)
    unranked = next((found for found in ranking.result.unranked if found.candidate_id == candidate_id), None)
    members = _members(ranking, candidate_id, entry)
    measures = list({member.measure.measure_id: member.measure for member in members}.values())
    if not measures and unranked is not None:
        measures = [measure for measure in content if measure.measure_id == unranked.measure_id]
    title = _title(entry, members, unranked, places)
    named, more = _where(members, places)
    return MeasurePage(
        title=title,
        sentence=_sentence(title, entry, unranked, places),
        range=_range_told(entry, language),
        what=tuple(printable(m.what_da if language.code == "da" else m.what_en) for m in measures),
        where=named,
        more_places=more,
        why_not=_why_not(unranked, measures, language),
        facts=_facts(entry, members, measures, language),
        hazards=_hazards(entry, places) if entry is not None else None,
        hours=measure_answers.hours_gained(entry.hours_gained if entry else None, places),
        works=_works(measures, language),
        sources=tuple(dict.fromkeys((m.source, m.source_url) for m in measures if m.source)),
        behind=_behind(members, verification, words) if places.is_named else (),
        badge=ranking_page.badge_of(history[0], language) if history else None,
        version=history[0].version if history else 0,
        history=tuple(_past(decision, language) for decision in history),
    )


def _members(ranking: StoredRanking, candidate_id: str, entry: RankedCandidate | None) -> tuple[Candidate, ...]:
    if entry is not None:
        return entry.members
    known = ranking.candidates_by_id.get(candidate_id)
    return (known,) if known is not None else ()


def _title(
    entry: RankedCandidate | None, members: Sequence[Candidate], unranked: Unranked | None, places: Places
) -> str:
    if entry is not None:
        return measure_words.title(entry, places)
    if members:
        return measure_words.candidate_title(members[0], places)
    assert unranked is not None
    return unranked.name_da if places.names.language.code == "da" else unranked.name_en


def _sentence(title: str, entry: RankedCandidate | None, unranked: Unranked | None, places: Places) -> str:
    language = places.names.language
    if entry is not None:
        return language.say(
            mark("{measure}: {effect}, for {price}."),
            measure=title,
            effect=measure_words.effect(entry.effect, places),
            price=measure_words.price(entry.candidate, places),
        )
    reason = language.say(measure_words.REASON_WORDS[unranked.reason]) if unranked else ""
    return language.say(mark("{measure} has no number here: {reason}."), measure=title, reason=reason)


def _range_told(entry: RankedCandidate | None, language: Language) -> str:
    if entry is None:
        return ""
    people = entry.effect.critical_people
    if people.low is None or people.high is None:
        return language.say(mark("It was not tried under other assumptions, because it is not among the first ten."))
    told = [
        language.say(
            mark("First in {first} of {sets} assumption sets."),
            first=language.number(entry.first_in_sets or 0),
            sets=language.number(entry.sets),
        )
    ]
    if entry.flips_at_twice_horizon:
        told.append(language.say(mark("At twice the horizon its place is another.")))
    return " ".join(told)


def _where(members: Sequence[Candidate], places: Places) -> tuple[tuple[str, ...], str]:
    """The places by name for those who may see them, and how many more there are; else only how many."""
    language = places.names.language
    at_home = [member for member in members if member.measure.targets.what == "needs"]
    ids = list(dict.fromkeys(name for m in members if m not in at_home for name in measure_words.place_ids(m)))
    told = []
    if at_home:
        people = wording.people(sum(member.people for member in at_home), language)
        told.append(language.say(mark("about {count} citizens at home"), count=people))
    if not places.is_named:
        told += [language.say_count("{count} place", "{count} places", len(ids))] if ids else []
        return tuple(told), ""
    told += [places.of(name) for name in ids[:MOST_PLACES]]
    more = max(0, len(ids) - MOST_PLACES)
    return tuple(told), language.say_count("{count} more", "{count} more", more) if more else ""


def _why_not(unranked: Unranked | None, measures: Sequence[Measure], language: Language) -> str:
    """Why it has no number: the measure's own explanation where the model cannot see it at all."""
    if unranked is None:
        return ""
    own = ""
    if unranked.reason == "asserted" and measures:
        own = measures[0].why_da if language.code == "da" else measures[0].why_en
    said = capitalised(language.say(measure_words.REASON_WORDS[unranked.reason]))
    return f"{said}. {own}".strip()


def _facts(
    entry: RankedCandidate | None, members: Sequence[Candidate], measures: Sequence[Measure], language: Language
) -> tuple[Fact, ...]:
    facts = []
    if members:
        capital, yearly = _total([m.capital_kr for m in members]), _total([m.yearly_kr for m in members])
        whole = _total([m.cost_kr for m in members])
        weakest = max(members, key=lambda member: ("verified", "assumed", "default").index(member.cost_basis))
        basis = ranking_page.price_basis(weakest, language)
        years = language.number(YEARS)
        say = language.say
        facts += [
            Fact(title=say(mark("Purchase")), text=money.amounts(capital, language), basis=basis),
            Fact(title=say(mark("Yearly running")), text=money.amounts(yearly, language), basis=basis),
            Fact(
                title=say(mark("In all, {years} years"), years=years), text=money.amounts(whole, language), basis=basis
            ),
        ]
    if entry is not None and entry.kr_per_person is not None:
        facts.append(Fact(title=language.say(mark("Per citizen helped")), text=_per_citizen(entry, language)))
    facts += _parties(measures, language)
    return tuple(facts)


def _per_citizen(entry: RankedCandidate, language: Language) -> str:
    middle = money.amount(entry.kr_per_person or 0.0, language)
    if entry.kr_per_person_low is None or entry.kr_per_person_high is None:
        return middle
    return language.say(
        mark("{middle} (between {low} and {high})"),
        middle=middle,
        low=money.amount(entry.kr_per_person_low, language),
        high=money.amount(entry.kr_per_person_high, language),
    )


def _parties(measures: Sequence[Measure], language: Language) -> list[Fact]:
    say = language.say

    def joined(words: Sequence[str], names: Mapping[str, str]) -> str:
        return ", ".join(dict.fromkeys(say(names[word]) for word in words if word in names))

    lead = max((measure.lead_time_days for measure in measures), default=0)
    facts = [
        Fact(title=say(mark("Pays")), text=joined([m.payer for m in measures], PARTIES)),
        Fact(title=say(mark("Decides")), text=joined([m.decided_by for m in measures], PARTIES)),
        Fact(title=say(mark("Responsible")), text=joined([m.responsible for m in measures], ROLES)),
    ]
    if lead:
        told = language.say_count(mark("{count} day"), mark("{count} days"), lead)
        facts.append(Fact(title=say(mark("In place after")), text=told))
    return [fact for fact in facts if fact.text]


def _works(measures: Sequence[Measure], language: Language) -> str:
    """How surely it works, and why that is so."""
    told = []
    for measure in measures:
        if measure.effect_kind != "computed":
            continue
        works = measure.p_works
        why = measure.why_da if language.code == "da" else measure.why_en
        said = language.say(
            mark("It is reckoned to work {likely} of the times it is needed ({low} to {high})."),
            likely=wording.share(works.likely, language),
            low=wording.share(works.low, language),
            high=wording.share(works.high, language),
        )
        told.append(f"{said} {why}".strip())
    return " ".join(told)


def _hazards(entry: RankedCandidate, places: Places) -> Table:
    language = places.names.language
    rows = [
        (
            places.names.hazard(place.hazard),
            Cell(text=wording.people(max(place.critical_people_mean, 0.0), language), sort=place.critical_people_mean),
            Cell(
                text=language.number(place.rank) if place.rank is not None else "–",
                sort=place.rank if place.rank is not None else 1e9,
            ),
        )
        for place in sorted(entry.per_hazard, key=lambda place: -place.critical_people_mean)
    ]
    return table(
        language.say(mark("What it does in each hazard")),
        [
            language.say(mark("Hazard")),
            Column(title=language.say(mark("Citizens fewer past a critical tolerance")), kind="number"),
            Column(title=language.say(mark("Place among the measures")), kind="number"),
        ],
        rows,
    )


def _behind(
    members: Sequence[Candidate], verification: StoredVerification | None, words: CallWords | None
) -> tuple[str, ...]:
    """Unverified values that stand at the measure's own places, as the questions that would settle them."""
    if verification is None or words is None:
        return ()
    touched = {target.target_id for member in members for target in member.targets}
    found = [
        question
        for question in sorted(verification.questions.values(), key=lambda question: question.order)
        if any(value.key[0] in touched for value in question.settles)
    ]
    return tuple(f"{words.question(question)} {words.assumed(question)}" for question in found[:5])


def _total(ranges: Sequence[Range]) -> Range:
    return Range(
        low=sum(entry.low for entry in ranges),
        likely=sum(entry.likely for entry in ranges),
        high=sum(entry.high for entry in ranges),
    )


def _past(decision: Decision, language: Language) -> Past:
    who = (
        language.say(mark("user {number}"), number=str(decision.recorded_by))
        if decision.recorded_by is not None
        else language.say(mark("the command line"))
    )
    return Past(
        badge=ranking_page.badge_of(decision, language),
        day=moments.moment(decision.decided_at, language),
        by=who,
        is_undo=decision.is_undo,
    )


def decision_choices(language: Language) -> list[tuple[str, str]]:
    """The decisions there are."""
    return [(code, language.say(word)) for code, word in DECISION_WORDS.items()]


def decider_choices(language: Language) -> list[tuple[str, str]]:
    """The bodies that decide."""
    return [(code, capitalised(language.say(word))) for code, word in DECIDERS.items()]
