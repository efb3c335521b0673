"""From a pack to a ranking: the question put together from the pack, the hazards, the catalogue and the ranges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.measures import load_measures
from beredt.adapters.packs import reader
from beredt.domain.impact.result import NotModelled
from beredt.domain.measures import asking
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.candidates import unused_prices
from beredt.domain.measures.ranking import Question
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.domain.riskpicture.scenario import Scenario
from beredt.overview.runs import expected_of_everyone
from beredt.telling.measure_words import Places
from beredt.telling.names import Names


@attrs.frozen(kw_only=True, eq=False)
class RankPack:
    """A pack read for ranking: its tables, what the engine sees, and the fingerprint of what was read."""

    tables: PackTables
    snapshot: MunicipalitySnapshot
    pack_hash: str


def open_rank_pack(path: Path) -> RankPack:
    """The pack at `path`; raises `UnusablePack` with all its problems."""
    tables, pack_hash = reader.require_pack(path)
    return RankPack(tables=tables, snapshot=build_snapshot(tables), pack_hash=pack_hash)


def put_question(
    pack: RankPack, *, scenarios: tuple[Scenario, ...], not_modelled: tuple[NotModelled, ...], options: RankOptions
) -> Question:
    """What is to be ranked, with the measures and ranges that ship with the program; raises as `asking` does."""
    return asking.put_question(
        tables=pack.tables,
        snapshot=pack.snapshot,
        pack_hash=pack.pack_hash,
        scenarios=scenarios,
        not_modelled=not_modelled,
        measures=load_measures(),
        default_ranges=load_default_ranges(),
        expected=expected_of_everyone(),
        options=options,
    )


def prices_without_place(pack: RankPack, question: Question) -> Sequence[str]:
    """Rows of the pack's measures.csv that name no measure and no place here."""
    return unused_prices(pack.tables.measures, load_measures(), question.candidates)


def places_of(pack: RankPack, names: Names) -> Places:
    """Names of the places where measures go."""
    sites = pack.snapshot.sites
    return Places(names=names, sites=dict(zip(sites.site_id, sites.name, strict=True)))
