"""The pack's road network as lines on a map: GeoJSON, and vector tiles (PMTiles) by tippecanoe where there are many."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from beredt.adapters.open_data import roads
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.packs.schema import ROADS_FILE
from beredt.domain.municipality.drafting.facts import RoadWays
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

DECIMALS = 5
"""Decimals of a degree that are kept: about a metre."""
_DEGREES = 1e-7
_MOST_SECONDS = 600


def write_geojson(roads_file: Path, target: Path) -> int:
    """Writes car-routable ways as one feature each, and returns their number; raises `InvalidInput`.

    The file may have any name: what it is is not told by its ending.
    """
    try:
        with tempfile.TemporaryDirectory() as folder:
            named = Path(folder) / ROADS_FILE
            named.symlink_to(roads_file.resolve())
            ways = roads.read_osm(named, file=ROADS_FILE).roads
    except UnreadableFile as error:
        raise InvalidInput(
            mark("The road file cannot be used: it is not OpenStreetMap data, or it is damaged."),
            code="unreadable_roads",
        ) from error
    count = 0
    with target.open("w", encoding="utf-8") as stream:
        stream.write('{"type":"FeatureCollection","features":[\n')
        for line in _lines(ways):
            stream.write(",\n" if count else "")
            geometry = {"type": "LineString", "coordinates": line}
            feature = {"type": "Feature", "properties": {}, "geometry": geometry}
            stream.write(json.dumps(feature, separators=(",", ":")))
            count += 1
        stream.write("\n]}\n")
    return count


def write_tiles(geojson: Path, target: Path) -> None:
    """Writes the lines as vector tiles (layer `roads`, zoom 7 to 14); raises `InvalidInput` without the tool."""
    tool = shutil.which("tippecanoe", path=str(Path(sys.executable).parent)) or shutil.which("tippecanoe")
    if tool is None:
        raise InvalidInput(
            mark("There are too many roads for a plain map, and the tool for tiles is not installed."),
            code="no_tile_tool",
            hint=mark("Install the tool for tiles, or use a smaller road file; everything else works without it."),
        )
    command = [tool, "--quiet", "--force", "-Z7", "-z14", "-l", "roads", "-P", "-o", str(target), str(geojson)]
    done = subprocess.run(
        [*command, "--drop-densest-as-needed"], capture_output=True, timeout=_MOST_SECONDS, check=False
    )
    if done.returncode:
        raise InvalidInput(mark("The roads could not be made into tiles."), code="tiles_failed")


def _lines(ways: RoadWays) -> Iterator[list[list[float]]]:
    for first, last in zip(ways.offsets[:-1].tolist(), ways.offsets[1:].tolist(), strict=True):
        points = zip(ways.lon[first:last].tolist(), ways.lat[first:last].tolist(), strict=True)
        yield [[round(x * _DEGREES, DECIMALS), round(y * _DEGREES, DECIMALS)] for x, y in points]
