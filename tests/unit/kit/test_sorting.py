"""Names stand where a Danish reader looks for them."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.sorting import counted_key, danish_key
from beredt.shell import web_collation


def test_aa_is_a_letter_after_oe_and_case_does_not_matter():
    names = ["Ålborg", "Øster", "Zahle", "Ærø", "Birk", "Aabenraa", "Müller", "Nyborg", "Ahlby", "birk", "Bjerg"]
    in_order = ["Ahlby", "Birk", "birk", "Bjerg", "Müller", "Nyborg", "Zahle", "Ærø", "Øster", "Aabenraa", "Ålborg"]
    assert sorted(names, key=danish_key) == in_order


def test_accents_stand_beside_their_letter():
    assert sorted(["Ida", "Idé", "Ide", "Idb"], key=danish_key) == ["Ida", "Idb", "Ide", "Idé"]


def test_numbers_stand_as_one_counts():
    names = ["Distrikt 10", "Distrikt 9", "distrikt 2", "Å 1", "Distrikt", "Distrikt 2 syd", "Distrikt 02"]
    in_order = ["Distrikt", "Distrikt 02", "distrikt 2", "Distrikt 2 syd", "Distrikt 9", "Distrikt 10", "Å 1"]
    assert sorted(names, key=counted_key) == in_order


@given(st.lists(st.integers(0, 10**9), max_size=8))
def test_numbered_names_stand_in_the_order_of_their_numbers(numbers):
    named = sorted((f"team-{number}" for number in numbers), key=counted_key)
    assert named == [f"team-{number}" for number in sorted(numbers)]


@given(st.lists(st.text(max_size=6), max_size=8))
def test_the_database_sorts_alike(names):
    names = [name for name in names if "\0" not in name and name.isprintable()]
    with sqlite3.connect(":memory:") as database:
        database.create_collation("da", web_collation.compare)
        database.execute("CREATE TABLE names (name TEXT)")
        database.executemany("INSERT INTO names VALUES (?)", [(name,) for name in names])
        rows = database.execute("SELECT name FROM names ORDER BY name COLLATE da").fetchall()
    database.close()
    assert [row[0] for row in rows] == sorted(names, key=danish_key)


@given(st.text(), st.text())
def test_two_different_names_never_stand_in_one_place(left, right):
    assert (danish_key(left) == danish_key(right)) is (left == right)
