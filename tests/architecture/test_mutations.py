"""The mutation check makes the slips it claims to make, one at a time, and leaves alone what computes nothing."""

import ast

import pytest

from tools.mutations import mutants

SOURCE = '''"""Module's own words."""
from kit import compiled

LIMIT = 8


@compiled(cache=True)
def covered(start: int, end: int, left):
    """Function's own words."""
    total = 0
    for now in range(start, end + 1):
        if now < left and not total:
            continue
        total += min(now, 2)
    return total if start == 0 else -1
'''


def changes(source=SOURCE):
    return {(mutant.before, mutant.after) for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("LIMIT = 8", "LIMIT = 9"),
        ("LIMIT = 8", "LIMIT = 7"),
        ("total = 0", "pass"),
        ("for now in range(start, end + 1):", "for now in range(start, end - 1):"),
        ("for now in range(start, end + 1):", "for now in range(start, end + 0):"),
        ("if now < left and (not total):", "if now <= left and (not total):"),
        ("if now < left and (not total):", "if now < left or not total:"),
        ("if now < left and (not total):", "if now < left and total:"),
        ("if now < left and (not total):", "if True:"),
        ("if now < left and (not total):", "if False:"),
        ("continue", "pass"),
        ("total += min(now, 2)", "total -= min(now, 2)"),
        ("total += min(now, 2)", "total += max(now, 2)"),
        ("return total if start == 0 else -1", "return total if start != 0 else -1"),
        ("return total if start == 0 else -1", "return total"),
        ("return total if start == 0 else -1", "return total if start == 0 else 1"),
    ],
)
def test_each_slip_is_made(before, after):
    assert (before, after) in changes()


def test_what_computes_nothing_is_left_alone():
    for mutant in mutants(SOURCE):
        assert "@compiled(cache=True)" in mutant.source
        assert "from kit import compiled" in mutant.source
        assert "start: int, end: int, left" in mutant.source
        assert ast.get_docstring(ast.parse(mutant.source)) == "Module's own words."
        assert "Function's own words." in mutant.source


def test_each_mutant_is_one_change_and_can_be_compiled():
    original = ast.unparse(ast.parse(SOURCE))
    for mutant in mutants(SOURCE):
        compile(mutant.source, "mutant", "exec")
        assert mutant.source != original
        changed = set(mutant.source.splitlines()) ^ set(original.splitlines())
        assert len(changed) <= 2, mutant


def test_no_mutant_leaves_a_trace_in_the_next():
    assert len({mutant.source for mutant in mutants(SOURCE)}) == len(list(mutants(SOURCE)))
    assert list(mutants(SOURCE)) == list(mutants(SOURCE))


def test_a_mutant_says_where_it_is():
    places = {(m.function, m.line) for m in mutants(SOURCE)}
    assert ("", 4) in places
    assert ("covered", 12) in places
    assert 0 not in {line for _, line in places}
