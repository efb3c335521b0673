"""The document `beredt/explain/1`: the cause chains of one profile (docs/reference/results.md)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.adapters.results.assess_document import FILE_OF_OUTAGES, MARKING, Document, hours_or_null
from beredt.adapters.results.files import rounded
from beredt.domain.impact.result import ENGINE, CauseChain, ChainLink

SCHEMA = "beredt/explain/1"


@attrs.frozen(kw_only=True)
class ExplainedRun:
    """What was run: enough to repeat it. `hazard` is empty for a file of outages."""

    pack_hash: str
    municipality_code: str
    municipality_name: str
    hazard: str
    horizon_hours: int
    draws: int
    seed: int
    profile_id: str
    people: int


def explain_document(run: ExplainedRun, chains: Sequence[CauseChain]) -> Document:
    """The whole document, ready for `files.write_json`; chains in the order they were found to matter."""
    return {
        "schema": SCHEMA,
        "marking": MARKING,
        "pack_hash": run.pack_hash,
        "engine": ENGINE,
        "municipality": {"code": run.municipality_code, "name": run.municipality_name},
        "hazard": run.hazard or FILE_OF_OUTAGES,
        "horizon_hours": run.horizon_hours,
        "draws": run.draws,
        "seed": run.seed,
        "profile_id": run.profile_id,
        "people": run.people,
        "chains": [_chain(chain) for chain in chains],
    }


def _chain(chain: CauseChain) -> Document:
    return {
        "group_id": chain.group_id,
        "need_type": chain.need_type,
        "severity": chain.severity,
        "share_of_harm": rounded(chain.share_of_harm),
        "causes": list(chain.causes),
        "tolerance_hours": hours_or_null(chain.tolerance_minutes),
        "onset_hours": hours_or_null(chain.onset_minute),
        "links": [_link(link) for link in chain.links],
    }


def _link(link: ChainLink) -> Document:
    return {
        "asset_id": link.asset_id,
        "down_from_hours": hours_or_null(link.down_minute),
        "buffer_hours": hours_or_null(link.buffer_minutes),
        "why": link.why,
    }
