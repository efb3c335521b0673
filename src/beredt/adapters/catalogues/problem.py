"""What is wrong with a catalogue folder: where, and what was expected there."""

from __future__ import annotations

import attrs

from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True)
class CatalogueProblem:
    """One located problem: `line` counts from 1 (0 where a file as a whole is meant), `where` is a path of keys."""

    file: str
    line: int = 0
    where: str = ""
    sentence: str
    values: tuple[tuple[str, object], ...] = ()

    def message(self, language: Language) -> str:
        """What was found and what was expected."""
        return language.say(self.sentence, **dict(self.values))

    def line_in(self, language: Language) -> str:
        """The problem as one line, `file:line:where: message`."""
        return f"{self.file}:{self.line or 1}:{self.where}: {self.message(language)}"


class InvalidCatalogue(InvalidInput):
    """A catalogue folder that cannot be used; `problems` are all that were found."""

    def __init__(self, folder: str, problems: tuple[CatalogueProblem, ...]) -> None:
        super().__init__(mark("The catalogue {folder} cannot be used:"), code="invalid_catalogue", folder=folder)
        self.problems = problems

    def told_in(self, language: Language) -> str:
        """The sentence and one line per problem."""
        return "\n".join([super().told_in(language), *(problem.line_in(language) for problem in self.problems)])
