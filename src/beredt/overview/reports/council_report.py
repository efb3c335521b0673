"""The case for the council: two editable pages without a single asset, place, supplier or single point.

It says how many, how sure, what it costs in total and what is asked for. Counts under five are never written out.
"""

from __future__ import annotations

from collections.abc import Callable

from beredt.domain.impact.result import ImpactResult
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Document, Items, Paragraph, Section, Table, cite, plain
from beredt.kit.language import Language, mark
from beredt.overview.reports import citing, council_money, council_people, fields, fitting, imprint
from beredt.overview.reports.cover import provenance
from beredt.overview.reports.findings import Findings
from beredt.telling import caveats, figures, wording

MOST_PAGES = 2
MOST_HAZARDS = (14, 12, 10, 8, 6, 5, 4, 3)
MOST_MEASURES = (18, 15, 12, 9, 7, 5, 4, 3)
"""Rows by tightness, the roomiest first."""


def council_report(
    findings: Findings, *, printed: imprint.Imprint, measure: Callable[[Document], fitting.Layout]
) -> Document:
    """The case of these findings, as roomy as two pages allow."""
    return fitting.fit_pages(lambda tightness: _build(findings, printed, tightness), measure, most_pages=MOST_PAGES)


def _build(findings: Findings, printed: imprint.Imprint, tightness: int) -> Document:
    say = findings.language.say
    sections = (
        _summary(findings),
        _presentation(findings, MOST_HAZARDS[tightness]),
        council_money.money_section(findings, most=MOST_MEASURES[tightness]),
        _recommendation(findings),
        _about(findings),
    )
    return imprint.paper(
        title=say(mark("Preparedness for citizens with critical needs")),
        subject=say(mark("Case for the council: draft to be edited.")),
        municipality=findings.names.municipality,
        edition=say(mark("council edition")),
        imprint=printed,
        language=findings.language,
        sections=sections,
    )


def _summary(findings: Findings) -> Section:
    say = findings.language.say
    sentences = [
        say(
            mark(
                "The municipality is responsible for the citizens it helps every day, also when power, water, IT "
                "or staff fail. This case shows what hazards of the national risk picture mean here, and what can "
                "be done."
            )
        ),
        *_worst(findings),
        *council_money.summary_sentences(findings),
    ]
    return Section(section_id="summary", title=say(mark("Summary")), blocks=(Paragraph(text=citing.joined(sentences)),))


def _worst(findings: Findings) -> list[str]:
    """The hazard with most people past a critical tolerance, in a sentence."""
    language, say = findings.language, findings.language.say
    assessed = [result for result in findings.results if figures.headline(result).critical_people is not None]
    if not assessed:
        return [say(mark("Who gets into danger is not assessed yet, which is not the same as safe."))]
    result = assessed[0]
    if result.harm.critical_people.mean == 0:
        return [say(mark("In what is assessed, no citizen passes a critical tolerance."))]
    head = figures.headline(result)
    harm = fields.of_hazard(result.hazard, "harm.critical_people")
    spread = _spread(result, language)
    places = {
        "hazard": cite(findings.names.hazard(result.hazard), f"hazard:{result.hazard}"),
        "horizon": cite(
            citing.held(wording.horizon_in_words(result.horizon_hours, language)),
            fields.of_hazard(result.hazard, "horizon_hours"),
        ),
        "count": council_people.people(result.harm.critical_people.mean, f"{harm}.mean", language),
        "spread": f" ({spread})" if spread else "",
    }
    sentence = (
        mark(
            "The hazard that hits hardest is “{hazard}”: within {horizon} at least about {count} citizens pass a "
            "critical tolerance without extra effort{spread}."
        )
        if head.is_incomplete
        else mark(
            "The hazard that hits hardest is “{hazard}”: within {horizon} about {count} citizens pass a critical "
            "tolerance without extra effort{spread}."
        )
    )
    return [say(sentence, **places)]


def _spread(result: ImpactResult, language: Language) -> str:
    """How differently it can go, for a sentence."""
    told = _range(result, language)
    if _is_rare(result):
        return language.say(mark("in fewer than 1 of 10 computed runs"))
    return language.say(mark("{range} in 8 of 10 computed runs"), range=told)


def _is_rare(result: ImpactResult) -> bool:
    """Whether anybody at all is over the line only in the worst tenth of the runs."""
    return result.harm.critical_people.mean > 0 and not result.harm.critical_people.p90


def _presentation(findings: Findings, most: int) -> Section:
    say = findings.language.say
    blocks: list[Block] = [
        Paragraph(
            text=say(
                mark(
                    "In October 2025 the national agency for civil protection (SAMSIK) recommended that "
                    "municipalities can keep critical functions going for up to three days. These are "
                    "recommendations, not requirements; the law and the responsibility are unchanged, and there is "
                    "no new money with them."
                )
            )
        ),
        Paragraph(
            text=say(
                mark(
                    "A citizen passes a critical tolerance when help, power or equipment has been gone longer than "
                    "the need can wait. The figures say how many need help, and by when; they say nothing of what "
                    "happens if help comes."
                )
            )
        ),
        *_table(findings, most),
        Paragraph(text=_certainty(findings)),
    ]
    return Section(section_id="presentation", title=say(mark("Presentation of the case")), blocks=tuple(blocks))


