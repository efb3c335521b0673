"""What files that were given would make of the pack: read, compared, told; nothing is stored here."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from beredt.apps.municipality import doors
from beredt.apps.municipality.doors import Extras, PackReading, SheetNote
from beredt.apps.municipality.models import Upload
from beredt.apps.municipality.packs import StoredPack
from beredt.domain.municipality import differences
from beredt.domain.municipality.differences import RowChange
from beredt.domain.municipality.problem import Problem
from beredt.domain.municipality.tables import PackTables
from beredt.kit.errors import InvalidInput, UserError
from beredt.kit.language import LANGUAGES, language, mark

MOST_TOLD = 500
"""Rows and problems that are listed; the numbers count all."""
PACK, TABLE, CALLS, DRAFT = "pack", "table", "calls", "draft"
Steps = Callable[[float, str], None]


@attrs.frozen(kw_only=True, eq=False)
class Planned:
    """What an upload would store: `tables` is None where it cannot be stored. `report` is what is told, as JSON."""

    tables: PackTables | None
    extras: Extras
    properties: Mapping[str, Any]
    files: Mapping[str, Path]
    report: dict[str, Any]


@attrs.frozen(kw_only=True, eq=False)
class _Found:
    """What was read, before it is compared; sentences by language code."""

    tables: PackTables | None
    extras: Extras
    properties: Mapping[str, Any] = attrs.field(factory=dict)
    files: Mapping[str, Path] = attrs.field(factory=dict)
    notes: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    problems: Mapping[str, Sequence[Mapping[str, str]]] = attrs.field(factory=dict)
    left_out: int = 0


def plan_upload(
    upload: Upload,
    folder: Path,
    pack: StoredPack | None,
    *,
    work_folder: Path,
    told: Steps,
) -> Planned:
    """What the files of an upload in `folder` would make of `pack` (None: there is none yet)."""
    told(0.05, mark("reading the files"))
    try:
        found = _read(upload, folder, pack, work_folder)
    except UserError as error:
        found = _refused(error)
    told(0.7, mark("comparing with what is stored"))
    tables = found.tables
    code = upload.code
    if tables is not None and tables.municipality.code != code:
        found = _refused(_other_municipality(tables, code))
        tables = None
    changes = differences.compare(pack.tables if pack else None, tables) if tables is not None else ()
    told(0.95, mark("writing the report"))
    return Planned(
        tables=tables,
        extras=found.extras,
        properties=found.properties,
        files=found.files,
        report=_report(found, changes, pack),
    )


def _read(upload: Upload, folder: Path, pack: StoredPack | None, work_folder: Path) -> _Found:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    if upload.kind in {PACK, DRAFT}:
        return _read_pack(files, folder, pack, work_folder)
    if pack is None:
        raise InvalidInput(
            mark("The municipality has no data yet."),
            code="no_pack",
            hint=mark("Take in a whole pack, or begin with a draft from open data."),
        )
    if len(files) != 1:
        raise InvalidInput(mark("Give one file at a time."), code="one_file")
    return _read_sheet(upload, files[0], pack)


def _read_pack(files: Sequence[Path], folder: Path, pack: StoredPack | None, work_folder: Path) -> _Found:
    is_zip = len(files) == 1 and files[0].suffix.lower() == ".zip"
    given = doors.PACK_FILES.value.read_given(
        files[0] if is_zip else folder,
        over=pack.tables if pack else None,
        extras=pack.extras if pack else {},
        work_folder=work_folder,
    )
    reading = given.reading
    return _Found(
        tables=reading.tables,
        extras=reading.extras,
        properties=reading.properties,
        files=given.files,
        notes={code: [note.told_in(language(code)) for note in given.notes] for code in LANGUAGES},
        problems={code: _pack_problems(reading, code) for code in LANGUAGES},
        left_out=max(0, len(reading.problems) - MOST_TOLD),
    )


def _read_sheet(upload: Upload, path: Path, pack: StoredPack) -> _Found:
    spreadsheets = doors.SPREADSHEETS.value
    if upload.kind == CALLS:
        given = spreadsheets.read_answers(
            path,
            tables=pack.tables,
            extras=pack.extras,
            pack_hash=pack.pack_hash,
            today=datetime.date.today().isoformat(),
        )
    else:
        given = spreadsheets.read_table(
            path,
            table=upload.table,
            sheet=upload.sheet,
            tables=pack.tables,
            extras=pack.extras,
            pack_hash=pack.pack_hash,
        )
    return _Found(
        tables=given.tables,
        extras=pack.extras,
        notes={code: list(given.summary.get(code, ())) for code in LANGUAGES},
        problems={code: [_sheet_note(note) for note in given.problems.get(code, ())][:MOST_TOLD] for code in LANGUAGES},
        left_out=given.left_out + max(0, len(given.problems.get("en", ())) - MOST_TOLD),
    )


def _pack_problems(reading: PackReading, code: str) -> list[Mapping[str, str]]:
    ordered = sorted(reading.problems, key=lambda problem: not problem.is_error)
    return [_pack_note(problem, code) for problem in ordered[:MOST_TOLD]]


def _pack_note(problem: Problem, code: str) -> Mapping[str, str]:
    told_in = language(code)
    place = " ".join(part for part in (problem.file, str(problem.row), problem.column) if part)
    return {
        "level": problem.level,
        "place": place,
        "message": problem.message(told_in),
        "remedy": problem.remedy(told_in),
    }


def _sheet_note(note: SheetNote) -> Mapping[str, str]:
    return {"level": note.level, "place": note.place, "message": note.message, "remedy": note.remedy}


def _refused(error: UserError) -> _Found:
    return _Found(
        tables=None,
        extras={},
        problems={
            code: [
                {
                    "level": "error",
                    "place": "",
                    "message": language(code).say(error.sentence, **error.values),
                    "remedy": language(code).say(error.hint, **error.values) if error.hint else "",
                }
            ]
            for code in LANGUAGES
        },
    )


def _other_municipality(tables: PackTables, code: str) -> InvalidInput:
    return InvalidInput(
        mark("The data are those of municipality {found}, not of {wanted}."),
        code="other_municipality",
        hint=mark("Choose the file of this municipality."),
        found=tables.municipality.code,
        wanted=code,
    )


def _report(found: _Found, changes: Sequence[RowChange], pack: StoredPack | None) -> dict[str, Any]:
    counts = Counter((change.table, change.kind) for change in changes)
    has_more = bool(found.files) or pack is None or (found.tables is not None and pack.extras != found.extras)
    return {
        "is_usable": found.tables is not None,
        "is_new": pack is None,
        "changes_anything": bool(changes) or has_more,
        "notes": {code: list(told) for code, told in found.notes.items()},
        "problems": {code: list(told) for code, told in found.problems.items()},
        "left_out": found.left_out,
        "counts": [
            {
                "table": table,
                "added": counts[table, "added"],
                "changed": counts[table, "changed"],
                "removed": counts[table, "removed"],
            }
            for table in differences.KEYS
            if any(counts[table, kind] for kind in ("added", "changed", "removed"))
        ],
        # Rows that go are looked at first, then those that change; new rows are the least surprise.
        "changes": [_told_change(change) for change in sorted(changes, key=_surprise)[:MOST_TOLD]],
        "changes_left_out": max(0, len(changes) - MOST_TOLD),
        "files": sorted(found.files),
    }


def _surprise(change: RowChange) -> int:
    return ("removed", "changed", "added").index(change.kind)


def _told_change(change: RowChange) -> dict[str, Any]:
    cells = [
        {"column": cell.column, "old": cell.old, "new": cell.new}
        for cell in change.cells
        if cell.column != "geometry" or change.kind == "changed"
    ]
    for cell in cells:
        if cell["column"] == "geometry":
            cell["old"], cell["new"] = bool(cell["old"]), bool(cell["new"])
    return {"table": change.table, "kind": change.kind, "key": list(change.key), "cells": cells}
