"""The words of packs and the 98 municipalities, read from the content that ships with the program."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from beredt.domain.municipality.vocabulary import Municipality, Vocabulary, Word


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program."""
    content = resources.files("beredt") / "content"
    words = tomllib.loads((content / "vocabulary.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        services=_words(words["services"]),
        kinds=_words(words["kinds"]),
        need_types=_words(words["need_types"]),
        municipalities=_municipalities(content / "municipalities" / "denmark.csv"),
        fictitious_codes=frozenset(words["fictitious_municipalities"]),
    )


def _words(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Word]:
    return {
        word_id: Word(
            word_id=word_id,
            da=entry["da"],
            en=entry["en"],
            population=entry.get("population", False),
            usual_services=tuple(entry.get("usual_services", ())),
        )
        for word_id, entry in table.items()
    }


def _municipalities(file: Traversable) -> dict[str, Municipality]:
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Municipality(
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            region=row["region"],
            population=int(row["population"]),
            population_source=row["population_source"],
            as_of=row["as_of"],
        )
        for row in rows
    }
