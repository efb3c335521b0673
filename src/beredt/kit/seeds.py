"""Random numbers that are functions of their names: no state, no order, no surprise.

A number is fixed by (seed, names of the thing and the variable, draw). Asking for more draws, in other blocks, in
another order, or for other things beside it, changes nothing.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import ndtri

_SEPARATOR = b"\x1f"


def stream_key(seed: int, *names: str) -> int:
    """The 64-bit key of the stream named by `seed` and `names` (BLAKE2b, stable across platforms)."""
    text = _SEPARATOR.join([str(seed).encode(), *(name.encode() for name in names)])
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def uniforms(keys: NDArray[np.uint64], first_draw: int, draws: int) -> NDArray[np.float64]:
    """Uniform numbers in the open interval (0, 1), axes: key, draw `first_draw` … `first_draw + draws - 1`."""
    table = np.empty((len(keys), draws), dtype=np.float64)
    _fill_uniforms(np.asarray(keys, dtype=np.uint64), first_draw, table)
    return table


def normals(keys: NDArray[np.uint64], first_draw: int, draws: int) -> NDArray[np.float64]:
    """Standard normal numbers, axes as `uniforms`, by inversion."""
    return np.asarray(ndtri(uniforms(keys, first_draw, draws)))


def lognormals(z: NDArray[np.float64], median: float, spread: float) -> NDArray[np.float64]:
    """median × exp(spread × z), elementwise, with the plain exponential: the same bytes for any shape of `z`."""
    table = np.empty_like(z)
    _fill_lognormals(np.ascontiguousarray(z), median, spread, table)
    return table


@njit(cache=True, nogil=True)
def _fill_lognormals(z, median, spread, table):
    for row in range(z.shape[0]):
        for column in range(z.shape[1]):
            table[row, column] = median * math.exp(spread * z[row, column])


@njit(cache=True, nogil=True)
def _fill_uniforms(keys, first_draw, table):
    # SplitMix64's output function (Steele, Lea, Flood 2014) over key + draw x golden ratio: a counter, no state.
    golden = np.uint64(0x9E3779B97F4A7C15)
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            z = keys[row] + golden * np.uint64(first_draw + column + 1)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
            table[row, column] = (np.float64(z >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)
