"""Text files: what a writer of CSV wrote, in whatever encoding and with whatever delimiter, is what is read."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.importers.spreadsheet.config import Limits
from beredt.adapters.importers.spreadsheet.sheet import Unusable
from beredt.adapters.importers.spreadsheet.textfile import read_textfile
from beredt.kit.errors import CapacityExceeded, InvalidInput

HEADER = ["ressource", "gruppe", "afhænger af", "reservetid (timer)"]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]
WORDS = st.text("abcæøåÆØÅé0123456789 .,;\"'-", max_size=12).map(str.strip)


def written(rows, *, delimiter=";", encoding="utf-8", line_end="\r\n", sep_line=False):
    stream = io.StringIO()
    if sep_line:
        stream.write(f"sep={delimiter}{line_end}")
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return stream.getvalue().encode(encoding)


def grid(sheet):
    return [(row.number, [cell or "" for cell in row.cells]) for row in sheet.rows]


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), max_size=6),
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(ENCODINGS),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    sep_line=st.booleans(),
)
def test_what_was_written_is_read_at_its_row(rows, delimiter, encoding, line_end, sep_line):
    content = written([HEADER, *rows], delimiter=delimiter, encoding=encoding, line_end=line_end, sep_line=sep_line)
    sheet = read_textfile(content)
    first = 2 if sep_line else 1
    expected = [(number, cells) for number, cells in enumerate([HEADER, *rows], start=first) if any(cells)]
    assert not sheet.faults
    assert grid(sheet) == expected


def test_semicolons_win_over_decimal_commas():
    sheet = read_textfile(b"navn;reservetid\nA;2,5\nB;3,5\n")
    assert grid(sheet)[1] == (2, ["A", "2,5"])


def test_a_file_of_two_encodings_names_the_rarer_lines():
    lines = ["Rådhus;1", "Havn;2", "Bådebro;3", "Møllen;4"]
    content = b"\n".join(line.encode("utf-8" if index == 2 else "cp1252") for index, line in enumerate(lines))
    assert [(fault.row, fault.code) for fault in read_textfile(content).faults] == [(3, "mixed_encoding")]


def test_a_utf8_mark_decides_which_encoding_is_the_wrong_one():
    content = b"\xef\xbb\xbfa;b\n" + "Rådhus;1\n".encode("cp1252") + "Båd;2\nÅ;3\n".encode("cp1252")
    assert [fault.row for fault in read_textfile(content).faults] == [2, 3, 4]


def test_a_letter_that_no_encoding_has_is_told():
    assert [(f.row, f.code) for f in read_textfile(b"a;b\nx\x81;1\n").faults] == [(2, "unknown_letter")]


def test_an_open_quotation_mark_is_located_and_what_stands_before_is_kept():
    sheet = read_textfile(b'a;b\n1;2\n"3;4\n5;6\n')
    assert [row.number for row in sheet.rows] == [1, 2]
    assert [(fault.row, fault.code) for fault in sheet.faults] == [(3, "broken_quotes")]


def test_danish_and_english_error_values_are_no_text():
    sheet = read_textfile("a;b\n#VÆRDI!;#DIV/0!\n#hashtag;#1\n".encode())
    assert [type(cell) for cell in sheet.rows[1].cells] == [Unusable, Unusable]
    assert sheet.rows[2].cells == ("#hashtag", "#1")


def test_letters_in_two_pieces_and_invisible_marks_are_mended():
    sheet = read_textfile("a;b\nA\u030arhus\u200b;\u00a0x\u00ady \n".encode())
    assert sheet.rows[1].cells == ("Århus", "xy")


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00\xd8", b"a;b\n\x00"])
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(InvalidInput) as refused:
        read_textfile(content)
    assert refused.value.code == "unreadable_file"


def test_limits_are_refused_and_nothing_is_cut():
    few = Limits(rows=3, columns=2, cells=5)
    assert len(read_textfile(b"a;b\n1;2\n", limits=few).rows) == 2
    for content in (b"a\n" * 4, b"a;b;c\n", b"a;b\n" * 3):
        with pytest.raises(CapacityExceeded):
            read_textfile(content, limits=few)


@settings(max_examples=150)
@given(
    st.one_of(st.binary(max_size=200), st.text('ab;,\t"\n\r#æ', max_size=60).map(lambda text: text.encode("cp1252")))
)
def test_any_bytes_are_rows_or_a_refusal(content):
    try:
        sheet = read_textfile(content)
    except InvalidInput:
        return
    numbers = [row.number for row in sheet.rows]
    assert numbers == sorted(set(numbers))
