"""What papers are written from: the demo municipality or a small pack, with a ranking and a call list made by hand.

The ranking puts measures at every kind of asset there is, vendors too, so that a name which leaks is seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Any

import attrs

from beredt.adapters.catalogues import reader as catalogues
from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.measures import ranges
from beredt.domain.measures.calls import make_call_list
from beredt.domain.measures.measure import Range
from beredt.domain.measures.result import BestSet, LeftWithout, RankedAssumption, RankResult, VerifyFirst
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import PackTables
from beredt.kit.language import language
from beredt.overview import runs
from beredt.overview.reports import gathering
from beredt.overview.reports.findings import Findings
from beredt.overview.reports.imprint import Imprint
from beredt.telling import hazards
from beredt.telling.data_age import data_age
from factories import rankings

PRINTED = Imprint(date=datetime.date(2026, 11, 23))
PACK_HASH = "5eed" * 16
DRAWS = 40
HAZARDS = ("nrb-2022/storm", "nrb-2022/cyber", "nrb-2022/space-weather", "nrb-2022/terrorism")


@cache
def demo_tables() -> PackTables:
    """The demo municipality."""
    return build_fjordby()


@cache
def demo_findings(code: str = "da", wanted: tuple[str, ...] = HAZARDS) -> Findings:
    """The demo in a few hazards, with chains, ranking and calls."""
    return findings_of(demo_tables(), code=code, wanted=wanted)


def findings_of(
    tables: PackTables, *, code: str = "da", wanted: Iterable[str] = HAZARDS, draws: int = DRAWS
) -> Findings:
    """The findings of any pack in hazards of the 2022 catalogue."""
    registry = catalogues.open_catalogues("nrb-2022")
    pack = runs.OpenPack(snapshot=build_snapshot(tables), pack_hash=PACK_HASH, age=data_age(tables))
    chosen = tuple(registry.hazard(hazard) for hazard in wanted)
    found = gathering.gather(
        pack,
        local=hazards.localise_all(chosen, snapshot=pack.snapshot, horizon_hours=72),
        editions=(registry.selected,),
        options=runs.RunOptions(horizon_hours=72, draws=draws, seed=1),
        language=language(code),
        on_start=lambda number, scenario: None,
        chains_for=len(chosen),
    )
    if not found.results:
        return found
    return attrs.evolve(found, ranking=ranking_of(found, tables), calls=calls_of(tables))


def ranking_of(found: Findings, tables: PackTables) -> RankResult:
    """A ranking whose measures stand at the first asset of every kind, in groups of three."""
    first_of_kind = {row.kind: row.asset_id for row in reversed(tables.assets)}
    places = sorted(first_of_kind.values())
    entries = [
        rankings.build_ranked(
            rankings.build_candidate(rankings.HOOKUP if number % 4 else rankings.BATTERY, place),
            effect=rankings.build_effect(90.0 / (number + 1), 40.0 / (number + 1), 140.0 / (number + 1)),
            group=1 + number // 3,
            first_in_sets=max(31 - number, 0),
        )
        for number, place in enumerate(places)
    ]
    cheap = rankings.build_candidate(
        rankings.LISTS, places[0], places[-1], capital_kr=Range(low=5_000.0, likely=20_000.0, high=30_000.0)
    )
    do_now = rankings.build_ranked(
        cheap, is_do_now=True, first_in_sets=None, group=2, effect=rankings.build_effect(9.0)
    )
    candidates = tuple(entry.candidate for entry in (*entries, do_now))
    best = BestSet(
        budget_kr=2_000_000.0,
        cost_kr=_sum(candidate.cost_kr for candidate in candidates),
        candidates=candidates,
        effect=rankings.build_effect(120.0, 70.0, 160.0),
        left_without=(
            LeftWithout(need_type="heat", severity="critical", under_4h=False, people_mean=90.0),
            LeftWithout(need_type="oxygen", severity="critical", under_4h=True, people_mean=3.2),
        ),
        found_by="greedy",
    )
    return rankings.build_ranking(
        pack_hash=PACK_HASH, base=found.assessment.hazards, measures=(*entries, do_now), best_set=best
    )


def calls_of(tables: PackTables) -> Any:
    """A call list in which every assumption moves a different number of people."""
    assumptions = ranges.find_assumptions(tables, load_default_ranges())
    ranked = tuple(
        RankedAssumption(
            assumption_id=entry.assumption_id,
            column=entry.values[0].column,
            rows=tuple((value.table, "/".join(value.key)) for value in entry.values),
            value=entry.values[0].value,
            low=entry.values[0].low,
            high=entry.values[0].high,
            swing_people=200.0 / (number + 1),
            swing_person_hours=3.0,
            regret_people=None,
            changes_first_choice=bool(number % 2),
        )
        for number, entry in enumerate(assumptions)
    )
    found = VerifyFirst(pack_hash=PACK_HASH, assumptions=ranked, best_set=())
    return make_call_list(found, assumptions, tables)


def _sum(prices: Iterable[Range]) -> Range:
    listed = list(prices)
    return Range(
        low=sum(price.low for price in listed),
        likely=sum(price.likely for price in listed),
        high=sum(price.high for price in listed),
    )
