"""A few marks of SVG as text: enough for quiet charts that print, without a drawing library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]


def element(name: str, *content: str, **attributes: str | float) -> str:
    """One element; `stroke_width=2` becomes `stroke-width="2"`, content must be escaped or elements already."""
    written = "".join(f" {key.rstrip('_').replace('_', '-')}={_value(value)}" for key, value in attributes.items())
    inner = "".join(content)
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def text(content: str, x: float, y: float, *, style: str, anchor: str = "start") -> str:
    """A line of text with its baseline at `y`; `style` is a class of the style sheet."""
    return element("text", escape(content), x=x, y=y, class_=style, text_anchor=anchor)


def line(start: Point, end: Point, *, style: str) -> str:
    """A straight line."""
    return element("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=style)


def path(points: Iterable[Point], *, style: str, closed: bool = False) -> str:
    """A line through the points, closed to a face if asked."""
    steps = " L".join(f"{_number(x)} {_number(y)}" for x, y in points)
    return element("path", d=f"M{steps}{' Z' if closed else ''}", class_=style)


def steps(xs: Sequence[float], ys: Sequence[float], end_x: float) -> list[Point]:
    """Corners of a staircase: each y holds from its x to the next one's, the last to `end_x`; straight runs merged."""
    corners: list[Point] = []
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        if number and y == ys[number - 1]:
            continue
        if corners:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    if corners:
        corners.append((end_x, corners[-1][1]))
    return corners


def _value(value: str | float) -> str:
    return quoteattr(value if isinstance(value, str) else _number(value))


def _number(value: float) -> str:
    written = f"{value:.1f}"
    return written[:-2] if written.endswith(".0") else written
