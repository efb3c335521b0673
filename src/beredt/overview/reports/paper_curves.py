"""Service curves for paper: small multiples on one scale, in points, black and grey, no letter under 11 points."""

from __future__ import annotations

from xml.sax.saxutils import escape

import attrs

from beredt.domain.impact.result import ImpactResult, ServiceCurve
from beredt.kit.document import Picture, plain
from beredt.kit.language import mark
from beredt.kit.units import MINUTES_PER_HOUR
from beredt.overview.reports import citing, fields
from beredt.telling import curve_panel, curves, figures, svg, wording
from beredt.telling.curve_panel import Panel
from beredt.telling.names import Names, capitalised

WIDTH = 482.0
COLUMNS = 3
_GAP = 16.0
_PANEL = (WIDTH - _GAP * (COLUMNS - 1)) / COLUMNS
_PLOT_LEFT = 40.0
_PLOT_TOP = 37.0
_PLOT_HEIGHT = 56.0
_TICK_ROOM = 16.0
_HEIGHT = _PLOT_TOP + _PLOT_HEIGHT + _TICK_ROOM + 10.0
_LABEL_ROOM = 30.0
_MOST_SIGNS = 28
STYLE = """
text { font-family: "Source Sans Pro"; fill: #000000; font-size: 11px; }
.name { font-size: 11.5px; font-weight: 700; }
.band { fill: #d0d0d0; } .curve { fill: none; stroke: #000000; stroke-width: 1.6; }
.edge { fill: none; stroke: #6a6a6a; stroke-width: 0.5; }
.axis { stroke: #000000; stroke-width: 0.8; } .grid { stroke: #b0b0b0; stroke-width: 0.5; }
.guide { stroke: #808080; stroke-width: 0.5; stroke-dasharray: 2 2; }
.gap { fill: url(#not-assessed); stroke: #606060; stroke-width: 0.6; } .paper { fill: #ffffff; }
.stroke { stroke: #606060; stroke-width: 1; }
"""


@attrs.frozen(kw_only=True)
class Scale:
    """The corner of a panel, its horizon [h] and the common top [persons]."""

    left: float
    top: float
    horizon_hours: int
    most_people: int

    def x(self, hour: float) -> float:
        """Across, of an hour [h]."""
        return self.left + _PLOT_LEFT + (_PANEL - _PLOT_LEFT) * hour / self.horizon_hours

    def y(self, people: float) -> float:
        """Down, of a number of persons."""
        return self.top + _PLOT_TOP + _PLOT_HEIGHT * (1 - people / self.most_people)


