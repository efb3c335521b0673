"""Wrapping and tables: nothing lost, nothing out of line."""

import re

from hypothesis import given
from hypothesis import strategies as st

from beredt.telling.plain_table import render_table
from beredt.telling.wrapping import LINE_WIDTH, listed, wrapped

words = st.lists(st.text("abcæøå0123456789", min_size=1, max_size=12), max_size=60).map(" ".join)


@given(words)
def test_wrapping_keeps_every_word_in_order(text):
    lines = wrapped(text)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= LINE_WIDTH for line in lines)


@given(st.integers(0, 120), st.sampled_from(("t", "h", "min", "%", "døgn", "days")))
def test_a_number_is_never_parted_from_its_unit(padding, unit):
    lines = wrapped("x" * padding + f" efter 17 {unit} og mere")
    assert any(f"17 {unit}" in line for line in lines)


def test_a_list_hangs_under_its_first_line():
    lines = listed(["et ord " * 40])
    assert lines[0].startswith("  et")
    assert all(line.startswith("    ") for line in lines[1:])


cells = st.text("abcæøå 0123456789.<%◐", min_size=0, max_size=15)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_columns_stand_under_each_other(rows):
    header = ("first head", "second", "third head")
    lines = render_table(header, rows, numbers=frozenset({1}))
    assert len(lines) == len(rows) + 2
    ends = 2 + max(len(row[0]) for row in (header, *rows)) + 2 + max(len(row[1]) for row in (header, *rows))
    for line, row in zip((lines[0], *lines[2:]), (header, *rows), strict=True):
        assert line.startswith("  " + row[0].rstrip()) or not row[0].strip()
        assert line.ljust(ends)[:ends].endswith(row[1]) or not row[1].strip()


def test_the_rule_is_as_wide_as_the_table():
    lines = render_table(("a", "bb"), [("long cell", "1")], numbers=frozenset())
    assert re.fullmatch(r"  ─+", lines[1])
    assert len(lines[1]) == len("  long cell  bb")
