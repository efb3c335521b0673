"""Rows ⇄ values: rankings, verifications and decisions."""

from __future__ import annotations

from typing import Any

from beredt.apps.measures.models import DecisionRecord, Ranking, Verification
from beredt.apps.measures.stored import (
    Beside,
    Decision,
    RankingSummary,
    RankSettings,
    StoredRanking,
    StoredVerification,
)
from beredt.domain.measures.calls import CallList
from beredt.domain.measures.result import RankResult, VerifyFirst
from beredt.kit.packing import packed, unpacked


def result_bytes(result: RankResult) -> bytes:
    """The result packed."""
    return packed(result, RankResult)


def beside_bytes(beside: Beside) -> bytes:
    """What is kept beside it, packed."""
    return packed(beside, Beside)


def settings_bytes(settings: RankSettings) -> bytes:
    """The settings packed."""
    return packed(settings, RankSettings)


def summary_of(row: Ranking) -> RankingSummary:
    """One line on a ranking."""
    return RankingSummary(
        ranking_id=row.id,
        made_at=row.made_at,
        made_by=row.made_by,
        pack_revision=row.pack_revision,
        pack_hash=row.pack_hash,
        settings=unpacked(bytes(row.settings), RankSettings),
        hazards=row.hazards,
        engine=row.engine,
        program=row.program,
        seconds=row.seconds,
    )


def ranking_of(row: Ranking) -> StoredRanking:
    """The whole ranking."""
    return StoredRanking(
        summary=summary_of(row),
        result=unpacked(bytes(row.content), RankResult),
        beside=unpacked(bytes(row.beside), Beside),
    )


def verification_values(found: VerifyFirst, calls: CallList) -> dict[str, Any]:
    """The packed columns of a verification."""
    return {"found": packed(found, VerifyFirst), "calls": packed(calls, CallList)}


def verification_of(row: Verification) -> StoredVerification:
    """The whole verification."""
    return StoredVerification(
        verification_id=row.id,
        ranking_id=row.ranking_id,
        made_at=row.made_at,
        pack_revision=row.pack_revision,
        pack_hash=row.pack_hash,
        seconds=row.seconds,
        found=unpacked(bytes(row.found), VerifyFirst),
        calls=unpacked(bytes(row.calls), CallList),
    )


def decision_of(row: DecisionRecord) -> Decision:
    """One decision."""
    return Decision(
        candidate_id=row.candidate_id,
        measure_id=row.measure_id,
        name_da=row.name_da,
        name_en=row.name_en,
        decision=row.decision,
        decider=row.decider,
        reason=row.reason,
        version=row.version,
        decided_at=row.decided_at,
        recorded_by=row.recorded_by,
        ranking_id=row.ranking_id,
        is_undo=row.is_undo,
    )
