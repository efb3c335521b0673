"""National figures scaled by hand, and what of them may be placed."""

import pytest

from beredt.adapters.open_data.defaults import load_defaults
from beredt.domain.municipality.drafting.estimates import (
    by_profile,
    count_districts,
    estimate_profiles,
    share_out,
    spread,
)

DEFAULTS = load_defaults()
BORNHOLM = 38_677


def expected(population=BORNHOLM):
    return {
        name: entry.expected
        for name, entry in by_profile(estimate_profiles(defaults=DEFAULTS, population=population)).items()
    }


def test_figures_by_hand():
    """156 100 and 3 900 of 5.9 million; 67 % under two hours; 128 of a region's 1 243 914; alarms as in Aalborg."""
    found = expected()
    help_all, help_much = 156_100 / 5.9e6 * BORNHOLM, 3_900 / 5.9e6 * BORNHOLM
    help_little = 0.67 * help_all
    alarms = 2_250 / 226_033 * BORNHOLM
    assert found["ventilator"] == pytest.approx(128 / 1_243_914 * BORNHOLM)
    assert found["home-help-20-hours"] == pytest.approx(help_much)
    assert found["home-help-2-to-20-hours"] == pytest.approx(help_all - help_much - help_little, rel=1e-6)
    assert found["call-alarm"] == pytest.approx(alarms - (help_all - help_little), rel=1e-6)
    assert found["home-help-under-2-hours"] == pytest.approx(help_little - found["call-alarm"], rel=1e-6)


def test_nobody_is_counted_twice():
    """Those with home help or an alarm are exactly the figure's home help: an alarm adds nobody."""
    found = expected()
    groups = ("home-help-20-hours", "home-help-2-to-20-hours", "call-alarm", "home-help-under-2-hours")
    assert sum(found[name] for name in groups) == pytest.approx(156_100 / 5.9e6 * BORNHOLM, rel=1e-6)


def test_the_figure_of_380_000_is_not_used():
    assert all(figure.count != 380_000 for figure in DEFAULTS.figures.values())
    assert any("380.000" in item.da for item in DEFAULTS.not_counted)


def test_every_figure_has_a_source_and_a_range_around_it():
    for figure in DEFAULTS.figures.values():
        assert len(figure.source) > 20
        assert figure.because
        assert figure.low < 1 < figure.high
        assert figure.basis in {"assumed", "default"}


def test_every_profile_says_what_overlap_it_assumes():
    assert all(profile.overlap for profile in DEFAULTS.profiles)


@pytest.mark.parametrize(
    ("people", "weights", "cells", "whole"),
    [
        (100, (1, 1), (50, 50), 0),
        (9, (1, 1), (0, 0), 9),
        (10, (1, 1), (5, 5), 0),
        (4, (1,), (4,), 0),
        (0, (1, 2), (0, 0), 0),
        (100, (96, 4), (96, 0), 4),
        (21, (1, 1, 1), (7, 7, 7), 0),
        (7, (0, 0), (0, 0), 7),
    ],
)
def test_spreading_by_hand(people, weights, cells, whole):
    found = spread(people, weights)
    assert (found.cells, found.whole) == (cells, whole)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [(10, (1, 1, 1), [4, 3, 3]), (0, (1, 1), [0, 0]), (3, (0, 2), [0, 3]), (7, (5, 2), [5, 2]), (0, (), [])],
)
def test_sharing_out_by_hand(total, weights, shares):
    assert share_out(total, weights) == shares


def test_nothing_to_share_out_to_is_an_error():
    with pytest.raises(ValueError, match="nothing to share out to"):
        share_out(1, (0, 0))


@pytest.mark.parametrize(
    ("population", "cells", "districts"),
    [(100, None, 1), (38_677, None, 3), (671_714, None, 12), (38_677, 2, 2), (5_000, 9, 1)],
)
def test_districts_by_population(population, cells, districts):
    assert count_districts(population=population, defaults=DEFAULTS, cells=cells) == districts
