"""Service curves as one picture (SVG): small multiples on one scale, with the same values as a table below.

One ink and one accent, so that it reads in black and white and to a colour-blind eye. The line is the middle run, the
band holds eight runs of ten; hatching means not assessed and is never white, so that a gap never looks like safety.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

import attrs

from beredt.domain.impact.result import ImpactResult, ServiceCurve
from beredt.kit.language import mark
from beredt.overview import curve_labels, evidence, figures, svg, wording
from beredt.overview.answer import finding_sentence, first_sentence
from beredt.overview.names import Names, capitalised
from beredt.overview.wrapping import wrapped

WIDTH = 1000
MARGIN = 36
COLUMNS = 3
GAP = 34
PANEL_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
PANEL_HEIGHT = 196
PLOT_TOP = 34
PLOT_BOTTOM = 150
PLOT_LEFT = 48
_LABEL_ROOM = 34
_LEAST_INDENT = 8
_LINE_LABEL = 100.0
_BAND_LABEL = 84.0
_NAME_ROOM = 112
_LONGEST_NAME = 17
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


@attrs.frozen(kw_only=True)
class Panel:
    """One small multiple: a service with its curve, or without one where it is not assessed."""

    service: str
    curve: ServiceCurve | None
    state: str


@attrs.frozen(kw_only=True)
class Scale:
    """From hours and persons to the picture: the panel's corner, the horizon [h] and the common top [persons]."""

    left: float
    top: float
    horizon_hours: int
    most_people: int

    def x(self, hour: float) -> float:
        """Across, of an hour [h]."""
        return self.left + PLOT_LEFT + (PANEL_WIDTH - PLOT_LEFT) * hour / self.horizon_hours

    def y(self, people: float) -> float:
        """Down, of a number of persons."""
        return self.top + PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * people / self.most_people


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


