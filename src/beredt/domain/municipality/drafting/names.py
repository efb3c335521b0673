"""Municipalities by any spelling: Bornholms Regionskommune, Århus, Hoeje-Taastrup, 0400, 101 København."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from beredt.domain.municipality.drafting.facts import KnownMunicipality

CHRISTIANSOE = "411"
"""Outside the municipal division: in many files, in no municipality."""

_CODE = re.compile(r"0*([1-9][0-9]{2})(?:\.0+)?")
_CODE_AND_NAME = re.compile(r"0*([1-9][0-9]{2})[\s:,-]+\D.*")
_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u", "ß": "ss"}
_TAIL = re.compile(r"\s*(regions)?kommune$|\s+municipality$")
_ENGLISH = {"copenhagen": "101", "elsinore": "217"}


@attrs.frozen
class MunicipalityNames:
    """Looks up municipality codes by code or name; made by `municipality_names`."""

    _code_of_key: Mapping[str, str] = attrs.field(repr=False)
    codes: frozenset[str]

    def code_of(self, text: object) -> str | None:
        """The code without leading zeros that `text` names, None where it names none of the 98."""
        told = " ".join(str(text).split()).strip("\"' ") if text is not None else ""
        for pattern in (_CODE, _CODE_AND_NAME):
            if found := pattern.fullmatch(told):
                return found[1] if found[1] in self.codes else None
        return self._code_of_key.get(_key(told))


def municipality_names(known: Iterable[KnownMunicipality]) -> MunicipalityNames:
    """The look-up for the given municipalities; raises `ValueError` if two cannot be told apart."""
    code_of_key: dict[str, str] = dict(_ENGLISH)
    codes = set()
    for municipality in known:
        codes.add(municipality.code)
        for name in (municipality.name, municipality.official_name):
            if code_of_key.setdefault(_key(name), municipality.code) != municipality.code:
                raise ValueError(f"two municipalities are written {name}")
    return MunicipalityNames(code_of_key, frozenset(codes))


@lru_cache(maxsize=8192)
def plain_key(text: str) -> str:
    """Letters and digits of `text` in lower case without accents; æ, ø, å as ae, oe, aa, so that spellings meet."""
    lowered = unicodedata.normalize("NFC", text.casefold())
    spelled = "".join(_LETTERS.get(sign, sign) for sign in lowered)
    bare = unicodedata.normalize("NFKD", spelled)
    return "".join(sign for sign in bare if sign.isascii() and sign.isalnum())


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    """A key that is alike for all common spellings: genitives, hyphens, å and aa, ø and o fall together."""
    bare = _TAIL.sub("", name.casefold().strip())
    plain = plain_key(bare).replace("aa", "a").replace("oe", "o").replace("ae", "a")
    return plain.removesuffix("s") if len(plain) > 3 else plain
