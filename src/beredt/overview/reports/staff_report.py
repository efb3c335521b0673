"""The report for the preparedness staff: two to four pages, internal."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from beredt.domain.impact.result import ImpactResult
from beredt.kit.document import Document, Section
from beredt.kit.language import mark
from beredt.overview.reports import (
    assumption_rows,
    fitting,
    imprint,
    measure_rows,
    staff_answer,
    staff_limits,
    staff_needs,
)
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.paper_curves import services_lost

MOST_PAGES = 4


@attrs.frozen(kw_only=True)
class Room:
    """How many rows of each kind the report holds."""

    hazards: int
    told: int
    panels: int
    needs: int
    measures: int
    assumptions: int
    single_points: int


ROOMS = (
    Room(hazards=14, told=2, panels=9, needs=14, measures=8, assumptions=8, single_points=10),
    Room(hazards=12, told=2, panels=9, needs=12, measures=8, assumptions=7, single_points=8),
    Room(hazards=11, told=2, panels=6, needs=12, measures=7, assumptions=7, single_points=8),
    Room(hazards=11, told=1, panels=6, needs=10, measures=6, assumptions=6, single_points=6),
    Room(hazards=10, told=1, panels=6, needs=8, measures=5, assumptions=5, single_points=6),
    Room(hazards=8, told=1, panels=6, needs=7, measures=5, assumptions=5, single_points=5),
    Room(hazards=6, told=1, panels=3, needs=5, measures=4, assumptions=4, single_points=4),
    Room(hazards=4, told=1, panels=3, needs=4, measures=3, assumptions=3, single_points=3),
)
"""By tightness, the roomiest first."""


def staff_report(
    findings: Findings, *, printed: imprint.Imprint, measure: Callable[[Document], fitting.Layout]
) -> Document:
    """The report of these findings, as roomy as four pages allow."""
    return fitting.fit_pages(
        lambda tightness: _build(findings, printed, ROOMS[tightness]), measure, most_pages=MOST_PAGES
    )


def _hazards_told(findings: Findings, most: int) -> tuple[ImpactResult, ...]:
    """The worst hazard; where there is room for another, the worst that takes services the first does not."""
    told = findings.results[:1]
    if most > 1 and told:
        gone = services_lost(told[0])
        others = [result for result in findings.results[1:] if result.harm.critical_people.mean > 0]
        told += tuple(sorted(others, key=lambda result: not services_lost(result) - gone)[: most - 1])
    return told


def _build(findings: Findings, printed: imprint.Imprint, room: Room) -> Document:
    say = findings.language.say
    sections: list[Section | None] = [
        staff_answer.answer_section(findings, most_hazards=room.hazards),
        *(
            staff_needs.needs_section(result, findings=findings, most_panels=room.panels, most_needs=room.needs)
            for result in _hazards_told(findings, room.told)
        ),
        measure_rows.measures_section(findings, most=room.measures),
        assumption_rows.assumptions_section(findings, most=room.assumptions),
        staff_limits.single_points_section(findings, most=room.single_points),
        staff_limits.sources_section(findings),
    ]
    return imprint.paper(
        title=say(mark("What the risk picture means here")),
        subject=say(mark("Report for the preparedness staff: who, when, what to do, what to verify.")),
        municipality=findings.names.municipality,
        imprint=printed,
        language=findings.language,
        sections=tuple(section for section in sections if section is not None),
    )
