"""Check digits: as the standard has them, computed by hand, and no slip of the pen gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.check_digits import check_digits, is_whole

NUMBERS = st.text("0123456789", min_size=1, max_size=12)


def by_hand(digits):
    """As the folder tells it: pairs from the left, times three and add, at last times three; 98 minus the rest."""
    pairs = [int(digits[start : start + 2]) for start in range(0, len(digits), 2)]
    total = pairs[0]
    for pair in pairs[1:]:
        total = total * 3 + pair
    total *= 3
    while total >= 97:
        total -= 97
    return f"{98 - total:02d}"


@given(NUMBERS)
def test_the_whole_number_leaves_one(digits):
    assert int(digits + check_digits(digits)) % 97 == 1


@given(st.text("0123456789", min_size=6, max_size=6))
def test_the_way_by_hand_gives_the_same(digits):
    assert by_hand(digits) == check_digits(digits)


@given(NUMBERS, st.data())
def test_one_wrong_digit_is_always_seen(digits, data):
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert not is_whole(digits[:place] + other + digits[place + 1 :], check_digits(digits))


@given(st.text("0123456789", min_size=2, max_size=12), st.data())
def test_two_neighbours_that_changed_places_are_always_seen(digits, data):
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert is_whole(swapped, check_digits(digits)) == (swapped == digits)


def test_a_known_number():
    # ISO/IEC 7064 MOD 97-10: 794 has the check digits 44.
    assert check_digits("794") == "44"


@pytest.mark.parametrize("text", ["", "12a", "1 2", "-3", "١٢"])
def test_only_digits_have_check_digits(text):
    with pytest.raises(ValueError, match="digits"):
        check_digits(text)
    assert not is_whole(text, "12")
