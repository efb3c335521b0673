"""What somebody types into a form: Danish numbers and days, and a sentence where it cannot stand there."""

from __future__ import annotations

import pytest

from beredt.adapters.municipality.typed_values import parse_value
from beredt.kit.errors import InvalidInput
from beredt.kit.language import language


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("assets", "restart_hours", "2,5", 2.5),
        ("assets", "restart_hours", " 2.5 ", 2.5),
        ("assets", "restart_hours", "", 0.0),
        ("assets", "people", "1.200", 1200),
        ("assets", "people", "1 200", 1200),
        ("assets", "people", "", None),
        ("dependencies", "recharge_hours", "", None),
        ("assets", "name", "  Molen, nord ", "  Molen, nord "),
        ("assets", "as_of", "23-11-2026", "2026-11-23"),
        ("assets", "as_of", "2026-11", "2026-11"),
        ("assets", "basis", "verified", "verified"),
        ("sites", "heat", "ja", True),
        ("sites", "heat", "Nej", False),
        ("sites", "heat", "", None),
        ("areas", "population", "12", 12),
        ("assets", "lon", "12,5683", 12.5683),
    ],
)
def test_values_as_danes_write_them(table, column, text, value):
    found = parse_value(table, column, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("table", "column", "text", "code"),
    [
        ("assets", "restart_hours", "en dag", "not_a_number"),
        ("assets", "restart_hours", "-1", "out_of_range"),
        ("assets", "restart_hours", "nan", "not_finite"),
        ("assets", "people", "2,5", "not_a_whole_number"),
        ("need_profiles", "tolerance_hours", "", "blank_value"),
        ("assets", "as_of", "32-01-2026", "not_a_date"),
        ("assets", "basis", "sikkert", "not_a_choice"),
        ("sites", "heat", "måske", "not_yes_or_no"),
        ("assets", "name", "x" * 20_001, "cell_too_long"),
        ("assets", "name", "a\x00b", "bad_character"),
        ("assets", "nothing", "1", "no_such_column"),
        ("elsewhere", "name", "1", "no_such_column"),
    ],
)
def test_what_cannot_stand_there_is_told(table, column, text, code):
    with pytest.raises(InvalidInput) as caught:
        parse_value(table, column, text)
    assert caught.value.code == code
    for name in ("da", "en"):
        assert "{" not in caught.value.told_in(language(name))


def test_numbers_are_asked_for_as_they_are_written_in_the_readers_language():
    with pytest.raises(InvalidInput) as caught:
        parse_value("assets", "restart_hours", "en dag")
    assert caught.value.told_in(language("da")).endswith("Et tal som 12 eller 2,5.")
    assert caught.value.told_in(language("en")).endswith("A number such as 12 or 2.5.")
