"""Every number that the kernel adds up over draws, and every down-time, is what ticking through the rules gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact.simulation import Pace
from oracles import kernel_cases


@pytest.fixture(autouse=True, scope="module")
def short_look_ahead():
    with kernel_cases.short_look_ahead():
        yield


@pytest.mark.slow
@given(case=kernel_cases.cases())
@settings(max_examples=120)
def test_the_sums_over_draws_are_those_of_the_reference(case):
    answered = kernel_cases.answer(case)
    answered.check_outcome()
    answered.check_outcome(Pace(threads=2, block_draws=2))


@pytest.mark.parametrize("case", kernel_cases.by_hand())
def test_cases_by_hand(case):
    answered = kernel_cases.answer(case)
    answered.check_outcome()
    with kernel_cases.little_room(0):
        answered.check_outcome()
        answered.check_down_times()


@pytest.mark.slow
@given(case=kernel_cases.cases(), beyond=st.integers(0, 12))
@settings(max_examples=60)
def test_a_workspace_that_must_grow_changes_nothing(case, beyond):
    answered = kernel_cases.answer(case)
    with kernel_cases.little_room(beyond):
        answered.check_outcome()
        answered.check_down_times()