def curve_picture(result: ImpactResult, *, names: Names, most_panels: int) -> Picture | None:
    """The curves as a picture with its words; the services that lose most people first.

    None where nobody loses any."""
    panels = [panel for panel in curve_panel.panels_of(result) if panel.curve is None or panel.curve.p90.any()]
    panels = panels[:most_panels]
    if not panels:
        return None
    most_people = curves.nice_top(
        max((int(panel.curve.p90.max(initial=0)) for panel in panels if panel.curve is not None), default=1)
    )
    rows = -(-len(panels) // COLUMNS)
    drawn = [
        _draw(panel, _scale(number, result.horizon_hours, most_people), names, exact=result.assets is not None)
        for number, panel in enumerate(panels)
    ]
    told = " ".join(_told(result, panel, names) for panel in panels)
    title = names.language.say(mark("Citizens without each service over time."))
    words = f"{title} {told}"
    caption = names.language.say(
        mark("Citizens without each service. Line: the middle run. Grey: 8 of 10 runs. Hatched: not assessed.")
    )
    return Picture(svg=_page(drawn, height=rows * _HEIGHT, words=plain(words)), alt=words, caption=caption)


def services_lost(result: ImpactResult) -> frozenset[str]:
    """Services that somebody is without in at least one run of ten."""
    return frozenset(curve.service for curve in result.services if curve.p90.any())


def services_without_loss(result: ImpactResult) -> tuple[str, ...]:
    """Services that nobody is without in at least nine runs of ten: they have no curve worth drawing."""
    return tuple(curve.service for curve in result.services if not curve.p90.any())


def _scale(number: int, horizon_hours: int, most_people: int) -> Scale:
    return Scale(
        left=(number % COLUMNS) * (_PANEL + _GAP),
        top=(number // COLUMNS) * _HEIGHT,
        horizon_hours=horizon_hours,
        most_people=most_people,
    )


def _page(drawn: list[str], *, height: float, words: str) -> str:
    return svg.element(
        "svg",
        svg.element("title", escape(words)),
        svg.element("defs", _hatching(), svg.element("style", STYLE)),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        width=WIDTH,
        height=height,
    )


def _draw(panel: Panel, scale: Scale, names: Names, *, exact: bool) -> str:
    name = capitalised(names.service(panel.service))
    parts = [
        svg.text(_short(name), scale.left, scale.top + 11, style="name"),
        *_frame(scale, names),
    ]
    if panel.curve is None:
        return svg.element("g", *parts, *_hatched(scale))
    parts.append(svg.text(_short(curve_panel.peak_text(panel.curve, names)), scale.left, scale.top + 25, style="peak"))
    return svg.element("g", *parts, *_curve(panel.curve, scale, exact))


def _frame(scale: Scale, names: Names) -> list[str]:
    left, right, floor = scale.x(0), scale.x(scale.horizon_hours), scale.y(0)
    parts = [svg.line((left, floor), (right, floor), style="axis")]
    ceiling = scale.y(scale.most_people)
    parts.append(svg.line((left, ceiling), (right, ceiling), style="grid"))
    for people, y in ((0, floor), (scale.most_people, ceiling)):
        parts.append(svg.text(names.language.number(people), left - 4, y + 4, style="tick", anchor="end"))
    free_from = right + _LABEL_ROOM
    for hour in reversed(figures.table_hours(scale.horizon_hours)):
        x = scale.x(hour)
        parts.append(svg.line((x, floor + 3), (x, ceiling), style="guide"))
        if free_from - x >= _LABEL_ROOM:
            free_from = x
            anchor = "end" if hour == scale.horizon_hours else "middle"
            label = wording.horizon(hour, names.language)
            parts.append(svg.text(label, x, floor + 14, style="tick", anchor=anchor))
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
    band = svg.path([*low, *reversed(high)], style="band", closed=True)
    return [band, svg.path(low, style="edge"), svg.path(high, style="edge"), middle]


def _hatched(scale: Scale) -> list[str]:
    left, top = scale.x(0), scale.y(scale.most_people)
    width = scale.x(scale.horizon_hours) - left
    return [svg.element("rect", x=left, y=top, width=width, height=_PLOT_HEIGHT, class_="gap")]


def _hatching() -> str:
    return svg.element(
        "pattern",
        svg.element("rect", width=6, height=6, fill="#ffffff"),
        svg.line((0, 0), (0, 6), style="stroke"),
        id="not-assessed",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _told(result: ImpactResult, panel: Panel, names: Names) -> str:
    """One panel in words, its figures cited."""
    if panel.curve is None:
        words = wording.state("not_modelled", names.language)
    else:
        words = citing.cited(
            citing.held(curve_panel.peak_text(panel.curve, names)), _peak_figures(result, panel.curve, names)
        )
    return f"{capitalised(names.service(panel.service))}: {words}."


def _peak_figures(result: ImpactResult, curve: ServiceCurve, names: Names) -> list[citing.Figure]:
    """The largest number of people in the middle run, and its hour."""
    if not curve.p50.any():
        return []
    hour = int(curve.p50.argmax())
    people = wording.people(int(curve.p50[hour]), names.language)
    started = citing.held(wording.moment(hour * MINUTES_PER_HOUR, names.language))
    return [
        (people, fields.of_service(result.hazard, curve.service, "p50#peak")),
        (started, fields.of_service(result.hazard, curve.service, "p50#peak_hour")),
    ]


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else f"{text[: _MOST_SIGNS - 1]}…"
