"""One small multiple of the service curves: a service over time, or the hatching that says it is not assessed."""

from __future__ import annotations

import attrs

from beredt.domain.impact.result import ImpactResult, ServiceCurve
from beredt.kit.language import mark
from beredt.telling import curve_labels, figures, svg, wording
from beredt.telling.names import Names, capitalised

WIDTH = 287.0
HEIGHT = 196
PLOT_TOP = 34
PLOT_BOTTOM = 150
PLOT_LEFT = 48
LONGEST_NAME = 17
_LABEL_ROOM = 34
_LEAST_INDENT = 8
_LINE_LABEL = 100.0
_BAND_LABEL = 84.0


@attrs.frozen(kw_only=True)
class Panel:
    """One small multiple: a service with its curve, or without one where it is not assessed."""

    service: str
    curve: ServiceCurve | None
    state: str


@attrs.frozen(kw_only=True)
class Scale:
    """From hours and persons to the picture: the panel's corner, the horizon [h] and the common top [persons].

    `width` and `plot_bottom` are those of a small multiple unless a larger picture gives its own.
    """

    left: float
    top: float
    horizon_hours: int
    most_people: int
    width: float = WIDTH
    plot_bottom: float = PLOT_BOTTOM

    def x(self, hour: float) -> float:
        """Across, of an hour [h]."""
        return self.left + PLOT_LEFT + (self.width - PLOT_LEFT) * hour / self.horizon_hours

    def y(self, people: float) -> float:
        """Down, of a number of persons."""
        return self.top + self.plot_bottom - (self.plot_bottom - PLOT_TOP) * people / self.most_people


def panels_of(result: ImpactResult) -> tuple[Panel, ...]:
    """The panels of a result: the services that lose most people first, then those that are not assessed."""
    state = {entry.service: entry.state for entry in result.coverage if entry.service is not None}
    ordered = sorted(
        result.services, key=lambda curve: (-peak_of(curve)[0], -float(curve.mean.max(initial=0)), curve.service)
    )
    drawn = [Panel(service=c.service, curve=c, state=state.get(c.service, "modelled")) for c in ordered]
    gaps = [
        Panel(service=service, curve=None, state="not_modelled")
        for service in sorted(state)
        if state[service] == "not_modelled" and service not in {panel.service for panel in drawn}
    ]
    return (*drawn, *gaps)


def draw_panel(panel: Panel, scale: Scale, names: Names, *, exact: bool) -> str:
    """The panel's marks; `exact` is one run, which has no band."""
    name = short(capitalised(names.service(panel.service)))
    parts = [svg.text(name, scale.left, scale.top + 16, style="name")]
    if panel.curve is None:
        return svg.element("g", *parts, *draw_frame(scale, names), *_not_assessed(scale, names))
    right = scale.left + WIDTH
    parts.append(svg.text(peak_text(panel.curve, names), right, scale.top + 16, style="peak", anchor="end"))
    parts += [*draw_frame(scale, names), *draw_curve(panel.curve, scale, exact=exact)]
    if panel.state == "partly":
        parts += _partly(scale, names)
    return svg.element("g", *parts)


def labels_on_lines(curve: ServiceCurve, scale: Scale, names: Names) -> list[str]:
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


def peak_of(curve: ServiceCurve) -> tuple[int, int]:
    """The largest number of persons in the middle run, and its first hour [h]."""
    if not len(curve.p50):
        return 0, 0
    hour = int(curve.p50.argmax())
    return int(curve.p50[hour]), hour


def peak_text(curve: ServiceCurve, names: Names) -> str:
    """The largest number of people without the service in the middle run, and from when, in words."""
    people, hour = peak_of(curve)
    if not curve.mean.any():
        return names.language.say(mark("nobody"))
    if not curve.p90.any():
        return names.language.say(mark("only in few runs"))
    if not people:
        return names.language.say(mark("nobody in the middle run"))
    return names.language.say(
        mark("at most {people}, from {start}"),
        people=wording.people(people, names.language),
        start=wording.moment(hour * 60, names.language),
    )


def short(name: str) -> str:
    """A name cut to the room a panel or a table has for it."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def draw_frame(scale: Scale, names: Names) -> list[str]:
    """Axis, grid and guide lines with their labels."""
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


def draw_curve(curve: ServiceCurve, scale: Scale, *, exact: bool) -> list[str]:
    """The middle run, with the band of eight runs of ten unless it is one exact run."""
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
