"""One problem in a spreadsheet: file, sheet and cell as the user's program shows them, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from beredt.adapters.importers.spreadsheet.problem_kinds import KINDS
from beredt.adapters.importers.spreadsheet.sheet import ReadingFault, column_letters
from beredt.domain.municipality.problem import WHOLE_FILE_ROW
from beredt.domain.municipality.problem_kind import ProblemKind
from beredt.kit.errors import UserError
from beredt.kit.language import Language, mark


def _frozen(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


@attrs.frozen(kw_only=True)
class SheetProblem:
    """A located problem: `row` from 1, `column` in letters (empty for a whole row), `name` our name of the column.

    `sheet` is empty for a text file.
    """

    file: str
    sheet: str = ""
    row: int = WHOLE_FILE_ROW
    column: str = ""
    name: str = ""
    kind: ProblemKind
    values: Mapping[str, object] = attrs.field(factory=dict, converter=_frozen)

    @property
    def code(self) -> str:
        """The stable code."""
        return self.kind.code

    @property
    def level(self) -> str:
        """`error` or `warning`."""
        return self.kind.level

    @property
    def is_error(self) -> bool:
        """Whether nothing can be imported before this is put right."""
        return self.kind.level == "error"

    @property
    def cell(self) -> str:
        """The cell as spreadsheets write it (`C7`), or only the row (`7`)."""
        return f"{self.column}{self.row}"

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
        """The problem as one line, `file:sheet:C7: column: message remedy`."""
        place = ":".join(part for part in (self.file, self.sheet, self.cell) if part)
        level = "" if self.is_error else language.say(mark("Warning: "))
        name = f"{self.name}: " if self.name else ""
        return f"{place}: {level}{name}{self.message(language)} {self.remedy(language)}".rstrip()

    def _say(self, sentence: str, language: Language) -> str:
        values = {
            name: language.number(value, decimals=4) if isinstance(value, int | float) else value
            for name, value in self.values.items()
        }
        return language.say(sentence, **values)


@attrs.frozen(kw_only=True)
class Place:
    """The file and sheet that problems are told of."""

    file: str
    sheet: str = ""

    def problem(
        self,
        code: str,
        *,
        row: int,
        column: int | None = None,
        name: str = "",
        values: Mapping[str, object] = MappingProxyType({}),
    ) -> SheetProblem:
        """A problem in this sheet; `column` counts from 0."""
        return SheetProblem(
            file=self.file,
            sheet=self.sheet,
            row=row,
            column="" if column is None else column_letters(column),
            name=name,
            kind=KINDS[code],
            values=values,
        )

    def problem_from_fault(self, fault: ReadingFault) -> SheetProblem:
        """A fault of the file itself, with its place."""
        return self.problem(fault.code, row=fault.row, column=fault.column, values=fault.values)


def problem_from_error(file: str, error: UserError) -> SheetProblem:
    """A file that cannot be opened, as the one problem there is."""
    usual = KINDS["unreadable_spreadsheet"]
    kind = ProblemKind(
        code=error.code,
        level="error",
        message=error.sentence,
        expected=usual.expected,
        remedy=error.hint or usual.remedy,
    )
    return SheetProblem(file=file, kind=kind, values=error.values)
