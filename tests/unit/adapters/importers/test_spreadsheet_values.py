"""Danish numbers, dates and yes/no: every unambiguous spelling is read, every other is asked about."""

import datetime
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.importers.spreadsheet import values
from beredt.adapters.importers.spreadsheet.problem_kinds import KINDS
from beredt.adapters.importers.spreadsheet.sheet import Unusable


def grouped(digits, separator):
    """Digits in groups of three from the right: written apart from the code under test."""
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[start : start + 3] for start in range(head, len(digits), 3)]
    return separator.join(groups)


@given(
    whole=st.integers(0, 10**9),
    fraction=st.text("0123456789", max_size=6),
    separator=st.sampled_from(["", ".", " "]),
    sign=st.sampled_from(["", "-", "+", "−"]),
)
def test_danish_spellings_are_read_where_decimals_are_commas(whole, fraction, separator, sign):
    text = sign + grouped(str(whole), separator) + ("," + fraction if fraction else "")
    expected = float(f"{'-' if sign in ('-', '−') else ''}{whole}.{fraction or 0}")
    assert values.read_number(text, decimal_mark=",") == expected


@given(whole=st.integers(0, 10**9), fraction=st.text("0123456789", min_size=1, max_size=6))
def test_point_decimals_with_comma_groups_are_read(whole, fraction):
    text = grouped(str(whole), ",") + "." + fraction
    assert values.read_number(text, decimal_mark=".") == float(f"{whole}.{fraction}")


@given(st.integers(1, 999), st.integers(0, 999))
def test_one_point_and_three_digits_are_asked_about_unless_the_file_has_commas(before, after):
    text = f"{before}.{after:03}"
    assert values.read_number(text, decimal_mark=",") == before * 1000 + after
    assert values.read_number(text, decimal_mark=".") == float(text)
    with pytest.raises(values.Refused) as refused:
        values.read_number(text, decimal_mark=None)
    assert refused.value.code == "ambiguous_number"


@given(st.lists(st.builds("{}.{:03}".format, st.integers(1, 999), st.integers(0, 999))))
def test_ambiguous_numbers_alone_prove_no_mark(texts):
    assert values.decimal_mark_of(texts) is None


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "2,5"], ","),
        (["1.234.567"], ","),
        (["1.234,5"], ","),
        (["0,125"], ","),
        (["2.5"], "."),
        (["1,234.5"], "."),
        (["1234.567"], "."),
        (["2.5", "2,5"], None),
        (["12", "-", "", "navn", "1 234"], None),
    ],
)
def test_what_proves_a_decimal_mark(texts, mark):
    assert values.decimal_mark_of(texts) == mark


def test_the_columns_range_settles_what_the_file_does_not():
    assert values.read_number("10.203", decimal_mark=None, fits=lambda value: -180 <= value <= 180) == 10.203
    assert values.read_number("-10.203", decimal_mark=None, fits=lambda value: -180 <= value <= 180) == -10.203
    with pytest.raises(values.Refused):
        values.read_number("1.234", decimal_mark=None, fits=lambda value: value > 0)


def test_a_comma_with_three_digits_is_a_decimal_unless_the_file_has_points():
    assert values.read_number("1,234", decimal_mark=None) == 1.234
    assert values.read_number("1,234", decimal_mark=",") == 1.234
    with pytest.raises(values.Refused):
        values.read_number("1,234", decimal_mark=".")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12 %", "percentage"),
        ("12%", "percentage"),
        ("1,5E+05", "scientific_number"),
        ("nan", "no_number"),
        ("inf", "no_number"),
        ("1,2,3", "no_number"),
        ("1.23.456", "no_number"),
        ("12 34", "no_number"),
        ("5 timer", "no_number"),
        ("1,", "no_number"),
        (",", "no_number"),
        ("--1", "no_number"),
        ("١٢", "no_number"),
        ("9" * 61, "no_number"),
        (True, "no_number"),
        (datetime.date(2026, 5, 2), "number_became_date"),
        (Unusable(fault="formula_error", shown="#REF!"), "formula_error"),
        (Unusable(fault="not_calculated", shown=""), "not_calculated"),
    ],
)
def test_what_is_no_number(cell, code):
    with pytest.raises(values.Refused) as refused:
        values.read_number(cell, decimal_mark=",")
    assert refused.value.code == code


@given(st.one_of(st.text(max_size=30), st.text("0123456789.,- +eE%", max_size=12)), st.sampled_from([None, ",", "."]))
def test_any_text_gives_a_finite_number_or_a_known_refusal(text, decimal_mark):
    try:
        number = values.read_number(text, decimal_mark=decimal_mark)
    except values.Refused as refused:
        told = KINDS[refused.code].message.format(**refused.values)
        assert told
    else:
        assert math.isfinite(number)


MONTHS = ["januar", "februar", "marts", "april", "maj", "juni"]
MONTHS += ["juli", "august", "september", "oktober", "november", "december"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_dates_as_danes_write_them(day):
    spellings = [
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}. {MONTHS[day.month - 1][:3]}. {day.year}",
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        day,
    ]
    assert {values.read_date(spelling) for spelling in spellings} == {day.isoformat()}


@pytest.mark.parametrize("text", ["2026", 2026, 2026.0])
def test_a_year_alone_stays_a_year(text):
    assert values.read_date(text) == "2026"


def test_a_month_alone_stays_a_month():
    assert values.read_date("2026-3") == "2026-03"


@pytest.mark.parametrize("cell", ["11/23/2026", "31-02-2026", "23-11-26", "i går", "99999", 45984, "0001-01-01", True])
def test_what_is_no_date(cell):
    with pytest.raises(values.Refused) as refused:
        values.read_date(cell)
    assert refused.value.code == "no_date"


@given(st.text(max_size=30))
def test_any_text_gives_a_date_or_a_refusal(text):
    with suppress(values.Refused):
        assert values.read_date(text)[:4].isdigit()


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("ja", True),
        ("Nej", False),
        ("SAND", True),
        ("Falsk", False),
        (1, True),
        (0.0, False),
        (True, True),
        ("yes", True),
    ],
)
def test_yes_and_no(cell, answer):
    assert values.read_boolean(cell) is answer


@pytest.mark.parametrize("cell", ["måske", "x", 2, "", datetime.date(2026, 1, 1)])
def test_neither_yes_nor_no(cell):
    with pytest.raises(values.Refused) as refused:
        values.read_boolean(cell)
    assert refused.value.code == "not_ja_or_nej"


def test_ids_that_a_spreadsheet_program_has_changed_are_refused():
    for cell, code in ((datetime.date(2026, 2, 1), "id_became_date"), ("1,23E+15", "id_became_number")):
        with pytest.raises(values.Refused) as refused:
            values.read_id(cell)
        assert refused.value.code == code
    assert values.read_id(101.0) == "101"
    assert values.read_id("0101") == "0101"
