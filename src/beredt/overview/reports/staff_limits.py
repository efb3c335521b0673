"""The last part of the staff report: single points, what is not assessed, sources, how it was computed."""

from __future__ import annotations

from beredt.domain.impact.result import CoverageEntry, ImpactResult, SinglePoint
from beredt.kit import document as paper
from beredt.kit.document import Block, Column, Items, Paragraph, Section, Table, cite
from beredt.kit.language import mark
from beredt.overview.reports import citing, fields
from beredt.overview.reports.cover import provenance
from beredt.overview.reports.findings import Findings
from beredt.telling import caveats, wording

_LONGEST_REASON = 160
_GOES_ON = " " * 4


def single_points_section(findings: Findings, *, most: int) -> Section | None:
    """The assets whose loss alone is enough, None where there is none."""
    points = findings.assessment.single_points
    if not points:
        return None
    say, language = findings.language.say, findings.language
    worst = sorted(points, key=lambda p: (-p.critical_people, p.first_onset_minute, p.asset_id))[:most]
    columns = (
        Column(title=say(mark("asset")), share=4),
        Column(title=say(mark("past a critical tolerance")), share=2.6, is_number=True),
        Column(title=say(mark("first after")), share=1.5, is_number=True),
    )
    told = say(
        mark("It is enough that one of these fails alone for the whole time ({shown} of {total} such assets)."),
        shown=cite(language.number(len(worst)), fields.of_print("shown")),
        total=cite(language.number(len(points)), "assess:single_points#count"),
    )
    rows = [_point_row(point, findings) for point in worst]
    return Section(
        section_id="single_points",
        title=say(mark("Single points")),
        blocks=(Table(columns=columns, rows=rows), Paragraph(text=told, style=paper.NOTE)),
    )


def sources_section(findings: Findings) -> Section:
    """What is not assessed and why, how far the inputs are verified, sources, and enough to compute it again."""
    say = findings.language.say
    blocks: list[Block] = []
    missing = [
        f"{findings.names.hazard(entry.hazard)}: {_cut(entry.reason)}" for entry in findings.assessment.not_modelled
    ]
    if missing:
        blocks.append(Paragraph(text=say(mark("Hazards not assessed, which is not the same as safe:"))))
        blocks.append(Items(items=missing))
    left_out = [
        f"{findings.names.hazard(result.hazard)}: {' '.join(findings.remarks[result.hazard])}"
        for result in findings.results
        if result.hazard in findings.remarks
    ]
    if left_out:
        blocks.append(Paragraph(text=say(mark("Of the hazards that are assessed, this is left out:"))))
        blocks.append(Items(items=left_out))
    if findings.results:
        worst = findings.results[0]
        told = _coverage(caveats.coverage_lines(worst, names=findings.names))
        blocks.append(Paragraph(text=citing.cited(citing.held(told), _coverage_figures(worst, findings))))
    blocks.append(Paragraph(text=_sources(findings)))
    blocks.append(Paragraph(text=provenance(findings, findings.results), style=paper.NOTE))
    return Section(
        section_id="sources", title=say(mark("Not assessed, sources, and how it was computed")), blocks=tuple(blocks)
    )


def _point_row(point: SinglePoint, findings: Findings) -> tuple[str, ...]:
    field = f"assess:single_points[{point.asset_id}]"
    minute = wording.rounded_onset(point.first_onset_minute)
    return (
        cite(findings.names.asset(point.asset_id), fields.of_asset(point.asset_id)),
        citing.people(point.critical_people, f"{field}.critical_people", findings.language),
        cite(citing.held(wording.onset(minute, findings.language)), f"{field}.first_onset_hours"),
    )


def _coverage(lines: list[str]) -> str:
    """The lines of the coverage list as running text: a line that is indented further goes on from the one before."""
    told: list[str] = []
    for line in lines:
        if line.startswith(_GOES_ON) and told:
            told[-1] = f"{told[-1]} {line.strip()}"
        else:
            told.append(line.strip())
    title, *rest = told or [""]
    sentences = " ".join(line if line.endswith(".") else f"{line}." for line in rest)
    return f"{title}: {sentences}" if rest else title


def _coverage_figures(result: ImpactResult, findings: Findings) -> list[citing.Figure]:
    """How many services and need types are assessed, and the verified shares, in the order they are told in."""
    language, field = findings.language, f"{fields.of_hazard(result.hazard)}.coverage"
    assessed = [entry for entry in result.coverage if entry.state == "modelled"]
    services = sum(entry.service is not None for entry in assessed)
    figures = [
        (language.number(services), f"{field}[state=modelled]#services"),
        (language.number(len(assessed) - services), f"{field}[state=modelled]#need_types"),
    ]
    shares = sorted(
        (-(entry.verified_share or 0), _covered(entry, findings), _coverage_key(entry))
        for entry in result.coverage
        if entry.verified_share
    )
    for share, name, key in shares:
        text = citing.held(f"{name} {wording.share(-share, language)}")
        figures.append((text, f"{field}[{key}].verified_share"))
    return figures


def _covered(entry: CoverageEntry, findings: Findings) -> str:
    if entry.service is not None:
        return findings.names.service(entry.service)
    return findings.names.need_type(entry.need_type or "")


def _coverage_key(entry: CoverageEntry) -> str:
    return f"service={entry.service}" if entry.service is not None else f"need_type={entry.need_type}"


def _sources(findings: Findings) -> str:
    """The catalogue's own sources, by title."""
    say, language = findings.language.say, findings.language
    told = []
    for edition in findings.editions:
        titles = "; ".join(source.title for source in edition.sources)
        told.append(f"{edition.title.in_language(language.code)} ({edition.publisher}, {edition.date}): {titles}")
    note = say(
        mark("All durations and shares in the hazards are Beredt's assumptions unless a source is named beside them.")
    )
    return f"{say(mark('Sources:'))} {'. '.join(told)}. {note}"


def _cut(reason: str) -> str:
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[: _LONGEST_REASON - 1]}…"
