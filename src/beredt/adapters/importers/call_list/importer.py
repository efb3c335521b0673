"""The way back: a filled call list and a pack in, verified values out; stored only when asked, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from beredt.adapters.importers.call_list import answers, reading
from beredt.adapters.importers.call_list.answers import Answer, Expected, RefusedAnswer
from beredt.adapters.importers.call_list.problem_kinds import KINDS
from beredt.adapters.importers.call_list.reading import AskedQuestion, FilledList, FilledRow
from beredt.adapters.importers.call_list.report import CallReport, SettledQuestion
from beredt.adapters.importers.spreadsheet import spreadsheet_file
from beredt.adapters.importers.spreadsheet.config import LIMITS, Limits
from beredt.adapters.importers.spreadsheet.problem import SheetProblem, problem_from_error
from beredt.adapters.importers.spreadsheet.workbook import Workbook
from beredt.adapters.packs import reader, writer
from beredt.adapters.packs.reader import PackReading
from beredt.domain.measures.settling import PackValues, Place, SettledChange, Settlement, settle
from beredt.domain.municipality import checks, verification
from beredt.domain.municipality.head_room import with_room_for
from beredt.domain.municipality.tables import PackTables
from beredt.kit.errors import InvalidInput, NotFound, UserError
from beredt.kit.language import Language, language, mark


@attrs.frozen(kw_only=True, eq=False)
class CallPlan:
    """A dry run's `report`, and what to store if it is accepted; `tables` is None where there are errors."""

    report: CallReport
    path: Path
    tables: PackTables | None
    reading: PackReading


def plan_calls(source: Path, *, pack: Path, today: str, told_in: Language, limits: Limits = LIMITS) -> CallPlan:
    """What the answers in `source` would do to `pack`; nothing is written.

    `today` is an ISO date: no answer is from a day to come. `told_in` is the language of the problems; what is
    stored is Danish, so that the same answers give the same pack for everybody. Raises `NotFound` where there is no
    pack.
    """
    if not pack.exists():
        raise NotFound(mark("There is no pack {pack}."), code="pack_not_found", pack=pack.name)
    return plan_over(source, read_pack=reader.read_pack(pack), pack=pack, today=today, told_in=told_in, limits=limits)


def plan_over(
    source: Path, *, read_pack: PackReading, pack: Path, today: str, told_in: Language, limits: Limits = LIMITS
) -> CallPlan:
    """What the answers in `source` would do to a pack that was read already; `pack` tells its name."""
    report = CallReport(file=source.name, pack=pack.name)
    if read_pack.tables is None:
        report = attrs.evolve(report, pack_problems=read_pack.problems)
        return CallPlan(report=report, path=pack, tables=None, reading=read_pack)
    filled = _read_filled(source, limits)
    if isinstance(filled, SheetProblem):
        return CallPlan(report=attrs.evolve(report, problems=(filled,)), path=pack, tables=None, reading=read_pack)
    judging = _Judging(file=source.name, filled=filled, tables=read_pack.tables, today=today, told_in=told_in)
    return _plan(report, judging, pack, read_pack, limits)


def plan_answer(
    row: FilledRow, question: AskedQuestion, *, tables: PackTables, today: str, told_in: Language
) -> CallPlan:
    """What one answer to one question would do to a pack, as if it stood in a filled list."""
    code = tables.municipality.code
    read_pack = PackReading(tables=tables, problems=(), pack_hash="")
    filled = FilledList(municipality_code=code, questions={question.question_id: question}, rows=(row,))
    judging = _Judging(file="", filled=filled, tables=tables, today=today, told_in=told_in)
    return _plan(CallReport(file="", pack=code), judging, Path(code), read_pack, LIMITS)