def panels_of(result: ImpactResult) -> tuple[Panel, ...]:
    """The panels of a result: the services that lose most people first, then those that are not assessed."""
    state = {entry.service: entry.state for entry in result.coverage if entry.service is not None}
    ordered = sorted(result.services, key=lambda curve: (-_peak(curve)[0], curve.service))
    drawn = [Panel(service=c.service, curve=c, state=state.get(c.service, "modelled")) for c in ordered]
    gaps = [
        Panel(service=service, curve=None, state="not_modelled")
        for service in sorted(state)
        if state[service] == "not_modelled" and service not in {panel.service for panel in drawn}
    ]
    return (*drawn, *gaps)


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
    small = [*evidence.gap_sentences(figures.headline(result), names=names), _caption(result, names)]
    for row in wrapped(" ".join(small), width=_SMALL_SIGNS):
        top += 19
        parts.append(svg.text(row, MARGIN, top, style="place"))
    top += 26
    panels = panels_of(result)
    most_people = nice_top(max((int(curve.p90.max(initial=0)) for curve in result.services), default=1))
    scales = [
        Scale(
            left=MARGIN + (number % COLUMNS) * (PANEL_WIDTH + GAP),
            top=top + (number // COLUMNS) * PANEL_HEIGHT,
            horizon_hours=result.horizon_hours,
            most_people=most_people,
        )
        for number in range(len(panels))
    ]
    exact = result.assets is not None
    parts += [_panel(panel, scale, names, exact=exact) for panel, scale in zip(panels, scales, strict=True)]
    if not exact:
        labels = [
            _labels_on_lines(panel.curve, scale, names)
            for panel, scale in zip(panels, scales, strict=True)
            if panel.curve is not None
        ]
        parts += next((found for found in labels if len(found) > 1), labels[0] if labels else [])
    top += math.ceil(len(panels) / COLUMNS) * PANEL_HEIGHT
    table, top = _table(result, panels, top, names)
    return svg.element("g", *parts, table), top + MARGIN


def _panel(panel: Panel, scale: Scale, names: Names, *, exact: bool) -> str:
    name = _short(capitalised(names.service(panel.service)))
    parts = [svg.text(name, scale.left, scale.top + 16, style="name")]
    if panel.curve is None:
        return svg.element("g", *parts, *_frame(scale, names), *_not_assessed(scale, names))
    right = scale.left + PANEL_WIDTH
    parts.append(svg.text(_peak_text(panel.curve, names), right, scale.top + 16, style="peak", anchor="end"))
    parts += [*_frame(scale, names), *_curve(panel.curve, scale, exact)]
    if panel.state == "partly":
        parts += _partly(scale, names)
    return svg.element("g", *parts)


def _frame(scale: Scale, names: Names) -> list[str]:
    left, right = scale.x(0), scale.x(scale.horizon_hours)
    parts = []
    for people in (0, scale.most_people / 2, scale.most_people):
        y = scale.y(people)
        parts.append(svg.line((left, y), (right, y), style="grid" if people else "axis"))
        label = names.language.number(people, decimals=0 if people == int(people) else 1)
        parts.append(svg.text(label, left - 6, y + 4, style="tick", anchor="end"))
    labelled_from = right + _LABEL_ROOM
    for hour in reversed(figures.table_hours(scale.horizon_hours)):
        x = scale.x(hour)
        parts.append(svg.line((x, scale.y(0) + 4), (x, scale.y(scale.most_people)), style="guide"))
        if labelled_from - x >= _LABEL_ROOM and x - left >= _LEAST_INDENT:
            labelled_from = x
            label = wording.horizon(hour, names.language)
            anchor = "end" if hour == scale.horizon_hours else "middle"
            parts.append(svg.text(label, x, scale.y(0) + 16, style="tick", anchor=anchor))
    return parts


def _curve(curve: ServiceCurve, scale: Scale, exact: bool) -> list[str]:
    xs = [scale.x(hour) for hour in range(len(curve.p50))]
    end = scale.x(scale.horizon_hours)

    def corners(values: list[int]) -> list[svg.Point]:
        return svg.steps(xs, [scale.y(value) for value in values], end)

    middle = svg.path(corners(curve.p50.tolist()), style="curve")
    if exact:
        return [middle]
    low, high = corners(curve.p10.tolist()), corners(curve.p90.tolist())
    return [
        svg.path([*low, *reversed(high)], style="band", closed=True),
        svg.path(low, style="edge"),
        svg.path(high, style="edge"),
        middle,
    ]


def _labels_on_lines(curve: ServiceCurve, scale: Scale, names: Names) -> list[str]:
    """Names of line and band, written where there is room; none where there is not or nothing to see."""
    say = names.language.say
    if not curve.p50.any():
        return []
    plot = curve_labels.Plot(
        xs=[scale.x(hour) for hour in range(len(curve.p50))],
        top=scale.y(scale.most_people),
        right=scale.x(scale.horizon_hours),
        bottom=scale.y(0),
    )
    middle = [scale.y(people) for people in curve.p50.tolist()]
    high = [scale.y(people) for people in curve.p90.tolist()]
    places = (
        (say(mark("middle run")), curve_labels.place_beside(plot, middle, width=_LINE_LABEL)),
        (say(mark("8 of 10 runs")), curve_labels.place_between(plot, high, middle, width=_BAND_LABEL)),
    )
    return [svg.text(words, *place, style="on-line") for words, place in places if place]


def _not_assessed(scale: Scale, names: Names) -> list[str]:
    left, top = scale.x(0), scale.y(scale.most_people)
    width, height = scale.x(scale.horizon_hours) - left, scale.y(0) - top
    middle = left + width / 2
    words = capitalised(wording.state("not_modelled", names.language))
    return [
        svg.element("rect", x=left, y=top, width=width, height=height, class_="gap"),
        svg.element("rect", x=middle - 56, y=top + height / 2 - 15, width=112, height=26, class_="paper"),
        svg.text(words, middle, top + height / 2 + 3, style="cell", anchor="middle"),
    ]


def _partly(scale: Scale, names: Names) -> list[str]:
    left, top = scale.x(0), scale.y(scale.most_people)
    words = capitalised(wording.state("partly", names.language))
    width = scale.x(scale.horizon_hours) - left
    return [
        svg.element("rect", x=left, y=top - 10, width=width, height=8, class_="gap"),
        svg.text(words, left + width, top + 12, style="tick", anchor="end"),
    ]


def _table(result: ImpactResult, panels: Sequence[Panel], top: float, names: Names) -> tuple[str, float]:
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
        parts.append(svg.text(_short(names.service(panel.service)), MARGIN, top, style="cell"))
        for hour, right in zip(hours, rights, strict=True):
            if panel.curve is None:
                words = wording.state("not_modelled", language)
            else:
                words = evidence.spread_text(figures.curve_at(panel.curve, hour), names=names)
            parts.append(svg.text(words, right, top, style="cell", anchor="end"))
    return svg.element("g", *parts), top


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


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


def _peak(curve: ServiceCurve) -> tuple[int, int]:
    """The largest number of persons in the middle run, and its first hour [h]."""
    if not len(curve.p50):
        return 0, 0
    hour = int(curve.p50.argmax())
    return int(curve.p50[hour]), hour


def _peak_text(curve: ServiceCurve, names: Names) -> str:
    people, hour = _peak(curve)
    if not people:
        return names.language.say(mark("nobody in the middle run"))
    return names.language.say(
        mark("at most {people}, from {start}"),
        people=wording.people(people, names.language),
        start=wording.moment(hour * 60, names.language),
    )


def _told(result: ImpactResult, names: Names) -> list[str]:
    """The picture in sentences, for whoever cannot see it."""
    return [
        f"{capitalised(names.service(panel.service))}: {_peak_text(panel.curve, names)}."
        for panel in panels_of(result)
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
