"""The rows of a draft: one asset per service, homes with an open question about backup power, sources that say how."""

import pytest

from beredt.adapters.open_data.defaults import load_defaults
from beredt.domain.municipality.drafting.facts import OpenData
from beredt.kit.errors import InvalidInput
from factories import drafts
from factories.drafts import draft, home, island, spot

SERVICES = {
    "power", "heat", "water", "wastewater", "mobile", "internet", "road", "fuel", "medicine", "food", "it",
    "call_alarm",
}  # fmt: skip


def assets(drafted):
    return {asset.asset_id: asset for asset in drafted.tables.assets}


def groups_of(drafted, asset_id):
    found = {}
    for row in drafted.tables.dependencies:
        if row.asset_id == asset_id:
            found.setdefault(row.group_id, []).append(row)
    return found


def profiles(drafted):
    return {need.profile_id: need for need in drafted.tables.needs}


def doubt(drafted, row_key, column):
    (row,) = [row for row in drafted.tables.provenance if (row.row_key, row.column) == (row_key, column)]
    return row


@pytest.mark.parametrize("code", ["400", "825", "101"])
def test_with_no_open_data_there_is_one_asset_per_service(code):
    drafted = draft(OpenData(), code)
    giving = [
        asset.service for asset in drafted.tables.assets if asset.kind not in {"care_slice", "care_visit", "condition"}
    ]
    assert set(giving) >= SERVICES
    assert all(giving.count(service) == 1 for service in SERVICES - {"it"})
    assert {asset.name for asset in drafted.tables.assets if asset.service == "it"} == {
        "Omsorgssystem, hele kommunen",
        "Nødkaldscentral, hele kommunen",
        "It-leverandører, hele kommunen",
    }
    assert set(drafted.report.sole_services) == SERVICES
    assert [area.area_id for area in drafted.tables.areas] == ["kommunen"]
    assert drafted.tables.areas[0].geometry is None


def test_the_only_asset_of_a_service_says_that_nothing_is_known():
    power = assets(draft())["power"]
    assert (power.kind, power.people, power.origin.basis) == ("power_supply", 38_677, "default")
    assert "ingen oplysninger fra forsyningen" in power.origin.source


def test_a_home_hangs_on_power_without_a_generator_until_it_answers():
    drafted = draft(island())
    (row,) = groups_of(drafted, "home-vintergaekken")["power"]
    assert (row.supplier_id, row.buffer_hours, row.buffer_kind, row.origin.basis) == ("power", 0.0, "fuel", "default")
    asked = doubt(drafted, "home-vintergaekken/power", "buffer_hours")
    assert (asked.low, asked.high, asked.basis) == (0.0, 72.0, "default")
    assert asked.assumption_id == "generator-vintergaekken"


def test_every_home_has_a_question_of_its_own():
    drafted = draft(island(care_homes=(home("A"), home("B", lon=14.9), home("A", lon=15.0, postcode="3730"))))
    asked = [row.assumption_id for row in drafted.tables.provenance if row.assumption_id.startswith("generator-")]
    assert sorted(asked) == ["generator-a", "generator-a-2", "generator-b"]


def test_residents_need_power_in_the_home_and_heat_and_water():
    drafted = draft(island())
    needs = {
        (need.need_type, need.supplier_id) for need in drafted.tables.needs if need.profile_id.startswith("home-vinter")
    }
    assert {("pressure_relief", "home-vintergaekken"), ("heat", "heat"), ("water", "water")} <= needs


def test_residents_are_the_dwellings_and_say_so():
    found = profiles(draft(island()))
    care, company = found["home-vintergaekken-care"], found["home-vintergaekken-company"]
    assert (care.people, company.people, care.area_id) == (16, 24, "post-3700")
    assert "40 boliger (boliger, ikke beboere)" in care.origin.source
    assert "40 % af beboerne" in care.origin.source


def test_a_home_without_a_number_gets_the_median_openly():
    drafted = draft(island(care_homes=(home(homes=None),)))
    care = profiles(drafted)["home-vintergaekken-care"]
    company = profiles(drafted)["home-vintergaekken-company"]
    assert care.people + company.people == 41
    assert care.origin.basis == "default"
    assert "antal boliger mangler" in care.origin.source
    asked = doubt(drafted, "home-vintergaekken-company", "people")
    assert asked.low < company.people < asked.high
    assert asked.assumption_id == "dwellings-vintergaekken"
    assert drafted.report.homes.without_number == ("Vintergækken",)


def test_a_tiny_home_is_on_the_map_and_its_residents_are_not_told_apart():
    drafted = draft(island(care_homes=(home("Stor"), home("Lille", homes=3, lon=14.9))))
    assert "home-lille" in assets(drafted)
    assert not [need for need in drafted.tables.needs if need.supplier_id == "home-lille"]
    tiny = [need for need in drafted.tables.needs if need.profile_id.startswith("tiny-homes-")]
    assert {need.area_id for need in tiny} == {"ikke-fordelt"}
    assert sum({need.profile_id: need.people for need in tiny}.values()) == 3
    assert drafted.report.homes.tiny == ("Lille",)


def test_a_closed_home_is_named_and_left_out():
    drafted = draft(island(care_homes=(home("A"), home("B - LUKKET", is_closed=True))))
    assert [name for name in assets(drafted) if name.startswith("home-")] == ["home-a"]
    assert drafted.report.homes.closed == ("B - LUKKET",)