def apply_calls(plan: CallPlan) -> CallReport:
    """The report of the stored answers; the pack is replaced as a whole.

    Raises `InvalidInput` where the plan has errors or the pack has changed since the dry run, and what
    `writer.write_pack` raises; the pack is then untouched.
    """
    if plan.tables is None:
        raise InvalidInput(mark("An import with errors cannot be stored."), code="import_has_errors")
    if reader.read_pack(plan.path).pack_hash != plan.reading.pack_hash:
        raise InvalidInput(
            mark("The pack {pack} was changed after the dry run; nothing was stored."),
            code="pack_changed",
            hint=mark("Make the dry run again."),
            pack=plan.path.name,
        )
    kept = plan.reading
    stored = writer.write_pack(plan.tables, plan.path, extras=kept.extras, properties=kept.properties)
    return attrs.evolve(plan.report, stored=True, pack_hash=stored)


def _read_filled(source: Path, limits: Limits) -> FilledList | SheetProblem:
    try:
        content = spreadsheet_file.load_content(source, limits=limits)
        book = spreadsheet_file.open_spreadsheet(content, ending=source.suffix, limits=limits)
        if not isinstance(book, Workbook):
            return SheetProblem(file=source.name, kind=KINDS["no_call_list"])
        try:
            filled = reading.read_filled_list(book)
        finally:
            book.close()
    except UserError as error:
        return problem_from_error(source.name, error)
    return SheetProblem(file=source.name, kind=KINDS["no_call_list"]) if filled is None else filled


def _plan(report: CallReport, judging: _Judging, pack: Path, read_pack: PackReading, limits: Limits) -> CallPlan:
    settled = judging.judge()
    before = judging.tables
    after, changes = settle(before, [question.settlement for question in settled])
    asked = {change.place[1][0] for change in changes if change.place[2] == "people"}
    roomy = with_room_for(after, asked) if asked else after
    made_room = _counted(after) - _counted(roomy)
    after = roomy
    problems = tuple(sorted(judging.problems, key=lambda problem: not problem.is_error))
    errors = [problem for problem in checks.check_tables(after, words=reader.shipped_words()) if problem.is_error]
    report = attrs.evolve(
        report,
        problems=problems[: limits.problems],
        left_out=max(0, len(problems) - limits.problems),
        pack_problems=tuple(errors),
        questions=tuple(_with_changes(question, changes) for question in settled),
        blank=len(judging.filled.questions) - len({row.question_id for row in judging.filled.rows}),
        made_room=made_room,
        changes_pack=after != before,
    )
    return CallPlan(report=report, path=pack, tables=None if report.has_errors else after, reading=read_pack)


def _counted(tables: PackTables) -> int:
    """People [persons] in all profiles."""
    return sum({row.profile_id: row.people for row in tables.needs}.values())


def _with_changes(question: SettledQuestion, changes: Sequence[SettledChange]) -> SettledQuestion:
    places = set(question.settlement.places)
    return attrs.evolve(question, changes=tuple(change for change in changes if change.place in places))


