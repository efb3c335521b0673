"""The log of the crisis staff: information, decisions, actions and what is knowingly left undone."""

from __future__ import annotations

from beredt.kit import document as paper
from beredt.kit.document import Column, Paragraph, Section, Table
from beredt.kit.language import Language, mark

ROWS = 20


def log_sections(*, language: Language, tab: str, sheets: int) -> tuple[Section, ...]:
    """Blank sheets, the first with what to write."""
    say = language.say
    how = say(
        mark(
            "One line for each thing, at once, with the time. Kind: I information, D decision, A action, O left undone "
            "on purpose. Nothing is rubbed out; a mistake gets a new line. Copy a sheet before the last one is full."
        )
    )
    table = Table(
        columns=(
            Column(title=say(mark("no.")), share=0.6),
            Column(title=say(mark("time")), share=0.9),
            Column(title=say(mark("from / to")), share=1.6),
            Column(title=say(mark("I D A O")), share=1.2),
            Column(title=say(mark("what")), share=5),
            Column(title=say(mark("who (role)")), share=1.5),
            Column(title=say(mark("deadline")), share=1.2),
        ),
        rows=[("",) * 7] * ROWS,
        row_mm=10,
        is_grid=True,
    )
    return tuple(
        Section(
            section_id=f"log:{number}",
            title=say(mark("Log of the crisis staff, sheet {number}"), number=number),
            blocks=(Paragraph(text=how, style=paper.NOTE), table),
            tab=tab,
            starts_page=True,
        )
        for number in range(1, sheets + 1)
    )
