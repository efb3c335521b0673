"""Tables as they are saved: marks, encodings, titles, numbers."""

import pytest

from beredt.adapters.open_data.csv_tables import number_from, read_csv, whole_number_from
from factories.open_data import csv_bytes

ROWS = [("Navn", "Antal boliger"), ("Åhuset", "12"), ("Øst, og vest", "7")]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_the_same_table_however_it_is_saved(separator, encoding):
    table = read_csv(csv_bytes(ROWS, separator=separator, encoding=encoding))
    assert table.keys == ("navn", "antalboliger")
    assert table.rows == tuple(ROWS[1:])


def test_what_stands_above_the_headings_is_a_title():
    table = read_csv(csv_bytes(ROWS, title="Boliger i alt"))
    assert table.title == "Boliger i alt"
    assert table.header == ("Navn", "Antal boliger")


def test_short_and_long_rows_are_made_as_wide_as_the_headings():
    table = read_csv(b"a;b;c\n1;2;3\n1\n1;2;3;4\n1;2;3\n")
    assert table.rows == (("1", "2", "3"), ("1", "", ""), ("1", "2", "3"), ("1", "2", "3"))


def test_the_first_of_two_columns_with_one_heading_wins():
    assert list(read_csv(b"a;a\n1;2\n").records()) == [{"a": "1"}]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"bare tekst\nuden kolonner\n"])
def test_text_without_columns_is_no_table(data):
    assert read_csv(data) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("5.400", 5400),
        ("5,400", 5400),
        ("1.234.567", 1234567),
        ("38 677", 38677),
        ("12,0", 12),
        ("12.0", 12),
    ]
    + [(text, None) for text in ("", "..", "-", "1,5", "12.34", "to", "-1", "１２", "1" * 12)],
)
def test_whole_numbers(text, value):
    assert whole_number_from(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14,7", 14.7),
        ("14.7", 14.7),
        ("-3", -3.0),
        (" 5 ", 5.0),
        ("", None),
        ("..", None),
        ("1e30", None),
        ("nan", None),
    ],
)
def test_numbers(text, value):
    assert number_from(text) == value
