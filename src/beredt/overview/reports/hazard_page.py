"""One page of the folder per hazard: what to do first, what fails when, what to decide by when, whom to ring, why."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.adapters.catalogues.paper_content import Contact, Decision, PaperContent
from beredt.domain.impact.result import ImpactResult
from beredt.domain.riskpicture.catalogue import Hazard
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Heading, Items, Paragraph, Section, Table, cite, strong
from beredt.kit.language import mark
from beredt.kit.units import minutes_from_hours
from beredt.overview.reports import citing, headline
from beredt.overview.reports.chain_sentences import cited_chain
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.moments import Moment, moments_of
from beredt.telling import wording
from beredt.telling.names import capitalised


@attrs.frozen(kw_only=True)
class Room:
    """How many rows of each kind a page holds."""

    moments: int
    decisions: int
    contacts: int
    reasons: int


ROOMS = (
    Room(moments=10, decisions=5, contacts=5, reasons=2),
    Room(moments=10, decisions=5, contacts=5, reasons=1),
    Room(moments=9, decisions=5, contacts=4, reasons=1),
    Room(moments=8, decisions=4, contacts=4, reasons=1),
    Room(moments=8, decisions=4, contacts=4, reasons=0),
    Room(moments=7, decisions=3, contacts=4, reasons=0),
    Room(moments=6, decisions=3, contacts=3, reasons=0),
    Room(moments=4, decisions=2, contacts=3, reasons=0),
)
"""By tightness, the roomiest first."""

_LONGEST_NAME = 60
_SURE_NEEDS = 3
_FIRST_DAY_MINUTES = 24 * 60


def hazard_section(
    result: ImpactResult, *, findings: Findings, content: PaperContent, tab: str, tightness: int
) -> Section:
    """The page of one hazard; rows that have no room are counted."""
    room = ROOMS[tightness]
    moments = moments_of(result, findings.snapshot)
    blocks: list[Block] = [
        Paragraph(text=headline.headline_sentence(result, names=findings.names), style=paper.LEAD),
        *_gap(result, findings),
        *_first_actions(findings.hazards[result.hazard], findings, content),
        *_moments(moments, room, findings),
        *_decisions(moments, room, findings, content),
        *_contacts(result, moments, room, findings, content),
        *_reasons(result, room, findings),
    ]
    return Section(
        section_id=section_id(result.hazard),
        title=short(findings.names.hazard(result.hazard)),
        blocks=tuple(blocks),
        tab=tab,
        starts_page=True,
    )


def section_id(hazard: str) -> str:
    """The id of a hazard's section."""
    return f"hazard:{hazard}"


