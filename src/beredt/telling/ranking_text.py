"""A ranking in municipality language: what to do now, what to buy first, the best set, whom it leaves, what is open.

Short enough to be read aloud; everything else is in the document `beredt/rank/1`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from beredt.domain.impact.result import ImpactResult
from beredt.domain.measures.measure import YEARS, Candidate, Range
from beredt.domain.measures.result import DO_NOW_KR, LeftWithout, RankedCandidate, RankResult
from beredt.kit.language import mark
from beredt.telling import answer, caveats, figures, measure_words, money, ranking_figures, wording
from beredt.telling.measure_words import Places
from beredt.telling.names import capitalised
from beredt.telling.wrapping import listed, wrapped

_HALF_A_PERSON = 0.5


def render_ranking(result: RankResult, *, places: Places, ring_first: Sequence[str] = ()) -> str:
    """The whole answer as plain text. `ring_first` are sentences on whom to ring about what."""
    say = places.names.language.say
    sections: list[list[str]] = [
        [places.names.municipality, say(mark("Internal: names assets. Not for the public."))],
        _hazard_lines(result, places),
        *_measure_sections(result, places),
        _ring_lines(ring_first, places),
        _open_lines(result, places),
        _reading_lines(result, places),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _hazard_lines(result: RankResult, places: Places) -> list[str]:
    """The worst hazards as sentences, once what is not assessed, and how hazards are weighed."""
    language = places.names.language
    worst = ranking_figures.worst_hazards(result)
    lines = [line for base in worst for line in wrapped(answer.finding_sentence(base, names=places.names))]
    lines += [line for gap in _gaps(worst, places) for line in wrapped(gap)]
    if len(result.base) > 1:
        lines += wrapped(
            language.say(
                mark("Effects below are means over {count} hazards; every family of hazards counts alike."),
                count=language.number(len(result.base)),
            )
        )
    return lines


def _gaps(hazards: Iterable[ImpactResult], places: Places) -> list[str]:
    told = [caveats.gap_sentences(figures.headline(base), names=places.names) for base in hazards]
    return list(dict.fromkeys(sentence for sentences in told for sentence in sentences))


def _measure_sections(result: RankResult, places: Places) -> list[list[str]]:
    """What to do and buy; where nobody's needs are in the pack, that nothing could be compared, which is no answer."""
    is_anybody = any(figures.headline(base).critical_people is not None for base in result.base)
    if not result.measures and not is_anybody:
        told = mark(
            "No measure can be compared: the pack holds no critical needs. That does not mean that nothing helps."
        )
        return [wrapped(places.names.language.say(told))]
    return [_do_now_lines(result, places), _buy_lines(result, places), _best_set_lines(result, places)]


def _do_now_lines(result: RankResult, places: Places) -> list[str]:
    entries = ranking_figures.do_now(result)
    if not entries:
        return []
    language = places.names.language
    head = language.say(mark("Do now, under {limit}:"), limit=money.amount(DO_NOW_KR, language))
    return [head, *listed(_entry(entry, places) for entry in entries)]


def _buy_lines(result: RankResult, places: Places) -> list[str]:
    say = places.names.language.say
    ties, bundle = ranking_figures.to_buy(result), ranking_figures.together(result)
    asked = ranking_figures.to_ask(result)
    if not ties and bundle is None and not asked:
        more = mark("Nothing else that can be bought averts anything here.")
        none = mark("Nothing that can be bought averts anything here.")
        return wrapped(say(more if ranking_figures.do_now(result) else none))
    lines = _first_lines(ties[0], places) if ties else []
    if ties[1:]:
        lines.append(say(mark("Then:")))
        lines += listed("; ".join(_entry(entry, places) for entry in tie.members) for tie in ties[1:])
    if bundle is not None:
        lines.append(say(mark("Worth more together than one by one:")))
        lines += listed([_entry(bundle, places)])
    if asked:
        lines.append(say(mark("Ask others for:")))
        lines += listed(_entry(entry, places) for entry in asked)
    return lines


def _first_lines(tie: ranking_figures.Tie, places: Places) -> list[str]:
    say = places.names.language.say
    if len(tie.members) == 1:
        (entry,) = tie.members
        return wrapped(say(mark("First measure to buy: {measure}."), measure=_entry(entry, places)))
    head = say(mark("First to buy is one of these; within the range they cannot be told apart:"))
    return [head, *listed(_entry(entry, places) for entry in tie.members)]


def _entry(entry: RankedCandidate, places: Places) -> str:
    """One measure: what, where, price, effect, how sure, who pays."""
    return places.names.language.say(
        mark("{measure} ({price}): {facts}"),
        measure=measure_words.title(entry, places),
        price=measure_words.price(entry.candidate, places),
        facts=", ".join(measure_words.facts(entry, places)),
    )


def _best_set_lines(result: RankResult, places: Places) -> list[str]:
    language, best = places.names.language, result.best_set
    budget = money.amount(best.budget_kr, language)
    if not best.candidates or best.effect is None:
        told = [language.say(mark("Within {budget} there is nothing that averts anything."), budget=budget)]
        return [line for sentence in [*told, *_left(result, places)] for line in wrapped(sentence)]
    averted = language.say(mark("In all: {effect}."), effect=measure_words.effect(best.effect, places))
    return [
        language.say(mark("Best set within {budget}:"), budget=budget),
        *listed(_paid_by(best.candidates, places)),
        *(line for sentence in [averted, *_left(result, places)] for line in wrapped(sentence)),
    ]


