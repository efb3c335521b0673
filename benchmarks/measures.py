"""One what-if and a full ranking of the demo municipality, beside running everything again."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

import attrs
import numpy as np

from beredt.adapters.catalogues import reader
from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.measures import load_measures
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.adapters.workers.forked import processors, spread_over_processes
from beredt.domain.impact.network import compile_network
from beredt.domain.measures import parts, ranges, ranking
from beredt.domain.measures.candidates import expand
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.ground import Compiled
from beredt.domain.measures.ranking import Question
from beredt.domain.measures.whatif import Baseline, harm_of
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.telling.hazards import localise_all

GOAL_WHAT_IF_MS = 50.0
GOAL_RANKING_S = 60.0
SETS = 40


@attrs.frozen(kw_only=True)
class WhatIfTimes:
    """Milliseconds of processor time of one candidate in one hazard, in part and in full, and how many were tried."""

    in_part: float
    slowest_in_part: float
    in_full: float
    tried: int


@attrs.frozen(kw_only=True)
class RankingTimes:
    """Seconds of a full ranking by the clock, and what it was about."""

    wall: float
    candidates: int
    hazards: int
    processors: int


def demo_question(sets: int = SETS) -> Question:
    """Every candidate of the demo municipality in every hazard of the default catalogue."""
    tables = build_fjordby()
    snapshot = build_snapshot(tables)
    candidates, _ = expand(load_measures(), snapshot, tables.measures)
    local = localise_all(reader.open_catalogues(None).selected.hazards, snapshot=snapshot, horizon_hours=72)
    return Question(
        tables=tables,
        pack_hash="",
        scenarios=local.scenarios,
        candidates=candidates,
        assumptions=ranges.find_assumptions(tables, load_default_ranges()),
        budget_kr=2_000_000.0,
        sets=sets,
    )


def time_what_ifs(draws: int = 250, every: int = 7) -> WhatIfTimes:
    """Every seventh candidate in every hazard where it can matter; the two answers are asserted to be equal."""
    question = demo_question()
    grounds = ranking.make_grounds(question, build_snapshot(question.tables))
    trials = ranking.make_trials(question, grounds, draws)
    in_part, in_full = [], []
    for baseline, candidate in _matters(trials.baselines, question.candidates[::every]):
        change = apply_candidates(baseline.blueprint, [candidate])
        began = process_time()
        averted = baseline.averted_by(change)
        middle = process_time()
        whole = parts.whole_network(baseline.blueprint, change)
        again = harm_of(baseline.run(Compiled(part=whole, network=compile_network(whole.snapshot)), change))
        in_full.append(1000 * (process_time() - middle))
        in_part.append(1000 * (middle - began))
        assert np.array_equal(averted.critical_people, baseline.harm.critical_people - again.critical_people)
    return WhatIfTimes(
        in_part=median(in_part), slowest_in_part=max(in_part), in_full=median(in_full), tried=len(in_part)
    )


def time_ranking(sets: int = SETS) -> RankingTimes:
    """The whole ranking with ranges, on all processors."""
    question = demo_question(sets)
    began = perf_counter()
    ranking.rank(question, spread=spread_over_processes)
    return RankingTimes(
        wall=perf_counter() - began,
        candidates=len(question.candidates),
        hazards=len(question.scenarios),
        processors=processors(),
    )


def _matters(baselines: tuple[Baseline, ...], candidates: tuple) -> Iterator[tuple]:
    for baseline in baselines:
        for candidate in candidates:
            if baseline.can_matter(apply_candidates(baseline.blueprint, [candidate])):
                yield baseline, candidate
