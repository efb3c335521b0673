"""Hazards made local: what they hit, what they leave out, and when they say that they cannot."""

import attrs
import pytest

from beredt.domain.riskpicture.catalogue import Advice, Template, Wording
from beredt.domain.riskpicture.levers import LEVERS
from beredt.domain.riskpicture.scenario import Scenario
from beredt.domain.riskpicture.selection import select_assets
from beredt.domain.riskpicture.templates import SHARED_CAUSE, NotExpressible, localise
from beredt.kit.language import language
from factories.catalogues import build_hazard, build_lever, municipality_of

ASSETS = [
    ("station", "substation", "power", "by", None),
    ("feeder-by", "feeder", "power", "by", 600),
    ("feeder-havn", "feeder", "power", "havn", 400),
    ("works", "waterworks", "water", "by", None),
    ("mast", "mast", "mobile", "havn", 300),
    ("server", "data_centre", "it", "by", None),
    ("record", "it_system", "it", "", None),
    ("host", "vendor", "it", "", None),
    ("wholesale", "vendor", "medicine", "", None),
    ("tanker", "fuel_supplier", "fuel", "", None),
    ("pump", "fuel_station", "fuel", "by", None),
    ("ferry", "ferry", "transport", "havn", None),
    ("dry-havn", "condition", "dry_ground", "havn", None),
    ("home-havn", "care_home", "shelter", "havn", None),
    ("home-by", "care_home", "shelter", "by", None),
    ("road-by", "road_access", "road", "by", 600),
    *[(f"slice-{number:02d}", "care_slice", "staff", "by", None) for number in range(1, 21)],
]
LINKS = [("feeder-by", "station"), ("feeder-havn", "station"), ("record", "host"), ("pump", "tanker")]
SNAPSHOT = municipality_of(ASSETS, LINKS)
DANISH, ENGLISH = language("da"), language("en")


def hit_by(lever, **how):
    """Ids that a single lever hits."""
    scenario = localise(hazard=build_hazard(lever), snapshot=SNAPSHOT, horizon_hours=72, **how)
    assert isinstance(scenario, Scenario), scenario
    return {SNAPSHOT.assets.asset_id[index] for index in select_assets(SNAPSHOT, scenario.disruptions[0].selector)}


def without(*asset_ids):
    kept = [row for row in ASSETS if row[0] not in asset_ids]
    return municipality_of(kept, [link for link in LINKS if not set(link) & set(asset_ids)])


class TestLevers:
    @pytest.mark.parametrize(
        ("lever", "expected"),
        [
            (build_lever(), {"station"}),
            (build_lever(extent="all"), {"station", "feeder-by", "feeder-havn"}),
            (build_lever(extent="serving"), {"feeder-by", "feeder-havn"}),
            (build_lever(services=("fuel",), extent="", lever="shortage"), {"tanker"}),
            (build_lever(services=("medicine",), extent="", lever="shortage"), {"wholesale"}),
            (build_lever(services=(), lever="it_failure"), {"server"}),
            (build_lever(services=(), lever="it_failure", extent="all"), {"server", "record"}),
            (build_lever(services=("it",), extent="", lever="vendor_failure"), {"host"}),
            (build_lever(services=(), extent="", lever="area_condition", condition="dry_ground"), {"dry-havn"}),
            (build_lever(services=(), extent="", lever="closing"), {"road-by"}),
            (build_lever(services=(), extent="", lever="evacuation", condition="dry_ground"), {"home-havn"}),
            (build_lever(services=(), extent="", lever="part_failure", kinds=("mast",)), {"mast"}),
            (
                build_lever(services=(), extent="", lever="staff_absence", share=0.15),
                {"slice-18", "slice-19", "slice-20"},
            ),
        ],
        ids=lambda value: f"{value.lever}-{value.extent}" if hasattr(value, "lever") else "",
    )
    def test_hits(self, lever, expected):
        assert hit_by(lever) == expected

    def test_every_lever_is_tested_above(self):
        assert {lever.lever for lever in levers_tested()} == set(LEVERS)

    def test_in_chosen_areas_only_what_lies_there_is_hit(self):
        assert hit_by(build_lever(), area_ids=("havn",)) == {"feeder-havn"}
        assert hit_by(build_lever(services=(), extent="", lever="closing"), area_ids=("by", "havn")) == {"road-by"}

    def test_evacuation_stays_in_areas_that_have_the_condition(self):
        lever = build_lever(services=(), extent="", lever="evacuation", condition="dry_ground")
        found = localise(hazard=build_hazard(lever), snapshot=SNAPSHOT, horizon_hours=72, area_ids=("by",))
        assert isinstance(found, NotExpressible)


def levers_tested():
    (cases,) = [mark.args[1] for mark in TestLevers.test_hits.pytestmark if mark.name == "parametrize"]
    return [lever for lever, _ in cases]