@pytest.mark.parametrize(
    "data", [OpenData(), island(care_homes=()), island(care_homes=(home(municipality_code="101"),))]
)
def test_no_home_by_name_means_residents_by_statistics_never_none(data):
    drafted = draft(data)
    care_homes = [need for need in drafted.tables.needs if need.profile_id.startswith("care-homes-")]
    people = sum({need.profile_id: need.people for need in care_homes}.values())
    assert people == round(38_200 / 5.8e6 * 38_677)
    assert drafted.report.residents is not None
    assert all("nævner et plejehjem" in need.origin.source for need in care_homes)


def test_small_groups_stay_at_the_municipality():
    drafted = draft(island())
    ventilators = [need for need in drafted.tables.needs if need.profile_id.startswith("ventilator-")]
    assert {(need.area_id, need.people) for need in ventilators} == {("ikke-fordelt", 4)}
    visits = {need.supplier_id for need in ventilators if need.need_type == "supervision"}
    assert visits == {"visit-any-critical"}


def test_the_middle_team_is_up_while_half_of_the_districts_are():
    rows = groups_of(draft(OpenData(), "400"), "visit-any-critical")["districts"]
    assert [(row.supplier_id, row.min_up) for row in rows] == [(f"visit-{n}-critical", 2) for n in (1, 2, 3)]
    assert "visit-any-critical" not in assets(draft(OpenData(), "825"))


def test_every_team_has_twenty_slices_that_need_lists_vehicles_and_the_team():
    drafted = draft(OpenData(), "825")
    slices = [name for name, asset in assets(drafted).items() if asset.kind == "care_slice"]
    assert len(slices) == 40
    assert set(groups_of(drafted, "team-1-07")) == {"team", "lists", "vehicles"}
    assert set(groups_of(drafted, "team-homes-07")) == {"team", "lists"}
    assert set(groups_of(drafted, "team-1")) == {"phone", "road"}


def test_known_fuel_stations_carry_the_fuel_together():
    drafted = draft(island(spots=(spot(lon=14.8), spot(lon=14.9))))
    places = groups_of(drafted, "fuel")["places"]
    assert [(row.supplier_id, row.min_up) for row in places] == [("fuel-station-1", 1), ("fuel-station-2", 1)]
    assert "power" in groups_of(drafted, "fuel-station-1")
    assert "power" not in groups_of(drafted, "fuel")
    assert "fuel" not in drafted.report.sole_services
    asked = [row.assumption_id for row in drafted.tables.provenance if row.row_key.startswith("fuel-station-")]
    assert set(asked) == {"fuel-station-generator"}


def test_each_estimate_writes_figure_method_and_overlap_beside_the_number():
    for need in draft(island()).tables.needs:
        if need.profile_id.startswith("home-help-2-to-20"):
            assert "156.100" in need.origin.source
            assert "skaleret efter folketal" in need.origin.source
            assert "Overlap: " in need.origin.source
            assert (need.origin.basis, need.origin.as_of) == ("assumed", "2022")


def test_tolerances_are_defaults_with_a_range_that_areas_share():
    drafted = draft(island())
    shared = [row for row in drafted.tables.provenance if row.assumption_id == "tolerance-home-help-2-to-20-hours-heat"]
    assert {row.row_key for row in shared} >= {
        "home-help-2-to-20-hours-post-3700/heat",
        "home-help-2-to-20-hours-post-3730/heat",
    }
    assert {(row.basis, row.low, row.high) for row in shared} == {("default", 18.0, 72.0)}
    for need in drafted.tables.needs:
        assert need.tolerance_p10_hours < need.tolerance_hours < need.tolerance_p90_hours


def test_areas_say_how_their_people_were_shared_out():
    by_statistics, by_junctions = (
        draft(island()),
        draft(
            island(
                head_counts=(), roads=(drafts.grid_roads((drafts.WEST, drafts.SOUTH, drafts.EAST, drafts.NORTH), 9),)
            )
        ),
    )
    first = {area.area_id: area.origin for area in by_statistics.tables.areas}["post-3700"]
    second = {area.area_id: area.origin for area in by_junctions.tables.areas}["post-3700"]
    assert (first.basis, "folketal for hvert område" in first.source) == ("assumed", True)
    assert (second.basis, "antal vejkryds" in second.source) == ("default", True)


def test_more_residents_than_inhabitants_are_refused():
    with pytest.raises(InvalidInput) as refused:
        draft(OpenData(care_homes=tuple(home(f"H{n}", homes=900, municipality_code="825") for n in range(2))), "825")
    assert refused.value.code == "people_over_population"


def test_every_default_supplier_and_need_exists():
    """The content hangs together: suppliers, figures and words are all there."""
    defaults = load_defaults()
    known = {asset.asset_id for asset in defaults.assets}
    beside = {"home", "communication", "care_critical", "care_daily", "care_other"}
    for asset in defaults.assets:
        assert {name for need in asset.needs for name in need.suppliers} <= known
    for need in (*defaults.team_needs, *defaults.list_needs, *defaults.vehicle_needs, *defaults.home_list_needs):
        assert set(need.suppliers) <= known
        assert need.hours.low <= need.hours.likely <= need.hours.high
    for profile in (*defaults.profiles, *defaults.residents):
        assert {need.supplier for need in profile.needs} <= known | beside
        assert profile.rest or profile.share or not profile.figure_id or profile.figure_id in defaults.figures
