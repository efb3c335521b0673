"""Figures as people say them: two significant figures, never later than computed, never nothing where it is little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.language import language
from beredt.telling import wording

DANISH, ENGLISH = language("da"), language("en")


@given(st.floats(0, 1e7))
def test_rounding_keeps_two_figures_and_stays_near(value):
    rounded = wording.rounded_people(value)
    assert abs(rounded - value) <= max(0.5, 0.05 * value)
    digits = str(rounded).rstrip("0")
    assert rounded < 100 or len(digits) <= 2


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (0.4, "<1"), (0.5, "1"), (12.4, "12"), (99.5, "100"), (212.4, "210"), (45_000, "45.000")],
)
def test_people_in_a_table(value, told):
    assert wording.people(value, DANISH) == told


@given(st.integers(0, 20_160))
def test_an_onset_is_never_told_later_than_computed(minute):
    told = wording.rounded_onset(minute)
    assert told <= minute
    assert minute - told < max(5, 0.11 * minute + 1)
    assert wording.rounded_onset(told) == told


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_to_none_or_all(value):
    told = wording.share(value, DANISH)
    assert (told == "0 %") == (value == 0)
    assert (told == "100 %") == (value == 1)


@pytest.mark.parametrize(
    ("hours", "danish", "english"),
    [
        (4, "4 t", "4 h"),
        (72, "72 t", "72 h"),
        (96, "4 døgn", "4 days"),
        (100, "100 t", "100 h"),
        (336, "14 døgn", "14 days"),
    ],
)
def test_horizons(hours, danish, english):
    assert wording.horizon(hours, DANISH) == danish
    assert wording.horizon(hours, ENGLISH) == english


def test_onsets():
    assert wording.onset(190, DANISH) == "3 t 10 min"
    assert wording.onset(0, DANISH) == "straks"
    assert wording.onset(None, DANISH) == "–"
    assert wording.after(0, DANISH) == "straks"
    assert wording.after(45, ENGLISH) == "after 45 min"


def test_basis_has_a_shape_and_a_word_of_its_own():
    told = [wording.basis(code, DANISH) for code in wording.BASIS_MARKS]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in told] == [
        "● verificeret",
        "◐ antaget",
        "○ standard",
        "— ikke vurderet",
    ]
