"""Workbooks: cells at their places, whatever the library hides, and files that want to do harm."""

import datetime
import io
import re
import struct
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter

from beredt.adapters.importers.spreadsheet.config import Limits
from beredt.adapters.importers.spreadsheet.sheet import Unusable, column_from_letters, column_letters
from beredt.adapters.importers.spreadsheet.spreadsheet_file import open_spreadsheet
from beredt.adapters.importers.spreadsheet.workbook import open_workbook
from beredt.kit.errors import CapacityExceeded, InvalidInput, UserError

pytestmark = pytest.mark.thorough

SHEET_PART = "xl/worksheets/sheet1.xml"


def saved(rows, *, prepare=lambda sheet: None, title="Ark1"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    prepare(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content, **changes):
    """The archive with parts changed by functions of their bytes; a part that is not there is added."""
    source = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    parts = {name: source.read(name) for name in source.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_sheet_data(data, **parts):
    """A workbook whose only sheet holds this XML between its sheetData tags."""
    return repacked(
        saved([["x"]]),
        **{SHEET_PART: lambda xml: re.sub(rb"<sheetData>.*</sheetData>", lambda _: data.encode(), xml)},
        **parts,
    )


def read(content, name="Ark1"):
    return open_workbook(content).read_sheet(name)


def cells_by_place(sheet):
    return {(row.number, column): cell for row in sheet.rows for column, cell in row.filled()}


@given(st.integers(0, 16383))
def test_column_letters_are_those_of_the_spreadsheet(column):
    assert column_letters(column) == get_column_letter(column + 1)
    assert column_from_letters(column_letters(column)) == column


TEXTS = st.text("abcæøå 0123456789=+-@", min_size=1, max_size=8).map(lambda text: "t" + text.strip())
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6).map(lambda value: float(f"{value:.6g}")),
    st.booleans(),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2080, 1, 1)),
)


@settings(max_examples=30)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_what_was_saved_is_read_at_its_place(rows):
    expected = {
        (number, column): cell
        for number, row in enumerate(rows, start=1)
        for column, cell in enumerate(row)
        if cell is not None
    }
    found = cells_by_place(read(saved(rows)))
    assert found == expected
    assert {place: isinstance(cell, bool) for place, cell in found.items()} == {
        place: isinstance(cell, bool) for place, cell in expected.items()
    }


def test_binary_noise_of_a_sum_is_not_kept():
    assert cells_by_place(read(saved([[0.1 + 0.2]]))) == {(1, 0): 0.3}


def test_formula_errors_percentages_times_and_uncalculated_formulas_are_unusable():
    def format_cells(sheet):
        sheet["B1"].number_format = "0 %"
        sheet["C1"] = datetime.time(4, 30)
        sheet["D1"] = "=1+1"

    content = saved([["#DIV/0!", 0.5]], prepare=format_cells)
    found = {column_letters(column): cell.fault for (_, column), cell in cells_by_place(read(content)).items()}
    assert found == {"A": "formula_error", "B": "percentage", "C": "time_of_day", "D": "not_calculated"}


def test_a_calculated_formula_is_its_result():
    content = with_sheet_data('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>')
    assert cells_by_place(read(content)) == {(1, 0): 2}


def test_merged_cells_are_found():
    def merge(sheet):
        sheet.merge_cells("B2:C4")

    merges = read(saved([["a", "b", "c"]] * 5, prepare=merge)).merges
    assert [merge.shown for merge in merges] == ["B2:C4"]
    assert merges[0].touches(rows=range(4, 9), columns=frozenset({2}))
    assert not merges[0].touches(rows=range(5, 9), columns=frozenset({2}))
    assert not merges[0].touches(rows=range(1, 9), columns=frozenset({0, 3}))


