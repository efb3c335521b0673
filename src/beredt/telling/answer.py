"""The answer in words: one sentence with number, range, certainty and first hour; below it the evidence.

Written for somebody tired. Harm is always "without extra effort", and "at least" while something is not assessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from beredt.domain.impact.result import Assessment, ImpactResult, Spread
from beredt.kit.language import mark
from beredt.telling import caveats, evidence, figures, wording
from beredt.telling.data_age import DataAge, age_sentence
from beredt.telling.names import Names
from beredt.telling.wrapping import wrapped


def render_answer(
    assessment: Assessment,
    *,
    names: Names,
    remarks: Mapping[str, Sequence[str]] = MappingProxyType({}),
    age: DataAge | None = None,
) -> str:
    """The whole answer as plain text: sentences and tables for one hazard, one sentence each for several.

    `remarks` are further sentences by hazard id, such as what a scenario leaves out; `age` is that of the inputs.
    """
    say = names.language.say
    sections: list[list[str]] = [[names.municipality, say(mark("Internal: names assets. Not for the public."))]]
    if len(assessment.hazards) == 1:
        sections += _one_hazard(assessment.hazards[0], names, remarks)
    else:
        sections += [
            wrapped(" ".join([first_sentence(result, names=names), *remarks.get(result.hazard, ())]))
            for result in _most_people_first(assessment)
        ]
        if assessment.hazards:
            sections += [wrapped(say(mark("Tables for one of them: beredt assess PACK --hazard ID.")))]
    sections += [
        caveats.single_point_lines(assessment.single_points, names=names),
        caveats.not_modelled_lines(assessment.not_modelled, names=names),
        wrapped(age_sentence(age, names.language)) if age is not None else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def first_sentence(result: ImpactResult, *, names: Names) -> str:
    """What one hazard does, in a sentence that can be read aloud, followed by what is not assessed."""
    gaps = caveats.gap_sentences(figures.headline(result), names=names)
    return " ".join([finding_sentence(result, names=names), *gaps])


def finding_sentence(result: ImpactResult, *, names: Names) -> str:
    """How many, how sure, from when: never without `first_sentence`'s gaps beside it."""
    return names.language.say(
        mark("{hazard}, {horizon}: {finding}."),
        hazard=names.hazard(result.hazard),
        horizon=wording.horizon(result.horizon_hours, names.language),
        finding=_finding(figures.headline(result), names),
    )


def _one_hazard(result: ImpactResult, names: Names, remarks: Mapping[str, Sequence[str]]) -> list[list[str]]:
    return [
        wrapped(first_sentence(result, names=names)),
        wrapped(" ".join([range_sentence(result, names), *remarks.get(result.hazard, ())])),
        evidence.need_table(result, names=names),
        evidence.person_hours_lines(result, names=names),
        evidence.service_table(result, names=names),
        caveats.restart_lines(result, names=names),
        caveats.day_four_lines(result, names=names),
        caveats.coverage_lines(result, names=names),
    ]


def _most_people_first(assessment: Assessment) -> list[ImpactResult]:
    return sorted(assessment.hazards, key=lambda result: (-result.harm.critical_people.mean, result.hazard))


def _finding(head: figures.Headline, names: Names) -> str:
    say = names.language.say
    if head.critical_people is None:
        return say(mark("no critical need is entered, so who gets into danger is not assessed"))
    if head.critical_people.mean == 0:
        return say(mark("in what is assessed, no citizen passes a critical tolerance"))
    return (
        f"{_how_many(head.critical_people.mean, head.is_incomplete, names)} ({_how_sure(head, names)})"
        f"{_when(head, names)}{_under_four_hours(head, names)}"
    )


def _how_many(mean: float, at_least: bool, names: Names) -> str:
    language = names.language
    count = wording.rounded_people(mean)
    if not count:
        return language.say(mark("without extra effort fewer than 1 citizen on average passes a critical tolerance"))
    if at_least:
        return language.say_count(
            "without extra effort at least about {count} citizen passes a critical tolerance",
            "without extra effort at least about {count} citizens pass a critical tolerance",
            count,
        )
    return language.say_count(
        "without extra effort about {count} citizen passes a critical tolerance",
        "without extra effort about {count} citizens pass a critical tolerance",
        count,
    )


def _how_sure(head: figures.Headline, names: Names) -> str:
    say = names.language.say
    basis = wording.basis(head.basis, names.language)
    if head.exact or head.critical_people is None:
        return say(mark("{basis}; one run, exactly these outages"), basis=basis)
    if head.earliest_minute is None:
        return say(mark("{basis}; only in fewer than 1 of 10 runs"), basis=basis)
    low, high = _range_of(head.critical_people, names)
    if low == high:
        return say(mark("{basis}; about the same in 8 of 10 runs"), basis=basis)
    return say(mark("{basis}; {low} to {high} in 8 of 10 runs"), basis=basis, low=low, high=high)


def _range_of(spread: Spread, names: Names) -> tuple[str, str]:
    return wording.people(spread.p10, names.language), wording.people(spread.p90, names.language)


def _when(head: figures.Headline, names: Names) -> str:
    say = names.language.say
    if head.earliest_minute is None:
        return ""
    earliest = _after(head.earliest_minute, head.exact, names)
    if head.first_minute is None:
        return say(mark(", in 1 of 10 runs the first {earliest}"), earliest=earliest)
    first = _after(head.first_minute, head.exact, names)
    if earliest != first:
        return say(mark(", the first {first} (in 1 of 10 runs {earliest})"), first=first, earliest=earliest)
    return say(mark(", the first {first}"), first=first)


def _after(minute: int, exact: bool, names: Names) -> str:
    return wording.after(minute if exact else wording.rounded_onset(minute), names.language)


def _under_four_hours(head: figures.Headline, names: Names) -> str:
    if not head.under_4h:
        return ""
    count = wording.rounded_people(head.under_4h)
    if not count:
        return names.language.say(mark("; on average fewer than 1 of them manages less than 4 h"))
    return names.language.say_count(
        "; {count} of them manages less than 4 h", "; {count} of them manage less than 4 h", count
    )


def range_sentence(result: ImpactResult, names: Names) -> str:
    """What the range in the first sentence is, and is not; empty for one exact run."""
    if result.assets is not None:
        return ""
    return names.language.say(
        mark(
            "The range is how differently the hazard can go in {draws} computed runs; it does not say how uncertain "
            "the assumptions are."
        ),
        draws=names.language.number(result.draws),
    )
