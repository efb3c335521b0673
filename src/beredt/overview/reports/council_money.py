"""What the council is asked to pay for: measures by name, totals, what they avert together, whom they leave."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.measures.measure import Candidate, Range
from beredt.domain.measures.parties import PARTIES
from beredt.domain.measures.result import Estimate, RankResult
from beredt.kit.document import Block, Column, Paragraph, Section, Table, cite
from beredt.kit.language import Language, mark
from beredt.overview.reports import citing, council_people
from beredt.overview.reports.citing import held
from beredt.overview.reports.findings import Findings
from beredt.telling import money

OWN = "municipality"
"""The payer whose money the council decides on."""


@attrs.frozen(kw_only=True)
class MeasureTotal:
    """All candidates of one measure in the best set: costs [kr] added up, whoever they are for."""

    measure_id: str
    name: str
    places: int
    payer: str
    capital_kr: Range
    yearly_kr: Range


def money_section(findings: Findings, *, most: int) -> Section:
    """The economy of the case; an open line where nothing was ranked."""
    say = findings.language.say
    result = findings.ranking
    if result is None or not result.best_set.candidates:
        told = say(mark("No set of measures has been computed within a budget. To be filled in by the administration."))
        blocks: tuple[Block, ...] = (Paragraph(text=told),)
    else:
        blocks = (*_table(result, findings, most), Paragraph(text=_left(result, findings)))
    return Section(section_id="economy", title=say(mark("Finances")), blocks=blocks)


def summary_sentences(findings: Findings) -> list[str]:
    """What the best set costs and averts."""
    result = findings.ranking
    if result is None or result.best_set.effect is None:
        return []
    language, best = findings.language, result.best_set
    people = result.best_set.effect.critical_people
    needs_others = any(candidate.measure.payer != OWN for candidate in best.candidates)
    told = [
        language.say(
            mark(
                "Within a budget of {budget} a set of measures was found that costs the municipality about {likely} "
                "over four years ({own}); with what others pay it comes to {price}. With it about {count} fewer "
                "citizens pass a critical tolerance, as a mean over the hazards{range}."
            ),
            range=_range(people, language),
            budget=_amount(best.budget_kr, "rank:best_set.budget_kr", findings),
            likely=_likely(result, findings),
            price=_amounts(best.cost_kr, "rank:best_set.cost_kr", findings),
            own=_own(result, findings),
            count=council_people.people(people.mean, "rank:best_set.effect.critical_people.mean", language),
        )
    ]
    if needs_others:
        # The council decides on its own money only: the effect must not read as if that money bought all of it.
        told.append(language.say(mark("That figure presupposes that the others carry out their measures too.")))
    return told


def _range(people: Estimate, language: Language) -> str:
    """How many fewer under other assumptions, as a part of the sentence; empty where no sets were computed."""
    if people.low is None or people.high is None:
        return ""
    field = "rank:best_set.effect.critical_people"
    return language.say(
        mark(" ({low} to {high} under other assumptions)"),
        low=council_people.people(max(people.low, 0.0), f"{field}.low", language),
        high=council_people.people(max(people.high, 0.0), f"{field}.high", language),
    )


def decision_item(findings: Findings) -> str:
    """What is asked for in money."""
    result = findings.ranking
    if result is None or not result.best_set.candidates:
        return findings.language.say(mark("decides on measures when they have been computed, within [amount],"))
    return findings.language.say(
        mark(
            "approves the municipality's own measures under Finances, about {likely} over four years ({own}), "
            "financed by [source], and takes up the others with those who are to pay,"
        ),
        likely=_likely(result, findings),
        own=_own(result, findings),
    )


def totals(candidates: Sequence[Candidate], language_code: str) -> tuple[MeasureTotal, ...]:
    """The candidates by measure, the municipality's own first, the dearest first."""
    found: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.measure.measure_id, []).append(candidate)
    entries = [
        MeasureTotal(
            measure_id=measure_id,
            name=members[0].measure.name_in(language_code),
            places=len(members),
            payer=members[0].measure.payer,
            capital_kr=_sum([member.capital_kr for member in members]),
            yearly_kr=_sum([member.yearly_kr for member in members]),
        )
        for measure_id, members in found.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.payer != OWN, -entry.capital_kr.likely, entry.measure_id)))


