"""One problem in a pack: where it is, what was found, what was expected, what to do about it.

What each code means is declared in `file_problems` and `row_problems`; a problem only adds the place and the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from beredt.domain.municipality import file_problems, row_problems
from beredt.domain.municipality.problem_kind import ProblemKind
from beredt.kit.language import Language, mark

KINDS: Mapping[str, ProblemKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            *file_problems.FILE_PROBLEMS,
            *row_problems.CELL_PROBLEMS,
            *row_problems.ROW_PROBLEMS,
            *row_problems.PLACE_PROBLEMS,
            *row_problems.DOUBTS,
        )
    }
)
"""All kinds by code."""

WHOLE_FILE_ROW = 1
"""Row of a problem that concerns a whole file; its column is empty."""

_LONGEST_SHOWN = 40
_PERSON_OR_PHONE_NUMBER = re.compile(
    r"(?<![0-9])([0-9]{6}[- ]?[0-9]{4}|[1-9](?:0[1-9]|1[0-2])[0-9]{6}|[0-9]{2}( ?[0-9]{2}){3})(?![0-9])|\S+@\S+"
)
"""A person number, also one whose leading 0 a spreadsheet has dropped; a telephone number; an e-mail address."""


def _frozen(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


@attrs.frozen(kw_only=True)
class Problem:
    """A located problem.

    `row` counts as a spreadsheet does, the header being row 1; in a GeoJSON file it is the number of the feature, the
    first being 1; in a JSON file it is the line. `column` is the column or property, empty for a whole row or file.
    """

    file: str
    row: int = WHOLE_FILE_ROW
    column: str = ""
    code: str
    values: Mapping[str, object] = attrs.field(factory=dict, converter=_frozen)

    @property
    def kind(self) -> ProblemKind:
        """What the code means."""
        return KINDS[self.code]

    @property
    def level(self) -> str:
        """`error` or `warning`."""
        return self.kind.level

    @property
    def is_error(self) -> bool:
        """Whether the pack cannot be used before this is put right."""
        return self.kind.level == "error"

    def message(self, language: Language) -> str:
        """What was found."""
        return self._say(self.kind.message, language)

    def expected(self, language: Language) -> str:
        """What should have been there."""
        return self._say(self.kind.expected, language)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return self._say(self.kind.remedy, language)

    def line(self, language: Language) -> str:
        """The problem as one line, `file:row:column: message`."""
        level = "" if self.is_error else language.say(mark("Warning: "))
        told = f"{self.message(language)} {self.remedy(language)}"
        return f"{self.file}:{self.row}:{self.column}: {level}{told}"

    def _say(self, sentence: str, language: Language) -> str:
        values = {
            name: language.number(value, decimals=4) if isinstance(value, int | float) else value
            for name, value in self.values.items()
        }
        return language.say(sentence, **values)


def shown(text: object) -> str:
    """A value of the user's, fit to be repeated in a message: short, printable, without what points at a person.

    Packs hold no persons, but the wrong file may be given by mistake, and messages end in logs.
    """
    masked = _PERSON_OR_PHONE_NUMBER.sub("…", str(text)[: 4 * _LONGEST_SHOWN])
    printable = "".join(mark if mark.isprintable() else "?" for mark in masked)
    return printable if len(printable) <= _LONGEST_SHOWN else printable[:_LONGEST_SHOWN] + "…"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.is_error for problem in problems)
