"""What the catalogue's measures ask of the model: one place works as one, shared things, what a site is given."""

import attrs
import pytest

from beredt.domain.measures.changes import apply_candidates
from beredt.domain.measures.ground import make_ground
from beredt.domain.measures.measure import Backup, OpenSite, Target
from beredt.domain.measures.whatif import make_baseline
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import (
    AreaRow,
    AssetRow,
    MunicipalityRow,
    NeedRow,
    PackTables,
    SiteRow,
)
from beredt.domain.riskpicture.scenario import Disruption, Scenario, Selector
from factories.measures import candidate, measure

POWER = Backup(supply_services=("power",))


def need(profile_id, need_type, supplier="grid", people=10):
    return NeedRow(
        profile_id=profile_id,
        area_id="by",
        people=people,
        need_type=need_type,
        severity="critical",
        group_id=need_type,
        supplier_id=supplier,
        tolerance_hours=4.0,
    )


def baseline(*needs, wide=False, sites=(), draws=200):
    """Power and heat fail for good, for everybody."""
    tables = PackTables(
        municipality=MunicipalityRow(code="999", name="Vestby Kommune", population=100),
        areas=(AreaRow(area_id="by", name="By", population=100),),
        assets=(
            AssetRow(asset_id="grid", kind="power_supply", name="Strøm", service="power", people=100, area_id="by"),
            AssetRow(asset_id="warm", kind="heat_supply", name="Varme", service="heat", people=100, area_id="by"),
        ),
        needs=needs,
        sites=sites,
    )
    failure = Disruption(
        cause="failure",
        selector=Selector(services=("power", "heat")),
        duration_p50_hours=500.0,
        duration_p90_hours=500.0,
        lever="supply_failure",
    )
    scenario = Scenario(hazard="made-up/power", disruptions=(failure,), horizon_hours=72, wider_than_municipality=wide)
    ground = make_ground(snapshot=build_snapshot(tables), scenario=scenario)
    return make_baseline(ground=ground, scenario=scenario, draws=draws, seed=1)


def averted(base, *put):
    return base.averted_by(apply_candidates(base.blueprint, put)).critical_people


def at_home(*profiles, place="", effect=POWER, p_works=0.5):
    made_of = measure("generator", (effect,), what="needs", p_works=p_works)
    targets = tuple(Target(what="needs", target_id=profile, place=place) for profile in profiles)
    return attrs.evolve(candidate(made_of, *profiles), targets=targets)


def test_targets_of_one_place_work_or_fail_together():
    base = baseline(need("a", "oxygen"), need("b", "suction"))
    assert set(averted(base, at_home("a", "b", place="home"))) == {0, 20}
    assert set(averted(base, at_home("a", "b"))) == {0, 10, 20}


def test_no_need_types_means_every_need_of_the_profile():
    base = baseline(need("a", "oxygen"), need("a", "suction"))
    assert set(averted(base, at_home("a", p_works=1.0))) == {10}


@pytest.mark.parametrize(("wide", "shared", "expected"), [(0, 0, 10), (0, 1, 10), (1, 0, 10), (1, 1, 0)])
def test_what_neighbours_share_is_not_to_be_had_in_a_wide_hazard(wide, shared, expected):
    base = baseline(need("a", "oxygen"), wide=bool(wide))
    put = at_home("a", effect=attrs.evolve(POWER, shared=bool(shared)), p_works=1.0)
    assert set(averted(base, put)) == {expected}


@pytest.mark.parametrize(
    ("power_hours", "brings", "has_heat", "expected"),
    [
        (0.0, (), True, 0),  # its own heating, and no power to run it
        (72.0, (), True, 10),
        (72.0, (), False, 0),  # power alone does not warm a hall
        (72.0, ("heat",), False, 10),
        (0.0, ("heat",), False, 0),
        (3.0, ("heat",), False, 0),  # out again before the tolerance is used up, and for good
    ],
)
def test_a_site_gives_what_it_has_and_what_the_measure_brings(power_hours, brings, has_heat, expected):
    hall = SiteRow(site_id="hall", name="Hallen", area_id="by", beds=50, heat=has_heat, lon=9.0, lat=56.0)
    base = baseline(need("a", "heat", "warm"), sites=(hall,), draws=20)
    opening = OpenSite(open_hours=1.0, need_types=("heat",), power_hours=power_hours, brings_services=brings)
    put = candidate(measure("site", (opening,), what="sites"), "hall")
    assert set(averted(base, put)) == {expected}
