"""Draws the house as it is: which room uses which, read from the imports, into docs/architecture/house.md.

Only the part between the two marks is written; the words around it are by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture" / "house.md"
BEGIN, END = "<!-- drawn by `make house`: begin -->", "<!-- drawn by `make house`: end -->"
STOREYS = ("shell", "overview", "apps", "adapters", "ground", "telling", "domain", "kit")


def main() -> int:
    """Exit code 0 after the page is written."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_drawing(text, draw_house()), encoding="utf-8")
    return 0


def with_drawing(text: str, drawing: str) -> str:
    """The page's `text` with `drawing` between the marks; raises `ValueError` where a mark is missing."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{drawing}{END}{after}"


def draw_house() -> str:
    """Storeys from top to bottom with their rooms, and after each room the rooms of other names that it uses."""
    graph = grimp.build_graph("beredt", exclude_type_checking_imports=False, cache_dir=None)
    rooms = {storey: rooms_of(graph, storey) for storey in STOREYS}
    names = {room for inside in rooms.values() for room in inside}
    width = max(len(name) for name in names)
    lines = []
    for storey, inside in rooms.items():
        lines.append(storey)
        for room in inside:
            used = " ".join(short(other) for other in names_used(graph, room, names))
            lines.append(f"  {short(room).ljust(width - len('beredt.'))}  -> {used}" if used else f"  {short(room)}")
    return "```\n" + "\n".join(lines) + "\n```\n"


def rooms_of(graph: grimp.ImportGraph, storey: str) -> list[str]:
    """Packages directly inside the storey, or the storey itself where it has none."""
    package = f"beredt.{storey}"
    inside = [child for child in graph.find_children(package) if graph.find_children(child)]
    return sorted(inside) or [package]


def names_used(graph: grimp.ImportGraph, room: str, names: set[str]) -> list[str]:
    """The rooms that `room` imports directly, sorted."""
    others = sorted(names - {room})
    return [other for other in others if graph.direct_import_exists(importer=room, imported=other, as_packages=True)]


def short(module: str) -> str:
    """A module's name without the project's."""
    return module.removeprefix("beredt.")


if __name__ == "__main__":
    sys.exit(main())
