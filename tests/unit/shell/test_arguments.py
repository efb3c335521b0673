"""Values of arguments: read as people write them, refused in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.errors import InvalidInput
from beredt.shell.cli import arguments


@pytest.mark.parametrize(
    ("text", "hours"),
    [("72h", 72), ("14d", 336), ("72", 72), ("1", 1), ("72t", 72), (" 72 h ", 72), ("3D", 72), ("90d", 2_160)],
)
def test_horizons(text, hours):
    assert arguments.horizon_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    ["0", "0h", "-1", "-72h", "1.5", "1,5h", "nan", "inf", "", "h", "91d", "2161", "99999999999", "72hours", "٧٢"],
)
def test_horizons_that_cannot_be(text):
    with pytest.raises(InvalidInput):
        arguments.horizon_hours(text)


@given(st.text(max_size=12))
def test_any_text_is_a_horizon_within_limits_or_refused(text):
    try:
        hours = arguments.horizon_hours(text)
    except InvalidInput:
        return
    assert 1 <= hours <= arguments.LONGEST_HORIZON_HOURS


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "1e3", "", "x", "100001", "９"])
def test_draws_that_cannot_be(text):
    with pytest.raises(InvalidInput):
        arguments._draws(text)


def test_numbers_at_their_limits():
    assert arguments._draws("1") == 1
    assert arguments._draws("100000") == arguments.MOST_DRAWS
    assert arguments._seed("0") == 0
    assert arguments._seed(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(InvalidInput):
        arguments._seed(str(2**63))
