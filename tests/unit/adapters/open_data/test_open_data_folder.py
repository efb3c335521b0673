"""A folder as a coordinator fills it: found by content wherever it lies, and named where it is of no use."""

import gzip
import io
import zipfile

import attrs
import pytest

from beredt.adapters.open_data.defaults import known_municipalities
from beredt.adapters.open_data.files import UnreadableFile
from beredt.adapters.open_data.folder import BROKEN, NOT_USED, USED, read_folder
from beredt.kit.errors import NotFound
from factories import open_data as made
from factories.open_data import OsmText, fill

KNOWN = known_municipalities()
HOME = ("Plejehjemmet Vintergækken", "Åvej", "4", "3700", "Bornholms Regionskommune", "40", "False")


def read(folder, **options):
    return read_folder(folder, known=KNOWN, **options)


def states(reading):
    return {note.name: (note.state, note.form) for note in reading.notes}


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_files_are_told_by_content_wherever_they_lie(tmp_path):
    files = made.island(HOME)
    placed = {f"mappe {number}/dyb/{name}": data for number, (name, data) in enumerate(files.items())}
    reading = read(fill(tmp_path, placed))
    assert [form for _, (state, form) in sorted(states(reading).items()) if state == USED] == [
        "municipality",
        "postcode",
        "care_homes",
    ]
    assert [home.name for home in reading.data.care_homes] == ["Plejehjemmet Vintergækken"]
    assert {outline.code for outline in reading.data.outlines} == {"400", "101", "3700", "3730"}


@pytest.mark.parametrize("pack", ["gz", "zip", "zip of gz"])
def test_packed_files_are_the_same_files(tmp_path, pack):
    files = made.island(HOME)
    plain = read(fill(tmp_path / "plain", files))
    if "gz" in pack:
        files = {f"{name}.gz": gzip.compress(data) for name, data in files.items()}
    if "zip" in pack:
        files = {"alt.zip": zipped(files)}
    packed = read(fill(tmp_path / "packed", files))
    assert [attrs.evolve(home, source="") for home in packed.data.care_homes] == [
        attrs.evolve(home, source="") for home in plain.data.care_homes
    ]
    for ours, theirs in zip(packed.data.outlines, plain.data.outlines, strict=True):
        assert (ours.code, ours.shape) == (theirs.code, theirs.shape)


def test_a_geopackage_is_found_too(tmp_path):
    border = made.feature({"kommunekode": "0400", "navn": "Bornholm"}, made.box(*made.BORNHOLM_BOX))
    utm = made.feature(border["properties"], made.moved(border["geometry"], made.utm32))
    reading = read(fill(tmp_path, {"dagi.gpkg": made.geopackage([utm])}))
    assert states(reading) == {"dagi.gpkg": (USED, "municipality")}


def test_every_file_that_is_of_no_use_is_named_with_a_reason(tmp_path):
    files = {
        "a.geojson": b"{ gal",
        "b.csv": b"x;y\n1;2\n",
        "c.osm.pbf": b"intet kort",
        "d.geojson.gz": b"\x1f\x8b gal",
        "e.zip": b"ingen zip",
        "f.docx": b"brev",
        "g.csv": b"",
        "h.json": b"[1, 2]",
        "i.gpkg": b"gal",
        "laes.md": b"en note",
        ".skjult.csv": b"x;y\n1;2\n",
    }
    reading = read(fill(tmp_path, files))
    assert states(reading) == {
        "a.geojson": (BROKEN, ""),
        "b.csv": (NOT_USED, ""),
        "c.osm.pbf": (BROKEN, ""),
        "d.geojson.gz": (BROKEN, ""),
        "e.zip": (NOT_USED, ""),
        "f.docx": (NOT_USED, ""),
        "g.csv": (BROKEN, ""),
        "h.json": (NOT_USED, ""),
        "i.gpkg": (BROKEN, ""),
    }
    assert all(note.reason for note in reading.notes)


def test_of_two_copies_of_the_register_the_newest_counts(tmp_path):
    files = {
        "Plejehjem-20250101.csv": made.register(HOME, ("Gammelt hjem", *HOME[1:])),
        "Plejehjem-20260822.csv": made.register(HOME),
    }
    reading = read(fill(tmp_path, files))
    assert [home.name for home in reading.data.care_homes] == ["Plejehjemmet Vintergækken"]
    assert states(reading)["Plejehjem-20250101.csv"] == (NOT_USED, "care_homes")


def test_parts_are_taken_from_one_file_per_level(tmp_path):
    halves = made.collection(*made.halves(made.BORNHOLM_BOX))
    reading = read(fill(tmp_path, {"a.geojson": halves, "b.geojson": halves}))
    assert len(reading.data.outlines) == 2


def test_homes_without_a_point_get_that_of_their_address(tmp_path):
    osm = OsmText()
    osm.node(14.7, 55.1, addr_street="Åvej", addr_housenumber="4", addr_postcode="3700")
    osm.node(14.8, 55.1, addr_street="Åvej", addr_housenumber="4", addr_postcode="3730")
    fill(tmp_path, made.island(HOME))
    osm.write(tmp_path / "kort.osm")
    (home,) = read(tmp_path).data.care_homes
    assert (home.lon, home.lat) == (14.7, 55.1)


def test_the_given_road_file_is_read_once_also_when_it_lies_in_the_folder(tmp_path):
    osm = OsmText()
    osm.grid((14.7, 55.1, 14.8, 55.2), 3, 3)
    path = osm.write(tmp_path / "kort.osm")
    reading = read(tmp_path, roads_file=path)
    assert [roads.file for roads in reading.data.roads] == ["kort.osm"]


def test_without_a_folder_there_is_nothing(tmp_path):
    reading = read(None)
    assert (reading.data.outlines, reading.notes) == ((), ())
    with pytest.raises(NotFound):
        read(tmp_path / "findes ikke")
    (tmp_path / "kort.osm").write_bytes(b"intet kort")
    with pytest.raises(UnreadableFile):
        read(None, roads_file=tmp_path / "kort.osm")


def test_reading_leaves_the_folder_as_it_was(tmp_path):
    fill(tmp_path, made.island(HOME))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    read(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