def _table(findings: Findings, most: int) -> list[Block]:
    say = findings.language.say
    shown = findings.results[:most]
    if not shown:
        return [
            Paragraph(text=say(mark("None of the hazards could be computed with the data the municipality has now.")))
        ]
    columns = (
        Column(title=say(mark("hazard")), share=3),
        Column(title=say(mark("citizens past a critical tolerance")), share=2, is_number=True),
        Column(title=say(mark("in 8 of 10 runs")), share=0, is_number=True),
        Column(title=say(mark("first after")), share=0, is_number=True),
        Column(title=say(mark("basis")), share=0),
    )
    blocks: list[Block] = [Table(columns=columns, rows=[_row(result, findings) for result in shown])]
    heads = [figures.headline(result) for result in shown]
    if any(head.first_minute is None and head.earliest_minute is not None for head in heads):
        note = say(mark("In brackets: not in half of the runs, but in 1 of 10 already after this time."))
        blocks.append(Paragraph(text=note, style=paper.NOTE))
    hidden = len(findings.results) - len(shown)
    if hidden:
        told = citing.left_out(
            findings.language.say_count(
                "{count} hazard with fewer people is left out.",
                "{count} hazards with fewer people are left out.",
                hidden,
            ),
            hidden,
            findings.language,
        )
        blocks.append(Paragraph(text=told, style=paper.NOTE))
    return blocks


def _row(result: ImpactResult, findings: Findings) -> tuple[str, ...]:
    language, head = findings.language, figures.headline(result)
    name = cite(findings.names.hazard(result.hazard), f"hazard:{result.hazard}")
    if head.critical_people is None:
        return name, wording.basis("not_assessed", language), "", "", ""
    harm = fields.of_hazard(result.hazard, "harm")
    count = council_people.people(head.critical_people.mean, f"{harm}.critical_people.mean", language)
    return name, count, _range(result, language), _first(result, language), wording.basis(head.basis, language)


def _range(result: ImpactResult, language: Language) -> str:
    """How differently it can go, in numbers that point at nobody."""
    spread, harm = result.harm.critical_people, fields.of_hazard(result.hazard, "harm.critical_people")
    if _is_rare(result):
        return language.say(mark("few runs"))
    low = council_people.people(spread.p10, f"{harm}.p10", language)
    high = council_people.people(spread.p90, f"{harm}.p90", language)
    return low if plain(low) == plain(high) else language.say(mark("{low} to {high}"), low=low, high=high)


def _first(result: ImpactResult, language: Language) -> str:
    """When the first are hit: in the middle run, else in one of ten, in brackets; a dash where nobody is."""
    head, harm = figures.headline(result), fields.of_hazard(result.hazard, "harm")
    if not result.harm.critical_people.mean:
        return "–"
    if head.earliest_minute is None:
        return language.say(mark("rarely"))
    if head.first_minute is not None:
        return citing.onset(head.first_minute, f"{harm}.first_critical_hours.p50", language)
    early = citing.onset(head.earliest_minute, f"{harm}.first_critical_hours.p10", language)
    return citing.bracketed(early, True)


def _certainty(findings: Findings) -> str:
    """How sure, what is not assessed; services and needs by their words, hazards by name."""
    say = findings.language.say
    gaps = (
        caveats.gap_sentences(figures.headline(findings.results[0]), names=findings.names) if findings.results else []
    )
    missing = [findings.names.hazard(entry.hazard) for entry in findings.assessment.not_modelled]
    is_verified = any(entry.verified_share for result in findings.results for entry in result.coverage)
    return citing.joined(
        [
            say(
                mark(
                    "The figures are computed from the municipality's own data and from assumptions; most "
                    "assumptions have not been verified yet."
                )
                if is_verified
                else mark(
                    "The figures are computed from open data, national figures and assumptions. Nobody in the "
                    "municipality has verified them yet."
                )
            ),
            *gaps,
            say(mark("Hazards not assessed, which is not the same as safe: {names}."), names="; ".join(missing))
            if missing
            else "",
        ]
    )


def _recommendation(findings: Findings) -> Section:
    say = findings.language.say
    items = [
        say(mark("takes note of the risk picture and of what is not assessed,")),
        council_money.decision_item(findings),
        say(mark("asks the administration to verify the assumptions that move the answer most, by [date],")),
        say(mark("takes up the case again, with the result of an exercise, by [date].")),
    ]
    blocks: list[Block] = [
        Paragraph(text=say(mark("The administration recommends that the council"))),
        Items(items=items, kind=paper.NUMBER),
    ]
    if findings.decisions:
        blocks += [Paragraph(text=say(mark("Decided already:"))), Items(items=_decided(findings))]
    return Section(section_id="recommendation", title=say(mark("Recommendation")), blocks=tuple(blocks))


def _decided(findings: Findings) -> list[str]:
    """One line per decision, in the body's own words for it."""
    return [f"{plain(entry.measure)}: {entry.decision} ({entry.decider})" for entry in findings.decisions]


def _about(findings: Findings) -> Section:
    say = findings.language.say
    told = say(
        mark(
            "This edition holds no names of plants, systems, places or suppliers, and no single points; the "
            "administration has them in the internal report. Internal until the municipality publishes the case."
        )
    )
    source = say(mark("SAMSIK's recommendations as reported by DK Nyt, autumn 2025."))
    blocks = (Paragraph(text=citing.joined([told, source, provenance(findings, findings.results)]), style=paper.NOTE),)
    return Section(section_id="about", title=say(mark("About this edition")), blocks=blocks)