def test_a_wrong_extent_cuts_nothing_off():
    content = repacked(
        saved([["a", "b"], ["c", "d"]]),
        **{SHEET_PART: lambda xml: xml.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:A1"')},
    )
    assert len(cells_by_place(read(content))) == 4


@pytest.mark.parametrize(
    "data",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="-1"><c r="A1"><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7777</v></c></row>',
        '<row r="1"><c r="A1" s="7777"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>en</v></c></row>',
        '<row r="1"><c r="A1"><v>' + "9" * 5000 + "</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_a_sheet_out_of_order_is_refused_and_loses_nothing_silently(data):
    with pytest.raises(InvalidInput) as refused:
        read(with_sheet_data(data))
    assert refused.value.code == "unreadable_file"


def test_rows_and_cells_without_places_follow_each_other():
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><f>1</f></c></row><row r='5'><c r='B5'><v>3</v></c></row>"
    assert cells_by_place(read(with_sheet_data(data))) == {
        (1, 0): 1,
        (1, 1): 2,
        (2, 0): Unusable(fault="not_calculated", shown=""),
        (5, 1): 3,
    }


def test_infinite_and_endless_numbers_become_text_that_is_no_number():
    found = cells_by_place(
        read(with_sheet_data(f'<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>{"9" * 40}</v></c></row>'))
    )
    assert found == {(1, 0): "inf", (1, 1): "9" * 40}


def test_sheets_are_listed_and_chart_sheets_are_not():
    book = openpyxl.Workbook()
    book.create_sheet("Skjult").sheet_state = "hidden"
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    book.create_chartsheet("Graf").add_chart(chart)
    stream = io.BytesIO()
    book.save(stream)
    found = open_workbook(stream.getvalue())
    assert found.sheet_names == ("Sheet", "Skjult")
    assert found.visible_names == ("Sheet",)
    with pytest.raises(KeyError):
        found.read_sheet("Graf")


def test_the_first_rows_alone_can_be_read():
    sheet = open_workbook(saved([[number] for number in range(100)])).read_sheet("Ark1", first_rows=10)
    assert [row.number for row in sheet.rows] == list(range(1, 11))


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "part", [SHEET_PART, "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "xl/other.xml"]
)
@pytest.mark.parametrize("prolog", [ENTITIES, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused_unread(part, prolog, encoding):
    def declare(xml):
        text = xml.decode("utf-8") if xml else "<x/>"
        return (prolog + re.sub(r"^<\?xml[^>]*\?>", "", text)).encode(encoding)

    with pytest.raises(InvalidInput):
        open_workbook(repacked(saved([["a"]]), **{part: declare}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "xl\\..\\evil", "C:evil", "xl/../../evil"])
def test_entries_that_point_outside_are_refused(name):
    with pytest.raises(InvalidInput):
        open_workbook(repacked(saved([["a"]]), **{name: lambda _: b"x"}))


def test_a_link_in_the_archive_is_refused():
    stream = io.BytesIO(saved([["a"]]))
    with zipfile.ZipFile(stream, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InvalidInput):
        open_workbook(stream.getvalue())


def test_an_archive_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked():
    bomb = repacked(saved([["a"]]), **{"xl/media/x.bin": lambda _: b"\0" * 2_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(CapacityExceeded):
        open_workbook(bomb, limits=Limits(workbook_bytes=1_000_000))
    with pytest.raises(CapacityExceeded):
        open_workbook(bomb, limits=Limits(part_bytes=1_000_000))
    assert open_workbook(bomb).sheet_names == ("Ark1",)


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = bytearray(repacked(saved([["a"]]), **{"xl/media/x.bin": lambda _: b"\0" * 100_000}))
    place = content.rfind(b"xl/media/x.bin") - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises(InvalidInput):
        open_workbook(bytes(content))


def test_entries_that_share_their_packed_bytes_are_refused():
    content = bytearray(repacked(saved([["a"]]), **{"xl/media/x.bin": lambda _: bytes(range(256)) * 400}))
    place = content.rfind(b"xl/media/x.bin") - 46
    content[place + 20 : place + 24] = struct.pack("<I", len(content) + 1)
    with pytest.raises(InvalidInput):
        open_workbook(bytes(content))


def test_more_rows_cells_or_columns_than_allowed_are_refused():
    content = saved([["a", "b"]] * 4)
    for limits in (Limits(rows=3), Limits(cells=7), Limits(columns=1)):
        with pytest.raises(CapacityExceeded):
            open_workbook(content, limits=limits).read_sheet("Ark1")
    assert len(open_workbook(content, limits=Limits(rows=4, cells=8, columns=2)).read_sheet("Ark1").rows) == 4


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "ending", "words"),
    [
        (OLE + b"\0" * 500, ".xls", "old format"),
        (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), ".xlsx", "password"),
        (b"%PDF-1.7", ".csv", "document"),
        (b"  <html><table>", ".xls", "web page"),
        (b"just text", ".xlsx", "damaged"),
        (b"", ".xlsx", "damaged"),
        (b"PK\x03\x04", ".xlsx", "damaged"),
    ],
)
def test_other_files_are_told_apart(content, ending, words):
    with pytest.raises(InvalidInput) as refused:
        open_spreadsheet(content, ending=ending)
    assert words in str(refused.value)


@pytest.mark.parametrize(("part", "words"), [("content.xml", ".ods"), ("xl/workbook.bin", ".xlsb"), ("a.txt", "zip")])
def test_other_archives_are_told_apart(part, words):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(part, "<x/>")
    with pytest.raises(InvalidInput) as refused:
        open_spreadsheet(stream.getvalue(), ending=".xlsx")
    assert words in str(refused.value)


GOOD = saved([["ressource", "navn", "reservetid"], ["A1", "Møllen", 2.5], ["A2", None, 3]])


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1))
def test_a_workbook_cut_off_anywhere_is_refused(length):
    with pytest.raises(InvalidInput):
        open_spreadsheet(GOOD[:length], ending=".xlsx")


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_changed_bytes_is_read_or_refused(changes):
    content = bytearray(GOOD)
    for place, value in changes:
        content[place] = value
    with suppress(UserError):
        book = open_spreadsheet(bytes(content), ending=".xlsx")
        for name in book.sheet_names:
            book.read_sheet(name)


PARTS = {name: zipfile.ZipFile(io.BytesIO(GOOD)).read(name) for name in zipfile.ZipFile(io.BytesIO(GOOD)).namelist()}


@settings(max_examples=150)
@given(
    part=st.sampled_from(sorted(PARTS)),
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    text=st.one_of(st.text("0123456789<>/\"' =&;rcstvAZ", max_size=8).map(str.encode), st.binary(max_size=6)),
)
def test_a_workbook_with_changed_xml_is_read_or_refused(part, place, length, text):
    """Well-packed archives with broken content reach the parsers, which changed bytes alone rarely do."""
    original = PARTS[part]
    start = int(place * len(original))
    changed = original[:start] + text + original[start + length :]
    with suppress(UserError):
        book = open_spreadsheet(repacked(GOOD, **{part: lambda _: changed}), ending=".xlsx")
        for name in book.sheet_names:
            found = book.read_sheet(name)
            assert all(not isinstance(cell, str | Unusable) or cell for row in found.rows for cell in row.cells)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_excel_writes(sheet_data, strings, *, prefix="", date1904=False, after=""):
    """A workbook put together by hand: shared strings, a date style (1) and a percentage style (2)."""
    at, colon = (f'xmlns:{prefix}="{MAIN}"', f"{prefix}:") if prefix else (f'xmlns="{MAIN}"', "")

    def part(body):
        return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + body.replace("~", colon).replace("@", at)

    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kind}+xml"/>'
        for name, kind in [
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        ]
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")],
            start=1,
        )
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">{relations}</Relationships>',
        "xl/workbook.xml": part(
            f'<~workbook @ xmlns:r="{OFFICE}"><~workbookPr date1904="{int(date1904)}"/>'
            '<~sheets><~sheet name="Ark1" sheetId="1" r:id="rId1"/></~sheets></~workbook>'
        ),
        "xl/styles.xml": part(
            '<~styleSheet @><~numFmts count="1"><~numFmt numFmtId="164" formatCode="dd/mm/yyyy;\\-"/></~numFmts>'
            '<~cellXfs count="3"><~xf numFmtId="0"/><~xf numFmtId="164"/><~xf numFmtId="10"/></~cellXfs></~styleSheet>'
        ),
        "xl/sharedStrings.xml": part(f"<~sst @>{strings}</~sst>"),
        "xl/worksheets/sheet1.xml": part(
            f'<~worksheet @><~dimension ref="A1:C2"/><~sheetData>{sheet_data}</~sheetData>{after}</~worksheet>'
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


STRINGS = (
    "<~si><~t>Møllen</~t></~si>"
    '<~si><~r><~t xml:space="preserve">Gamle </~t></~r><~r><~rPr><~b/></~rPr><~t>havn</~t></~r></~si>'
    "<~si><~t/></~si>"
)
DATA = (  # one row of strings, one of styles, one of dates
    '<~row r="2"><~c r="A2" t="s"><~v>0</~v></~c><~c r="B2" t="s"><~v>1</~v></~c>'
    '<~c r="C2" t="s"><~v>2</~v></~c></~row>'
    '<~row r="4" spans="1:3"><~c r="A4" s="1"><~v>46000</~v></~c><~c r="B4" s="2"><~v>0.125</~v></~c>'
    '<~c r="C4" t="b"><~v>1</~v></~c><~c r="D4" s="1"/></~row>'
    '<~row r="5"><~c r="A5" t="d"><~v>2026-11-23</~v></~c><~c r="B5" s="1"><~v>9999999</~v></~c></~row>'
)


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    ("date1904", "day"), [(False, datetime.date(2025, 12, 9)), (True, datetime.date(2029, 12, 10))]
)
def test_a_workbook_as_spreadsheet_programs_write_it(prefix, date1904, day):
    merged = '<~mergeCells count="1"><~mergeCell ref="A2:B3"/></~mergeCells>'
    sheet = read(as_excel_writes(DATA, STRINGS, prefix=prefix, date1904=date1904, after=merged))
    assert cells_by_place(sheet) == {
        (2, 0): "Møllen",
        (2, 1): "Gamle havn",
        (4, 0): day,
        (4, 1): Unusable(fault="percentage", shown="12,5 %"),
        (4, 2): True,
        (5, 0): datetime.date(2026, 11, 23),
        (5, 1): Unusable(fault="formula_error", shown="#VALUE!"),
    }
    assert [merge.shown for merge in sheet.merges] == ["A2:B3"]
