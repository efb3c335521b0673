"""What an answer would be worth, said as one says it: one citizen, two citizens, hours where it is no whole person."""

import attrs
import pytest

from beredt.telling import verify_text
from factories import calls
from factories.papers import demo_tables

ONE = {
    "da": "forskellen ca. 1 borger ud over en kritisk tålegrænse.",
    "en": "about 1 citizen more or fewer passes a critical tolerance.",
}
TWO = {
    "da": "forskellen ca. 2 borgere ud over en kritisk tålegrænse.",
    "en": "about 2 citizens more or fewer pass a critical tolerance.",
}
ONE_HOUR = {
    "da": "forskellen ca. 1 persontime ud over en kritisk tålegrænse.",
    "en": "about 1 person-hour more or fewer beyond a critical tolerance.",
}
HOURS = {
    "da": "forskellen ca. 150 persontimer ud over en kritisk tålegrænse.",
    "en": "about 150 person-hours more or fewer beyond a critical tolerance.",
}


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize(
    ("people", "hours", "told"),
    [(0.5, 90.0, ONE), (1.4, 90.0, ONE), (1.5, 90.0, TWO), (0.4, 0.6, ONE_HOUR), (0.4, 149.0, HOURS)],
)
def test_a_swing_is_said_in_the_number_it_has(code, people, hours, told):
    tables = demo_tables()
    question = attrs.evolve(calls.calls_of(tables).questions[0], swing_people=people, swing_person_hours=hours)
    assert told[code] in verify_text.worth_sentence(question, calls.words_of(tables, code))
