"""From a pack to a ranking: the question put together from the pack, the hazards, the catalogue and the ranges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.measures import load_measures
from beredt.adapters.packs import reader
from beredt.domain.impact.result import NotModelled
from beredt.domain.measures import ranges
from beredt.domain.measures.candidates import NoTarget, expand, unused_prices
from beredt.domain.measures.ranking import Question
from beredt.domain.measures.result import Unranked
from beredt.domain.municipality.snapshot import MunicipalitySnapshot, build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.errors import NotFound
from beredt.kit.language import mark
from beredt.overview.measure_words import Places
from beredt.overview.names import Names
from beredt.overview.runs import expected_of_everyone


@attrs.frozen(kw_only=True, eq=False)
class RankPack:
    """A pack read for ranking: its tables, what the engine sees, and the fingerprint of what was read."""

    tables: PackTables
    snapshot: MunicipalitySnapshot
    pack_hash: str


@attrs.frozen(kw_only=True)
class RankOptions:
    """How is ranked; `sets` is the number of assumption sets, 0 for none (and no ranges)."""

    budget_kr: float
    draws: int
    seed: int
    objective: str = "people"
    sets: int = 40


def open_rank_pack(path: Path) -> RankPack:
    """The pack at `path`; raises `UnusablePack` with all its problems."""
    tables, pack_hash = reader.require_pack(path)
    return RankPack(tables=tables, snapshot=build_snapshot(tables), pack_hash=pack_hash)


def put_question(
    pack: RankPack, *, scenarios: tuple[Scenario, ...], not_modelled: tuple[NotModelled, ...], options: RankOptions
) -> Question:
    """What is to be ranked; raises `NotFound` where no hazard can be computed in this municipality."""
    if not scenarios:
        raise NotFound(
            mark("None of these hazards can be computed in this municipality: {names}."),
            hint=mark("beredt assess PACK --all tells why; beredt municipality check PACK tells what the pack has."),
            code="nothing_to_rank",
            names=", ".join(entry.hazard for entry in not_modelled) or "-",
        )
    candidates, without = expand(load_measures(), pack.snapshot, pack.tables.measures)
    return Question(
        tables=pack.tables,
        pack_hash=pack.pack_hash,
        scenarios=scenarios,
        candidates=candidates,
        assumptions=ranges.find_assumptions(pack.tables, load_default_ranges()),
        unranked=tuple(map(unranked_of, without)),
        not_modelled=not_modelled,
        budget_kr=options.budget_kr,
        draws=options.draws,
        seed=options.seed,
        objective=options.objective,
        sets=options.sets,
        expected=expected_of_everyone(),
    )


def unranked_of(without: NoTarget) -> Unranked:
    """A measure without a candidate as an entry of the list of those without a number."""
    measure = without.measure
    return Unranked(
        candidate_id=measure.measure_id,
        measure_id=measure.measure_id,
        name_da=measure.name_da,
        name_en=measure.name_en,
        reason=without.reason,
    )


def prices_without_place(pack: RankPack, question: Question) -> Sequence[str]:
    """Rows of the pack's measures.csv that name no measure and no place here."""
    return unused_prices(pack.tables.measures, load_measures(), question.candidates)


def places_of(pack: RankPack, names: Names) -> Places:
    """Names of the places where measures go."""
    sites = pack.snapshot.sites
    return Places(names=names, sites=dict(zip(sites.site_id, sites.name, strict=True)))
