"""From a municipality, its hazards and the measures of a catalogue to the question that `ranking.rank` answers."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from beredt.domain.impact.coverage import Expected
from beredt.domain.impact.result import NotModelled
from beredt.domain.measures import ranges
from beredt.domain.measures.candidates import NoTarget, expand
from beredt.domain.measures.measure import Measure
from beredt.domain.measures.ranges import DefaultRange
from beredt.domain.measures.ranking import Question
from beredt.domain.measures.result import Unranked
from beredt.domain.municipality.snapshot import MunicipalitySnapshot
from beredt.domain.municipality.tables import PackTables
from beredt.domain.riskpicture.scenario import Scenario
from beredt.kit.errors import NotFound
from beredt.kit.language import mark


@attrs.frozen(kw_only=True)
class RankOptions:
    """How is ranked; `sets` is the number of assumption sets, 0 for none (and no ranges)."""

    budget_kr: float
    draws: int
    seed: int
    objective: str = "people"
    sets: int = 40


MOST_NAMED = 5
"""Hazards that a refusal names; a whole catalogue of them says nothing more."""


def put_question(
    *,
    tables: PackTables,
    snapshot: MunicipalitySnapshot,
    pack_hash: str,
    scenarios: tuple[Scenario, ...],
    not_modelled: tuple[NotModelled, ...],
    measures: Sequence[Measure],
    default_ranges: Sequence[DefaultRange],
    expected: Expected,
    options: RankOptions,
) -> Question:
    """What is to be ranked; raises `NotFound` where no hazard can be computed in this municipality."""
    if not scenarios:
        raise NotFound(
            mark("None of these hazards can be computed in this municipality: {names}."),
            hint=mark("beredt assess PACK --all tells why; beredt municipality check PACK tells what the pack has."),
            code="nothing_to_rank",
            names=_first_few([entry.hazard for entry in not_modelled]),
        )
    candidates, without = expand(measures, snapshot, tables.measures)
    return Question(
        tables=tables,
        pack_hash=pack_hash,
        scenarios=scenarios,
        candidates=candidates,
        assumptions=ranges.find_assumptions(tables, default_ranges),
        unranked=tuple(map(_unranked, without)),
        not_modelled=not_modelled,
        budget_kr=options.budget_kr,
        draws=options.draws,
        seed=options.seed,
        objective=options.objective,
        sets=options.sets,
        expected=expected,
    )


def _unranked(without: NoTarget) -> Unranked:
    """A measure without a candidate as an entry of the list of those without a number."""
    measure = without.measure
    return Unranked(
        candidate_id=measure.measure_id,
        measure_id=measure.measure_id,
        name_da=measure.name_da,
        name_en=measure.name_en,
        reason=without.reason,
    )


def _first_few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED]) or "-"
    return f"{shown}, …" if len(names) > MOST_NAMED else shown
