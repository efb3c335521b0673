"""The crisis folder: at most 25 pages that work with everything off, in the order in which a crisis unfolds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from beredt.adapters.catalogues.paper_content import PaperContent
from beredt.kit.document import Document
from beredt.kit.language import mark
from beredt.overview.reports import (
    cover,
    fitting,
    hazard_page,
    imprint,
    log_form,
    role_cards,
    runner_slips,
    tabs,
    visit_lists,
)
from beredt.overview.reports.findings import Findings

MOST_PAGES = 25
MOST_HAZARDS = 8
LOG_SHEETS = 2
TEXT_POINTS = 12.0
SLIPS = 6
_FRONT_PAGES = 2
_AGENDA_PAGES = 1
_RUNNER_PAGES = 1 + -(-SLIPS // runner_slips.SLIPS_A_PAGE)


def folder(
    findings: Findings,
    *,
    content: PaperContent,
    printed: imprint.Imprint,
    measure: Callable[[Document], fitting.Layout],
) -> Document:
    """The folder of these findings: hazards beyond `MOST_HAZARDS` are named, without a page of their own."""

    def build(tightness: Mapping[str, int]) -> Document:
        return _build(findings, content, printed, tightness)

    shown = [hazard_page.section_id(result.hazard) for result in findings.results[:MOST_HAZARDS]]
    roles = [f"role:{card.role_id}" for card in content.roles]
    return fitting.fit_sections(build, measure, one_page_each=[*shown, *roles])


def _build(
    findings: Findings, content: PaperContent, printed: imprint.Imprint, tightness: Mapping[str, int]
) -> Document:
    language = findings.language
    named = tabs.tabs_in(language)
    shown, others = findings.results[:MOST_HAZARDS], findings.results[MOST_HAZARDS:]
    numbers = runner_slips.slip_numbers(
        pack_hash=findings.assessment.pack_hash, date=printed.date.isoformat(), count=SLIPS
    )
    used = _FRONT_PAGES + len(shown) + len(content.roles) + _AGENDA_PAGES + LOG_SHEETS + _RUNNER_PAGES
    sections = (
        cover.cover_section(findings, printed, named),
        cover.contents_section(findings, shown, others),
        *(
            hazard_page.hazard_section(
                result,
                findings=findings,
                content=content,
                tab=named.hazards,
                tightness=tightness[hazard_page.section_id(result.hazard)],
            )
            for result in shown
        ),
        *(role_cards.role_section(card, language=language, tab=named.roles) for card in content.roles),
        role_cards.agenda_section(content.agenda, language=language, tab=named.meeting),
        *log_form.log_sections(language=language, tab=named.log, sheets=LOG_SHEETS),
        *runner_slips.runner_sections(numbers, language=language, tab=named.runners),
        *visit_lists.visit_sections(
            visit_lists.care_districts(findings.snapshot),
            pages=MOST_PAGES - used,
            snapshot=findings.snapshot,
            names=findings.names,
            tab=named.visits,
        ),
    )
    return imprint.paper(
        title=language.say(mark("Crisis folder")),
        subject=language.say(mark("Works without power, network and telephone. No persons.")),
        municipality=findings.names.municipality,
        imprint=printed,
        language=language,
        sections=sections,
        points=TEXT_POINTS,
    )
