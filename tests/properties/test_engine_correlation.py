"""One cause hits many or few together: far wider than independent luck (hand case of the model's description)."""

import numpy as np
import pytest

from beredt.domain.impact import draws as drawing
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from oracles import networks
from oracles.chances import quantile

ASSETS = 200
DRAWS = 4000


def hits_per_draw(correlation, **how):
    network = networks.Network(restart=(0,) * ASSETS, owners=(), dependencies=(), needs=(), outages={}, horizon=60)
    rule = Disruption(
        cause="storm",
        selector=Selector(asset_ids=tuple(networks.asset_id(i) for i in range(ASSETS))),
        probability=0.3,
        duration_p50_hours=1.0,
        duration_p90_hours=1.0,
        correlation=correlation,
        **how,
    )
    scenario = Scenario(hazard="prøve/storm", disruptions=(rule,), horizon_hours=72)
    plan = drawing.plan_draws(snapshot=networks.as_snapshot(network), scenario=scenario, seed=1)
    return np.diff(drawing.draw_disruptions(plan, 0, DRAWS).offsets).tolist()


def test_one_cause_spreads_from_almost_none_to_most():
    hits = hits_per_draw(0.5)
    assert 2 <= quantile(hits, 10) <= 5
    assert 130 <= quantile(hits, 90) <= 146
    assert np.mean(hits) == pytest.approx(0.3 * ASSETS, abs=3.5)


def test_independent_luck_stays_near_its_mean():
    hits = hits_per_draw(0.0)
    assert quantile(hits, 10) == pytest.approx(52, abs=1)
    assert quantile(hits, 90) == pytest.approx(68, abs=1)


def test_one_fate_for_all():
    assert set(hits_per_draw(1.0)) == {0, ASSETS}
