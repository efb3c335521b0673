"""The folder's first two pages: what it is and how to use it, in one minute read aloud; then contents and limits."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.domain.impact.result import ImpactResult
from beredt.kit import document as paper
from beredt.kit.document import Blank, Blanks, Block, Box, Contents, Heading, Paragraph, Section, cite, strong
from beredt.kit.language import mark
from beredt.overview.reports import citing, fields
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.imprint import Imprint, day
from beredt.overview.reports.tabs import Tabs
from beredt.telling import wording
from beredt.telling.data_age import age_sentence, told_date

COVER = "cover"
CONTENTS = "contents"


def cover_section(findings: Findings, imprint: Imprint, tabs: Tabs) -> Section:
    """The page that is read aloud first."""
    language, say = findings.language, findings.language.say
    lead = say(mark("This folder is for the day when power, network and telephone are gone. It needs none of them."))
    dated = say(
        mark(
            "It was printed on {date} and is to be used until {expires}. An older one is better than none: say its age."
        ),
        date=cite(day(imprint.date, language), fields.of_print("date")),
        expires=cite(day(imprint.expires, language), fields.of_print("expires")),
    )
    figures = say(
        mark(
            "The figures are computed: what happens if nobody does anything extra. They are no forecast. What you see "
            "and hear today counts for more."
        )
    )
    blocks: list[Block] = [
        Paragraph(text=strong(findings.names.municipality), style=paper.LEAD),
        Paragraph(text=lead, style=paper.LEAD),
        Paragraph(text=dated),
        Heading(text=say(mark("Do this now")), level=1),
        *(Paragraph(text=step, style=paper.LEAD) for step in _steps(findings, tabs)),
        Paragraph(text=figures),
        Box(blocks=tuple(_this_copy(findings))),
    ]
    return Section(section_id=COVER, title=say(mark("Cover")), blocks=tuple(blocks), is_titled=False)


def _steps(findings: Findings, tabs: Tabs) -> list[str]:
    say = findings.language.say
    return [
        say(
            mark("{tab}: find the page that is most like what has happened. Read its first lines aloud."),
            tab=strong(tabs.hazards),
        ),
        say(mark("{tab}: share out the five cards among those who have come."), tab=strong(tabs.roles)),
        say(mark("{tab}: hold the meeting by the agenda, thirty minutes at most."), tab=strong(tabs.meeting)),
        say(mark("{tab}: write down everything, with the time, also what you leave undone."), tab=strong(tabs.log)),
        say(mark("{tab}: when no telephone works, send messages with people."), tab=strong(tabs.runners)),
        say(
            mark("{tab}: send somebody to those who manage least, and write down who was visited."),
            tab=strong(tabs.visits),
        ),
    ]


def _this_copy(findings: Findings) -> list[Block]:
    say = findings.language.say
    internal = say(
        mark(
            "Internal: the folder names assets and functions. It holds no persons. What you write in it by hand can be "
            "confidential: look after it, and destroy it when it expires."
        )
    )
    blanks = (
        Blank(label=say(mark("Copy no."))),
        Blank(label=say(mark("Kept where"))),
        Blank(label=say(mark("Approved by (role)"))),
        Blank(label=say(mark("Approved on"))),
        Blank(label=say(mark("Belongs to the plan"))),
        Blank(label=say(mark("Next print due"))),
    )
    return [Paragraph(text=internal), Blanks(blanks=blanks)]


def contents_section(
    findings: Findings, shown: Sequence[ImpactResult], without_page: Sequence[ImpactResult]
) -> Section:
    """Where things stand, what the marks mean, what has no page of its own, and how it was computed."""
    say = findings.language.say
    blocks: list[Block] = [
        Contents(),
        Heading(text=say(mark("What the marks mean"))),
        Paragraph(text=_marks(findings)),
        *_without_page(findings, without_page),
        *_not_assessed(findings),
        Heading(text=say(mark("How it was computed"))),
        Paragraph(text=provenance(findings, shown), style=paper.NOTE),
    ]
    return Section(section_id=CONTENTS, title=say(mark("Contents")), blocks=tuple(blocks), starts_page=True)


def _marks(findings: Findings) -> str:
    language = findings.language
    told = {code: wording.basis(code, language) for code in wording.BASIS_MARKS}
    return language.say(
        mark(
            "{verified}: somebody who knows has confirmed it. {assumed}: a judgement. {default}: a usual value, "
            "not looked into here. {not_assessed}: nobody knows yet, which is not the same as safe."
        ),
        **told,
    )


def _without_page(findings: Findings, results: Sequence[ImpactResult]) -> list[Block]:
    if not results:
        return []
    names = ", ".join(findings.names.hazard(result.hazard) for result in results)
    told = findings.language.say(mark("Assessed, but without a page here: {names}."), names=names)
    return [Heading(text=findings.language.say(mark("Not in this folder"))), Paragraph(text=told)]


def _not_assessed(findings: Findings) -> list[Block]:
    entries = findings.assessment.not_modelled
    if not entries:
        return []
    names = ", ".join(findings.names.hazard(entry.hazard) for entry in entries)
    told = findings.language.say(mark("Not assessed, which is not the same as safe: {names}."), names=names)
    return [Paragraph(text=told)]


def provenance(findings: Findings, results: Sequence[ImpactResult]) -> str:
    """Pack, edition, engine, draws and seed: enough to compute the same again."""
    language, say = findings.language, findings.language.say
    assessment = findings.assessment
    editions = "; ".join(
        f"{edition.title.in_language(language.code)} ({edition.edition_id})" for edition in findings.editions
    )
    run = ""
    if results:
        first = results[0]
        run = say(
            mark("{draws} runs over {horizon}, seed {seed}."),
            draws=cite(language.number(first.draws), fields.of_hazard(first.hazard, "draws")),
            horizon=cite(
                citing.held(wording.horizon(first.horizon_hours, language)),
                fields.of_hazard(first.hazard, "horizon_hours"),
            ),
            seed=cite(str(first.seed), fields.of_hazard(first.hazard, "seed")),
        )
    return citing.joined(
        [
            say(mark("Risk catalogue: {editions}."), editions=editions) if editions else "",
            run,
            say(
                mark("Engine {engine}. Pack {pack_hash}."),
                engine=cite(assessment.engine, "assess:engine"),
                pack_hash=cite(assessment.pack_hash[:20], "assess:pack_hash"),
            ),
            _age(findings),
        ]
    )


def _age(findings: Findings) -> str:
    """How old the inputs are, cited from the pack's own dates."""
    age, language = findings.age, findings.language
    figures = [
        (told_date(age.oldest, language), f"pack:as_of#{'newest' if age.oldest == age.newest else 'oldest'}"),
        (told_date(age.newest, language), "pack:as_of#newest"),
        (citing.held(wording.share(age.undated_share, language)), "pack:as_of#undated"),
    ]
    return citing.cited(citing.held(age_sentence(age, language)), figures)
