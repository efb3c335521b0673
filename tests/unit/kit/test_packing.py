"""Packed values come back whole: every figure bit for bit, arrays in their shape, nothing taken for another."""

import json
import math
import zlib

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from beredt.kit.packing import packed, unpacked


@attrs.frozen(kw_only=True)
class Inner:
    name: str
    share: float | None
    count: int | None = None


@attrs.frozen(kw_only=True, eq=False)
class Outer:
    parts: tuple[Inner, ...]
    by_name: dict[str, int]
    is_so: bool
    figures: NDArray[np.float64]
    table: NDArray[np.int64]


def inners():
    finite = st.floats(allow_nan=False, allow_infinity=False)
    whole = st.integers(-(2**80), 2**80)
    return st.builds(Inner, name=st.text(), share=st.none() | finite, count=st.none() | whole)


@st.composite
def outers(draw):
    shape = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    size = shape[0] * shape[1]
    finite = st.floats(allow_nan=False, allow_infinity=False)
    whole = st.integers(-(2**63), 2**63 - 1)
    return Outer(
        parts=tuple(draw(st.lists(inners(), max_size=4))),
        by_name=draw(st.dictionaries(st.text(), whole, max_size=3)),
        is_so=draw(st.booleans()),
        figures=np.array(draw(st.lists(finite, max_size=5)), dtype=np.float64),
        table=np.array(draw(st.lists(whole, min_size=size, max_size=size)), dtype=np.int64).reshape(shape),
    )


@given(outers())
def test_a_value_comes_back_whole(value):
    content = packed(value, Outer)
    back = unpacked(content, Outer)
    assert (back.parts, back.by_name, back.is_so) == (value.parts, value.by_name, value.is_so)
    for mine, theirs in ((value.figures, back.figures), (value.table, back.table)):
        assert mine.dtype == theirs.dtype
        assert mine.shape == theirs.shape
        assert mine.tobytes() == theirs.tobytes()
    assert [math.copysign(1, part.share) for part in back.parts if part.share is not None] == [
        math.copysign(1, part.share) for part in value.parts if part.share is not None
    ]
    assert packed(back, Outer) == content


def test_arrays_come_back_read_only():
    value = Outer(parts=(), by_name={}, is_so=False, figures=np.zeros(2), table=np.zeros((1, 2), np.int64))
    with pytest.raises(ValueError, match="read-only"):
        unpacked(packed(value, Outer), Outer).figures[0] = 1.0


@pytest.mark.parametrize("figure", [math.nan, math.inf])
def test_what_is_no_number_is_not_stored(figure):
    with pytest.raises(ValueError, match="JSON"):
        packed(Inner(name="", share=figure), Inner)


def test_a_word_is_never_taken_for_a_number():
    content = zlib.compress(json.dumps([{"name": 3, "share": None, "count": None}]).encode())
    with pytest.raises(Exception, match="structuring"):
        unpacked(content, tuple[Inner, ...])
