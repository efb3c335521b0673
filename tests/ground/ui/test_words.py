"""Words in templates: both languages, numbers and days as written, nothing unescaped."""

import datetime
import re

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.kit.errors import InvalidInput
from beredt.kit.language import language, mark


def shown(source, code="da", **values):
    with translation.override(code):
        return Template("{% load words %}" + source).render(Context(values))


def test_a_sentence_in_both_languages():
    assert shown('{% say "Go to the content" %}') == "Gå til indholdet"
    assert shown('{% say "Go to the content" %}', "en") == "Go to the content"


def test_numbers_in_places_are_written_as_the_reader_does():
    assert shown('{% say "{count} citizens" count=n %}', n=12345) == "12.345 borgere"
    assert shown('{% say "{count} citizens" count=n %}', "en", n=12345) == "12,345 citizens"
    assert shown('{% say "{count} citizens" count=n %}', n=1.5) == "1,5 borgere"


def test_a_year_goes_in_as_text():
    assert shown('{% say "{count} citizens" count=n|stringformat:"d" %}', n=2026) == "2026 borgere"


@pytest.mark.parametrize("hostile", ["<script>x</script>", "a & b", "\"'", "{count}"])
def test_what_fills_a_place_is_escaped(hostile):
    text = shown('{% say "Source: {source}" source=s %}', s=hostile)
    assert "<script>" not in text
    assert shown("{{ s }}", s=hostile) in text


def test_safe_html_in_a_place_stays():
    assert shown('{% say "Source: {source}" source=s %}', s=mark_safe("<b>x</b>")) == "Kilde: <b>x</b>"


def test_said_as_a_variable_is_not_escaped_twice():
    text = shown('{% say "Source: {source}" source=s as x %}{{ x }}', s="a & b")
    assert text == "Kilde: a &amp; b"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 hits"), (1, "1 hit"), (1200, "1.200 hits")])
def test_say_count_chooses_by_count(count, expected):
    assert shown('{% say_count "{count} hit" "{count} hits" n %}', n=count) == expected


def test_a_marked_sentence_from_a_value():
    assert shown("{{ title|said }}", title="Keyboard") == "Tastatur"
    assert shown("{{ title|said }}", title="") == ""


def test_an_error_tells_itself():
    error = InvalidInput(mark("Source: {source}"), code="x", hint=mark("Close"), source="a & b")
    assert shown("{% problem error %}", error=error) == "Kilde: a &amp; b Luk"
    assert shown("{{ error|told }}", error=error) == "Kilde: a &amp; b Luk"
    assert (
        shown("{% problem_said sentence values %}", sentence=error.sentence, values=error.values) == "Kilde: a &amp; b"
    )


@pytest.mark.parametrize(
    ("source", "value", "danish", "english"),
    [
        ("{{ v|number }}", 1234567, "1.234.567", "1,234,567"),
        ("{{ v|number:1 }}", 2.5, "2,5", "2.5"),
        ("{{ v|number }}", None, "–", "–"),
        ("{{ v|about }}", 213, "210", "210"),
        ("{{ v|about }}", None, "–", "–"),
        ("{{ v|span }}", 190, "3 t 10 min", "3 h 10 min"),
        ("{{ v|span }}", 60.4, "1 t", "1 h"),
        ("{{ v|span }}", None, "–", "–"),
        ("{{ v|day }}", datetime.date(2026, 5, 3), "3. maj 2026", "3 May 2026"),
        ("{{ v|day }}", None, "–", "–"),
        ("{{ v|iso }}", datetime.date(2026, 5, 3), "2026-05-03", "2026-05-03"),
        ("{{ v|iso }}", None, "", ""),
    ],
)
def test_figures_as_written(source, value, danish, english):
    assert shown(source, v=value) == danish
    assert shown(source, "en", v=value) == english


WINTER = datetime.datetime(2026, 11, 23, 13, 5, tzinfo=datetime.UTC)
SUMMER = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)


def test_moments_are_in_danish_time_and_words():
    assert shown("{{ v|moment }}", v=WINTER) == "23. november 2026 kl. 14.05"
    assert shown("{{ v|moment }}", "en", v=WINTER) == "23 November 2026 at 14:05"
    assert shown("{{ v|moment }}", v=SUMMER) == "2. juli 2026 kl. 00.30"
    assert shown("{{ v|day }}", v=SUMMER) == "2. juli 2026"
    assert shown("{{ v|clock }}", v=WINTER) == "kl. 14:05"
    assert shown("{{ v|iso }}", v=SUMMER) == "2026-07-02T00:30:00+02:00"


def test_a_moment_without_zone_is_danish_already():
    assert shown("{{ v|clock }}", v=datetime.datetime(2026, 7, 1, 9, 0)) == "kl. 09:00"


@settings(max_examples=60)
@given(st.datetimes(timezones=st.just(datetime.UTC), min_value=datetime.datetime(1990, 1, 1)))
def test_every_moment_reads_back(value):
    text = shown("{{ v|moment }}", v=value)
    found = re.fullmatch(r"(\d+)\. (\w+) (\d{4}) kl\. (\d\d)\.(\d\d)", text)
    assert found
    back = datetime.datetime.fromisoformat(shown("{{ v|iso }}", v=value))
    assert back == value
    assert (int(found[1]), int(found[3]), int(found[4]), int(found[5])) == (back.day, back.year, back.hour, back.minute)


@settings(max_examples=60)
@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(0, 3))
def test_danish_numbers_are_english_numbers_with_the_marks_exchanged(value, decimals):
    danish, english = (shown("{{ v|number:d }}", code, v=value, d=decimals) for code in ("da", "en"))
    assert danish.translate(str.maketrans(".,", ",.")) == english


def test_outside_a_request_it_is_danish():
    with translation.override(None):
        assert Template("{% load words %}{{ v|number:1 }}").render(Context({"v": 2.5})) == "2,5"


def test_basis_marks_tell_by_word_and_shape():
    shapes = {}
    for basis in ("verified", "assumed", "default", "not_assessed"):
        text = shown("{% basis kind source='X' %}", kind=basis)
        shapes[basis] = re.search(r"<svg.*?</svg>", text, re.DOTALL)[0]
        assert language("da").say(basis.replace("_", " ")) in text
    assert len(set(shapes.values())) == 4


@pytest.mark.parametrize("unknown", ["", None, "guess"])
def test_an_unknown_basis_is_not_assessed_never_better(unknown):
    assert "ikke vurderet" in shown("{% basis kind %}", kind=unknown)


def test_a_basis_mark_says_source_day_and_who():
    text = shown(
        "{% basis 'verified' source='Elnet A/S' as_of=day by='driftsleder' url='/x/' %}", day=datetime.date(2026, 1, 2)
    )
    for part in ("Kilde: Elnet A/S", "Pr. 2. januar 2026", "Af driftsleder", 'href="/x/"'):
        assert part in text


@pytest.mark.parametrize(
    ("written", "expected"), [("2026-01-02", "2. januar 2026"), ("2024-11", "2024-11"), ("ca. 2020", "ca. 2020")]
)
def test_days_of_packs_are_told_as_days_where_they_are(written, expected):
    assert f"Pr. {expected}" in shown("{% basis 'verified' as_of=day %}", day=written)


def test_marks_on_one_page_have_ids_of_their_own():
    text = shown("{% basis 'verified' %}{% basis 'verified' %}")
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(set(ids)) == len(ids) == 2
    assert re.findall(r'aria-describedby="([^"]+)"', text) == ids
