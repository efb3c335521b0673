"""The demo municipality: the same for the same seed, in order, and every rule of the model at work in it."""

import re
from collections import Counter, defaultdict

import attrs
import pytest

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.adapters.packs.fingerprint import pack_hash
from beredt.adapters.packs.reader import read_pack
from beredt.adapters.packs.writer import write_pack
from beredt.domain.impact.ensemble import assess_outages
from beredt.domain.municipality.checks import check_tables
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.vocabulary_checks import Words
from beredt.domain.riskpicture.scenario import Outage, Scenario
from beredt.domain.riskpicture.templates import localise

PACK = build_fjordby()
SNAPSHOT = build_snapshot(PACK)
ASSETS = {row.asset_id: row for row in PACK.assets}
GROUPS = defaultdict(list)
for _row in PACK.dependencies:
    GROUPS[_row.asset_id, _row.group_id].append(_row)
PEOPLE = {row.profile_id: row for row in PACK.needs}


def groups_of(kind):
    return [rows for (asset_id, _), rows in GROUPS.items() if ASSETS[asset_id].kind == kind]


def suppliers(asset_id):
    return {row.supplier_id for row in PACK.dependencies if row.asset_id == asset_id}


def run_outage(asset_id, hours, horizon=72):
    return assess_outages(
        snapshot=SNAPSHOT,
        outages=(Outage(asset_id=asset_id, start_minute=0, end_minute=60 * hours),),
        horizon_hours=horizon,
    )


def minutes_down(result, asset_id):
    return next(found.down_minutes for found in result.assets if found.asset_id == asset_id)


class TestSameAgain:
    def test_the_same_seed_gives_the_same_pack(self):
        assert pack_hash(build_fjordby(seed=1)) == pack_hash(PACK)

    def test_another_seed_gives_another_one_of_the_same_shape(self):
        other = build_fjordby(seed=2)
        assert pack_hash(other) != pack_hash(PACK)
        assert {row.asset_id for row in other.assets} == set(ASSETS)
        assert check_tables(other) == []

    def test_written_and_read_it_is_the_same_without_a_problem(self, tmp_path):
        write_pack(PACK, tmp_path / "fjordby")
        reading = read_pack(tmp_path / "fjordby")
        assert reading.problems == ()
        assert reading.pack_hash == pack_hash(PACK)


class TestInOrder:
    def test_has_no_error_and_no_warning(self):
        words = load_vocabulary()
        known = Words(
            services=frozenset(words.services),
            kinds=frozenset(words.kinds),
            need_types=frozenset(words.need_types),
            municipality_codes=words.municipality_codes,
        )
        assert check_tables(PACK, words=known) == []

    def test_has_the_size_that_was_asked_for(self):
        assert PACK.municipality.population == 45_000
        assert 380 <= len(PACK.assets) <= 520
        assert len(PACK.areas) == 12

    def test_every_inhabitant_is_in_exactly_one_profile(self):
        by_area = Counter()
        for row in PEOPLE.values():
            by_area[row.area_id] += row.people
        assert by_area == {area.area_id: area.population for area in PACK.areas}

    def test_no_group_is_so_small_that_it_points_at_somebody(self):
        assert min(row.people for row in PEOPLE.values()) >= 5

    def test_everybody_has_every_supply_but_sewers_in_the_country(self):
        served = Counter()
        for row in PACK.assets:
            served[row.service] += row.people or 0
        for service in ("power", "heat", "water", "mobile", "internet", "road"):
            assert served[service] == 45_000
        assert 0 < served["wastewater"] < 45_000

    def test_scaled_figures_come_back_in_the_profiles(self):
        people = Counter()
        for profile_id, row in PEOPLE.items():
            people[re.sub(r"-[a-z]+-\d+$", "", profile_id)] += row.people
        helped = ("bedbound", "insulin", "nursing", "dementia", "call-alarm-with-help", "practical-help")
        assert sum(people[name] for name in helped) == 1_166
        assert people["call-alarm-with-help"] + people["call-alarm-only"] == 448
        assert people["ventilator"] == 5
        residents = sum(row.people for name, row in PEOPLE.items() if name.endswith(("-care", "-company")))
        assert residents == 285

    def test_every_row_says_where_it_is_from(self):
        for row in (*PACK.assets, *PACK.dependencies, *PACK.needs, *PACK.sites):
            assert row.origin.source
            assert row.origin.basis in {"assumed", "default", "verified"}
        assert {row.origin.basis for row in PACK.assets} == {"assumed", "verified"}
        assert {row.origin.basis for row in PACK.dependencies} == {"assumed", "default", "verified"}

    def test_ranges_hold_their_value_and_are_shared_between_rows_of_one_default(self):
        values = {f"{row.asset_id}/{row.group_id}": row.buffer_hours for row in PACK.dependencies}
        shared = Counter()
        for row in PACK.provenance:
            assert row.low < row.high
            if row.column == "buffer_hours":
                assert row.low <= values[row.row_key] <= row.high
            shared[row.assumption_id] += 1
        assert shared["mast-battery"] == sum(asset.kind == "mast" for asset in PACK.assets) - 1
        assert len(shared) >= 30

    def test_lies_in_the_sea_where_no_municipality_is(self):
        for row in PACK.assets:
            if row.lon is not None:
                assert 11.0 < row.lon < 11.4
                assert 56.2 < row.lat < 56.5


