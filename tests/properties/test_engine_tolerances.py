"""People differ and cold bites: five strata between p10 and p90, heat tolerances fitted to the temperature."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.domain.impact import ensemble
from beredt.domain.municipality import snapshot, tables
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector

HOURS = 72


def impact_of_an_outage(outage_hours, *, temperature_c=None, people=10, **need):
    """One need of one profile after an outage of its only supplier from the first minute on, without chance."""
    columns = {"need_type": "power", "tolerance_hours": 4.0, "recharge_hours": 0.0} | need
    pack = tables.PackTables(
        municipality=tables.MunicipalityRow(code="999", name="Prøveby Kommune", population=1000),
        areas=(tables.AreaRow(area_id="o1", name="Midtby", population=1000),),
        assets=(tables.AssetRow(asset_id="a", kind="", name="a", service=columns["need_type"]),),
        needs=(
            tables.NeedRow(
                profile_id="p",
                area_id="o1",
                people=people,
                severity="critical",
                group_id="n",
                supplier_id="a",
                **columns,
            ),
        ),
    )
    outage = Disruption(
        cause="c",
        selector=Selector(asset_ids=("a",)),
        duration_p50_hours=outage_hours,
        duration_p90_hours=outage_hours,
    )
    scenario = Scenario(hazard="h", disruptions=(outage,), horizon_hours=HOURS, temperature_c=temperature_c)
    result = ensemble.assess_scenario(snapshot=snapshot.build_snapshot(pack), scenario=scenario, draws=1, seed=1)
    return result.needs[0], result.harm


@given(p10=st.integers(1, 20), factor=st.floats(1.2, 6), outage=st.floats(0.1, 100))
@settings(max_examples=80, deadline=None)
def test_five_strata_between_p10_and_p90(p10, factor, outage):
    p90 = round(p10 * factor, 2)
    need, harm = impact_of_an_outage(
        outage, people=10, tolerance_hours=p10 * math.sqrt(factor), tolerance_p10_hours=p10, tolerance_p90_hours=p90
    )
    strata_hit = round(5 * need.p_harm)
    assert need.p_harm == pytest.approx(strata_hit / 5)
    assert harm.critical_people.mean == 2 * strata_hit
    minute = 1.01 / 60
    if outage < p10 - minute:
        assert strata_hit == 0
    if p90 + minute < min(outage, HOURS):
        assert strata_hit == 5
        assert need.onset_p10_minute == pytest.approx(60 * p10, abs=1)
        assert need.onset_p50_minute == pytest.approx(60 * math.sqrt(p10 * p90), abs=1)
        assert need.onset_p90_minute == pytest.approx(60 * p90, abs=1)


@pytest.mark.parametrize("people", [0, 1, 4, 7, 13])
def test_nobody_is_lost_between_strata(people):
    need, harm = impact_of_an_outage(72, people=people, tolerance_p10_hours=1.0, tolerance_p90_hours=9.0)
    assert need.people == people
    assert need.p_harm == 1
    assert harm.critical_people.mean == people


@pytest.mark.parametrize(("temperature_c", "factor"), [(-10, 0.64), (0, 1.0), (10, 2.29), (None, 1.0)])
def test_the_cold_shortens_a_heat_tolerance(temperature_c, factor):
    need, _ = impact_of_an_outage(72, need_type="heat", tolerance_hours=10.0, temperature_c=temperature_c)
    assert need.onset_p50_minute == pytest.approx(600 * factor, abs=3)


def test_nobody_needs_heat_in_mild_weather():
    need, harm = impact_of_an_outage(72, need_type="heat", tolerance_hours=1.0, temperature_c=16)
    assert need.p_harm == 0
    assert harm.critical_people.mean == 0


def test_the_weather_leaves_other_needs_alone():
    need, _ = impact_of_an_outage(72, need_type="power", tolerance_hours=10.0, temperature_c=-10)
    assert need.onset_p50_minute == 600
