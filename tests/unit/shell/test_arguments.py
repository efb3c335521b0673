"""Values of arguments: read as people write them, refused in a sentence."""

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.errors import InvalidInput
from beredt.shell.cli import arguments, rank, report, verify_first


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


@pytest.mark.parametrize(
    ("text", "kr"), [("0", 0), ("2.000.000", 2_000_000), ("2 000 000", 2_000_000), ("2_000_000", 2_000_000), (" 7 ", 7)]
)
def test_a_budget_is_read_as_it_is_written(text, kr):
    assert arguments.budget(text) == kr


@pytest.mark.parametrize("text", ["", "-1", "1,5", "2.00", "1.0000", "10.000.000.001", "mange"])
def test_budgets_that_cannot_be_are_told_as_they_were_written(text):
    with pytest.raises(InvalidInput) as refused:
        arguments.budget(text)
    assert refused.value.values["given"] == text


def options_of(module):
    """Flag: what a verb declares for it, apart from its words, its default and whether it must be given."""
    verbs = argparse.ArgumentParser().add_subparsers()
    module.add_verbs(verbs)
    (verb,) = verbs.choices.values()
    return {
        action.option_strings[0]: (type(action), action.dest, action.type, action.metavar, action.choices)
        for action in verb._actions
        if action.option_strings
    }


def test_verbs_that_rank_declare_the_same_options():
    ranked, verified, reported = (options_of(module) for module in (rank, verify_first, report))
    assert set(verified) - set(ranked) == {"--calls"}
    assert all(verified[flag] == declared for flag, declared in ranked.items())
    shared = {"--hazard", "--catalogue", "--horizon", "--draws", "--seed", "--budget-kr", "--sets"}
    assert all(reported[flag] == ranked[flag] for flag in shared)
