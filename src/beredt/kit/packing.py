"""Whole values as compressed JSON and back: every figure bit for bit, and the same bytes for the same value.

For rows that keep what was computed. The types say what is read; nothing in the bytes can name code to run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs
import numpy as np
from cattrs import Converter
from numpy.typing import NDArray

Value = TypeVar("Value")

_LEVEL = 6
_NUMBERS = (int, float)
_TAG = "_is"


def packed(value: object, kind: Any) -> bytes:
    """`value` of the type `kind` as compressed JSON; raises `ValueError` for a figure that is no number."""
    plain = _converter().unstructure(value, unstructure_as=kind)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zlib.compress(text.encode(), _LEVEL)


def unpacked(content: bytes, kind: type[Value]) -> Value:
    """The value that `packed` made the bytes of; arrays cannot be written to."""
    return _converter().structure(json.loads(zlib.decompress(content)), kind)


@cache
def _converter() -> Converter:
    converter = Converter()
    # What JSON keeps as it is must not be converted: 24 stays 24, and a word is never taken for a number.
    for kind in (str, bool, *_NUMBERS):
        converter.register_structure_hook(kind, _same(kind))
    converter.register_structure_hook_func(_is_number_or_none, lambda value, kind: value)
    converter.register_unstructure_hook_factory(_is_one_of_several, lambda kind: _tagging(kind, converter))
    converter.register_structure_hook_factory(_is_one_of_several, lambda kind: _choosing(kind, converter))
    converter.register_unstructure_hook_func(_is_array, _plain_array)
    converter.register_structure_hook_func(_is_array, _array)
    return converter


def _same(kind: type) -> Callable[[Any, Any], Any]:
    fitting = _NUMBERS if kind is float else kind

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, fitting):
            raise TypeError(f"{kind.__name__} expected, {type(value).__name__} found")
        return value

    return structure


def _is_number_or_none(kind: Any) -> bool:
    """Whether a type is `int | None` or `float | None`."""
    is_union = get_origin(kind) in (UnionType, Union)
    return is_union and any(set(get_args(kind)) == {number, type(None)} for number in _NUMBERS)


def _is_one_of_several(kind: Any) -> bool:
    """Whether a type is a union of value classes (and perhaps None): which one it was must stand in the bytes."""
    classes = _classes(kind)
    return len(classes) > 1 and all(map(attrs.has, classes))


def _classes(kind: Any) -> list[Any]:
    is_union = get_origin(kind) in (UnionType, Union)
    return [part for part in get_args(kind) if part is not type(None)] if is_union else []


def _tagging(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    def unstructure(value: Any) -> Any:
        if value is None:
            return None
        return {_TAG: type(value).__name__, **converter.unstructure(value, unstructure_as=type(value))}

    return unstructure


def _choosing(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    by_name = {found.__name__: found for found in _classes(kind)}

    def structure(plain: Any, _: Any) -> Any:
        if plain is None:
            return None
        chosen = by_name[plain[_TAG]]
        return converter.structure({name: part for name, part in plain.items() if name != _TAG}, chosen)

    return structure


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


def _plain_array(array: NDArray[Any]) -> dict[str, Any]:
    # The shape beside the values: an axis without a single step would be lost in nested lists.
    return {"shape": list(array.shape), "values": array.ravel().tolist()}


def _array(plain: Any, kind: Any) -> NDArray[Any]:
    (dtype,) = get_args(get_args(kind)[1])
    array: NDArray[Any] = np.array(plain["values"], dtype=dtype).reshape(plain["shape"])
    array.setflags(write=False)
    return array
