"""Ids and numbers get in as they are; what is written as people write names and numbers does not."""

import re
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beredt.ground.audit import shapes

KEPT = (
    "plant", "samsik-2025/blackout", "adopt", "2026-01-31", "2026-01-31T10:20:30Z", "72h", "0.5", "-3", "a",
    "0b0e4a2e-3a52-4d0e-9a5c-0123456789ab", "0" * 64, "sha256:" + "ab" * 32, "unit_leader", "assets.csv", "",
)  # fmt: skip
WITHHELD = (
    "Inga Prøve", "Inga", "inga prøve", "PRØVE", "o'prøve", "inga@eksempel.example", "Havnegade 1", "999999-9999 ",
    "311299-0000", "3112990000", "311299.0000", "ward-311299-0000", "711299-0000", "11 22 33 44", "11223344",
    "11-22-33-44", "+4511223344", "two words", "line\nbreak", "x" * 81, "ærø",
)  # fmt: skip


@pytest.mark.parametrize("value", KEPT)
def test_codes_dates_and_numbers_are_kept(value):
    assert shapes.safe_details({"value": value}) == {"value": value}


@pytest.mark.parametrize("value", WITHHELD)
def test_what_could_be_a_person_is_withheld(value):
    assert shapes.safe_details({"value": value}) == {"value": shapes.WITHHELD}


@pytest.mark.parametrize("number", [3112990000, 101010001, 7112990000, -3112990000])
def test_a_whole_number_that_could_be_a_cpr_number_is_withheld(number):
    assert shapes.safe_details({"draws": number}) == {"draws": shapes.WITHHELD}
    assert shapes.safe_details({"seed": number, "cost_kr": number}) == {"seed": number, "cost_kr": number}


@pytest.mark.parametrize("number", [0, 1, -5, 1000, 98_765_432, 9_999_999_999, True, False])
def test_other_numbers_and_truth_values_are_kept(number):
    assert shapes.safe_details({"draws": number}) == {"draws": number}


@pytest.mark.parametrize("key", sorted(shapes.FORBIDDEN_KEYS | {"asset_name", "Key", "a b", "", "1st", "æ", "x" * 41}))
def test_a_key_that_asks_for_a_name_or_text_is_a_mistake(key):
    with pytest.raises(ValueError, match="may not stand"):
        shapes.safe_details({key: "a1"})


@pytest.mark.parametrize("value", [None, 1.5, ["a"], {"a": 1}, b"a"])
def test_other_kinds_of_value_are_a_mistake(value):
    with pytest.raises(TypeError):
        shapes.safe_details({"value": value})


def test_too_many_details_are_a_mistake():
    with pytest.raises(ValueError, match="at most"):
        shapes.safe_details({f"k{number}": 1 for number in range(shapes.MOST_DETAILS + 1)})


@pytest.mark.parametrize(
    "event", ["changed", "Municipality.changed", "a.b c", "a..b", ".a", "", "a." + "b" * 90, "a.b\n"]
)
def test_an_event_is_dotted_words(event):
    with pytest.raises(ValueError, match="dotted"):
        shapes.event_name(event)


@pytest.mark.parametrize("subject", ["asset", "", ":a", "Asset:a", "inga prøve:a"])
def test_a_subject_without_kind_is_a_mistake(subject):
    with pytest.raises(ValueError, match="kind"):
        shapes.subject_reference(subject)


def test_an_id_that_could_be_a_name_becomes_a_reference_that_its_owner_can_find_again():
    assert shapes.subject_reference("asset:havnebo-1") == "asset:havnebo-1"
    told = shapes.subject_reference("asset:Inga Prøve")
    assert re.fullmatch(r"asset:~[0-9a-f]{16}", told)
    assert (
        told == f"asset:{shapes.reference('Inga Prøve')}" == f"asset:{shapes.safe_details({'id': 'Inga Prøve'})['id']}"
    )
    assert shapes.subject_reference("person:311299-0000") == "person:withheld"


NAMES = st.builds(
    "{} {}".format,
    st.text(string.ascii_letters + "æøåÆØÅéü-'", min_size=1, max_size=20),
    st.text(string.ascii_letters + "æøåÆØÅéü-'", min_size=1, max_size=20),
)


@given(
    name=st.one_of(NAMES, NAMES.map(str.title), st.text(max_size=30)), key=st.sampled_from(["kind", "asset_id", "x"])
)
def test_nothing_gets_in_but_lower_case_codes(name, key):
    stored = shapes.safe_details({key: name})[key]
    allowed = r"[a-z0-9]+([._:/-][a-z0-9]+)*|-?\d+(\.\d+)?|~[0-9a-f]{16}|"
    assert re.fullmatch(allowed, stored, re.ASCII) or shapes._MOMENT.fullmatch(stored)
    assume(" " in name or name != name.lower())
    assert name not in stored or shapes._MOMENT.fullmatch(stored)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.one_of(st.integers(-9, 9), st.booleans(), st.just("code"))))
def test_the_same_details_give_the_same_text_in_any_order(details):
    assert shapes.canonical(details) == shapes.canonical(dict(reversed(details.items())))
