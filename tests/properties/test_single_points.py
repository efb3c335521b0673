"""Single points are those that losing each asset by itself, run by run, finds."""

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import ensemble, single_points
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.riskpicture.scenario import Outage
from oracles import networks

KINDS = ("mast", "condition", "care_slice", "care_visit", "care_team")


def cases():
    found = networks.networks(max_assets=6, horizon_step=60, max_horizon=360)
    return found.flatmap(
        lambda network: st.tuples(
            st.just(network),
            st.lists(st.sampled_from(KINDS), min_size=len(network.restart), max_size=len(network.restart)),
        )
    )


@given(case=cases())
@settings(max_examples=60, deadline=None)
def test_single_points_are_those_that_one_run_each_finds(case):
    network, kinds = case
    hours = network.horizon // 60
    tables = networks.pack_tables(network)
    by_id = dict(zip(sorted(row.asset_id for row in tables.assets), kinds, strict=True))
    tables = attrs.evolve(tables, assets=tuple(attrs.evolve(row, kind=by_id[row.asset_id]) for row in tables.assets))
    snapshot = build_snapshot(tables)
    expected = {}
    for asset_id in snapshot.assets.asset_id:
        outage = Outage(asset_id=asset_id, start_minute=0, end_minute=network.horizon)
        result = ensemble.assess_outages(snapshot=snapshot, outages=(outage,), horizon_hours=hours)
        if result.harm.critical_people.mean and by_id[asset_id] not in ("condition", "care_slice", "care_visit"):
            expected[asset_id] = (result.harm.critical_people.mean, result.harm.first_critical.p50)
    found = single_points.find_single_points(snapshot=snapshot, horizon_hours=hours)
    assert {point.asset_id: (point.critical_people, point.first_onset_minute) for point in found} == expected
    assert [point.critical_people for point in found] == sorted(
        (people for people, _ in expected.values()), reverse=True
    )
