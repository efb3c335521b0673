"""Spreading people: nobody lost, nobody invented, no cell that could point at anybody."""

from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.open_data.defaults import load_defaults
from beredt.domain.municipality.drafting.estimates import SMALLEST_CELL, estimate_profiles, share_out, spread

WEIGHTS = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=40)


@given(st.integers(0, 20_000), WEIGHTS)
def test_nobody_is_lost_and_no_cell_is_small(people, weights):
    found = spread(people, weights)
    assert sum(found.cells) + found.whole == people
    assert found.whole >= 0
    if len(weights) > 1:
        assert all(cell == 0 or cell >= SMALLEST_CELL for cell in found.cells)


@given(st.integers(0, 20_000), WEIGHTS)
def test_a_cell_gets_people_only_where_enough_are_expected(people, weights):
    found = spread(people, weights)
    total = sum(weights)
    for cell, weight in zip(found.cells, weights, strict=True):
        expected = people * weight / total if total else 0
        if len(weights) > 1:
            assert cell == 0 or abs(cell - expected) <= 1
            assert cell > 0 or expected < SMALLEST_CELL + 1e-6


@given(st.integers(0, 10**6), WEIGHTS.filter(any))
def test_shares_are_whole_exact_and_within_one_of_proportion(total, weights):
    shares = share_out(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) <= 1 + 1e-6


@given(st.integers(0, 10**6), WEIGHTS.filter(any), st.floats(0.001, 1000))
def test_only_proportions_matter(total, weights, factor):
    scaled = share_out(total, [weight * factor for weight in weights])
    assert all(abs(a - b) <= 1 for a, b in zip(scaled, share_out(total, weights), strict=True))


@given(st.integers(1, 700_000))
def test_estimates_fit_into_any_municipality_and_grow_with_it(population):
    estimates = estimate_profiles(defaults=load_defaults(), population=population)
    assert 0 <= sum(entry.people for entry in estimates) <= population
    twice = estimate_profiles(defaults=load_defaults(), population=2 * population)
    assert all(a.expected <= b.expected for a, b in zip(estimates, twice, strict=True))
