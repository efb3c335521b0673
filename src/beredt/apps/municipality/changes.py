"""What an operation tells of a change: the result, or why it was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from beredt.domain.municipality import checks, differences
from beredt.domain.municipality.differences import RowChange, RowKey
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import PackTables
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.kit.errors import InvalidInput
from beredt.kit.language import Language, mark


@attrs.frozen(kw_only=True)
class LocatedProblem:
    """A problem of the pack with the row it is about: `key` is empty where it is about a whole table."""

    table: str
    key: RowKey
    problem: Problem

    def told_in(self, language: Language) -> str:
        """What is wrong and what to do."""
        return f"{self.problem.message(language)} {self.problem.remedy(language)}"

    def line(self, language: Language) -> str:
        """What is wrong, where, and what to do."""
        where = "/".join(self.key) or self.table
        return f"{where}: {self.problem.message(language)} {self.problem.remedy(language)}"


@attrs.frozen(kw_only=True, eq=False)
class Changed:
    """A stored change: its revision (the one in force where nothing had to be changed), rows and warnings."""

    revision: int
    changes: tuple[RowChange, ...] = ()
    warnings: tuple[LocatedProblem, ...] = ()


class RefusedChange(InvalidInput):
    """A change after which the pack could not be used; `problems` say where and why."""

    def __init__(self, problems: Iterable[LocatedProblem]) -> None:
        super().__init__(
            mark("The change was not stored: the data would no longer fit together."),
            code="refused_change",
            hint=mark("What you typed is still here; put it right and save again."),
        )
        self.problems = tuple(problems)

    def told_in(self, language: Language) -> str:
        """The sentence, and below it one line per problem."""
        return "\n".join([super().told_in(language), *(found.line(language) for found in self.problems)])


class ChangedMeanwhile(InvalidInput):
    """Somebody else changed the same thing first.

    `theirs` is the row as it stands now, None if it is gone; `version` its version.
    """

    def __init__(self, *, theirs: Any, version: int) -> None:
        super().__init__(
            mark("Somebody else changed this while you were writing. Nothing was stored yet."),
            code="changed_meanwhile",
            hint=mark("Look at both versions below and choose."),
        )
        self.theirs = theirs
        self.version = version


class DataMovedOn(ChangedMeanwhile):
    """The whole data are no longer those that were compared with; `version` is the revision in force."""

    def __init__(self, *, revision: int) -> None:
        InvalidInput.__init__(
            self,
            mark("The data were changed in the meantime. Nothing was stored."),
            code="data_moved_on",
            hint=mark("Compare again, and save once more."),
        )
        self.theirs = None
        self.version = revision


def judge(tables: PackTables, changes: Iterable[RowChange], *, words: Words) -> tuple[LocatedProblem, ...]:
    """The warnings about the rows that changed; raises `RefusedChange` with every error of the whole pack."""
    found = located_problems(tables, words=words)
    errors = [problem for problem in found if problem.problem.is_error]
    if errors:
        raise RefusedChange(errors)
    touched = {(change.table, change.key) for change in changes}
    touched |= {
        (change.table, differences.key_of(change.table, change.after)) for change in changes if change.after is not None
    }
    return tuple(problem for problem in found if (problem.table, problem.key) in touched)


def located_problems(tables: PackTables, *, words: Words) -> tuple[LocatedProblem, ...]:
    """All problems of a pack with their rows."""
    return tuple(_located(tables, checks.check_tables(tables, words=words)))


def _located(tables: PackTables, problems: Iterable[Problem]) -> Iterator[LocatedProblem]:
    for problem in problems:
        table = problem.file.rsplit(".", 1)[0]
        first_row = 1 if table == "areas" else 2
        rows = differences.rows_of(tables, table)
        index = problem.row - first_row
        key = differences.key_of(table, rows[index]) if 0 <= index < len(rows) else ()
        yield LocatedProblem(table=table, key=key, problem=problem)
