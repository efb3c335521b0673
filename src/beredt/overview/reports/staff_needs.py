"""Who and when in one hazard: curves, need types, what is left on day four, loops that need a decision."""

from __future__ import annotations

from beredt.domain.impact.result import DayFour, ImpactResult, RestartLock
from beredt.domain.municipality.tables import SEVERITIES
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Heading, Items, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.overview.reports import citing, fields
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.hazard_page import short
from beredt.overview.reports.paper_curves import curve_picture, services_without_loss
from beredt.telling import figures, wording
from beredt.telling.figures import NeedLine

DAY_HOURS = 24


def needs_section(result: ImpactResult, *, findings: Findings, most_panels: int, most_needs: int) -> Section:
    """One hazard: when which services are gone, and who passes a tolerance when."""
    say = findings.language.say
    title = say(
        mark("{hazard}: who and when"),
        hazard=cite(short(findings.names.hazard(result.hazard)), f"hazard:{result.hazard}"),
    )
    blocks = (
        *_curves(result, findings, most_panels),
        *_needs(result, findings, most_needs),
        *_day_four(result, findings),
        *_restart(result, findings),
    )
    return Section(section_id=f"needs:{result.hazard}", title=title, blocks=blocks)


def _curves(result: ImpactResult, findings: Findings, most_panels: int) -> list[Block]:
    picture = curve_picture(result, names=findings.names, most_panels=most_panels)
    unhit = services_without_loss(result)
    blocks: list[Block] = [] if picture is None else [picture]
    if unhit:
        named = findings.language.listed([findings.names.service(service) for service in unhit])
        told = findings.language.say(mark("In at least 9 of 10 runs nobody is without: {services}."), services=named)
        blocks.append(Paragraph(text=told, style=paper.NOTE))
    return blocks


def _needs(result: ImpactResult, findings: Findings, most: int) -> list[Block]:
    say = findings.language.say
    hit = [line for line in figures.need_lines(result) if line.passing > 0]
    if not hit:
        return [Paragraph(text=say(mark("In what is assessed, nobody passes a tolerance.")))]
    shown = hit[:most]
    columns = (
        Column(title=say(mark("need")), share=2.4),
        Column(title=say(mark("severity")), share=0),
        Column(title=say(mark("have it")), share=1, is_number=True),
        Column(title=say(mark("past tolerance")), share=1.4, is_number=True),
        Column(title=say(mark("share")), share=0, is_number=True),
        Column(title=say(mark("first after")), share=1.2, is_number=True),
        Column(title=say(mark("basis")), share=0),
    )
    rows = [_need_row(result, line, findings) for line in shown]
    note = say(mark("A citizen with two needs stands in two rows. In brackets: only in 1 of 10 runs."))
    hidden = len(hit) - len(shown)
    if hidden:
        note += " " + citing.left_out(
            findings.language.say_count("{count} lesser row is left out.", "{count} lesser rows are left out.", hidden),
            hidden,
            findings.language,
        )
    return [Table(columns=columns, rows=rows), Paragraph(text=note, style=paper.NOTE)]


def _need_row(result: ImpactResult, line: NeedLine, findings: Findings) -> tuple[str, ...]:
    language = findings.language

    def field(aggregate: str) -> str:
        return fields.of_needs(result.hazard, line.need_type, line.severity, aggregate)

    def first(quantile: str) -> str:
        return fields.of_first(result.hazard, line.need_type, line.severity, quantile)

    if line.first_minute is not None:
        started = citing.onset(line.first_minute, first("first"), language)
    elif line.earliest_minute is not None:
        started = citing.bracketed(citing.onset(line.earliest_minute, first("earliest"), language), True)
    else:
        started = language.say(mark("rarely"))
    return (
        findings.names.need_type(line.need_type),
        wording.severity(line.severity, language),
        citing.people(line.people, field("people"), language),
        citing.people(line.passing, field("passing"), language),
        citing.share(line.share, field("share"), language),
        started,
        wording.basis(line.basis, language),
    )


def _day_four(result: ImpactResult, findings: Findings) -> list[Block]:
    language = findings.language
    ordered = sorted(result.day_four, key=lambda entry: (SEVERITIES.index(entry.severity), -entry.people_mean))
    told = [_day_four_entry(result, entry, findings) for entry in ordered if wording.rounded_people(entry.people_mean)]
    if not told:
        return []
    sentence = language.say(
        mark("In the {day} h after that, if nothing new happens, these pass their tolerance too: {needs}."),
        day=cite(language.number(DAY_HOURS), "content:day_hours"),
        needs="; ".join(told[:6]),
    )
    return [Paragraph(text=sentence)]


def _day_four_entry(result: ImpactResult, entry: DayFour, findings: Findings) -> str:
    where = f"kind=day_four,need_type={entry.need_type},severity={entry.severity}"
    field = f"{fields.of_hazard(result.hazard)}.findings[{where}].people.mean"
    severity = wording.severity(entry.severity, findings.language)
    count = citing.people(entry.people_mean, field, findings.language)
    return f"{findings.names.need_type(entry.need_type)} ({severity}) {count}"


def _restart(result: ImpactResult, findings: Findings) -> list[Block]:
    if not result.restart_locks:
        return []
    heading = Heading(text=findings.language.say(mark("Needs a restart decision")))
    return [
        heading,
        Items(
            items=[_restart_item(result, number, lock, findings) for number, lock in enumerate(result.restart_locks)]
        ),
    ]


def _restart_item(result: ImpactResult, number: int, lock: RestartLock, findings: Findings) -> str:
    language, say = findings.language, findings.language.say
    assets = " ↔ ".join(cite(findings.names.asset(asset), fields.of_asset(asset)) for asset in lock.asset_ids)
    field = f"{fields.of_hazard(result.hazard)}.findings[{number}]"
    return say(
        mark(
            "{assets}: each waits for the other, in {share} of the runs; {people} citizens past a critical "
            "tolerance because of it."
        ),
        assets=assets,
        share=citing.share(lock.share_of_draws, f"{field}.share_of_draws", language),
        people=citing.people(lock.critical_people_mean, f"{field}.harm.critical_people.mean", language),
    )
