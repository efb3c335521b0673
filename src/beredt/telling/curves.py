"""Service curves as one picture (SVG): small multiples on one scale, with the same values as a table below.

One ink and one accent, so that it reads in black and white and to a colour-blind eye. The line is the middle run, the
band holds eight runs of ten; hatching means not assessed and is never white, so that a gap never looks like safety.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from beredt.domain.impact.result import ImpactResult
from beredt.kit.language import mark
from beredt.telling import caveats, curve_panel, evidence, figures, svg, wording
from beredt.telling.answer import finding_sentence, first_sentence
from beredt.telling.names import Names, capitalised
from beredt.telling.wrapping import wrapped

WIDTH = 1000
MARGIN = 36
COLUMNS = 3
GAP = 34
_NAME_ROOM = 112
_SENTENCE_SIGNS = 96
_SMALL_SIGNS = 132

INK = "#1c2830"
QUIET = "#5d6b74"
FAINT = "#c9d1d6"
ACCENT = "#1f6f8b"
BAND = "#c3dde6"
STYLE = f"""
text {{ font-family: "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: {INK}; }}
.sentence {{ font-size: 18px; }} .place {{ font-size: 13px; fill: {QUIET}; }}
.name {{ font-size: 15px; font-weight: 600; }} .peak {{ font-size: 12px; fill: {QUIET}; }}
.tick {{ font-size: 11px; fill: {QUIET}; }} .on-line {{ font-size: 11.5px; fill: {INK}; }}
.cell {{ font-size: 12px; }} .head {{ font-size: 12px; fill: {QUIET}; }}
.band {{ fill: {BAND}; }} .edge {{ fill: none; stroke: {ACCENT}; stroke-width: 0.8; }}
.curve {{ fill: none; stroke: {INK}; stroke-width: 2; stroke-linejoin: round; }}
.axis {{ stroke: {INK}; stroke-width: 1; }} .grid {{ stroke: {FAINT}; stroke-width: 0.8; }}
.guide {{ stroke: {QUIET}; stroke-width: 0.8; stroke-dasharray: 2 3; }}
.gap {{ fill: url(#not-assessed); stroke: {QUIET}; stroke-width: 0.8; }} .paper {{ fill: #ffffff; }}
.stroke {{ stroke: {QUIET}; stroke-width: 1.6; }}
"""


def render_curves(results: Sequence[ImpactResult], *, names: Names) -> str:
    """The SVG document of one or more results, one section each, ending in a newline."""
    sections: list[str] = []
    top = float(MARGIN)
    for result in results:
        section, top = _section(result, top, names)
        sections.append(section)
    title = names.language.say(
        mark("Citizens without a service over time, {municipality}"), municipality=names.municipality
    )
    description = " ".join(" ".join([first_sentence(result, names=names), *_told(result, names)]) for result in results)
    return (
        svg.element(
            "svg",
            svg.element("title", escape(title), id="title"),
            svg.element("desc", escape(description), id="desc"),
            svg.element("defs", _hatching(), svg.element("style", STYLE)),
            svg.element("rect", width=WIDTH, height=top, class_="paper"),
            *sections,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {WIDTH} {top:.0f}",
            width=WIDTH,
            height=top,
            role="img",
            aria_labelledby="title desc",
            lang=names.language.code,
        )
        + "\n"
    )


def nice_top(people: int) -> int:
    """The smallest of 1, 2, 4, 5, 8 times a power of ten that is at least `people`: the common top of all panels."""
    if people <= 1:
        return 1
    power = 10 ** math.floor(math.log10(people))
    return next(int(step * power) for step in (1, 2, 4, 5, 8, 10) if step * power >= people)


def _section(result: ImpactResult, top: float, names: Names) -> tuple[str, float]:
    parts = [svg.text(names.municipality, MARGIN, top, style="place")]
    for row in wrapped(finding_sentence(result, names=names), width=_SENTENCE_SIGNS):
        top += 26
        parts.append(svg.text(row, MARGIN, top, style="sentence"))
    top += 6
    small = [*caveats.gap_sentences(figures.headline(result), names=names), _caption(result, names)]
    for row in wrapped(" ".join(small), width=_SMALL_SIGNS):
        top += 19
        parts.append(svg.text(row, MARGIN, top, style="place"))
    top += 26
    panels = curve_panel.panels_of(result)
    most_people = nice_top(max((int(curve.p90.max(initial=0)) for curve in result.services), default=1))
    scales = [
        curve_panel.Scale(
            left=MARGIN + (number % COLUMNS) * (curve_panel.WIDTH + GAP),
            top=top + (number // COLUMNS) * curve_panel.HEIGHT,
            horizon_hours=result.horizon_hours,
            most_people=most_people,
        )
        for number in range(len(panels))
    ]
    exact = result.assets is not None
    parts += [
        curve_panel.draw_panel(panel, scale, names, exact=exact) for panel, scale in zip(panels, scales, strict=True)
    ]
    if not exact:
        labels = [
            curve_panel.labels_on_lines(panel.curve, scale, names)
            for panel, scale in zip(panels, scales, strict=True)
            if panel.curve is not None
        ]
        parts += next((found for found in labels if len(found) > 1), labels[0] if labels else [])
    top += math.ceil(len(panels) / COLUMNS) * curve_panel.HEIGHT
    table, top = _table(result, panels, top, names)
    return svg.element("g", *parts, table), top + MARGIN


def _table(result: ImpactResult, panels: Sequence[curve_panel.Panel], top: float, names: Names) -> tuple[str, float]:
    """The values of the picture as a table, and where it ends."""
    language = names.language
    hours = figures.table_hours(result.horizon_hours)
    column = min(190.0, (WIDTH - 2 * MARGIN - _NAME_ROOM) / len(hours))
    rights = [MARGIN + _NAME_ROOM + column * (number + 1) for number in range(len(hours))]
    top += 18
    heads = [
        svg.text(wording.horizon(h, language), x, top, style="head", anchor="end")
        for h, x in zip(hours, rights, strict=True)
    ]
    parts = [svg.text(evidence.service_table_title(result, names=names), MARGIN, top - 20, style="head"), *heads]
    parts.append(svg.line((MARGIN, top + 6), (rights[-1], top + 6), style="grid"))
    for panel in panels:
        top += 22
        parts.append(svg.text(curve_panel.short(names.service(panel.service)), MARGIN, top, style="cell"))
        for hour, right in zip(hours, rights, strict=True):
            if panel.curve is None:
                words = wording.state("not_modelled", language)
            else:
                words = evidence.spread_text(figures.curve_at(panel.curve, hour), names=names)
            parts.append(svg.text(words, right, top, style="cell", anchor="end"))
    return svg.element("g", *parts), top


def _caption(result: ImpactResult, names: Names) -> str:
    say = names.language.say
    if result.assets is not None:
        return say(mark("Citizens without each service, all on one scale. Hatched: not assessed."))
    return say(
        mark(
            "Citizens without each service, all on one scale. Line: the middle run. Band: 8 of 10 runs. "
            "Hatched: not assessed."
        )
    )


def _told(result: ImpactResult, names: Names) -> list[str]:
    """The picture in sentences, for whoever cannot see it."""
    return [
        f"{capitalised(names.service(panel.service))}: {curve_panel.peak_text(panel.curve, names)}."
        for panel in curve_panel.panels_of(result)
        if panel.curve is not None
    ]


def _hatching() -> str:
    return svg.element(
        "pattern",
        svg.element("rect", width=8, height=8, fill="#ffffff"),
        svg.line((0, 0), (0, 8), style="stroke"),
        id="not-assessed",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
