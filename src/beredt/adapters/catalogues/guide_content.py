"""The guided start's questions and the three-day test, read from the content that ships with the program."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from beredt.adapters.catalogues.measures import load_measures
from beredt.domain.municipality.guide_questions import Question, Statement, Where, Wording


@cache
def load_questions() -> tuple[Question, ...]:
    """The questions in the order in which they are asked."""
    return tuple(
        Question(
            question_id=entry["id"],
            round=entry["round"],
            kind=entry["kind"],
            ask=Wording(**entry["ask"]),
            why=Wording(**entry["why"]),
            where=Where(**{name: _tuple(value) for name, value in entry["where"].items()}),
        )
        for entry in _read("questions.toml")["questions"]
    )


@cache
def load_statements() -> tuple[Statement, ...]:
    """The points of the three-day test."""
    document = _read("three_day_test.toml")
    return tuple(
        Statement(
            statement_id=entry["id"],
            ask=Wording(**entry["ask"]),
            source=document["sources"][entry["source"]]["title"],
            url=document["sources"][entry["source"]]["url"],
            measure_ids=tuple(entry["measures"]),
        )
        for entry in document["statements"]
    )


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("beredt") / "content" / "guide" / name).read_text(encoding="utf-8"))


@cache
def measure_names() -> dict[str, Wording]:
    """What the measures of the catalogue are called, by id."""
    return {measure.measure_id: Wording(da=measure.name_da, en=measure.name_en) for measure in load_measures()}
