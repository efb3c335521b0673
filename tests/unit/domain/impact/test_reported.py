"""What one tap takes down."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact import reported
from beredt.domain.impact.reported import Report, Subject
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.riskpicture.scenario import Outage
from factories.municipality import small_pack_tables

SMALL = build_snapshot(small_pack_tables())
DEMO = build_snapshot(build_fjordby())


def test_a_service_everywhere_takes_all_that_give_it():
    assert reported.assets_of(SMALL, Subject(service="power")) == ("feeder-1", "feeder-2")
    whole = set(reported.assets_of(DEMO, Subject(service="power")))
    assert {"power-transmission", "sub-by", "feeder-midtby-1"} <= whole
    assert not any(asset.startswith("generator") for asset in whole), "backup power is another service"


def test_a_service_in_an_area_takes_only_what_serves_people_there():
    taken = reported.assets_of(DEMO, Subject(service="power", area_id="midtby"))
    assert taken
    assert all(asset.startswith("feeder-midtby") for asset in taken)
    assert "sub-by" in reported.assets_of(DEMO, Subject(service="power")), "the station stands there and feeds others"


def test_one_asset_takes_itself_and_what_is_unknown_takes_nothing():
    assert reported.assets_of(SMALL, Subject(asset_id="mast")) == ("mast",)
    for subject in (
        Subject(asset_id="gone"),
        Subject(service="gone"),
        Subject(service="power", area_id="gone"),
        Subject(service=""),
    ):
        assert reported.assets_of(SMALL, subject) == ()


def test_every_choice_takes_something_and_areas_add_up_to_those_served():
    for choice in reported.service_choices(DEMO):
        assert reported.assets_of(DEMO, choice.everywhere)
        served = {
            asset
            for asset in reported.assets_of(DEMO, choice.everywhere)
            if DEMO.assets.people[DEMO.assets.index_of[asset]]
        }
        by_area = [set(reported.assets_of(DEMO, subject)) for subject in choice.by_area]
        assert all(by_area)
        assert set().union(*by_area) == served
    assert {choice.service for choice in reported.service_choices(DEMO)} == {*DEMO.assets.service} - {""}


ids = st.text("abcæ-:./ 1", min_size=1, max_size=12)


@given(
    subject=st.one_of(
        st.builds(Subject, service=ids.filter(lambda word: ":" not in word)),
        st.builds(Subject, service=ids.filter(lambda word: ":" not in word), area_id=ids),
        st.builds(Subject, asset_id=ids),
    )
)
def test_a_key_reads_back_as_its_subject(subject):
    assert reported.subject_of(subject.key) == subject


@pytest.mark.parametrize("key", ["", "asset:", "area:power", "area:power:", "service:", "power", "hazard:x", ":"])
def test_other_words_are_no_key(key):
    assert reported.subject_of(key) is None


def test_assets_are_found_by_every_word_in_name_id_or_area():
    found, count = reported.find_assets(SMALL, text="UDFØRING havneby", most=10)
    assert (found, count) == (("feeder-1",), 1)
    assert reported.find_assets(SMALL, text="", kind="pump", most=1) == (("pump-1",), 2)
    assert reported.find_assets(SMALL, text="mast", kind="pump", most=5) == ((), 0)
    everything, count = reported.find_assets(DEMO, text="", most=10_000)
    assert count == len(everything) == sum(kind.count for kind in reported.kind_choices(DEMO))
    kinds = {DEMO.assets.kind[DEMO.assets.index_of[asset]] for asset in everything}
    assert "mast" in kinds
    assert not kinds & {"care_slice", "condition"}


def test_reports_become_outages_and_an_unknown_end_lasts_a_day_beyond_the_horizon():
    reports = (
        Report(subject=Subject(service="power"), start_minute=60, end_minute=None),
        Report(subject=Subject(service="power", area_id="havneby"), start_minute=60, end_minute=None),
        Report(subject=Subject(asset_id="mast"), start_minute=0, end_minute=30),
        Report(subject=Subject(asset_id="mast"), start_minute=90, end_minute=90),
        Report(subject=Subject(asset_id="gone"), start_minute=0, end_minute=None),
    )
    assert reported.outages_of(SMALL, reports, horizon_hours=72) == (
        Outage(asset_id="feeder-1", start_minute=60, end_minute=96 * 60),
        Outage(asset_id="feeder-2", start_minute=60, end_minute=96 * 60),
        Outage(asset_id="mast", start_minute=0, end_minute=30),
    )


def test_services_of_what_is_reported():
    subjects = (
        Subject(service="water"),
        Subject(asset_id="mast"),
        Subject(asset_id="pump-1"),
        Subject(service="water"),
    )
    assert reported.services_of(SMALL, subjects) == ("water", "mobile")
    assert reported.services_of(SMALL, (Subject(asset_id="gone"),)) == ()


def test_helpers_of_the_model_are_no_assets_to_report():
    helper = attrs.evolve(small_pack_tables().assets[3], asset_id="slice", kind="care_slice")
    pack = small_pack_tables(assets=(*small_pack_tables().assets, helper))
    assert "care_slice" not in {choice.kind for choice in reported.kind_choices(build_snapshot(pack))}