class TestLocalise:
    def test_keeps_the_numbers_of_the_lever(self):
        lever = build_lever(probability=0.3, onset_hours=(1.0, 5.0), correlation=0.2, scope="national")
        template = Template(levers=(lever,), season="winter", temperature_c=-5.0)
        scenario = localise(
            hazard=build_hazard(template=template, not_expressible=None), snapshot=SNAPSHOT, horizon_hours=336
        )
        assert (scenario.hazard, scenario.horizon_hours, scenario.family) == ("vestby-2026/storm", 336, "weather")
        assert (scenario.season, scenario.temperature_c, scenario.left_out) == ("winter", -5.0, ())
        (rule,) = scenario.disruptions
        assert (rule.cause, rule.lever, rule.probability, rule.onset_hours) == (
            "grid",
            "supply_failure",
            0.3,
            (1.0, 5.0),
        )
        assert (rule.duration_p50_hours, rule.duration_p90_hours, rule.correlation) == (4.0, 12.0, 0.2)
        assert rule.scope == "national"

    def test_what_the_model_cannot_express_says_the_catalogues_reason_and_advice(self):
        advice = Advice(text=Wording(da="Læs.", en="Read."), source_key="letter")
        found = localise(hazard=build_hazard(advice=(advice,)), snapshot=SNAPSHOT, horizon_hours=72)
        assert (found.code, found.advice) == ("not_expressible", (advice,))
        assert found.told_in(DANISH) == "Ikke i modellen."
        assert found.told_in(ENGLISH) == "Not in the model."

    def test_what_is_missing_here_is_named(self):
        found = localise(hazard=build_hazard(build_lever(services=("heat",))), snapshot=SNAPSHOT, horizon_hours=72)
        assert found.code == "not_localisable"
        assert "“heat”" in found.told_in(ENGLISH)
        assert "»varme«" in found.told_in(DANISH, {"heat": "varme"}.get)

    def test_every_lever_can_say_what_it_misses(self):
        nowhere = municipality_of([("x", "fountain", "joy", "by", None)])
        for lever in levers_tested():
            found = localise(hazard=build_hazard(lever), snapshot=nowhere, horizon_hours=72)
            assert found.code == "not_localisable"
            assert found.wanted
            assert all(f"“{word}”" in found.told_in(ENGLISH) for word in found.wanted)

    def test_an_optional_lever_that_meets_nothing_is_left_out_and_named(self):
        extra = build_lever(cause="cold", services=("heat",), optional=True)
        scenario = localise(hazard=build_hazard(build_lever(), extra), snapshot=SNAPSHOT, horizon_hours=72)
        assert scenario.left_out == ("cold",)
        assert [rule.cause for rule in scenario.disruptions] == ["grid"]

    def test_only_optional_levers_and_nothing_met_is_no_scenario(self):
        lever = build_lever(services=("heat",), optional=True)
        assert isinstance(localise(hazard=build_hazard(lever), snapshot=SNAPSHOT, horizon_hours=72), NotExpressible)

    def test_a_missing_service_takes_the_hazard_with_it(self):
        hazard = build_hazard(build_lever(services=("water",)))
        assert isinstance(localise(hazard=hazard, snapshot=SNAPSHOT, horizon_hours=72), Scenario)
        assert isinstance(localise(hazard=hazard, snapshot=without("works"), horizon_hours=72), NotExpressible)

    def test_it_without_known_kinds_falls_back_to_the_service(self):
        snapshot = municipality_of([("payroll", "mainframe", "it", "", None)])
        found = localise(
            hazard=build_hazard(build_lever(services=(), lever="it_failure")), snapshot=snapshot, horizon_hours=72
        )
        assert isinstance(found, Scenario)


class TestSharedResources:
    WIDE = attrs.evolve(build_hazard(build_lever()).template, wider_than_municipality=True)

    def test_are_gone_for_the_whole_horizon_in_a_wider_hazard(self):
        hazard = build_hazard(template=self.WIDE, not_expressible=None)
        scenario = localise(hazard=hazard, snapshot=SNAPSHOT, horizon_hours=48)
        rule = scenario.disruptions[-1]
        hit = {SNAPSHOT.assets.asset_id[index] for index in select_assets(SNAPSHOT, rule.selector)}
        assert (rule.cause, rule.probability, rule.onset_hours) == (SHARED_CAUSE, 1.0, (0.0, 0.0))
        assert (rule.duration_p50_hours, rule.duration_p90_hours) == (48.0, 48.0)
        assert hit == {"tanker", "ferry"}

    def test_stay_in_a_hazard_of_this_municipality_alone(self):
        scenario = localise(hazard=build_hazard(build_lever()), snapshot=SNAPSHOT, horizon_hours=48)
        assert [rule.cause for rule in scenario.disruptions] == ["grid"]

    def test_need_to_be_there(self):
        hazard = build_hazard(template=self.WIDE, not_expressible=None)
        scenario = localise(hazard=hazard, snapshot=without("tanker", "ferry"), horizon_hours=48)
        assert [rule.cause for rule in scenario.disruptions] == ["grid"]