def short(name: str) -> str:
    """A name cut to what a heading or a table holds: names of a pack can be of any length."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _gap(result: ImpactResult, findings: Findings) -> list[Block]:
    """What is not, or only partly, assessed, and what the scenario leaves out."""
    gap = headline.gap_sentence(result, names=findings.names)
    told = citing.joined([gap, *findings.remarks.get(result.hazard, ())])
    return [Paragraph(text=told, style=paper.NOTE)] if told else []


def _first_actions(hazard: Hazard, findings: Findings, content: PaperContent) -> list[Block]:
    temperature_c = hazard.template.temperature_c if hazard.template is not None else None
    known = content.first_actions_for(hazard.family, temperature_c)
    if known is None:
        return []
    code = findings.language.code
    return [
        Heading(text=findings.language.say(mark("Do first"))),
        Items(items=[action.in_language(code) for action in known.actions], kind=paper.TICK),
    ]


def _moments(moments: Sequence[Moment], room: Room, findings: Findings) -> list[Block]:
    language, say = findings.language, findings.language.say
    heading = Heading(text=say(mark("What fails when, if nobody does anything extra")))
    if not moments:
        return [heading, Paragraph(text=say(mark("In what is assessed, nothing fails in at least 1 of 10 runs.")))]
    shown = _most_important(moments, room.moments)
    rows = [
        (
            citing.bracketed(citing.onset(moment.minute, moment.minute_field, language), moment.is_rare),
            _what(moment, findings),
            citing.people(moment.people, moment.people_field, language),
            wording.basis(moment.basis, language),
        )
        for moment in shown
    ]
    columns = (
        Column(title=say(mark("after")), share=0, is_number=True),
        Column(title=say(mark("what fails")), share=3),
        Column(title=say(mark("citizens, about")), share=0, is_number=True),
        Column(title=say(mark("basis")), share=0),
    )
    return [heading, Table(columns=columns, rows=rows), *_moment_notes(moments, shown, findings)]


def _moment_notes(moments: Sequence[Moment], shown: Sequence[Moment], findings: Findings) -> list[Block]:
    language, say = findings.language, findings.language.say
    notes = []
    if any(moment.is_rare for moment in shown):
        notes.append(say(mark("In brackets: not in half of the runs, but in 1 of 10 already after this time.")))
    hidden = len(moments) - len(shown)
    if hidden:
        notes.append(
            citing.left_out(
                language.say_count("{count} row is left out.", "{count} rows are left out.", hidden), hidden, language
            )
        )
    return [Paragraph(text=" ".join(notes), style=paper.NOTE)] if notes else []


def _most_important(moments: Sequence[Moment], most: int) -> list[Moment]:
    """At most `most` moments in order: the needs that most people pass, then what comes first."""
    needs = sorted((moment for moment in moments if moment.need_type), key=lambda moment: -moment.people)
    wanted = [*needs[:_SURE_NEEDS], *moments]
    chosen = list(dict.fromkeys(wanted))[:most]
    return [moment for moment in moments if moment in chosen]


def _what(moment: Moment, findings: Findings) -> str:
    names, say = findings.names, findings.language.say
    if moment.service:
        return capitalised(say(mark("{service} is gone"), service=names.service(moment.service)))
    need = strong(capitalised(names.need_type(moment.need_type)))
    return say(mark("{need}: citizens past a critical tolerance"), need=need)


def _decisions(moments: Sequence[Moment], room: Room, findings: Findings, content: PaperContent) -> list[Block]:
    language, say = findings.language, findings.language.say
    rows = []
    for decision in content.decisions:
        first = next((moment for moment in moments if moment.need_type in decision.need_types), None)
        if first is not None:
            rows.append((_decide_by(first, decision), first, decision))
    rows.sort(key=lambda row: (row[0], row[1].minute))
    if not rows:
        return []
    cells = [
        (
            cite(
                citing.held(wording.onset(wording.rounded_onset(minute), language)),
                f"{first.minute_field}-{decision.lead_hours:g}h",
            ),
            decision.text.in_language(language.code),
            say(
                mark("{need} from {start}"),
                need=findings.names.need_type(first.need_type),
                start=citing.onset(first.minute, first.minute_field, language),
            ),
        )
        for minute, first, decision in rows[: room.decisions]
    ]
    columns = (
        Column(title=say(mark("decide by")), share=0, is_number=True),
        Column(title=say(mark("what")), share=3),
        Column(title=say(mark("because")), share=2),
    )
    note = say(mark("Hours since the failure. Counted back from the need: 1 to 4 h from decision to help (assumed)."))
    return [
        Heading(text=say(mark("Decide"))),
        Table(columns=columns, rows=cells),
        Paragraph(text=note, style=paper.NOTE),
    ]


def _decide_by(moment: Moment, decision: Decision) -> int:
    """The minute [min] by which to decide; never before the start."""
    return max(moment.minute - minutes_from_hours(decision.lead_hours), 0)


def _contacts(
    result: ImpactResult, moments: Sequence[Moment], room: Room, findings: Findings, content: PaperContent
) -> list[Block]:
    language, say = findings.language, findings.language.say
    family = findings.hazards[result.hazard].family
    services = {moment.service for moment in moments if moment.service and moment.minute < _FIRST_DAY_MINUTES}
    needs = {moment.need_type for moment in moments if moment.need_type}
    rows = [
        (contact.name.in_language(language.code), contact.ask.in_language(language.code), "")
        for contact in _whom(content.contacts, family, services, needs, room.contacts)
    ]
    columns = (
        Column(title=say(mark("ring")), share=3),
        Column(title=say(mark("ask")), share=4),
        Column(title=say(mark("telephone (fill in by hand)")), share=2.4),
    )
    return [Heading(text=say(mark("Ring"))), Table(columns=columns, rows=rows, row_mm=8.5, is_grid=True)]


def _whom(contacts: Sequence[Contact], family: str, services: set[str], needs: set[str], most: int) -> list[Contact]:
    """Those of the hazard's family first, then of the services that fail, then of the needs, then the general ones."""

    def urgency(contact: Contact) -> int:
        if family in contact.families:
            return 0
        if services & set(contact.services):
            return 1
        if needs & set(contact.need_types):
            return 2
        return 3 if contact.always else 4

    return [contact for contact in sorted(contacts, key=urgency) if urgency(contact) < 4][:most]


def _reasons(result: ImpactResult, room: Room, findings: Findings) -> list[Block]:
    chains = [cited_chain(entry, findings=findings) for entry in findings.chains_of(result.hazard) if entry.chains]
    alike = {"".join(run.text for run in paper.runs_of(chain)): chain for chain in reversed(chains)}
    told = list(reversed(alike.values()))[: room.reasons]
    if not told:
        return []
    return [Heading(text=findings.language.say(mark("Why, for the middle one of those hit"))), Items(items=told)]
