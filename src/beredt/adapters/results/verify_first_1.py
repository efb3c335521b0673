"""The document `beredt/verify-first/1`: what to verify first and whom to ask, as machines read it.

Fields may be added, never renamed. Nothing tells of clock, path, host or threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from beredt.adapters.results.assess_document import MARKING, Document
from beredt.adapters.results.files import rounded
from beredt.domain.impact.result import ENGINE, NotModelled
from beredt.domain.measures.calls import CallList, CallQuestion, CallSheet
from beredt.domain.measures.result import RankedAssumption, RankResult, VerifyFirst

SCHEMA = "beredt/verify-first/1"


def verify_first_document(
    found: VerifyFirst,
    calls: CallList,
    ranking: RankResult,
    *,
    municipality_code: str,
    municipality_name: str,
    draws: int,
    seed: int,
    say_question: Callable[[CallQuestion], str],
    say_recipient: Callable[[CallSheet], str],
) -> Document:
    """The whole document, ready for `files.write_json`; assumptions and calls in the order of their worth.

    `say_question` and `say_recipient` put questions and recipients into Danish, whatever the reader's language is.
    """
    return {
        "schema": SCHEMA,
        "marking": MARKING,
        "pack_hash": found.pack_hash,
        "engine": ENGINE,
        "municipality": {"code": municipality_code, "name": municipality_name},
        "objective": ranking.objective,
        "draws": draws,
        "seed": seed,
        "budget_kr": rounded(ranking.best_set.budget_kr),
        "hazards": [
            {"hazard": entry.hazard, "weight": rounded(entry.weight)}
            for entry in sorted(ranking.weights, key=lambda entry: entry.hazard)
        ],
        "best_set": list(found.best_set),
        "assumptions": [_assumption(entry, calls) for entry in found.assumptions],
        "calls": [_sheet(sheet, say_question, say_recipient) for sheet in calls.sheets],
        "not_asked": [question.question_id for question in calls.unasked],
        "not_modelled": _not_modelled(ranking.not_modelled),
    }


def _assumption(entry: RankedAssumption, calls: CallList) -> Document:
    return {
        "assumption_id": entry.assumption_id,
        "column": entry.column,
        "rows": [{"table": table, "row_key": row_key} for table, row_key in entry.rows],
        "value": rounded(entry.value),
        "low": rounded(entry.low),
        "high": rounded(entry.high),
        "swing": {
            "critical_people": rounded(entry.swing_people),
            "person_hours_critical": rounded(entry.swing_person_hours),
        },
        "regret_people": None if entry.regret_people is None else rounded(entry.regret_people),
        "changes_first_choice": entry.changes_first_choice,
        "ask": [question.question_id for question in calls.questions if question.assumption_id == entry.assumption_id],
    }


def _sheet(
    sheet: CallSheet, say_question: Callable[[CallQuestion], str], say_recipient: Callable[[CallSheet], str]
) -> Document:
    return {
        "recipient": sheet.recipient.recipient_id,
        "role": sheet.recipient.role,
        "name": say_recipient(sheet),
        "left_out": sheet.left_out,
        "questions": [_question(question, say_question) for question in sheet.questions],
    }


def _question(question: CallQuestion, say_question: Callable[[CallQuestion], str]) -> Document:
    return {
        "question_id": question.question_id,
        "assumption_id": question.assumption_id,
        "text": say_question(question),
        "unit": question.unit,
        "value": rounded(question.value),
        "low": rounded(question.low),
        "high": rounded(question.high),
        "settles": [
            {"table": value.table, "row_key": "/".join(value.key), "column": value.column} for value in question.settles
        ],
    }


def _not_modelled(entries: Sequence[NotModelled]) -> list[Document]:
    return [{"hazard": entry.hazard, "reason": entry.reason} for entry in sorted(entries, key=lambda e: e.hazard)]
