"""How the kernel's functions are compiled: cached on disk, without the interpreter lock, without reference counting.

Numba counts references to every array that is handed to a function. The kernel hands on some fifty arrays at each of
millions of calls and allocates none, so counting them took nineteen twentieths of its time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled as a function of its own."""
    function_compiled: Callable[..., Any] = njit(**_OPTIONS)(function)
    return function_compiled


def woven_in(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled into its callers: for the small steps of the innermost loops."""
    function_woven: Callable[..., Any] = njit(**_OPTIONS, forceinline=True)(function)
    return function_woven
