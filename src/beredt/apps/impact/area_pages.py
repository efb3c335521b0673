"""Areas by hour on a page: the map, the same as a table, and the figures that the hour slider needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from beredt.domain.impact.by_area import AreaTimeline
from beredt.domain.municipality.tables import AreaRow
from beredt.ground.ui.tables import Cell, Column, Table, table
from beredt.kit.language import mark
from beredt.telling import area_map, figures, page_charts, wording
from beredt.telling.names import Names, capitalised

NEED = "need"
FIRST_HOUR = 24


@attrs.frozen(kw_only=True)
class Choice:
    """One thing that the map can show."""

    value: str
    label: str
    is_chosen: bool


@attrs.frozen(kw_only=True)
class AreaHours:
    """The map at one hour. `hours` is what a script needs to move on: by area the rounded people and the shade."""

    what: str
    choices: tuple[Choice, ...]
    hour: int
    horizon_hours: int
    title: str
    svg: str
    scale: tuple[tuple[int, str], ...]
    table: Table
    hours: Mapping[str, Any]


def chosen(timeline: AreaTimeline, what: str, *, has_need: bool) -> str:
    """What a map shows: the service asked for, else citizens in need, else the first service (empty: nothing)."""
    if what in timeline.services:
        return what
    return NEED if has_need else next(iter(timeline.services), "")


def area_hours(
    timeline: AreaTimeline, *, areas: tuple[AreaRow, ...], what: str, hour: int, has_need: bool, names: Names
) -> AreaHours | None:
    """The map of one thing (`need`, or a service) at an hour [h], hours kept inside; None where there is nothing."""
    wanted = chosen(timeline, what, has_need=has_need)
    if not wanted:
        return None
    at = min(max(hour, 0), timeline.horizon_hours)
    value = _value_of(timeline, wanted)
    hours = range(timeline.horizon_hours + 1)
    series = {area_id: [value(place, h) for h in hours] for place, area_id in enumerate(timeline.area_ids)}
    top = max((max(values) for values in series.values()), default=0.0)
    title = _title(timeline, wanted, names)
    shapes = area_map.shapes_of({row.area_id: row.geometry for row in areas})
    after = mark("{title}, after {hour} h")
    told = names.language.say(after, title=title, hour=names.language.number(at))
    return AreaHours(
        what=wanted,
        choices=_choices(timeline, wanted, names, has_need=has_need),
        hour=at,
        horizon_hours=timeline.horizon_hours,
        title=told,
        svg=area_map.draw_map(
            shapes, {area: values[at] for area, values in series.items()}, top=top, names=names, title=told
        )
        if shapes.shapes
        else "",
        scale=_scale(top, names),
        table=_table(timeline, series, title, names),
        hours={
            "horizon": timeline.horizon_hours,
            "fewest": area_map.FEWEST_TOLD,
            "after": names.language.say(after, title=title, hour="{hour}"),
            "locale": "da-DK" if names.language.code == "da" else "en-GB",
            "people": {area: [_told(value) for value in values] for area, values in series.items() if area},
            "steps": {
                area: "".join(str(area_map.step_of(value, top)) for value in values)
                for area, values in series.items()
                if area
            },
        },
    )


def _value_of(timeline: AreaTimeline, what: str) -> Callable[[int, int], float]:
    """People of an area (by place) at an hour."""
    if what == NEED:
        return timeline.mean_in_need
    service = timeline.services.index(what)
    return lambda area, hour: timeline.mean_without(service, area, hour)


def _told(value: float) -> int:
    """People as the map prints them; -1 for more than nobody and fewer than are told."""
    return -1 if 0 < value < area_map.FEWEST_TOLD else wording.rounded_people(value)


def _title(timeline: AreaTimeline, what: str, names: Names) -> str:
    say = names.language.say
    if what == NEED:
        return say(mark("Citizens in need of help, on average"))
    return say(mark("Citizens without {service}, on average"), service=names.service(what))


def _choices(timeline: AreaTimeline, what: str, names: Names, *, has_need: bool) -> tuple[Choice, ...]:
    say = names.language.say
    need = Choice(value=NEED, label=say(mark("Citizens in need of help")), is_chosen=what == NEED)
    return (
        *([need] if has_need else []),
        *(
            Choice(
                value=service,
                label=say(mark("Without {service}"), service=names.service(service)),
                is_chosen=service == what,
            )
            for service in timeline.services
        ),
    )


def _scale(top: float, names: Names) -> tuple[tuple[int, str], ...]:
    """The five shades with the most people each stands for; none where nobody is hit."""
    if top <= 0:
        return ()
    language = names.language
    return tuple(
        (step, language.say(mark("up to {people}"), people=wording.people(top * step / area_map.STEPS, language)))
        for step in range(1, area_map.STEPS + 1)
    )


def _table(timeline: AreaTimeline, series: Mapping[str, list[float]], title: str, names: Names) -> Table:
    language = names.language
    hours = page_charts.chart_hours(timeline.horizon_hours)
    columns = [
        Column(title=language.say(mark("area"))),
        *(Column(title=wording.horizon(hour, language), kind="number") for hour in hours),
    ]
    rows: list[list[Cell | str]] = []
    for area_id, values in series.items():
        if not area_id and not any(values):
            continue
        name = capitalised(names.area(area_id)) if area_id else language.say(mark("without an area"))
        rows.append([name, *(_cell(values[hour], names) for hour in hours)])
    return attrs.evolve(table(title, columns, rows, caption_hidden=True), searchable=False)


def _cell(value: float, names: Names) -> Cell:
    """A number of people; what is too few to be told is not in what the table is sorted by either."""
    few = 0 < value < area_map.FEWEST_TOLD
    return Cell(
        text=area_map.area_people(value, names.language), sort=area_map.FEWEST_TOLD / 2 if few else round(value)
    )


def first_hour(horizon_hours: int) -> int:
    """The hour [h] that a map opens with."""
    return min(FIRST_HOUR, figures.table_hours(horizon_hours)[-1])
