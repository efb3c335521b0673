"""Pictures for pages: a finished SVG made fit to stand in one, and range bars on one common axis.

Pages allow no style inside, so a picture's own style sheet is left out: `ui/look.css` has the same classes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from beredt.kit.language import Language, mark
from beredt.telling import svg

_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_DECLARATION = re.compile(r"<\?xml.*?\?>|<!DOCTYPE[^>]*>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_LABELLED = re.compile(r'(aria-labelledby|aria-describedby)="([^"]+)"')
_VIEW_BOX = re.compile(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)')
_WIDTH = 1000.0
_FITS_A_PHONE = 520.0
_DRAWN_SMALL = 340.0


def fit_for_page(picture: str, *, number: str) -> str:
    """The picture without its style sheet, every id in it ending in `number`, so that several stand on one page."""
    bare = _STYLE.sub("", _DECLARATION.sub("", picture)).strip()
    for name in set(_ID.findall(bare)):
        bare = bare.replace(f'id="{name}"', f'id="{name}-{number}"')
        bare = bare.replace(f"url(#{name})", f"url(#{name}-{number})").replace(
            f'href="#{name}"', f'href="#{name}-{number}"'
        )

    def relabelled(found: re.Match[str]) -> str:
        names = " ".join(f"{name}-{number}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    return _LABELLED.sub(relabelled, bare)


def size_of(picture: str) -> str:
    """`broad` for a picture whose letters could not be read if it were fitted to a phone, `middling` for one whose
    letters must grow where it is small, empty for one that is drawn at the size it is shown.
    """
    found = _VIEW_BOX.search(picture)
    width = float(found[1]) if found else 0.0
    if width > _FITS_A_PHONE:
        return "broad"
    return "middling" if width > _DRAWN_SMALL else ""


@attrs.frozen(kw_only=True)
class Range:
    """One line of range bars: from `low` over `middle` to `high` in one unit; `told` is the same in words."""

    label: str
    low: float
    middle: float
    high: float
    told: str
    note: str = ""


@attrs.frozen(kw_only=True)
class Bar:
    """A range laid out: its marks as an SVG."""

    label: str
    told: str
    note: str
    picture: str


def range_bars(ranges: Sequence[Range], *, language: Language) -> list[Bar]:
    """Bars on one axis that holds zero and all ranges; each picture says in words what it shows."""
    least = min([0.0, *(entry.low for entry in ranges)])
    most = max([0.0, *(entry.high for entry in ranges)])
    room = (most - least) or 1.0

    def across(value: float) -> float:
        return (value - least) / room * _WIDTH

    return [
        Bar(label=entry.label, told=entry.told, note=entry.note, picture=_bar(entry, across, language))
        for entry in ranges
    ]


def _bar(entry: Range, across: object, language: Language) -> str:
    assert callable(across)
    low, middle, high, zero = (across(value) for value in (entry.low, entry.middle, entry.high, 0.0))
    told = language.say(mark("{label}: {told}"), label=entry.label, told=entry.told)
    return svg.element(
        "svg",
        svg.element("line", x1=zero, y1=0, x2=zero, y2=24, class_="bar-zero", vector_effect="non-scaling-stroke"),
        svg.element("rect", x=low, y=7, width=max(high - low, 2.0), height=10, class_="bar-range"),
        svg.element("line", x1=middle, y1=3, x2=middle, y2=21, class_="bar-middle", vector_effect="non-scaling-stroke"),
        viewBox=f"-6 0 {_WIDTH + 12:.0f} 24",
        preserveAspectRatio="none",
        class_="bar",
        role="img",
        aria_label=told,
    )
