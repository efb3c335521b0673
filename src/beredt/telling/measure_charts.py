"""The need curve before and after, for a page: one picture and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

from beredt.kit.language import mark
from beredt.telling import curve_panel, curves, svg, wording
from beredt.telling.curve_panel import Scale
from beredt.telling.names import Names
from beredt.telling.page_charts import NEED_HEIGHT, NEED_WIDTH, Chart, chart_hours

_BOTTOM = 212.0


def before_after_chart(before: Sequence[float], after: Sequence[float], *, names: Names, caption: str) -> Chart:
    """Citizens past a critical tolerance by each hour [persons], without and with a set; axis: hour 0 … horizon."""
    language, say = names.language, names.language.say
    horizon = len(before) - 1
    most = max(1, *(round(value) for value in (*before, *after)))
    scale = Scale(
        left=0,
        top=0,
        horizon_hours=horizon,
        most_people=curves.nice_top(most),
        width=NEED_WIDTH,
        plot_bottom=_BOTTOM,
    )
    title = say(mark("Citizens in need of help by each hour, before and after"))
    told = say(
        mark("{title}: after {horizon} {before} before and {after} after"),
        title=title,
        horizon=wording.horizon(horizon, language),
        before=wording.people(before[-1], language),
        after=wording.people(after[-1], language),
    )
    marks = [
        *curve_panel.draw_frame(scale, names),
        _line(before, scale, "before"),
        _line(after, scale, "curve"),
        *_labels(before, after, scale, names),
    ]
    rows = tuple(
        (
            wording.horizon(hour, language),
            wording.people(before[hour], language),
            wording.people(after[hour], language),
        )
        for hour in chart_hours(horizon)
    )
    return Chart(
        chart_id="before-after",
        title=title,
        svg=svg.element(
            "svg",
            *marks,
            viewBox=f"0 0 {NEED_WIDTH:.0f} {NEED_HEIGHT:.0f}",
            class_="curves",
            role="img",
            aria_label=told,
            focusable="false",
        ),
        caption=caption,
        header=(say(mark("after")), say(mark("as it is today")), say(mark("with what is ticked"))),
        rows=rows,
    )


def _line(values: Sequence[float], scale: Scale, style: str) -> str:
    points = [(scale.x(hour), scale.y(people)) for hour, people in enumerate(values)]
    return svg.path(points, style=style)


def _labels(before: Sequence[float], after: Sequence[float], scale: Scale, names: Names) -> list[str]:
    """The lines' names at their ends; one where both end together."""
    say, right = names.language.say, scale.x(len(before) - 1) - 4
    tops = [scale.y(before[-1]) - 6, scale.y(after[-1]) + 16]
    if abs(scale.y(before[-1]) - scale.y(after[-1])) < 2:
        return [svg.text(say(mark("today and after: the same")), right, tops[0], style="on-line", anchor="end")]
    return [
        svg.text(say(mark("today")), right, tops[0], style="on-line", anchor="end"),
        svg.text(say(mark("after")), right, min(tops[1], _BOTTOM - 4), style="on-line", anchor="end"),
    ]
