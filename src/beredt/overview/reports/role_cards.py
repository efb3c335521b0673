"""The five role cards and the agenda of the first meeting."""

from __future__ import annotations

from beredt.adapters.catalogues.paper_content import Agenda, RoleCard
from beredt.kit import document as paper
from beredt.kit.document import Blank, Blanks, Box, Column, Heading, Items, Paragraph, Section, Table, strong
from beredt.kit.language import Language, mark
from beredt.overview.reports import citing

_NOTE_ROWS = 9


def role_section(card: RoleCard, *, language: Language, tab: str) -> Section:
    """One role's card: task, who, when, actions, approval; names are filled in by hand."""
    code, say = language.code, language.say
    people = (Blank(label=say(mark("Who"))), Blank(label=say(mark("Deputy"))))
    approval = (
        Blank(label=say(mark("Approved by"))),
        Blank(label=say(mark("Approved on"))),
        Blank(label=say(mark("Belongs to the plan"))),
        Blank(label=say(mark("Revised last"))),
    )
    blocks = (
        Paragraph(text=citing.joined([strong(say(mark("Task:"))), card.task.in_language(code)])),
        Paragraph(text=citing.joined([strong(say(mark("When:"))), card.when.in_language(code)])),
        Box(blocks=(Blanks(blanks=people),)),
        Heading(text=say(mark("Actions"))),
        Items(items=[action.in_language(code) for action in card.actions], kind=paper.TICK),
        Heading(text=say(mark("Handed over, promised, still open"))),
        Table(
            columns=(
                Column(title=say(mark("time")), share=1),
                Column(title=say(mark("what")), share=5),
                Column(title=say(mark("who (role)")), share=2),
                Column(title=say(mark("done")), share=1),
            ),
            rows=[("", "", "", "")] * _NOTE_ROWS,
            row_mm=10,
            is_grid=True,
        ),
        Blanks(blanks=approval),
        Paragraph(text=_source(card.source.title, language), style=paper.NOTE),
    )
    return Section(
        section_id=f"role:{card.role_id}", title=card.title.in_language(code), blocks=blocks, tab=tab, starts_page=True
    )


def agenda_section(agenda: Agenda, *, language: Language, tab: str) -> Section:
    """The agenda; points that the source has and we do not know stay open."""
    code, say = language.code, language.say
    known = [
        (str(number), strong(point.title.in_language(code)), point.prompt.in_language(code), "")
        for number, point in enumerate(agenda.named, start=1)
    ]
    first_open = len(known) + 1
    still_open = [(str(first_open + number), "", "", "") for number in range(agenda.open_points)]
    note = language.say_count(
        "The source's agenda has {points} points; {count} of them is not named in what we have read and stays open. "
        "The order is ours. Source: {source}.",
        "The source's agenda has {points} points; {count} of them are not named in what we have read and stay open. "
        "The order is ours. Source: {source}.",
        agenda.open_points,
        points=language.number(agenda.points),
        source=agenda.source.title,
    )
    figures = [
        (language.number(agenda.points), "content:agenda.points"),
        (language.number(agenda.open_points), "content:agenda.open"),
    ]
    blocks = (
        Blanks(blanks=(Blank(label=say(mark("Date and time"))), Blank(label=say(mark("Place"))))),
        Table(
            columns=(
                Column(title=say(mark("no.")), share=0, is_number=True),
                Column(title=say(mark("point")), share=2),
                Column(title=say(mark("ask")), share=3.4),
                Column(title=say(mark("noted")), share=4),
            ),
            rows=[*known, *still_open],
            row_mm=11.8,
            is_grid=True,
        ),
        Paragraph(text=citing.cited(note, figures), style=paper.NOTE),
    )
    return Section(
        section_id="agenda",
        title=say(mark("Agenda of the first staff meeting")),
        blocks=blocks,
        tab=tab,
        starts_page=True,
    )


def _source(title: str, language: Language) -> str:
    return language.say(mark("The form follows {source}; the words are Beredt's."), source=title)