def _paid_by(candidates: Sequence[Candidate], places: Places) -> list[str]:
    """A line on what the municipality pays, and one on what others must be asked for."""
    language = places.names.language
    lines = []
    for said, ours in (
        (mark("The municipality pays ({price}): {measures}."), True),
        (mark("Others must be asked, and pay ({price}): {measures}."), False),
    ):
        paid = [candidate for candidate in candidates if (candidate.measure.payer == "municipality") is ours]
        if paid:
            titles = [measure_words.measure_title(members, places) for members in ranking_figures.by_measure(paid)]
            price = money.amounts(_total(paid), language)
            lines.append(language.say(said, price=price, measures="; ".join(titles)))
    return lines


def _total(candidates: Sequence[Candidate]) -> Range:
    costs = [candidate.cost_kr for candidate in candidates]
    return Range(
        low=sum(cost.low for cost in costs),
        likely=sum(cost.likely for cost in costs),
        high=sum(cost.high for cost in costs),
    )


def _left(result: RankResult, places: Places) -> list[str]:
    entries = ranking_figures.left_without(result)
    if not entries:
        return []
    shown = [_left_entry(entry, places) for entry in entries[: ranking_figures.MOST_LEFT]]
    more = len(entries) - len(shown)
    if more:
        shown.append(places.names.language.say_count("{count} more need", "{count} more needs", more))
    return [places.names.language.say(mark("Still without help: {needs}."), needs="; ".join(shown))]


def _left_entry(entry: LeftWithout, places: Places) -> str:
    language = places.names.language
    values = {
        "need": places.names.need_type(entry.need_type),
        "count": wording.people(entry.people_mean, language),
    }
    if entry.people_mean < _HALF_A_PERSON and entry.under_4h:
        return language.say(mark("{need} fewer than 1, who manages less than 4 h"), **values)
    if entry.people_mean < _HALF_A_PERSON:
        return language.say(mark("{need} fewer than 1"), **values)
    if entry.under_4h:
        return language.say(mark("{need} about {count}, who manage less than 4 h"), **values)
    return language.say(mark("{need} about {count}"), **values)


def _ring_lines(ring_first: Sequence[str], places: Places) -> list[str]:
    if not ring_first:
        return []
    return [places.names.language.say(mark("Ring first:")), *listed(ring_first)]


def _open_lines(result: RankResult, places: Places) -> list[str]:
    """Day four, hazards and measures without a number, and a second opinion where the order depends on the goal."""
    language = places.names.language
    lines = caveats.day_four_lines(
        ranking_figures.worst_hazards(result)[0], names=places.names, is_one_of_several=len(result.base) > 1
    )
    if result.not_modelled:
        hazards = "; ".join(places.names.hazard(entry.hazard) for entry in result.not_modelled)
        lines += wrapped(
            language.say(mark("Hazards not assessed, which is not the same as safe: {names}."), names=hazards)
        )
    lines += _without_number(result, places)
    first = result.first_by_other_objective
    other = next((entry for entry in result.measures if entry.candidate.candidate_id == first), None)
    if other is not None:
        said = (
            mark("Counted in person-hours the first would be: {measure}.")
            if result.objective == "people"
            else mark("Counted in people the first would be: {measure}.")
        )
        lines += wrapped(language.say(said, measure=measure_words.title(other, places)))
    return lines


def _without_number(result: RankResult, places: Places) -> list[str]:
    language = places.names.language
    lines = []
    for reason, entries in ranking_figures.reasons(ranking_figures.nowhere_ranked(result)).items():
        names = list(ranking_figures.names_of(entries, language.code))
        more = len(names) - ranking_figures.MOST_UNRANKED
        if more > 0:
            names[ranking_figures.MOST_UNRANKED :] = [language.say_count("{count} more", "{count} more", more)]
        lines += wrapped(
            language.say(
                mark("Without a number, because {reason}: {names}."),
                reason=language.say(measure_words.REASON_WORDS[reason]),
                names="; ".join(names),
            )
        )
    return lines


def _reading_lines(result: RankResult, places: Places) -> list[str]:
    language = places.names.language
    sets = max((entry.sets for entry in result.measures if entry.first_in_sets is not None), default=0)
    told = [
        language.say(
            mark("Prices are assumed unless the pack has its own, and cover purchase and {years} years' running."),
            years=language.number(YEARS),
        )
    ]
    if sets:
        told.append(
            language.say(
                mark("Ranges of effects: 8 of 10 of {sets} sets of assumptions lie inside."), sets=language.number(sets)
            )
        )
    effects = [entry.effect for entry in result.measures] + [result.best_set.effect]
    if any(measure_words.is_outside_range(effect.critical_people) for effect in effects if effect is not None):
        told.append(language.say(measure_words.ONE_SIDED))
    return wrapped(capitalised(" ".join(told)))
