"""The words that packs use, with their names, and the 98 municipalities: values only, read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

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

    def thing_names(self, language_code: str) -> Mapping[str, str]:
        """Names of services and kinds by their word; a service's wins where both have the word."""
        words = {**self.kinds, **self.services}
        return {word_id: word.name_in(language_code) for word_id, word in words.items()}

    def service_name(self, word_id: str, language_code: str) -> str:
        """The service's name, or the id itself where the vocabulary does not know it."""
        return _name(self.services, word_id, language_code)

    def kind_name(self, word_id: str, language_code: str) -> str:
        """The kind's name, or the id itself where the vocabulary does not know it."""
        return _name(self.kinds, word_id, language_code)

    def need_name(self, word_id: str, language_code: str) -> str:
        """The need type's name, or the id itself where the vocabulary does not know it."""
        return _name(self.need_types, word_id, language_code)


def _name(words: Mapping[str, Word], word_id: str, language_code: str) -> str:
    word = words.get(word_id)
    return word.name_in(language_code) if word else word_id
