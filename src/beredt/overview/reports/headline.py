"""The first sentence of a hazard on paper: the same as on screen, with its figures remembering their fields."""

from __future__ import annotations

from beredt.domain.impact.result import ImpactResult
from beredt.overview.reports import fields
from beredt.overview.reports.citing import Figure, cited, held
from beredt.telling import answer, caveats, figures, wording
from beredt.telling.names import Names


def headline_sentence(result: ImpactResult, *, names: Names) -> str:
    """How many, how sure, from when."""
    sentence = held(answer.finding_sentence(result, names=names))
    return cited(sentence, [(held(text), field) for text, field in _figures(result, names)])


def gap_sentence(result: ImpactResult, *, names: Names) -> str:
    """What is not, or only partly, assessed; empty where everything is."""
    return " ".join(caveats.gap_sentences(figures.headline(result), names=names))


def _figures(result: ImpactResult, names: Names) -> list[Figure]:
    """The figures of the sentence in its order; those it does not say are passed over."""
    language, head = names.language, figures.headline(result)
    harm = fields.of_hazard(result.hazard, "harm")
    found = [
        (names.hazard(result.hazard), f"hazard:{result.hazard}"),
        (wording.horizon(result.horizon_hours, language), fields.of_hazard(result.hazard, "horizon_hours")),
    ]
    people = head.critical_people
    if people is not None:
        count = language.number(wording.rounded_people(people.mean))
        found += [
            (count, f"{harm}.critical_people.mean"),
            (wording.people(people.p10, language), f"{harm}.critical_people.p10"),
            (wording.people(people.p90, language), f"{harm}.critical_people.p90"),
        ]
    for minute, quantile in ((head.first_minute, "p50"), (head.earliest_minute, "p10")):
        if minute is not None:
            told = wording.rounded_onset(minute)
            found.append((wording.after(told, language), f"{harm}.first_critical_hours.{quantile}"))
    if head.under_4h:
        count = language.number(wording.rounded_people(head.under_4h))
        found.append((count, f"{harm}.critical_under_4h.mean"))
    return found
