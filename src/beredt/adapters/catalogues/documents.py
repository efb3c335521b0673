"""The files of a catalogue folder as plain values with line numbers; anything odd is a problem, never a traceback."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

import attrs
import yaml

from beredt.adapters.catalogues.problem import CatalogueProblem
from beredt.kit.language import mark

LARGEST_BYTES = 2_000_000
"""Bytes above which a file is refused: a catalogue is a few pages."""
DEEPEST = 30
"""Levels of nesting above which a file is refused."""


@attrs.frozen
class Node:
    """A value with the line [1…] it stands on; `value` is a scalar, a list of nodes or a dict of nodes."""

    value: Any
    line: int


class _Refused(Exception):
    """Carries the sentence of a problem and its line."""

    def __init__(self, sentence: str, line: int = 0, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.line, self.values = sentence, line, values


def read_toml(folder: Traversable, file: str, problems: list[CatalogueProblem]) -> Node | None:
    """The root of a TOML file, None (and a problem) where it cannot be read. TOML gives no lines: all are 0."""
    text = _text_of(folder, file, problems)
    if text is None:
        return None
    try:
        return _wrapped(tomllib.loads(text), 0)
    except (tomllib.TOMLDecodeError, RecursionError, _Refused) as error:
        problems.append(_problem(file, mark("This is not readable as TOML: {reason}"), reason=_short(error)))
        return None


def read_yaml(folder: Traversable, file: str, problems: list[CatalogueProblem]) -> Node | None:
    """The root of a YAML file, None (and a problem) where it cannot be read. References (&, *) are refused."""
    text = _text_of(folder, file, problems)
    if text is None:
        return None
    try:
        _refuse_references(text)
        composed = yaml.compose(text, Loader=yaml.SafeLoader)
        return Node(None, 1) if composed is None else _from_yaml(composed, 0)
    except _Refused as error:
        problems.append(_problem(file, error.sentence, line=error.line, **error.values))
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        found = getattr(error, "problem_mark", None)
        sentence = mark("This is not readable as YAML: {reason}")
        problems.append(_problem(file, sentence, line=found.line + 1 if found else 0, reason=_short(error)))
    return None


def _text_of(folder: Traversable, file: str, problems: list[CatalogueProblem]) -> str | None:
    try:
        with (folder / file).open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            problems.append(_problem(file, mark("The file is larger than {limit} bytes."), limit=LARGEST_BYTES))
            return None
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        problems.append(_problem(file, mark("The file is missing.")))
    except UnicodeDecodeError:
        problems.append(_problem(file, mark("The file is not UTF-8 text.")))
    except OSError as error:
        problems.append(_problem(file, mark("The file cannot be read: {reason}"), reason=error.strerror or "?"))
    return None


def _refuse_references(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(mark("References (& and *) cannot be used here: write the value out."), line)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _Refused(mark("This is nested deeper than {limit} levels."), line, limit=DEEPEST)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1


def _from_yaml(node: yaml.Node, depth: int) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([_from_yaml(item, depth + 1) for item in node.value], line)
    if isinstance(node, yaml.MappingNode):
        return Node(dict(_yaml_pairs(node, depth)), line)
    return Node(_scalar(node), line)


def _yaml_pairs(node: yaml.MappingNode, depth: int) -> Iterator[tuple[str, Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _Refused(mark("A key must be a plain word."), line)
        if key.value in seen:
            raise _Refused(mark("The key {key} stands here twice."), line, key=_short(key.value))
        seen.add(key.value)
        yield str(key.value), _from_yaml(value, depth + 1)


def _scalar(node: yaml.Node) -> Any:
    """Text, number, true/false or nothing; dates and everything else stay the text that was written."""
    tag = str(node.tag).removeprefix("tag:yaml.org,2002:")
    if tag in {"int", "float"}:
        return _number_of(str(node.value))
    if tag == "bool" and node.value in {"true", "false"}:
        return node.value == "true"
    return None if tag == "null" else str(node.value)


def _number_of(text: str) -> Any:
    """A finite decimal number; every other way of writing one (0x1F, 12:30, .nan) stays text."""
    try:
        value = float(text)
    except ValueError:
        return text
    if not math.isfinite(value):
        return text
    return int(value) if value.is_integer() else value


def _wrapped(value: Any, depth: int) -> Node:
    if depth > DEEPEST:
        raise _Refused(mark("This is nested deeper than {limit} levels."))
    if isinstance(value, dict):
        return Node({key: _wrapped(item, depth + 1) for key, item in value.items()}, 0)
    if isinstance(value, list):
        return Node([_wrapped(item, depth + 1) for item in value], 0)
    if isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return Node(value, 0)
    return Node(str(value), 0)


def _problem(file: str, sentence: str, *, line: int = 0, **values: object) -> CatalogueProblem:
    return CatalogueProblem(file=file, line=line, sentence=sentence, values=tuple(values.items()))


def _short(value: object) -> str:
    """One line of printable text, at most 100 characters."""
    return "".join(sign if sign.isprintable() else " " for sign in str(value))[:100]
