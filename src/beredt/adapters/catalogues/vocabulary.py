"""The words of packs and the 98 municipalities, read from the content that ships with the program."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Word:
    """One word of a vocabulary with its names; `usual_services` only for need types."""

    word_id: str
    da: str
    en: str
    population: bool = False
    usual_services: tuple[str, ...] = ()

    def name_in(self, language_code: str) -> str:
        """The Danish name for `da`, else the English one."""
        return self.da if language_code == "da" else self.en


@attrs.frozen(kw_only=True)
class Municipality:
    """One of the 98 municipalities; `code` without leading zeros, `population` [persons] with its source."""

    code: str
    name: str
    official_name: str
    region: str
    population: int
    population_source: str
    as_of: str


@attrs.frozen(kw_only=True)
class Vocabulary:
    """Services, kinds and need types (open vocabularies) and the 98 municipalities (closed), by id or code."""

    services: Mapping[str, Word]
    kinds: Mapping[str, Word]
    need_types: Mapping[str, Word]
    municipalities: Mapping[str, Municipality]
    fictitious_codes: frozenset[str]

    @property
    def municipality_codes(self) -> frozenset[str]:
        """Codes that a pack may carry without a warning: the 98 and those of the demo."""
        return frozenset(self.municipalities) | self.fictitious_codes

    @property
    def population_services(self) -> tuple[str, ...]:
        """Ids of the services that people can be counted as being without."""
        return tuple(word_id for word_id, word in self.services.items() if word.population)

    def service_name(self, word_id: str, language_code: str) -> str:
        """The service's name, or the id itself where the vocabulary does not know it."""
        return _name(self.services, word_id, language_code)

    def kind_name(self, word_id: str, language_code: str) -> str:
        """The kind's name, or the id itself where the vocabulary does not know it."""
        return _name(self.kinds, word_id, language_code)

    def need_name(self, word_id: str, language_code: str) -> str:
        """The need type's name, or the id itself where the vocabulary does not know it."""
        return _name(self.need_types, word_id, language_code)


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


def _name(words: Mapping[str, Word], word_id: str, language_code: str) -> str:
    word = words.get(word_id)
    return word.name_in(language_code) if word else word_id
