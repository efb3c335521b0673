"""One cell of text: what is a number, a date, a yes, and what is not."""

import pytest

from beredt.adapters.packs import cells, schema
from beredt.adapters.packs.cells import Fault

HOURS = schema.DEPENDENCIES.column("buffer_hours")
RECHARGE = schema.DEPENDENCIES.column("recharge_hours")
TOLERANCE = schema.NEED_PROFILES.column("tolerance_hours")
PEOPLE = schema.NEED_PROFILES.column("people")
MIN_UP = schema.DEPENDENCIES.column("min_up")
ASSET_ID = schema.ASSETS.column("asset_id")
AREA_ID = schema.ASSETS.column("area_id")
NAME = schema.ASSETS.column("name")
CODE = schema.MUNICIPALITY.column("code")
SEVERITY = schema.NEED_PROFILES.column("severity")
BASIS = schema.ASSETS.column("basis")
AS_OF = schema.ASSETS.column("as_of")
HEAT = schema.SITES.column("heat")
LOW = schema.PROVENANCE.column("low")

READ = [
    (HOURS, "1.075", 1.075),
    (HOURS, " 2 ", 2.0),
    (HOURS, "\u00a02\u00a0", 2.0),
    (HOURS, ".5", 0.5),
    (HOURS, "5.", 5.0),
    (HOURS, "+3", 3.0),
    (HOURS, "1e-07", 1e-07),
    (HOURS, "1E3", 1000.0),
    (HOURS, "1000000", 1_000_000.0),
    (HOURS, "", 0.0),
    (HOURS, "  ", 0.0),
    (RECHARGE, "", None),
    (RECHARGE, "0", 0.0),
    (LOW, "-12.5", -12.5),
    (PEOPLE, "0", 0),
    (PEOPLE, "12.0", 12),
    (PEOPLE, "1e3", 1000),
    (MIN_UP, "", None),
    (ASSET_ID, " mast 7 ", "mast 7"),
    (ASSET_ID, "æøå-🙂", "æøå-🙂"),
    (AREA_ID, "", ""),
    (NAME, " med rum ", " med rum "),
    (NAME, "   ", ""),
    (NAME, "a\r\nb\rc", "a\nb\nc"),
    (CODE, "0400", "400"),
    (CODE, "400", "400"),
    (CODE, "000", "0"),
    (SEVERITY, "critical", "critical"),
    (BASIS, "", "assumed"),
    (AS_OF, "2026", "2026"),
    (AS_OF, "2026-12", "2026-12"),
    (AS_OF, "2024-02-29", "2024-02-29"),
    (AS_OF, "", ""),
    (HEAT, "true", True),
    (HEAT, "JA", True),
    (HEAT, "1", True),
    (HEAT, "nej", False),
    (HEAT, "False", False),
    (HEAT, "", None),
]
REFUSED = [
    (HOURS, "fire", "not_a_number"),
    (HOURS, "1_0", "not_a_number"),
    (HOURS, "１２", "not_a_number"),
    (HOURS, "٣", "not_a_number"),
    (HOURS, "0x10", "not_a_number"),
    (HOURS, "1 000", "not_a_number"),
    (HOURS, "4 t", "not_a_number"),
    (HOURS, "--1", "not_a_number"),
    (HOURS, ".", "not_a_number"),
    (HOURS, "e5", "not_a_number"),
    (HOURS, "1e99999", "not_a_number"),
    (HOURS, "9" * 5000, "not_a_number"),
    (HOURS, "2,5", "decimal_comma"),
    (HOURS, "-2,5", "decimal_comma"),
    (HOURS, "1.234,5", "decimal_comma"),
    (HOURS, "1234,5", "decimal_comma"),
    (HOURS, "1,2,3", "not_a_number"),
    (HOURS, "nan", "not_finite"),
    (HOURS, "NaN", "not_finite"),
    (HOURS, "-inf", "not_finite"),
    (HOURS, "Infinity", "not_finite"),
    (HOURS, "1e999", "not_finite"),
    (HOURS, "-1", "out_of_range"),
    (HOURS, "-0.0001", "out_of_range"),
    (HOURS, "1000000.1", "out_of_range"),
    (HOURS, "1e99", "out_of_range"),
    (TOLERANCE, "", "blank_value"),
    (PEOPLE, "", "blank_value"),
    (PEOPLE, "2.5", "not_a_whole_number"),
    (PEOPLE, "mange", "not_a_whole_number"),
    (PEOPLE, "1,000", "decimal_comma"),
    (PEOPLE, "inf", "not_finite"),
    (PEOPLE, "1e999", "not_finite"),
    (PEOPLE, "-1", "out_of_range"),
    (MIN_UP, "0", "out_of_range"),
    (ASSET_ID, "", "blank_id"),
    (ASSET_ID, "a\nb", "bad_character"),
    (ASSET_ID, "a\x7fb", "bad_character"),
    (ASSET_ID, "x" * 201, "cell_too_long"),
    (NAME, "x" * 20_001, "cell_too_long"),
    (NAME, "a\x00b", "bad_character"),
    (CODE, "", "blank_id"),
    (SEVERITY, "Critical", "not_a_choice"),
    (SEVERITY, "", "blank_value"),
    (BASIS, "guess", "not_a_choice"),
    (AS_OF, "31-03-2026", "not_a_date"),
    (AS_OF, "2026-02-30", "not_a_date"),
    (AS_OF, "2026-13", "not_a_date"),
    (AS_OF, "0000", "not_a_date"),
    (AS_OF, "2026-3-1", "not_a_date"),
    (HEAT, "måske", "not_yes_or_no"),
    (HEAT, "2", "not_yes_or_no"),
]


@pytest.mark.parametrize(("column", "text", "value"), READ, ids=repr)
def test_read(column, text, value):
    parsed = cells.parse_cell(column, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(("column", "text", "code"), REFUSED, ids=lambda part: repr(part)[:20])
def test_refused(column, text, code):
    parsed = cells.parse_cell(column, text)
    assert isinstance(parsed, Fault)
    assert parsed.code == code


def test_no_negative_zero():
    assert str(cells.parse_cell(HOURS, "-0")) == "0.0"


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (HOURS, "", "blank_buffer_hours"),
        (HOURS, "87600.5", "implausible_hours"),
        (TOLERANCE, "99999", "implausible_hours"),
        (HOURS, "87600", None),
        (HOURS, "0", None),
        (RECHARGE, "", None),
        (LOW, "99999", None),
    ],
)
def test_doubted(column, text, code):
    fault = cells.doubt_cell(column, text, cells.parse_cell(column, text))
    assert (fault and fault.code) == code
