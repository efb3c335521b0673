"""When the first of a kind passes: never later than any of its kind, never earlier than the first of all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import ensemble
from beredt.domain.municipality.snapshot import build_snapshot
from oracles import chances, networks

DRAWS = 60
QUANTILES = ("p10", "p50", "p90")


def cases():
    found = networks.networks(max_assets=6, horizon_step=60, max_horizon=360, stocks=True)
    return found.flatmap(lambda network: st.tuples(st.just(network), chances.scenarios(network)))


def later(minute):
    """None is beyond the horizon, later than everything."""
    return float("inf") if minute is None else minute


@given(case=cases())
@settings(max_examples=40, deadline=None)
def test_the_first_of_a_kind_lies_between_the_first_of_all_and_the_first_of_one(case):
    network, scenario = case
    result = ensemble.assess_scenario(
        snapshot=build_snapshot(networks.pack_tables(network)), scenario=scenario, draws=DRAWS, seed=3
    )
    kinds = {(need.severity, need.need_type) for need in result.needs}
    assert {(entry.severity, entry.need_type) for entry in result.first_onsets} == kinds
    for entry in result.first_onsets:
        alike = [n for n in result.needs if (n.severity, n.need_type) == (entry.severity, entry.need_type)]
        for quantile in QUANTILES:
            first = later(getattr(entry.onset, quantile))
            each = [later(getattr(need, f"onset_{quantile}_minute")) for need in alike]
            assert first <= min(each)
            if len(alike) == 1 and alike[0].p_harm:
                assert first == each[0]
    critical = [entry.onset for entry in result.first_onsets if entry.severity == "critical"]
    for quantile in QUANTILES:
        of_all = later(getattr(result.harm.first_critical, quantile))
        assert of_all <= min((later(getattr(onset, quantile)) for onset in critical), default=float("inf"))
        if len(critical) == 1:
            assert of_all == later(getattr(critical[0], quantile))
