"""The clock in Denmark, on ordinary days and on the two nights a year when it is changed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.errors import InvalidInput
from beredt.kit.language import language
from beredt.telling import clock_time

DA, EN = language("da"), language("en")
UTC = datetime.UTC


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=UTC)


NOON = utc(2026, 11, 24, 11, 0)  # Tuesday 12:00 here


@pytest.mark.parametrize(
    ("moment", "danish", "english"),
    [
        (utc(2026, 11, 24, 15, 5), "16:05", "16:05"),
        (utc(2026, 11, 24, 22, 59), "23:59", "23:59"),
        (utc(2026, 11, 24, 23, 0), "00:00 i morgen", "00:00 tomorrow"),
        (utc(2026, 11, 23, 12, 30), "13:30 i går", "13:30 yesterday"),
        (utc(2026, 11, 26, 1, 30), "torsdag 02:30", "Thursday 02:30"),
        (utc(2026, 12, 1, 1, 30), "1. december 02:30", "1 December 02:30"),
        (utc(2026, 11, 20, 1, 30), "20. november 02:30", "20 November 02:30"),
    ],
)
def test_how_a_moment_is_told(moment, danish, english):
    assert clock_time.clock(moment, now=NOON, language=DA) == danish
    assert clock_time.clock(moment, now=NOON, language=EN) == english


@pytest.mark.parametrize(
    ("moment", "danish", "english"),
    [
        (utc(2026, 11, 24, 15, 5), "kl. 16:05", "at 16:05"),
        (utc(2026, 11, 25, 8, 0), "kl. 09:00 i morgen", "at 09:00 tomorrow"),
        (utc(2026, 11, 26, 1, 30), "torsdag kl. 02:30", "on Thursday at 02:30"),
        (utc(2026, 12, 24, 1, 30), "24. december kl. 02:30", "on 24 December at 02:30"),
    ],
)
def test_a_moment_inside_a_sentence(moment, danish, english):
    assert clock_time.at(moment, now=NOON, language=DA) == danish
    assert clock_time.at(moment, now=NOON, language=EN) == english


@pytest.mark.parametrize(
    ("minutes", "danish"), [(0, "nu"), (93, "om 1 t 33 min"), (-27, "for 27 min siden"), (120, "om 2 t")]
)
def test_how_far_away(minutes, danish):
    moment = NOON + datetime.timedelta(minutes=minutes)
    assert clock_time.from_now(moment, now=NOON, language=DA) == danish


def test_the_hour_that_comes_twice_says_which():
    first, second = utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)
    assert clock_time.time_of_day(first, DA) == "02:30 (sommertid)"
    assert clock_time.time_of_day(second, DA) == "02:30 (vintertid)"
    assert clock_time.minutes_between(clock_time.here(first), clock_time.here(second)) == 60
    assert clock_time.time_of_day(utc(2026, 10, 25, 2, 0), DA) == "03:00"
    assert clock_time.time_of_day(utc(2026, 10, 24, 23, 59), DA) == "01:59"


def test_four_hours_over_the_autumn_night_are_four_hours():
    start = utc(2026, 10, 24, 23, 0)  # 01:00 summer time
    assert clock_time.time_of_day(start + datetime.timedelta(hours=4), DA) == "04:00"
    spring = utc(2026, 3, 29, 0, 0)  # 01:00 winter time
    assert clock_time.time_of_day(spring + datetime.timedelta(hours=4), DA) == "06:00"
    assert clock_time.next_full_hour(utc(2026, 3, 29, 0, 15)) == utc(2026, 3, 29, 1, 0)


def test_what_is_typed_in_the_hour_that_comes_twice_makes_the_outage_long():
    now = utc(2026, 10, 25, 11, 0)
    assert clock_time.typed_moment("2026-10-25", "02:30", now=now, later=False) == utc(2026, 10, 25, 0, 30)
    assert clock_time.typed_moment("2026-10-25", "02:30", now=now, later=True) == utc(2026, 10, 25, 1, 30)


def test_what_is_typed_in_the_hour_that_is_left_out_is_the_hour_after():
    now = utc(2026, 3, 29, 11, 0)
    for later in (False, True):
        assert clock_time.typed_moment("2026-03-29", "02:30", now=now, later=later) == utc(2026, 3, 29, 1, 30)


@pytest.mark.parametrize("text", ["16:05", "16.05", "1605", "kl. 16.05", " KL 16:05 "])
def test_times_as_people_type_them(text):
    assert clock_time.typed_moment("2026-11-24", text, now=NOON, later=True) == utc(2026, 11, 24, 15, 5)


def test_a_time_alone_is_the_nearest_behind_or_ahead():
    for later in (False, True):
        assert clock_time.typed_moment("", "12:00", now=NOON, later=later) == NOON, "this very minute is today's"
    assert clock_time.typed_moment("", "11:30", now=NOON, later=False) == utc(2026, 11, 24, 10, 30)
    assert clock_time.typed_moment("", "23:30", now=NOON, later=False) == utc(2026, 11, 23, 22, 30)
    assert clock_time.typed_moment("", "13", now=NOON, later=True) == utc(2026, 11, 24, 12, 0)
    assert clock_time.typed_moment("", "08:00", now=NOON, later=True) == utc(2026, 11, 25, 7, 0)
    assert clock_time.typed_moment("", " ", now=NOON, later=True) is None
    assert clock_time.typed_moment("2026-11-24", "", now=NOON, later=False) is None


@pytest.mark.parametrize(
    ("day", "time"),
    [("", "25:00"), ("", "12:60"), ("", "snart"), ("i morgen", "12:00"), ("", "123"), ("2026-11-25", "")],
)
def test_what_is_no_time_is_refused_with_a_hint(day, time):
    with pytest.raises(InvalidInput) as caught:
        clock_time.typed_moment(day, time, now=NOON, later=True)
    assert caught.value.hint


@given(
    moment=st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 1, 1)).map(
        lambda m: m.replace(tzinfo=UTC)
    )
)
def test_what_is_told_reads_back(moment):
    moment = clock_time.whole_minute(moment)
    local = clock_time.here(moment)
    for later in (False, True):
        read = clock_time.typed_moment(f"{local:%Y-%m-%d}", f"{local:%H:%M}", now=NOON, later=later)
        # Only the hour that comes twice is told without saying which.
        assert abs(clock_time.minutes_between(moment, read)) in (
            {0, 60} if "(" in clock_time.time_of_day(moment, DA) else {0}
        )


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        clock_time.here(datetime.datetime(2026, 1, 1))
