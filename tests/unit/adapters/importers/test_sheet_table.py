"""A sheet as a table: everything that is wrong with it is told at once, each at its cell."""

import datetime

import pytest

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.importers.spreadsheet import headings
from beredt.adapters.importers.spreadsheet.sheet_table import SkippedRow, read_table
from beredt.adapters.importers.spreadsheet.textfile import read_textfile
from beredt.adapters.importers.spreadsheet.workbook import open_workbook
from beredt.domain.municipality.located import UNREADABLE
from beredt.kit.language import language
from factories import spreadsheets

NO_PERSONS_NUMBER = "-".join(["0101" + "00", "0" * 4])
"""Has the form of a person number and belongs to nobody; written so that no file holds one."""
HEADER = "ressource;gruppe;afhænger af;reservetid (timer);genopladning;mindst oppe;reservetype;grundlag;kilde;dato"


def from_text(*lines, table="dependencies", decimal_mark=None):
    sheet = read_textfile("\n".join(lines).encode("cp1252"))
    vocabulary = load_vocabulary()
    named = headings.table_named(table)
    return read_table(sheet, named, file="fil.csv", vocabulary=vocabulary, decimal_mark=decimal_mark)


def from_grid(grid, *, table="dependencies", prepare=None):
    book = open_workbook(spreadsheets.xlsx_bytes(grid, prepare=prepare))
    return read_table(
        book.read_sheet("Ark1"), headings.table_named(table), file="fil.xlsx", vocabulary=load_vocabulary()
    )


def told(table):
    return [(problem.cell, problem.code) for problem in table.problems]


def test_a_row_in_danish():
    table = from_text(HEADER, "M1;g;F1;2,5;1.234,5;1;Batteri;Verificeret;møde;23-11-2026")
    assert not table.problems
    assert {name: values[0] for name, values in table.values.items()} == {
        "asset_id": "M1",
        "group_id": "g",
        "supplier_id": "F1",
        "buffer_hours": 2.5,
        "recharge_hours": 1234.5,
        "min_up": 1,
        "buffer_kind": "battery",
        "basis": "verified",
        "source": "møde",
        "as_of": "2026-11-23",
    }


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("A", "", "blank_id"),
        ("D", "12 %", "percentage"),
        ("D", "-1", "out_of_range"),
        ("D", "9999999", "out_of_range"),
        ("D", "nan", "no_number"),
        ("D", "inf", "no_number"),
        ("D", "1e3", "scientific_number"),
        ("D", "1.234", "ambiguous_number"),
        ("D", "#DIVISION/0!", "formula_error"),
        ("D", "100000", "implausible_hours"),
        ("F", "1,5", "not_a_whole_number"),
        ("F", "0", "out_of_range"),
        ("G", "dynamo", "unknown_word"),
        ("H", "måske", "unknown_word"),
        ("I", f"født {NO_PERSONS_NUMBER}", "person_number"),
        ("I", "=HYPERLINK(1)", "looks_like_formula"),
        ("I", "Br\u2020ndby", "garbled_letters"),
        ("I", "a\x07" + "b" * 20_001, "cell_too_long"),
        ("J", "31/2 2026", "no_date"),
    ],
)
def test_one_bad_cell_is_told_at_its_place(column, text, code):
    cells = ["M1", "g", "F1", "2", "", "1", "", "", "", ""]
    cells["ABCDEFGHIJ".index(column)] = text
    assert told(from_text("Titel", HEADER, ";".join(cells))) == [(f"{column}3", code)]


def test_all_problems_come_at_once_and_in_danish():
    table = from_text(HEADER, "M1;g;;x;y;z;dynamo;tja;@SUM;99-99-2026", ";;;;;;;;;", "M1;;F1;1;1;1;;;;")
    assert [cell for cell, _ in told(table)] == ["C2", "D2", "E2", "F2", "G2", "H2", "I2", "J2", "B4"]
    danish = language("da")
    for problem in table.problems:
        assert problem.line(danish).startswith(f"fil.csv:{problem.cell}: ")
        assert "{" not in problem.line(danish) + problem.expected(danish)
        assert problem.message(danish) != problem.message(language("en"))
        assert problem.remedy(danish) != problem.remedy(language("en"))


def test_a_lone_mark_is_no_formula():
    assert not from_text(HEADER, "M1;g;F1;1;;;;;-;").problems


def test_a_person_number_is_never_repeated():
    table = from_text(HEADER, f"{NO_PERSONS_NUMBER};g;F1;1;;;;;;")
    assert told(table) == [("A2", "person_number")]
    assert "0101" not in "".join(problem.line(language("da")) for problem in table.problems)
    assert table.values["asset_id"] == [UNREADABLE]


def test_bad_cells_leave_the_other_cells_of_the_row_readable():
    table = from_text(HEADER, "M1;g;F1;x;8;;;;;")
    assert table.values["buffer_hours"] == [UNREADABLE]
    assert table.values["recharge_hours"] == [8.0]


def test_one_comma_settles_every_point_in_the_file():
    lines = [HEADER, "M1;g;F1;1.234;;;;;;", "M2;g;F1;;2,5;;;;;"]
    assert from_text(*lines).values["buffer_hours"] == [1234.0, None] or from_text(*lines).problems
    assert from_text(*lines).values["buffer_hours"][0] == 1234.0
    assert told(from_text(*lines[:2])) == [("D2", "ambiguous_number")]
    assert from_text(*lines[:2], decimal_mark=",").values["buffer_hours"] == [1234.0]
    assert from_text(*lines[:2], decimal_mark=".").values["buffer_hours"] == [1.234]


