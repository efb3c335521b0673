"""Words of a pack that no vocabulary knows: warnings, because vocabularies are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from beredt.domain.municipality.located import UNREADABLE, LocatedTable
from beredt.domain.municipality.problem import Problem, shown


@attrs.frozen(kw_only=True)
class Words:
    """The words we know per open vocabulary; an empty one lets every word pass."""

    services: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    need_types: frozenset[str] = frozenset()
    municipality_codes: frozenset[str] = frozenset()


ANY_WORD = Words()

_CHECKED = (
    ("municipality", "code", "municipality_codes", "unknown_municipality"),
    ("assets", "kind", "kinds", "unknown_kind"),
    ("assets", "service", "services", "unknown_service"),
    ("need_profiles", "need_type", "need_types", "unknown_need_type"),
)
_MAY_BE_BLANK = frozenset({"service"})


def check_words(pack: Mapping[str, LocatedTable], words: Words) -> Iterator[Problem]:
    """A warning at the first row with each word that is not known."""
    for name, column, vocabulary, code in _CHECKED:
        known: frozenset[str] = getattr(words, vocabulary)
        table = pack.get(name)
        if table is None or not known:
            continue
        values = table.values(column)
        strange = set(values) - known - {UNREADABLE}
        if column in _MAY_BE_BLANK:
            strange -= {""}
        for word in strange:
            yield table.problem(code, list(values).index(word), column, word=shown(word) or "“”")
