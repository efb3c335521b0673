"""Areas as a plain map: shaded in five steps by people, the number printed in each, the same as rows of a table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import attrs
from shapely.errors import ShapelyError
from shapely.geometry import shape

from beredt.kit.language import Language, mark
from beredt.telling import svg, wording
from beredt.telling.names import Names

WIDTH = 520.0
FEWEST_TOLD = 5
"""Counts of people under this are told as "<5" where they are spread over areas."""
STEPS = 5
_MARGIN = 8.0
_TALLEST = 620.0


@attrs.frozen(kw_only=True)
class AreaShape:
    """One area's outline as an SVG path, and where its number stands."""

    area_id: str
    outline: str
    label_x: float
    label_y: float


@attrs.frozen(kw_only=True)
class AreaShapes:
    """The outlines of a municipality's areas in one picture."""

    width: float
    height: float
    shapes: tuple[AreaShape, ...]


def area_people(value: float, language: Language) -> str:
    """A number of people in an area: rounded, `<5` where it is more than nobody but under five."""
    if 0 < value < FEWEST_TOLD:
        return f"<{FEWEST_TOLD}"
    return wording.people(value, language)


def step_of(value: float, top: float) -> int:
    """0 for nobody, else 1 to 5 by fifths of `top`; the same `top` for all hours keeps the shades comparable."""
    if value <= 0 or top <= 0:
        return 0
    return min(1 + math.floor(STEPS * min(value / top, 1.0)), STEPS)


def shapes_of(geometries: Mapping[str, Mapping[str, Any] | None]) -> AreaShapes:
    """The outlines of those areas that have one, fitted into one picture; north is up."""
    known = {area_id: rings for area_id, geometry in geometries.items() if (rings := _rings(geometry))}
    points = [point for rings in known.values() for ring in rings for point in ring]
    if not points:
        return AreaShapes(width=WIDTH, height=0.0, shapes=())
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    # One degree of longitude is as long as cos(latitude) of a degree of latitude.
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _MARGIN) / across, (_TALLEST - 2 * _MARGIN) / down)

    def placed(point: svg.Point) -> svg.Point:
        return _MARGIN + (point[0] - west) * squeeze * scale, _MARGIN + (north - point[1]) * scale

    shapes = []
    for area_id, rings in known.items():
        middle = placed(_middle(geometries[area_id]))
        shapes.append(
            AreaShape(
                area_id=area_id,
                outline=" ".join(_path([placed(point) for point in ring]) for ring in rings),
                label_x=round(middle[0], 1),
                label_y=round(middle[1], 1),
            )
        )
    return AreaShapes(
        width=round(across * scale + 2 * _MARGIN, 1), height=round(down * scale + 2 * _MARGIN, 1), shapes=tuple(shapes)
    )


def draw_map(shapes: AreaShapes, values: Mapping[str, float], *, top: float, names: Names, title: str) -> str:
    """The map as an `svg` element; each area carries its id, so that a page can change its shade and number."""
    marks = []
    for area in shapes.shapes:
        value = values.get(area.area_id, 0.0)
        told = area_people(value, names.language)
        area_name = names.area(area.area_id)
        spoken = names.language.say(mark("{area}: {people}"), area=area_name, people=told)
        marks.append(
            svg.element(
                "g",
                svg.element("title", escape(spoken)),
                svg.element("path", d=area.outline, class_=f"area step-{step_of(value, top)}", fill_rule="evenodd"),
                data_area=area.area_id,
            )
        )
    marks += [
        svg.element(
            "text",
            escape(area_people(values.get(area.area_id, 0.0), names.language)),
            x=area.label_x,
            y=area.label_y,
            class_="area-number",
            text_anchor="middle",
            data_number=area.area_id,
        )
        for area in shapes.shapes
    ]
    return svg.element(
        "svg",
        *marks,
        viewBox=f"0 0 {shapes.width:g} {shapes.height:g}",
        class_="area-map",
        role="img",
        aria_label=title,
        focusable="false",
    )


def _rings(geometry: Mapping[str, Any] | None) -> list[list[svg.Point]]:
    """All rings of a polygon or several; none of anything else."""
    if not geometry:
        return []
    found = geometry.get("coordinates") or []
    kind = geometry.get("type")
    polygons: Sequence[Any] = [found] if kind == "Polygon" else found if kind == "MultiPolygon" else []
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon if ring]


def _middle(geometry: Mapping[str, Any] | None) -> svg.Point:
    """A point inside, for the number."""
    try:
        inside = shape(dict(geometry or {})).representative_point()
        return float(inside.x), float(inside.y)
    except (ShapelyError, ValueError):
        return _rings(geometry)[0][0]


def _path(points: Sequence[svg.Point]) -> str:
    """A closed path to a tenth of a unit, steps that cannot be seen left out."""
    steps = list(_seen(points))
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in steps) + " Z"


def _seen(points: Sequence[svg.Point]) -> Iterator[svg.Point]:
    last: svg.Point | None = None
    for x, y in points:
        point = round(x, 1), round(y, 1)
        if point != last:
            last = point
            yield point
