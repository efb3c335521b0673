"""What an import would do, as a value: problems, rows added and changed, and what stays. Pages merely lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from beredt.adapters.importers.spreadsheet.problem import SheetProblem
from beredt.adapters.importers.spreadsheet.sheet_table import SkippedRow
from beredt.domain.municipality.problem import Problem, has_errors
from beredt.kit.language import Language

SCHEMA = "beredt/import/1"


@attrs.frozen(kw_only=True)
class AddedRow:
    """A row that the pack does not have yet: its number in the sheet and its key, joined with `/`."""

    row: int
    key: str


@attrs.frozen(kw_only=True)
class ChangedCell:
    """One value that would become another; None is an empty cell."""

    column: str
    old: Any
    new: Any


@attrs.frozen(kw_only=True)
class ChangedRow:
    """A row of the pack that would be replaced by one that differs from it."""

    row: int
    key: str
    cells: tuple[ChangedCell, ...]


@attrs.frozen(kw_only=True)
class ImportReport:
    """The outcome of a dry run, or of an import that was stored.

    `columns` are the sheet's column letters by our names; `ignored` headings as (letters, text). `unchanged` rows are
    in the pack as they stand in the sheet; `kept` rows of the pack are not in the sheet and stay; rows with errors
    are in none of these. `pack_problems` lie in the pack's own files. `left_out` is the number of problems beyond the
    limit of what is told.
    """

    file: str
    sheet: str
    table: str
    pack: str
    creates_pack: bool
    header_row: int = 0
    columns: Mapping[str, str] = attrs.field(factory=dict)
    ignored: tuple[tuple[str, str], ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    left_out: int = 0
    pack_problems: tuple[Problem, ...] = ()
    added: tuple[AddedRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    unchanged: int = 0
    kept: int = 0
    rows_with_errors: int = 0
    stored: bool = False
    pack_hash: str | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything keeps the import from being stored."""
        return any(problem.is_error for problem in self.problems) or has_errors(self.pack_problems)

    @property
    def changes_anything(self) -> bool:
        """Whether the pack would differ afterwards."""
        return bool(self.creates_pack or self.added or self.changed)

    def as_json(self, language: Language) -> dict[str, Any]:
        """The report for machines, its sentences in the given language."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "sheet": self.sheet or None,
            "table": self.table,
            "header_row": self.header_row or None,
            "columns": dict(self.columns),
            "ignored_columns": [{"column": letters, "heading": text} for letters, text in self.ignored],
            "skipped_rows": [{"row": skipped.row, "reason": skipped.reason} for skipped in self.skipped],
            "problems": [_sheet_problem(problem, language) for problem in self.problems],
            "problems_left_out": self.left_out,
            "pack_problems": [_pack_problem(problem, language) for problem in self.pack_problems],
            "creates_pack": self.creates_pack,
            "added": [{"row": added.row, "key": added.key} for added in self.added],
            "changed": [_changed_row(changed) for changed in self.changed],
            "unchanged": self.unchanged,
            "kept": self.kept,
            "rows_with_errors": self.rows_with_errors,
            "stored": self.stored,
            "pack_hash": self.pack_hash,
        }


def _sheet_problem(problem: SheetProblem, language: Language) -> dict[str, Any]:
    return {
        "file": problem.file,
        "sheet": problem.sheet or None,
        "row": problem.row,
        "column": problem.column or None,
        "cell": problem.cell if problem.column else None,
        "name": problem.name or None,
        "code": problem.code,
        "level": problem.level,
        "message": problem.message(language),
        "expected": problem.expected(language),
        "remedy": problem.remedy(language),
    }


def _pack_problem(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "level": problem.level,
        "message": problem.message(language),
        "expected": problem.expected(language),
        "remedy": problem.remedy(language),
    }


def _changed_row(changed: ChangedRow) -> dict[str, Any]:
    cells = [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in changed.cells]
    return {"row": changed.row, "key": changed.key, "cells": cells}
