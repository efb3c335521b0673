"""Every candidate of the demo in every hazard: run again in part as run again in full, bit for bit."""

import numpy as np
import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact.network import compile_network
from beredt.domain.measures import ground as grounds
from beredt.domain.measures import parts, whatif
from beredt.domain.measures.asking import RankOptions
from beredt.domain.measures.changes import apply_candidates
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.overview.rankings import RankPack, put_question
from beredt.telling.hazards import localise_all

DRAWS = 6
FIELDS = ("critical_people", "critical_under_four", "person_minutes")
TABLES = build_fjordby()
PACK = RankPack(tables=TABLES, snapshot=build_snapshot(TABLES), pack_hash="")
LOCAL = localise_all(load_catalogues().selected.hazards, snapshot=PACK.snapshot, horizon_hours=72)
QUESTION = put_question(
    PACK, scenarios=LOCAL.scenarios, not_modelled=(), options=RankOptions(budget_kr=2e6, draws=DRAWS, seed=1, sets=0)
)


def in_full(baseline, change):
    whole = parts.whole_network(baseline.blueprint, change)
    return whatif.harm_of(baseline.run(grounds.Compiled(part=whole, network=compile_network(whole.snapshot)), change))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", LOCAL.scenarios, ids=lambda scenario: scenario.hazard.partition("/")[2])
def test_each_candidate_in_part_is_in_full(scenario):
    ground = grounds.make_ground(snapshot=PACK.snapshot, scenario=scenario)
    baseline = whatif.make_baseline(ground=ground, scenario=scenario, draws=DRAWS, seed=1)
    for candidate in QUESTION.candidates:
        change = apply_candidates(baseline.blueprint, [candidate])
        averted, again = baseline.averted_by(change), in_full(baseline, change)
        for field in FIELDS:
            found = getattr(baseline.harm, field) - getattr(again, field)
            assert np.array_equal(getattr(averted, field), found), (candidate.candidate_id, field)


def test_the_demo_puts_measures_at_every_kind_of_place():
    """So that the test above means something: many candidates, of every kind of target, in every family of hazards."""
    assert len(QUESTION.candidates) > 80
    assert {target.what for candidate in QUESTION.candidates for target in candidate.targets} >= {"assets", "needs"}
    assert len({scenario.family for scenario in LOCAL.scenarios}) >= 5
