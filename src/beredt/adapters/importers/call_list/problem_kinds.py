"""Every kind of problem that a filled call list can have beside those of a spreadsheet's cells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beredt.adapters.importers.spreadsheet import problem_kinds as spreadsheet
from beredt.domain.municipality.problem_kind import ProblemKind, error, warning
from beredt.kit.language import mark

_AN_ANSWER = mark("A number, no, or: don't know.")

_KINDS = (
    error(
        "no_call_list",
        mark("This workbook is not a call list from Beredt, or its hidden sheet is gone."),
        mark("The file that beredt verify-first --calls wrote, with answers in it."),
        mark("Fill in the original file; do not copy its rows into another workbook."),
    ),
    error(
        "unknown_question",
        mark("There is an answer, but the row's key is missing or unknown."),
        mark("The key in the hidden column, as it was."),
        mark("Write the answer in the original row."),
    ),
    error(
        "answered_twice",
        mark("The same question has another answer in {other}."),
        mark("One answer to each question."),
        mark("Delete one of the two."),
    ),
    error(
        "no_answer",
        mark("The answer cannot be read."),
        _AN_ANSWER,
        mark("Write only the number, in the row's unit."),
    ),
    error(
        "how_many",
        mark("The answer is yes, but the question is how many."),
        _AN_ANSWER,
        mark("Write the number."),
    ),
    error(
        "negative_answer",
        mark("The answer is below 0."),
        _AN_ANSWER,
        mark("Write the number without a minus."),
    ),
    error(
        "absurd_answer",
        mark("{shown} is more than can be right; the most that is accepted here is {most}."),
        _AN_ANSWER,
        mark("Check the unit: {unit}."),
    ),
    error(
        "half_person",
        mark("{shown} is not a whole number of persons."),
        mark("A whole number."),
        mark("Write the number of persons."),
    ),
    error(
        "answer_without_date",
        mark("The answer has no date."),
        mark("The day on which it was given, for instance 23-11-2026."),
        mark("Write the date."),
    ),
    error(
        "date_to_come",
        mark("The date {shown} has not come yet."),
        mark("The day on which the answer was given."),
        mark("Correct the date."),
    ),
    error(
        "personal_detail",
        mark("This looks like a telephone number, an e-mail address or a person number; it is not shown here."),
        mark("A function, for instance: head of operations."),
        mark("Write the function of the one who answered, and delete the rest."),
    ),
    error(
        "function_too_long",
        mark("The function is longer than {most} letters."),
        mark("A function, for instance: head of operations."),
        mark("Write it shorter."),
    ),
    error(
        "value_gone",
        mark("The pack no longer has what this question was about ({place})."),
        mark("The pack that the list was made from."),
        mark("Make a new call list, and write the answer there."),
    ),
    warning(
        "no_function",
        mark("It does not say who answered."),
        mark("A function, for instance: head of operations."),
        mark("Write the function; the answer is taken all the same."),
    ),
    warning(
        "far_from_assumed",
        mark("{shown} lies outside what was thought possible ({low} to {high})."),
        mark("The true value."),
        mark("Check the unit ({unit}); the answer is taken as it stands."),
    ),
    warning(
        "newer_in_pack",
        mark("The pack has a verified value from {as_of}, which is newer than this answer; the answer is not used."),
        mark("The newest answer."),
        mark("Nothing to do, unless the date is wrong."),
    ),
)

KINDS: Mapping[str, ProblemKind] = MappingProxyType({**spreadsheet.KINDS, **{kind.code: kind for kind in _KINDS}})
"""The kinds of a spreadsheet and those of a call list, by code."""
