"""Values kept in the process, against a plain list of what was asked for last."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.kit.keeping import Kept


@given(most=st.integers(1, 4), asked=st.lists(st.integers(0, 6), max_size=40))
def test_the_last_few_are_made_once(most, asked):
    kept, made, remembered = Kept(most), [], []
    for name in asked:
        assert kept.get(name, lambda name=name: made.append(name) or f"value {name}") == f"value {name}"
        expected_new = name not in remembered
        assert (len(made) == 1) == expected_new
        made.clear()
        remembered = [*(other for other in remembered if other != name), name][-most:]


def test_what_fails_is_not_kept():
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 3) == 3


def test_nobody_waits_for_what_another_makes():
    kept, begun, may_end = Kept(3), threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert may_end.wait(10)
        return "slow"

    thread = threading.Thread(target=lambda: kept.get("a", slow))
    thread.start()
    assert begun.wait(10)
    assert kept.get("b", lambda: "quick") == "quick"
    may_end.set()
    thread.join(10)
    assert kept.get("a", lambda: "again") == "slow"
