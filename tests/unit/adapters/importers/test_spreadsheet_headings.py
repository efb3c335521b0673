"""Headings: every word for a column is one column's, spelling does not matter, units do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.importers.spreadsheet import heading_words, headings
from beredt.adapters.importers.spreadsheet.sheet import Row
from beredt.adapters.packs.schema import FILE_ORDER

ASSETS, DEPENDENCIES, NEEDS, MEASURES = map(
    headings.table_named, ("assets", "dependencies", "need_profiles", "measures")
)


def row(number, *cells):
    return Row(number=number, cells=cells)


def find(table, *cells):
    return headings.find_headings([row(1, *cells)], table)


@pytest.mark.parametrize("table", FILE_ORDER, ids=lambda table: table.name)
def test_no_word_stands_for_two_columns_of_a_table(table):
    owners = {}
    for column in table.columns:
        own = heading_words.TABLE_COLUMN_WORDS.get((table.name, column.name), ())
        for word in {headings.plain_word(w) for w in (*heading_words.COLUMN_WORDS.get(column.name, ()), *own)}:
            assert owners.setdefault(word, column.name) == column.name, word


def test_every_column_of_every_table_has_a_danish_word():
    named = set(heading_words.COLUMN_WORDS)
    assert {column.name for table in FILE_ORDER for column in table.columns} == named


@pytest.mark.parametrize(
    ("table", "heading", "name"),
    [
        (DEPENDENCIES, "Ressource", "asset_id"),
        (ASSETS, "navn", "name"),
        (ASSETS, "TYPE", "kind"),
        (NEEDS, "type", "need_type"),
        (ASSETS, "længdegrad", "lon"),
        (ASSETS, "Laengdegrad", "lon"),
        (DEPENDENCIES, "Afhænger af:", "supplier_id"),
        (DEPENDENCIES, "reservetid (timer)", "buffer_hours"),
        (DEPENDENCIES, "Reservetid i timer", "buffer_hours"),
        (DEPENDENCIES, "reserve tid [t]", "buffer_hours"),
        (NEEDS, "tålegrænse (timer)", "tolerance_hours"),
        (NEEDS, "Antal personer", "people"),
        (NEEDS, "Antal personer (2026)", "people"),
        (NEEDS, "alvorlighed", "severity"),
        (NEEDS, "Tolerance-Hours", "tolerance_hours"),
    ],
)
def test_headings_are_recognised(table, heading, name):
    found = find(table, "kilde", heading)
    assert found.columns[name] == 1


@pytest.mark.parametrize(
    ("table", "heading", "name"),
    [
        (DEPENDENCIES, "reservetid (minutter)", "buffer_hours"),
        (DEPENDENCIES, "reservetid i døgn", "buffer_hours"),
        (MEASURES, "pris (t.kr.)", "capital_kr"),
        (MEASURES, "årlig udgift (mio. kr.)", "yearly_kr"),
        (NEEDS, "borgere (%)", "people"),
    ],
)
def test_a_foreign_unit_is_an_error_and_never_a_factor(table, heading, name):
    found = find(table, "kilde", heading)
    faults = [fault for fault in found.faults if fault.code == "heading_unit"]
    assert [(fault.column, fault.values["name"]) for fault in faults] == [(1, name)]


def test_the_heading_row_is_found_below_titles_and_above_data():
    rows = [
        row(1, "Ressourcer i Vestby"),
        row(3, None, "opgjort af driften", "navn"),
        row(5, "id", "type", "navn", "længdegrad", "bemærkning"),
        row(6, "A1", "vand", "navn", 10.2),
    ]
    found = headings.find_headings(rows, ASSETS)
    assert found.row == 5
    assert found.ignored == ((4, "bemærkning"),)
    assert not found.faults


def test_required_columns_that_are_missing_are_all_told():
    found = find(NEEDS, "behovsprofil", "gruppe")
    missing = {fault.values["name"] for fault in found.faults if fault.code == "missing_heading"}
    assert missing == {"area_id", "people", "need_type", "severity", "supplier_id", "tolerance_hours"} - {"need_type"}


def test_two_columns_for_one_thing_are_an_error_unless_one_bears_our_name():
    both = find(ASSETS, "navn", "betegnelse", "id")
    assert [fault.code for fault in both.faults] == ["duplicate_heading"]
    ours = find(ASSETS, "nr.", "asset_id", "navn")
    assert not ours.faults
    assert ours.columns["asset_id"] == 1
    assert ours.ignored == ((0, "nr."),)


def test_without_two_known_words_there_is_no_heading_row():
    assert find(ASSETS, "Navn", "på", "noget") is None
    assert headings.find_headings([], ASSETS) is None


@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=False)), max_size=8))
def test_any_row_is_headings_or_not(cells):
    for table in FILE_ORDER:
        found = find(table, *cells)
        assert found is None or set(found.columns) <= set(table.column_names)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("needs", "need_profiles"),
        ("Behovsprofiler", "need_profiles"),
        ("områder", "areas"),
        ("assets", "assets"),
        ("x", None),
    ],
)
def test_tables_go_by_several_names(word, name):
    table = headings.table_named(word)
    assert (table.name if table else None) == name
