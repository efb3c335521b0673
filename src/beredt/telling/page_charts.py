"""Curves for pages: one picture each, without a style of its own, beside the same values as a table.

The page's style sheet knows the classes (`band`, `curve`, `guide` …); only what a style sheet cannot reach, the
hatching, stands in the picture itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from beredt.domain.impact.by_area import AreaTimeline
from beredt.domain.impact.result import ImpactResult, ServiceCurve, Spread
from beredt.kit.language import mark
from beredt.telling import curve_panel, curves, evidence, figures, svg, wording
from beredt.telling.curve_panel import Panel, Scale
from beredt.telling.names import Names, capitalised

NEED_WIDTH = 460.0
NEED_HEIGHT = 250.0
_NEED_BOTTOM = 212.0
_NEED_TOP = curve_panel.PLOT_TOP - 12.0
_NEED_HEIGHT = NEED_HEIGHT - 16.0 - _NEED_TOP
_PANEL_HEIGHT = curve_panel.PLOT_BOTTOM + 22.0
_FINE_STEP_HOURS = 6
_COARSE_STEP_HOURS = 24
_LONGEST_FINE_HOURS = 72


@attrs.frozen(kw_only=True)
class Chart:
    """A picture (an `svg` element with role img and a name), its title, its caption and the same as a table."""

    chart_id: str
    title: str
    svg: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_hours(horizon_hours: int) -> tuple[int, ...]:
    """Hours [h] that a chart's table names: the guide hours, and every six hours (beyond three days every day)."""
    step = _FINE_STEP_HOURS if horizon_hours <= _LONGEST_FINE_HOURS else _COARSE_STEP_HOURS
    return tuple(sorted({*range(0, horizon_hours + 1, step), *figures.table_hours(horizon_hours)}))


def need_chart(timeline: AreaTimeline, *, names: Names, most_people: int = 1, is_labelled: bool = True) -> Chart:
    """Citizens past a critical tolerance by each hour.

    Charts beside each other share a scale up to `most_people`, and one of them is labelled for all.
    """
    language, say = names.language, names.language.say
    curve = ServiceCurve(
        service="",
        mean=timeline.need_mean[:-1],
        p10=timeline.need_p10[:-1],
        p50=timeline.need_p50[:-1],
        p90=timeline.need_p90[:-1],
    )
    most = max(int(timeline.need_p90.max(initial=0)), most_people)
    scale = Scale(
        left=0,
        top=0,
        horizon_hours=timeline.horizon_hours,
        most_people=curves.nice_top(most),
        width=NEED_WIDTH,
        plot_bottom=_NEED_BOTTOM,
    )
    title = say(mark("Citizens in need of help by each hour"))
    last = timeline.need_at(timeline.horizon_hours)
    told = say(
        mark("after {horizon} {people}"),
        horizon=wording.horizon(timeline.horizon_hours, language),
        people=evidence.spread_text(last, names=names),
    )
    marks = [*curve_panel.draw_frame(scale, names), *curve_panel.draw_curve(curve, scale, exact=False)]
    return Chart(
        chart_id="need",
        title=title,
        svg=_picture(
            [*marks, *(curve_panel.labels_on_lines(curve, scale, names) if is_labelled else ())],
            (0.0, _NEED_TOP, NEED_WIDTH, _NEED_HEIGHT),
            f"{title}: {told}",
        ),
        caption=reading_sentence(names),
        header=_header(names, say(mark("in need of help by then"))),
        rows=_rows(timeline.need_at, timeline.horizon_hours, names),
    )


def service_charts(result: ImpactResult, *, names: Names) -> tuple[Chart, ...]:
    """One chart per service on one scale, the services that lose most people first, then those not assessed."""
    panels = curve_panel.panels_of(result)
    most = max((int(curve.p90.max(initial=0)) for curve in result.services), default=1)
    scale = Scale(left=0, top=0, horizon_hours=result.horizon_hours, most_people=curves.nice_top(most))
    labels = {} if result.assets is not None else _labels(panels, scale, names)
    return tuple(_service_chart(result, panel, scale, names, labels.get(panel.service, ())) for panel in panels)


def _labels(panels: Sequence[Panel], scale: Scale, names: Names) -> dict[str, list[str]]:
    """Names of line and band for one panel only, the first that has room for both (else the first)."""
    found = {panel.service: curve_panel.labels_on_lines(panel.curve, scale, names) for panel in panels if panel.curve}
    chosen = next((service for service, labels in found.items() if len(labels) > 1), next(iter(found), ""))
    return {service: labels for service, labels in found.items() if service == chosen}


def _service_chart(result: ImpactResult, panel: Panel, scale: Scale, names: Names, labels: Sequence[str]) -> Chart:
    say = names.language.say
    name = capitalised(names.service(panel.service))
    exact = result.assets is not None
    marks = [curve_panel.draw_panel(panel, scale, names, exact=exact)]
    rows: tuple[tuple[str, ...], ...] = ()
    if panel.curve is None:
        told = wording.state("not_modelled", names.language)
    else:
        told = curve_panel.peak_text(panel.curve, names)
        rows = _rows(_at(panel.curve), result.horizon_hours, names)
        marks += labels
    chart_id = f"service-{panel.service}"
    return Chart(
        chart_id=chart_id,
        title=name,
        svg=_picture(
            marks, (0.0, 0.0, curve_panel.WIDTH, _PANEL_HEIGHT), f"{name}: {told}", gap_id=f"gap-{panel.service}"
        ),
        caption=told,
        header=_header(names, say(mark("without it"))),
        rows=rows,
    )


def _at(curve: ServiceCurve) -> Callable[[int], Spread]:
    return lambda hour: figures.curve_at(curve, hour)


def _header(names: Names, what: str) -> tuple[str, ...]:
    say = names.language.say
    return (
        say(mark("after")),
        what,
        say(mark("1 run in 10 at most")),
        say(mark("middle run")),
        say(mark("9 in 10 at most")),
    )


def _rows(at: Callable[[int], Spread], horizon_hours: int, names: Names) -> tuple[tuple[str, ...], ...]:
    rows = []
    for hour in chart_hours(horizon_hours):
        spread = at(hour)
        figured = (spread.mean, spread.p10, spread.p50, spread.p90)
        told = (wording.people(value, names.language) for value in figured)
        rows.append((wording.horizon(hour, names.language), *told))
    return tuple(rows)


def reading_sentence(names: Names) -> str:
    """What line and band are, and that help is not counted."""
    return names.language.say(mark("Line: the middle run. Band: 8 of 10 runs. Help that comes is not counted."))


def _picture(marks: Sequence[str], box: tuple[float, float, float, float], words: str, *, gap_id: str = "") -> str:
    """The picture as an element for a page; what is hatched finds its pattern beside it."""
    drawn = "".join(marks)
    hatching = ""
    if 'class="gap"' in drawn:
        drawn = drawn.replace('class="gap"', f'class="gap" fill="url(#{gap_id})"')
        hatching = svg.element("defs", _hatching(gap_id))
    return svg.element(
        "svg",
        hatching,
        drawn,
        viewBox=" ".join(f"{side:g}" for side in box),
        class_="curves",
        role="img",
        aria_label=words,
        focusable="false",
    )


def _hatching(gap_id: str) -> str:
    return svg.element(
        "pattern",
        svg.element("rect", width=8, height=8, fill="#ffffff"),
        svg.element("line", x1=0, y1=0, x2=0, y2=8, stroke=curves.QUIET, stroke_width=1.6),
        id=gap_id,
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