def _table(result: RankResult, findings: Findings, most: int) -> list[Block]:
    say, language = findings.language.say, findings.language
    entries = totals(result.best_set.candidates, language.code)
    shown, rest = entries[:most], entries[most:]
    columns = (
        Column(title=say(mark("measure")), share=3),
        Column(title=say(mark("purchase")), share=0, is_number=True),
        Column(title=say(mark("yearly running")), share=0, is_number=True),
        Column(title=say(mark("paid by")), share=0),
    )
    rows = [_row(entry, findings) for entry in shown]
    notes = [
        citing.left_out(
            language.say_count(
                "{count} smaller measure is left out of the table.",
                "{count} smaller measures are left out of the table.",
                len(rest),
            ),
            len(rest),
            language,
        )
        if rest
        else "",
        say(
            mark(
                "In all {price} over four years (purchase and running), whoever pays. Prices are assumed; tenders "
                "will settle them."
            ),
            price=_amounts(result.best_set.cost_kr, "rank:best_set.cost_kr", findings),
        ),
    ]
    return [Table(columns=columns, rows=rows), Paragraph(text=citing.joined(notes))]


def _row(entry: MeasureTotal, findings: Findings) -> tuple[str, ...]:
    language = findings.language
    path = f"rank:best_set.prices[measure_id={entry.measure_id}]"
    name = cite(entry.name, f"{path}.name")
    if entry.places > 1:
        count = cite(language.number(entry.places), f"{path}#count")
        name = language.say(mark("{measure} ({count} places)"), measure=name, count=count)
    return (
        name,
        _amounts(entry.capital_kr, f"{path}.capital_kr", findings),
        _amounts(entry.yearly_kr, f"{path}.yearly_kr", findings),
        language.say(PARTIES[entry.payer]),
    )


def _left(result: RankResult, findings: Findings) -> str:
    """How many the set leaves without help, as totals only."""
    entries = result.best_set.left_without
    language = findings.language
    under = sum(entry.people_mean for entry in entries if entry.under_4h)
    others = sum(entry.people_mean for entry in entries if not entry.under_4h)
    if not under and not others:
        return language.say(mark("With the set in place nobody passes a critical tolerance in what is assessed."))
    return language.say(
        mark(
            "Even with the set in place critical tolerances are passed, as a mean over the hazards: {under} by "
            "citizens who manage less than 4 h, {others} by others (a citizen with two needs counts twice). People "
            "must still reach them, whatever is bought."
        ),
        under=council_people.people(under, "rank:best_set.left_without[under_4h=true].people.mean", language),
        others=council_people.people(others, "rank:best_set.left_without[under_4h=false].people.mean", language),
    )


def _own(result: RankResult, findings: Findings) -> str:
    """What the municipality itself pays, over four years."""
    own = [candidate.cost_kr for candidate in result.best_set.candidates if candidate.measure.payer == OWN]
    return _amounts(_sum(own), f"rank:best_set.prices[payer={OWN}].cost_kr", findings)


def _likely(result: RankResult, findings: Findings) -> str:
    """What the municipality itself pays over four years at likely prices: that is what the budget binds."""
    used = sum(candidate.budget_kr for candidate in result.best_set.candidates)
    return _amount(used, "rank:best_set.budget_used_kr", findings)


def _amount(kr: float, field: str, findings: Findings) -> str:
    return cite(held(money.amount(kr, findings.language)), field)


def _amounts(prices: Range, field: str, findings: Findings) -> str:
    return cite(held(money.amounts(prices, findings.language)), field)


def _sum(ranges: Sequence[Range]) -> Range:
    return Range(
        low=sum(entry.low for entry in ranges),
        likely=sum(entry.likely for entry in ranges),
        high=sum(entry.high for entry in ranges),
    )