def test_words_of_the_vocabulary_may_be_danish():
    table = from_text(
        "id;type;navn;forsyning", "A1;Transformerstation;Nord;Strøm", "A2;hjemmelavet;X;vand", table="ressourcer"
    )
    assert table.values["kind"] == ["substation", "hjemmelavet"]
    assert table.values["service"] == ["power", "water"]


def test_severity_in_danish():
    header = "profil;område;antal personer;behov;alvorlighed;gruppe;afhænger af;tålegrænse (timer)"
    rows = [f"P{n};o;5;ilt;{word};g;A;2,5" for n, word in enumerate(["kritisk", "Alvorlig", "VELFÆRD", "critical"])]
    table = from_text(header, *rows, table="behov")
    assert not table.problems
    assert table.values["severity"] == ["critical", "serious", "welfare", "critical"]
    assert table.values["need_type"] == ["oxygen"] * 4


def test_totals_and_repeated_headings_are_left_out_and_told():
    table = from_text(
        HEADER, "M1;g;F1;2;;;;;;", HEADER, "M2;g;F1;3;;;;;;", ";;;;;;;;;", "I alt;;;5;;;;;;", "Sum;;;5;;;;;;"
    )
    assert table.rows == (2, 4)
    assert table.skipped == (
        SkippedRow(row=3, reason="headings"),
        SkippedRow(row=6, reason="total"),
        SkippedRow(row=7, reason="total"),
    )


def test_a_total_in_the_middle_and_a_thing_called_total_are_no_totals():
    middle = from_text(HEADER, "I alt;;;5;;;;;;", "M1;g;F1;2;;;;;;")
    assert told(middle) == [("B2", "blank_id"), ("C2", "blank_id")]
    thing = from_text("id;type;navn", "A1;x;Nord", "total;tankstation;Total", table="assets")
    assert thing.rows == (2, 3)
    named = from_text("id;navn;antal personer", "A1;Nord;5", "A2;Total;100", table="assets")
    assert named.rows == (2, 3)


def test_a_coordinate_can_only_be_read_in_one_way():
    table = from_text("id;længdegrad;breddegrad", "A1;10.203;56.123", table="assets")
    assert not table.problems
    assert (table.values["lon"], table.values["lat"]) == ([10.203], [56.123])
    assert told(from_text("id;antal personer", "A1;1.234", table="assets")) == [("B2", "ambiguous_number")]


def test_a_key_given_twice_names_both_rows():
    table = from_text(HEADER, "M1;g;F1;2;;;;;;", "M1;g;F2;2;;;;;;", "M1;g;F1;3;;;;;;")
    assert told(table) == [("C4", "duplicate_id")]
    assert table.problems[0].values["first_row"] == "2"


def test_a_separator_inside_a_value_is_told_before_anything_slips():
    table = from_text("ressource,gruppe,afhænger af,reservetid", "M1,g,F1,2,5", "M2,g,F1,2")
    assert told(table) == [("E2", "cells_beyond_headings")]


def test_a_note_beside_the_table_in_a_workbook_is_no_error():
    table = from_grid(
        [["ressource", "gruppe", "afhænger af", "reservetid"], ["M1", "g", "F1", 2, None, "husk at ringe"]]
    )
    assert not table.problems


def test_merged_cells_matter_only_inside_the_table():
    grid = [["Titel"], ["ressource", "gruppe", "afhænger af", "reservetid", "andet"]] + [
        ["M1", "g", f"F{n}", 2] for n in range(4)
    ]

    def merge(*ranges):
        return lambda sheet: [sheet.merge_cells(where) for where in ranges]

    assert not from_grid(grid, prepare=merge("A1:E1", "E3:E4", "A7:B12")).problems
    inside = from_grid(grid, prepare=merge("A4:A6"))
    assert ("A4", "merged_cells") in told(inside)
    assert ("A5", "blank_id") in told(inside)


def test_dates_and_percentages_of_a_workbook():
    def format_cells(sheet):
        sheet["D3"].number_format = "0%"

    header = ["ressource", "gruppe", "afhænger af", "reservetid", "dato"]
    grid = [
        header,
        ["M1", "g", "F1", datetime.date(2026, 5, 2), datetime.date(2026, 5, 2)],
        ["M2", "g", "F1", 0.5, 2026],
    ]
    table = from_grid(grid, prepare=format_cells)
    assert told(table) == [("D2", "number_became_date"), ("D3", "percentage")]
    assert table.values["as_of"] == ["2026-05-02", "2026"]


def test_letters_garbled_before_the_file_was_saved_are_warned_of():
    table = from_grid([["id", "navn"], ["A1", "KÃ¸ge"], ["A2", "Køge"], ["A3", "Peter’s"]], table="assets")
    assert told(table) == [("B2", "garbled_letters")]
    assert not table.problems[0].is_error


def test_ids_that_are_numbers_are_text_without_decimals():
    table = from_grid([["id", "type"], [101, "x"], [102.0, "x"], [datetime.date(2026, 2, 1), "x"]], table="assets")
    assert table.values["asset_id"] == ["101", "102", UNREADABLE]
    assert told(table) == [("A4", "id_became_date")]


def test_no_headings_and_no_rows():
    without = from_text("a;b", "1;2")
    assert told(without) == [("1", "no_headings")]
    needed = without.problems[0].expected(language("da"))
    assert "asset_id, ressource" in needed
    assert "buffer_hours" not in needed
    assert told(from_text("")) == [("1", "no_headings")]
    assert told(from_text(HEADER)) == [("1", "no_rows")]


def test_ignored_columns_are_named():
    assert from_text("id;bemærkning;navn;", "A1;x;y", table="assets").ignored == (("B", "bemærkning"),)
