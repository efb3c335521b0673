"""Spoilt spreadsheets: never a traceback, never half a pack, and a refused or dry run leaves every byte as it was."""

from __future__ import annotations

import contextlib
import io
import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from beredt.adapters.packs import reader, rows, schema, writer
from beredt.shell.cli.main import main
from factories import municipality as factory
from factories import spreadsheets

GRID = [
    ["Afhængigheder, opgjort af driften", None, None, None, None],
    ["ressource", "gruppe", "afhænger af", "reservetid (timer)", "mindst oppe"],
    ["mast", "power", "feeder-1", 8.5, 1],
    ["waterworks", "pumps", "pump-1", 6, 2],
    ["waterworks", "pumps", "pump-2", 6, 2],
    ["feeder-1", "ø", "pump-1", 1234.5, None],
    ["I alt", None, None, 1255, None],
]
CSV = spreadsheets.csv_bytes([["" if cell is None else str(cell).replace(".", ",") for cell in row] for row in GRID])
XLSX = spreadsheets.xlsx_bytes(GRID, prepare=lambda sheet: sheet.merge_cells("A1:E1"))
PARTS = {name: zipfile.ZipFile(io.BytesIO(XLSX)).read(name) for name in zipfile.ZipFile(io.BytesIO(XLSX)).namelist()}
PIECES = [b'"', b";", b",", b"\n", b"\r", b"\t", b"\0", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"-", b"1e999", b"nan"]
PIECES += [b"=1+1", b"#REF!", b"%", b"1.234", b"9" * 400, b"PK\x03\x04", "å".encode(), b" ", b"mast", b"sep=,\n"]
XML_PIECES = [
    b"<",
    b">",
    b'"',
    b"<v>",
    b"</c>",
    b'r="A1"',
    b'r="XFD9"',
    b't="e"',
    b't="s"',
    b't="d"',
    b's="99"',
    b"&#0;",
]
XML_PIECES += [
    b"9" * 20,
    b"-1",
    b"1e999",
    b"nan",
    b"",
    b"&amp;",
    b'<row r="5">',
    b"<f>1</f>",
    b"<mergeCell ref='A3:B9'/>",
]


@st.composite
def spoilt(draw, content, pieces):
    """The content with one to three places overwritten, cut out or filled with something awkward."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 8))
        piece = draw(st.one_of(st.sampled_from(pieces), st.binary(max_size=4)))
        content = content[:start] + piece + content[start + length :]
    return content


@st.composite
def spoilt_workbook(draw):
    """A workbook with changed bytes, cut off, or well packed with one spoilt part: only those reach the parsers."""
    manner = draw(st.sampled_from(["bytes", "cut", "part", "part", "part"]))
    if manner == "bytes":
        return draw(spoilt(XLSX, PIECES))
    if manner == "cut":
        return XLSX[: draw(st.integers(0, len(XLSX) - 1))]
    name = draw(st.sampled_from(["xl/worksheets/sheet1.xml"] * 4 + sorted(PARTS)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, data in PARTS.items():
            archive.writestr(part, draw(spoilt(data, XML_PIECES)) if part == name else data)
    return stream.getvalue()


def every_byte(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def imported(name: str, content: bytes, *options: str, is_zip: bool = False) -> tuple[int, str, dict, dict, Path]:
    """Exit code and output of an import into the small pack, and all bytes before and after."""
    with TemporaryDirectory() as folder:
        pack = Path(folder) / ("pack.zip" if is_zip else "pack")
        if is_zip:
            shutil.copy(ZIPPED, pack)
        else:
            shutil.copytree(TEMPLATE, pack)
        source = Path(folder) / name
        source.write_bytes(content)
        before = every_byte(Path(folder))
        told = io.StringIO()
        arguments = ["municipality", "import", str(source), "--table", "dependencies", "--into", str(pack), *options]
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            code = main(arguments)
        after = every_byte(Path(folder))
        if code == 0 and "--apply" in options:
            check_nothing_lost(pack)
        return code, told.getvalue(), before, after, pack


def check_nothing_lost(pack: Path) -> None:
    tables = reader.read_pack(pack).tables
    for table in schema.FILE_ORDER:
        keys = [
            {tuple(getattr(row, name) for name in table.key) for row in rows.rows_of(those, table)}
            for those in (factory.small_pack_tables(), tables)
        ]
        assert keys[0] <= keys[1]


SHELF = TemporaryDirectory()
TEMPLATE, ZIPPED = Path(SHELF.name) / "pack", Path(SHELF.name) / "pack.zip"
writer.write_pack(factory.small_pack_tables(), TEMPLATE)
(TEMPLATE / "roads.osm.pbf").write_bytes(b"veje")
writer.write_pack(factory.small_pack_tables(), ZIPPED)


def check(name: str, content: bytes, *, is_zip: bool = False) -> None:
    code, told, before, after, _ = imported(name, content, "--apply", is_zip=is_zip)
    assert "Traceback" not in told
    assert code in {0, 2}, told
    event(f"exit {code}")
    if code == 2:
        assert told.strip()
        assert before == after
    assert set(before) == set(after)
    dry_code, dry_told, dry_before, dry_after, _ = imported(name, content, is_zip=is_zip)
    assert dry_code == code, dry_told
    assert dry_before == dry_after


@pytest.mark.slow
@settings(max_examples=60)
@given(spoilt(CSV, PIECES))
@example(CSV)
def test_spoilt_text_files(content):
    check("afhængigheder.csv", content)


@pytest.mark.slow
@settings(max_examples=60)
@given(spoilt_workbook())
@example(XLSX)
def test_spoilt_workbooks(content):
    check("afhængigheder.xlsx", content)


@settings(max_examples=10)
@given(spoilt(CSV, PIECES))
@example(CSV)
def test_spoilt_text_files_into_a_zipped_pack(content):
    check("afhængigheder.txt", content, is_zip=True)


def test_the_unspoilt_files_are_stored():
    for name, content in (("a.csv", CSV), ("a.xlsx", XLSX)):
        code, told, before, after, _ = imported(name, content, "--apply")
        assert code == 0, told
        assert [path for path in before if before[path] != after[path]] == ["pack/dependencies.csv"]
        assert "waterworks,pumps,pump-1,2,6" in after["pack/dependencies.csv"].decode()
