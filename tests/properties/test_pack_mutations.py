"""Whatever is done to a pack's bytes: problems, never an exception, and never anything written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from beredt.adapters.packs import check_report, reader, rows, schema
from beredt.domain.municipality.problem import has_errors
from beredt.kit.language import language
from factories import municipality as factory

EXAMPLES = settings(max_examples=60)
GOOD = factory.small_pack_files()
NAMES = sorted(GOOD)
CSV_NAMES = [name for name in NAMES if name.endswith(".csv")]

AWKWARD_CELLS = [
    "", " ", "nan", "NaN", "inf", "-inf", "Infinity", "-1", "-0", "1e99", "1e-99", "1e400", "9" * 400, "9" * 5000,
    "1_000", "１２", "٣", "0x10", "2,5", "1.234,5", "1 000", "🙂", "a\x00b", "a\nb", "a\r\nb", '"', "'", "=1+1",
    "\ufeff", "\u202e", "\u2028", "true", "None", "null", "../../etc/passwd", "{0}", "{id}", "%s", "x" * 300,
    "x" * 140_000, "critical", "0", "1", "mast", "feeder-1", "2026-02-30", "31-03-2026",
]  # fmt: skip
AWKWARD_JSON = [
    "", "null", "[]", "{}", "0", '"x"', "NaN", '{"a": NaN}', '{"type": "FeatureCollection"}', "[" * 3000,
    "[" * 100_000, '{"a":' * 50_000, "[" * 900 + "]" * 900, '{"resources": 3}',
    '{"resources": [3, null, {"name": []}]}',
    '{"resources": [{"name": "assets", "path": "../assets.csv"}]}', "9" * 5000, '{"x": ' + "9" * 5000 + "}",
    '"\\ud800"', '{"resources": [{"name": "assets", "path": "\\u0000"}]}', '{"a": 1, "a": 2}', "\ufeff{}",
    '{"resources": [{"name": "assets", "path": "assets.csv", "encoding": "zip_codec", "dialect": {"delimiter": []}}]}',
    '{"resources": [{"name": "assets", "path": "."}, {"name": "sites", "path": "a/b/c"}]}',
]  # fmt: skip
AWKWARD_GEOMETRIES = [
    "null", "{}", "[]", '"Polygon"', '{"type": "Polygon"}', '{"type": ["Polygon"], "coordinates": []}',
    '{"type": "Polygon", "coordinates": []}', '{"type": "Polygon", "coordinates": [[]]}',
    '{"type": "Polygon", "coordinates": [[[9, 56], [9, 57], [9, 56]]]}',
    '{"type": "Polygon", "coordinates": [[[9, 56], [10, 57], [10, 56], [9, 57], [9, 56]]]}',
    '{"type": "Polygon", "coordinates": [[[9, 56], [9, 56], [9, 56], [9, 56]]]}',
    '{"type": "Polygon", "coordinates": [[[9, 56, 1], [10, 57], [10, 56, 2], [9, 56, 1]]]}',
    '{"type": "Polygon", "coordinates": [[["9", "56"], ["10", "57"], ["10", "56"], ["9", "56"]]]}',
    '{"type": "Polygon", "coordinates": [[[1e308, 1e308], [-1e308, 1e308], [0, -1e308], [1e308, 1e308]]]}',
    '{"type": "Polygon", "coordinates": [[[1e999, 0], [1, 1], [2, 2], [1e999, 0]]]}',
    '{"type": "Point", "coordinates": [9, 56]}', '{"type": "Point", "coordinates": [true, false]}',
    '{"type": "LineString", "coordinates": [[9, 56]]}', '{"type": "MultiPolygon", "coordinates": [[[9, 56]]]}',
    '{"type": "GeometryCollection", "geometries": []}', '{"type": "Point", "coordinates": [1' + "0" * 400 + ", 56]}",
    '{"type": "MultiPoint", "coordinates": [[9, 56], [200, 56]]}',
    '{"type": "Polygon", "coordinates": ' + "[" * 500 + "9" + "]" * 500 + "}",
]  # fmt: skip


def check(path: Path) -> reader.PackReading:
    """What is read, after everything that must hold of any reading has been asserted."""
    before = sorted(entry.name for entry in path.parent.iterdir())
    reading = reader.read_pack(path)
    assert sorted(entry.name for entry in path.parent.iterdir()) == before
    assert (reading.tables is None) == has_errors(reading.problems) == (reading.pack_hash is None)
    for code in ("da", "en"):
        spoken = language(code)
        document = check_report.report_document(reading, language=spoken)
        json.dumps(document, ensure_ascii=False).encode()
        assert all("\n" not in problem.line(spoken) for problem in reading.problems)
    if reading.tables is not None:
        rows.in_order(reading.tables)
    return reading


def check_files(files: dict[str, bytes]) -> reader.PackReading:
    with TemporaryDirectory() as folder:
        return check(factory.write_files(Path(folder) / "pack", files))


def spoilt(name: str, data: bytes) -> dict[str, bytes]:
    return {**GOOD, name: data}


def test_the_pack_is_good_to_begin_with():
    assert check_files(GOOD).problems == ()


@EXAMPLES
@given(name=st.sampled_from(NAMES), data=st.data())
def test_cut_short(name, data):
    check_files(spoilt(name, GOOD[name][: data.draw(st.integers(0, len(GOOD[name])))]))


@EXAMPLES
@given(name=st.sampled_from(NAMES), inserted=st.binary(min_size=1, max_size=12), data=st.data())
def test_bytes_put_in(name, inserted, data):
    at = data.draw(st.integers(0, len(GOOD[name])))
    kept_from = at + data.draw(st.integers(0, 5))
    check_files(spoilt(name, GOOD[name][:at] + inserted + GOOD[name][kept_from:]))


@EXAMPLES
@given(name=st.sampled_from(CSV_NAMES), cell=st.sampled_from(AWKWARD_CELLS) | st.text(max_size=20), data=st.data())
def test_any_cell_replaced(name, cell, data):
    table = list(csv.reader(io.StringIO(GOOD[name].decode(), newline="")))
    row = data.draw(st.integers(0, len(table) - 1))
    column = data.draw(st.integers(0, len(table[0]) - 1))
    table[row][column] = cell
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table)
    check_files(spoilt(name, stream.getvalue().encode("utf-8", "surrogatepass")))


@EXAMPLES
@given(name=st.sampled_from(CSV_NAMES), data=st.data())
def test_any_column_dropped_or_doubled(name, data):
    table = list(csv.reader(io.StringIO(GOOD[name].decode(), newline="")))
    column = data.draw(st.integers(0, len(table[0]) - 1))
    times = data.draw(st.sampled_from([0, 2]))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(
        [*row[:column], *row[column : column + 1] * times, *row[column + 1 :]] for row in table
    )
    reading = check_files(spoilt(name, stream.getvalue().encode()))
    dropped = next(table for table in schema.TABLES if table.file == name).columns[column]
    is_half_a_pair = dropped.name in {"tolerance_p10_hours", "tolerance_p90_hours"}
    assert has_errors(reading.problems) == (times == 2 or dropped.required or is_half_a_pair)


@pytest.mark.parametrize("name", NAMES)
def test_any_file_dropped(name):
    reading = check_files({kept: data for kept, data in GOOD.items() if kept != name})
    assert [(problem.file, problem.is_error) for problem in reading.problems] == [
        (name, name != schema.DESCRIPTOR_FILE)
    ]


@EXAMPLES
@given(name=st.sampled_from(NAMES), codec=st.sampled_from(["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"]))
def test_any_file_in_another_encoding(name, codec):
    check_files(spoilt(name, GOOD[name].decode().encode(codec)))


@pytest.mark.parametrize("text", AWKWARD_JSON, ids=range(len(AWKWARD_JSON)))
@pytest.mark.parametrize("name", [schema.DESCRIPTOR_FILE, schema.AREAS.file])
def test_awkward_json(name, text):
    check_files(spoilt(name, text.encode()))


@pytest.mark.parametrize("geometry", AWKWARD_GEOMETRIES, ids=range(len(AWKWARD_GEOMETRIES)))
def test_awkward_geometry(geometry):
    properties = {"area_id": "havneby", "name": "", "population": 9}
    feature = '{"type":"Feature","properties":' + json.dumps(properties) + f',"geometry":{geometry}}}'
    check_files(spoilt(schema.AREAS.file, ('{"type":"FeatureCollection","features":[' + feature + "]}").encode()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@EXAMPLES
@given(value=JSON, data=st.data())
def test_any_value_in_json_replaced(value, data):
    name = data.draw(st.sampled_from([schema.DESCRIPTOR_FILE, schema.AREAS.file]))
    document = json.loads(GOOD[name])
    place = document
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.integers(0, 2)) == 0:
            break
        place = place[key]
    if place:
        place[key] = value
    check_files(spoilt(name, json.dumps(document).encode("utf-8", "surrogatepass")))


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


GOOD_ZIP = zipped(GOOD)


@settings(max_examples=150)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(GOOD_ZIP) - 1), st.integers(0, 255)), max_size=6),
    length=st.integers(0, len(GOOD_ZIP)) | st.just(len(GOOD_ZIP)),
)
@example(changes=[], length=0)
@example(changes=[], length=len(GOOD_ZIP) - 1)
def test_a_damaged_zip_file(changes, length):
    data = bytearray(GOOD_ZIP)
    for at, byte in changes:
        data[at] = byte
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(data[:length])
        check(path)


@settings(max_examples=100)
@given(
    at=st.integers(0, 2000),
    byte=st.integers(0, 255),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2]),
)
@example(at=273, byte=0, method=zipfile.ZIP_STORED)  # an entry without a name
def test_a_damaged_directory_of_a_zip_file(at, byte, method):
    data = bytearray(zipped(GOOD, method))
    data[-1 - at % len(data)] = byte
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(data)
        check(path)
