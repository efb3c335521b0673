"""Read-only columns of equal length, the form in which bulk data travels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def frozen_column(values: ArrayLike, dtype: Any) -> NDArray[Any]:
    """A one-dimensional read-only copy of `values` with the given dtype."""
    column = np.array(values, dtype=dtype, copy=True)
    if column.ndim != 1:
        raise ValueError(f"a column has one axis, this has {column.ndim}")
    column.setflags(write=False)
    return column


def require_equal_length(**columns: Any) -> int:
    """The common length of the named columns; raises `ValueError` naming them if they differ."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def rows_of(offsets: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Row numbers of the runs `wanted`, one run after another; run r has rows `offsets[r]` to `offsets[r + 1]`."""
    counts = offsets[wanted + 1] - offsets[wanted]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    rows: NDArray[np.int64] = np.arange(total) + np.repeat(offsets[wanted] - (ends - counts), counts)
    return rows


def offsets_from_counts(counts: ArrayLike) -> NDArray[np.int64]:
    """Start offsets of consecutive runs of the given lengths, with the total as last element."""
    lengths = np.asarray(counts, dtype=np.int64)
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
