"""The staff report's first page: the answer, every hazard in one table, what to do, buy and ring first."""

from __future__ import annotations

from beredt.domain.impact.result import ImpactResult
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Heading, Items, Paragraph, Section, Table, cite, strong
from beredt.kit.language import mark
from beredt.overview.reports import assumption_rows, citing, fields, headline, measure_rows
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.hazard_page import short
from beredt.telling import figures, wording


def answer_section(findings: Findings, *, most_hazards: int) -> Section:
    """The answer in a sentence, then all hazards, then the three things to act on."""
    say = findings.language.say
    blocks: list[Block] = []
    worst = findings.results[0] if findings.results else None
    if worst is None:
        nothing = say(
            mark("None of these hazards can be computed with what the pack holds. This is not the same as safe.")
        )
        blocks.append(Paragraph(text=nothing, style=paper.LEAD))
    else:
        blocks += [
            Paragraph(text=headline.headline_sentence(worst, names=findings.names), style=paper.LEAD),
            Paragraph(text=_how_to_read(worst, findings)),
        ]
    blocks += _to_act_on(findings)
    if len(findings.results) > 1:
        blocks += _hazard_table(findings, most_hazards)
    return Section(section_id="answer", title=say(mark("The answer")), blocks=tuple(blocks), is_titled=False)


def _how_to_read(result: ImpactResult, findings: Findings) -> str:
    say, language = findings.language.say, findings.language
    return citing.joined(
        [
            headline.gap_sentence(result, names=findings.names),
            say(
                mark(
                    "The figures are computed, not forecast: what happens if nobody does more than on any day. The "
                    "range is how differently the hazard can go in {draws} computed runs; it does not say how "
                    "uncertain the assumptions are."
                ),
                draws=cite(language.number(result.draws), fields.of_hazard(result.hazard, "draws")),
            ),
        ]
    )


def _to_act_on(findings: Findings) -> list[Block]:
    say = findings.language.say
    told = (
        (mark("Do now:"), measure_rows.do_now_sentence(findings)),
        (mark("Buy first:"), measure_rows.buy_first_sentence(findings)),
        (mark("Ring first:"), assumption_rows.ring_first_sentence(findings)),
    )
    items = [citing.joined([strong(say(word)), sentence]) for word, sentences in told for sentence in sentences]
    return [Items(items=items)] if items else []


def _hazard_table(findings: Findings, most: int) -> list[Block]:
    say = findings.language.say
    shown = findings.results[:most]
    columns = (
        Column(title=say(mark("hazard")), share=2.6),
        Column(title=say(mark("citizens past a critical tolerance (8 of 10 runs)")), share=3, is_number=True),
        Column(title=citing.held(say(mark("of them under 4 h"))), share=1.4, is_number=True),
        Column(title=say(mark("first after")), share=1.2, is_number=True),
        Column(title=say(mark("basis")), share=0),
    )
    rows = [_hazard_row(result, findings) for result in shown]
    blocks: list[Block] = [Heading(text=say(mark("All hazards")), level=1), Table(columns=columns, rows=rows)]
    heads = [figures.headline(result) for result in shown]
    if any(head.first_minute is None and head.earliest_minute is not None for head in heads):
        note = say(
            mark("In brackets behind “first after”: not in half of the runs, but in 1 of 10 already after this time.")
        )
        blocks.append(Paragraph(text=note, style=paper.NOTE))
    hidden = len(findings.results) - len(shown)
    if hidden:
        blocks.append(
            Paragraph(
                text=citing.left_out(
                    findings.language.say_count(
                        "{count} hazard with fewer people is left out.",
                        "{count} hazards with fewer people are left out.",
                        hidden,
                    ),
                    hidden,
                    findings.language,
                ),
                style=paper.NOTE,
            )
        )
    return blocks


def _hazard_row(result: ImpactResult, findings: Findings) -> tuple[str, ...]:
    names, language = findings.names, findings.language
    head = figures.headline(result)
    harm = fields.of_hazard(result.hazard, "harm")
    name = cite(short(names.hazard(result.hazard)), f"hazard:{result.hazard}")
    if head.critical_people is None:
        return name, wording.basis("not_assessed", language), "", "", ""
    minute, quantile = (head.first_minute, "p50") if head.first_minute is not None else (head.earliest_minute, "p10")
    started = citing.onset(minute, f"{harm}.first_critical_hours.{quantile}", language)
    return (
        name,
        citing.people_range(head.critical_people, f"{harm}.critical_people", language),
        citing.people(head.under_4h or 0, f"{harm}.critical_under_4h.mean", language),
        citing.bracketed(started, quantile == "p10" and minute is not None),
        wording.basis(head.basis, language),
    )
