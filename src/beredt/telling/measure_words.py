"""How measures are said: name and place, price, effect, who pays, why one has no number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import attrs

from beredt.domain.measures.measure import Candidate
from beredt.domain.measures.parties import PARTIES
from beredt.domain.measures.result import Effect, Estimate, RankedCandidate
from beredt.kit.language import mark
from beredt.telling import money, wording
from beredt.telling.names import Names, printable

REASON_WORDS = {
    "asserted": mark("the model cannot see it"),
    "no_target": mark("there is nothing here that it could be put at"),
    "not_hit": mark("nothing that it holds up fails in these hazards"),
    "nobody_depends": mark("the pack has no citizen who depends on what it holds up"),
    "already_covered": mark("what it brings is there already"),
    "staff_present": mark("the staff are there in these hazards, but lack power, phones, IT or roads"),
    "other_cause": mark("what it supports fails for another reason than the one it counters"),
    "another_need_fails": mark("alone it is not enough, or something else that the same citizens need fails too"),
    "shared": mark("the neighbours need the same in these hazards, and it is not reserved"),
    "not_modelled": mark("what it holds up is not in the pack"),
}
"""Why a measure has no place in the ranking."""
ONE_SIDED = mark(
    "The figure in front is computed with the likely values. Where it lies outside its range, the assumptions can be "
    "wrong mostly to one side."
)
"""Beside effects of which some lie outside their own range."""
_MOST_PLACES = 3
_HALF_A_PERSON = 0.5


@attrs.frozen(kw_only=True)
class Places:
    """Names beside the measures: what assets and areas are called, and sites.

    Without `is_named` no place is called by its name: measures are told with how many places they are for.
    """

    names: Names
    sites: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    is_named: bool = True

    def of(self, place_id: str) -> str:
        """The name of an asset or a site; the id itself for anything else."""
        site = self.sites.get(place_id)
        return printable(site) if site else self.names.asset(place_id)


def title(entry: RankedCandidate, places: Places) -> str:
    """What is done and where: one candidate, or all members of a bundle."""
    return " + ".join(candidate_title(member, places) for member in entry.members)


def candidate_title(candidate: Candidate, places: Places) -> str:
    """A measure's name with its place where it has one or a few, else with how many places it covers."""
    return measure_title([candidate], places)


def measure_title(candidates: Sequence[Candidate], places: Places) -> str:
    """One measure's name with the places of its candidates where they are few, else with how many there are."""
    language, measure = places.names.language, candidates[0].measure
    name = measure.name_in(language.code)
    if measure.targets.what == "needs" or (measure.expansion == "all" and measure.cost.per != "target"):
        return name
    found = list(dict.fromkeys(place for candidate in candidates for place in place_ids(candidate)))
    named = [places.of(place) for place in found]
    if not places.is_named or len(found) > _MOST_PLACES or (len(found) > 1 and any("," in place for place in named)):
        counted = language.say_count("{count} place", "{count} places", len(found))
        return language.say(mark("{measure}, {places}"), measure=name, places=counted)
    return language.say(mark("{measure}: {place}"), measure=name, place=language.listed(named))


def price(candidate: Candidate, places: Places) -> str:
    """Capital and four years' running cost, from low to high."""
    return money.amounts(candidate.cost_kr, places.names.language)


def effect(found: Effect, places: Places) -> str:
    """What is averted: people where there are any, else hours beyond a tolerance."""
    language = places.names.language
    people = found.critical_people
    if people.mean >= _HALF_A_PERSON:
        return _people(people, places)
    for hours, one, more in (
        (
            found.person_hours_critical,
            mark("about {count} fewer person-hour beyond a critical tolerance"),
            mark("about {count} fewer person-hours beyond a critical tolerance"),
        ),
        (
            found.person_hours_serious,
            mark("about {count} fewer person-hour beyond a serious tolerance"),
            mark("about {count} fewer person-hours beyond a serious tolerance"),
        ),
        (
            found.person_hours_welfare,
            mark("about {count} fewer person-hour beyond a welfare tolerance"),
            mark("about {count} fewer person-hours beyond a welfare tolerance"),
        ),
    ):
        if count := wording.rounded_people(hours):
            return language.say_count(one, more, count)
    return language.say(mark("almost nothing"))


def facts(entry: RankedCandidate, places: Places) -> list[str]:
    """What is averted, how sure that is, and who pays where that is not the municipality."""
    language = places.names.language
    told = [effect(entry.effect, places)]
    if entry.first_in_sets:
        told.append(first_in_sets(entry, places))
    if entry.flips_at_twice_horizon:
        told.append(language.say(mark("at twice the horizon its place is another")))
    return [*told, *dict.fromkeys(filter(None, (payer(member, places) for member in entry.members)))]


def first_in_sets(entry: RankedCandidate, places: Places) -> str:
    """In how many sets of assumptions a measure came first."""
    language = places.names.language
    return language.say(
        mark("first in {first} of {sets} assumption sets"),
        first=language.number(entry.first_in_sets or 0),
        sets=language.number(entry.sets),
    )


def payer(candidate: Candidate, places: Places) -> str:
    """Who pays and decides where that is not the municipality; empty where it is."""
    language, measure = places.names.language, candidate.measure
    if measure.payer == measure.decided_by == "municipality":
        return ""
    if measure.payer == measure.decided_by:
        return language.say(mark("paid and decided by {party}"), party=language.say(PARTIES[measure.payer]))
    return language.say(
        mark("paid by {payer}, decided by {decider}"),
        payer=language.say(PARTIES[measure.payer]),
        decider=language.say(PARTIES[measure.decided_by]),
    )


def _people(people: Estimate, places: Places) -> str:
    language = places.names.language
    about = language.say(mark("about {count} fewer"), count=wording.people(people.mean, language))
    if people.low is None or people.high is None:
        return about
    low, high = (signed_people(value, places) for value in (people.low, people.high))
    if is_outside_range(people) and low == high:
        return language.say(mark("{about} ({low} over the assumption sets)"), about=about, low=low)
    if is_outside_range(people):
        return language.say(mark("{about} ({low} to {high} over the assumption sets)"), about=about, low=low, high=high)
    return about if low == high else language.say(mark("{about} ({low} to {high})"), about=about, low=low, high=high)


def is_outside_range(people: Estimate) -> bool:
    """Whether the mean, with likely values, lies outside its range over assumption sets, and reads so."""
    if people.low is None or people.high is None:
        return False
    mean, low, high = (
        math.copysign(wording.rounded_people(abs(value)), value) for value in (people.mean, people.low, people.high)
    )
    gap = max(people.low - people.mean, people.mean - people.high)
    return gap > _HALF_A_PERSON and not low <= mean <= high


def signed_people(value: float, places: Places) -> str:
    """People averted, which may be fewer than none."""
    said = wording.people(abs(value), places.names.language)
    return f"−{said}" if value < 0 and said != "0" else said


def place_ids(candidate: Candidate) -> tuple[str, ...]:
    """Places of a candidate, each once, in their order; for what is put up once, its targets."""
    own = [
        target.place if target.place and target.place != "municipality" else target.target_id
        for target in candidate.targets
    ]
    return tuple(dict.fromkeys(own))