class _Judging:
    """Goes through the filled rows of a list: `problems` are what cannot be taken, or deserves a warning."""

    def __init__(self, *, file: str, filled: FilledList, tables: PackTables, today: str, told_in: Language) -> None:
        self.file = file
        self.filled = filled
        self.tables = tables
        self.problems: list[SheetProblem] = []
        self._today = today
        self._told_in = told_in
        self._values = PackValues(tables)
        self._origins = verification.ValueOrigins(tables.provenance)

    def judge(self) -> list[SettledQuestion]:
        """The answers that can be taken, in the order of the sheets."""
        if self.filled.municipality_code != self.tables.municipality.code:
            values = {"found": self.filled.municipality_code, "code": self.tables.municipality.code}
            self.problems.append(SheetProblem(file=self.file, kind=KINDS["other_municipality"], values=values))
            return []
        settled: dict[str, tuple[FilledRow, SettledQuestion]] = {}
        for row in self.filled.rows:
            question = self.filled.questions.get(row.question_id)
            if question is None:
                self._tell(row, "unknown_question", "answer")
                continue
            taken = self._take(row, question)
            first = settled.get(row.question_id)
            if taken is None:
                continue
            if first and first[1].settlement != taken.settlement:
                self._tell(row, "answered_twice", "answer", other=first[0].place)
                continue
            settled.setdefault(row.question_id, (row, taken))
        return [question for _, question in settled.values()]

    def _take(self, row: FilledRow, question: AskedQuestion) -> SettledQuestion | None:
        places = tuple((value.table, value.key, value.column) for value in question.values)
        gone = next((place for place in places if self._values.of(place) is None), None)
        if gone is not None or len({place[2] for place in places}) != 1:
            shown_place = ", ".join((gone[0], "/".join(gone[1]), gone[2])) if gone else question.question_id
            self._tell(row, "value_gone", "key", place=shown_place)
            return None
        try:
            answers.read_function(question.recipient)  # it is stored too, and somebody may have written in it
            expected = self._expected(question)
            answer = answers.read_answer(row.answer, expected)
        except RefusedAnswer as refused:
            self._tell(row, refused.code, "answer", **{**refused.values, "unit": self._unit(question)})
            return None
        told_by, day = self._cell(row, "told_by"), self._cell(row, "date")
        if told_by is None or day is None:
            return None
        if answer.value is not None and not day:
            self._tell(row, "answer_without_date", "date")
            return None
        newest = self._newest(places)
        if answer.value is not None and newest > day:
            self._tell(row, "newer_in_pack", "date", as_of=newest)
            return None
        self._warn(row, question, expected, answer, told_by)
        return self._settled(row, question, places, answer, told_by, day)

    def _cell(self, row: FilledRow, name: str) -> str | None:
        """The function or the day in a row; None where it is refused, which has then been told."""
        try:
            if name == "told_by":
                return answers.read_function(row.told_by)
            return answers.read_day(row.date, today=self._today)
        except RefusedAnswer as refused:
            self._tell(row, refused.code, name, **refused.values)
            return None

    def _expected(self, question: AskedQuestion) -> Expected:
        column = question.values[0].column
        is_count = column == "people"
        lows, highs = [value.low for value in question.values], [value.high for value in question.values]
        return Expected(
            column=column,
            most=float(self.tables.municipality.population) if is_count else answers.MOST_HOURS,
            low=sum(lows) if is_count else min(lows),
            high=sum(highs) if is_count else max(highs),
        )

    def _newest(self, places: Sequence[Place]) -> str:
        """The date of the newest verified value among the places; empty where none is verified."""
        found = (self._origins.of(*place) for place in places)
        return max((row.as_of for row in found if row and row.basis == "verified"), default="")

    def _warn(self, row: FilledRow, question: AskedQuestion, expected: Expected, answer: Answer, told_by: str) -> None:
        if answer.is_far:
            shown = answer.value or 0.0
            unit = self._unit(question)
            self._tell(row, "far_from_assumed", "answer", shown=shown, low=expected.low, high=expected.high, unit=unit)
        if not told_by:
            self._tell(row, "no_function", "told_by")

    def _settled(
        self,
        row: FilledRow,
        question: AskedQuestion,
        places: tuple[Place, ...],
        answer: Answer,
        told_by: str,
        day: str,
    ) -> SettledQuestion:
        danish = language("da")
        told = [danish.say(mark("telephone call")), question.recipient, told_by]
        if answer.value is None:
            asked = mark("asked {day}: did not know")
            told.append(danish.say(asked, day=day) if day else danish.say(mark("asked: did not know")))
        elif question.values[0].column == "people" and len(places) > 1:
            total = danish.number(answer.value)
            told.append(danish.say(mark("{count} in all, spread as before"), count=total))
        settlement = Settlement(
            assumption_id=question.values[0].assumption_id,
            places=places,
            answer=answer.value,
            source=", ".join(part for part in told if part),
            as_of=day,
        )
        return SettledQuestion(
            question_id=question.question_id,
            recipient=question.recipient,
            sheet=row.sheet,
            row=row.row,
            settlement=settlement,
        )

    def _unit(self, question: AskedQuestion) -> str:
        is_count = question.values[0].column == "people"
        return self._told_in.say(mark("persons")) if is_count else self._told_in.say(mark("hours"))

    def _tell(self, row: FilledRow, code: str, name: str, **values: object) -> None:
        self.problems.append(row.problem(self.file, code, name, values))