class TestRulesAtWork:
    def test_n_of_m(self):
        assert any(1 < rows[0].min_up < len(rows) for rows in groups_of("waterworks"))
        assert any(1 < rows[0].min_up < len(rows) for rows in groups_of("heat_area"))
        assert any(rows[0].min_up == 1 < len(rows) for rows in groups_of("substation"))

    def test_slow_recharge(self):
        batteries = [rows[0] for rows in groups_of("mast") if rows[0].buffer_hours]
        assert all(row.recharge_hours > 2 * row.buffer_hours for row in batteries)

    def test_fuel_that_nobody_refills(self):
        tanks = [rows[0] for rows in groups_of("generator")]
        assert len(tanks) >= 5
        assert {(row.buffer_kind, row.recharge_hours) for row in tanks} == {("fuel", None)}

    def test_stocks_routines_and_towers(self):
        assert {row.buffer_kind for row in PACK.dependencies} >= {"", "fuel", "stock", "routine"}
        assert all(rows[0].buffer_hours >= 6 for rows in groups_of("water_tower"))

    def test_restart_lags(self):
        lagging = {row.kind for row in PACK.assets if row.restart_hours >= 1}
        assert {"it_system", "data_centre", "waterworks", "heat_plant", "vendor"} <= lagging

    def test_two_ways_to_the_west_and_one_to_the_world(self):
        assert minutes_down(run_outage("node-by", 10), "node-vest") == 0
        cut_off = run_outage("backbone", 10)
        assert minutes_down(cut_off, "node-by") == minutes_down(cut_off, "backbone") + 15
        assert minutes_down(cut_off, "internet-vest") >= 600

    def test_an_island_with_one_cable_its_own_water_and_a_ferry(self):
        assert suppliers("feeder-nordo-1") - {"dry-nordo"} == {"cable-nordo"}
        assert suppliers("water-nordo") == {"tower-nordo"}
        assert "ferry-nordo" in suppliers("depot-nordo")
        dark = run_outage("cable-nordo", 24)
        assert minutes_down(dark, "feeder-nordo-1") >= 24 * 60
        assert minutes_down(dark, "feeder-midtby-1") == 0

    def test_call_alarms_need_central_mobile_and_power(self):
        for feeder in (row.asset_id for row in PACK.assets if row.kind == "feeder"):
            alarms = feeder.replace("feeder", "alarm")
            area = ASSETS[feeder].area_id
            assert suppliers(alarms) == {"it-alarm", f"mobile-{area}", feeder}

    def test_homes_with_and_without_generator(self):
        rows = [row for row in PACK.needs if row.need_type == "pressure_relief" and row.group_id.endswith("home_power")]
        counts = Counter(row.profile_id for row in rows)
        assert sorted(set(counts.values())) == [1, 2]
        assert sum(row.kind == "care_home" for row in PACK.assets) == 10

    def test_teams_are_twenty_slices_and_printed_lists_outlast_the_record(self):
        slices = [row for row in PACK.assets if row.kind == "care_slice"]
        assert len(slices) == 20 * sum(row.kind == "care_team" for row in PACK.assets)
        lists = {rows[0].buffer_hours for rows in groups_of("printed_list")}
        assert 72 in lists
        assert min(lists) < 12

    @pytest.mark.slow
    def test_the_record_stops_teams_without_lists_and_not_those_with(self):
        result = run_outage("it-care-record", 60)
        assert minutes_down(result, "visit-nord-critical") > 40 * 60
        assert minutes_down(result, "visit-midtby-critical") == 0

    @pytest.mark.slow
    def test_a_long_outage_locks_the_station_and_its_control(self):
        short = run_outage("power-transmission", 10)
        assert not short.restart_locks
        locked = run_outage("power-transmission", 20)
        assert any({"sub-klit", "control-klit"} == set(lock.asset_ids) for lock in locked.restart_locks)
        assert minutes_down(locked, "sub-klit") == 72 * 60
        assert minutes_down(locked, "sub-nord") < 24 * 60

    @pytest.mark.parametrize("edition", load_catalogues().editions, ids=lambda edition: edition.edition_id)
    def test_every_hazard_that_the_model_can_express_is_at_home_here(self, edition):
        for hazard in edition.hazards:
            found = localise(hazard=hazard, snapshot=SNAPSHOT, horizon_hours=72)
            assert isinstance(found, Scenario) == hazard.is_expressible
            if isinstance(found, Scenario):
                assert found.left_out == ()


def test_nothing_in_it_reads_as_a_person_or_a_number():
    texts = [text for row in PACK.assets for text in (row.asset_id, row.name, row.origin.source)]
    texts += [text for row in attrs.astuple(PACK.municipality, recurse=False) for text in [str(row)]]
    digits = re.compile(r"\d{6}-?\d{4}|(?<!\d)\d{8}(?!\d)|\d{2} \d{2} \d{2} \d{2}")
    assert not [text for text in texts if digits.search(text)]
