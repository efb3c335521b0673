"""The small parts of papers: citing, fitting, moments, decisions, slips, districts, dates."""

import datetime
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredt.adapters.catalogues.paper_content import load_paper_content
from beredt.adapters.render.typst_pdf.renderer import Layout
from beredt.domain.municipality import care_slices
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AreaRow, AssetRow, Origin
from beredt.kit.check_digits import is_whole
from beredt.kit.document import plain, runs_of
from beredt.kit.language import language
from beredt.overview.reports import citing, fitting, hazard_page, imprint, moments, runner_slips, visit_lists
from factories import impact, papers

DANISH = language("da")


# --- citing --------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.text("abc ", max_size=5), st.integers(0, 9999)), max_size=5))
def test_citing_never_changes_a_sentence(parts):
    sentence = " ".join(f"{words} {number}" for words, number in parts)
    figures = [(str(number), f"a:{place}") for place, (_, number) in enumerate(parts)]
    marked = citing.cited(sentence, figures)
    assert plain(marked) == sentence
    assert [run.field for run in runs_of(marked) if run.field] == [field for _, field in figures]


def test_a_figure_is_not_found_inside_another():
    assert [run.text for run in runs_of(citing.cited("120 og 12", [("12", "a:b")])) if run.field] == ["12"]
    assert not [run for run in runs_of(citing.cited("1.200 og 2,5", [("200", "a:b"), ("2", "a:c")])) if run.field]


def test_units_stay_with_their_numbers():
    assert citing.held("efter 3 t 10 min, 5 % af 72 timer") == "efter 3\xa0t 10\xa0min, 5\xa0% af 72 timer"


# --- fitting -------------------------------------------------------------------------------------------------------


def build_layout(pages, **sections):
    return Layout(pages=pages, first_page=sections)


def test_the_roomiest_that_fits_is_taken():
    tried = []

    def build(tightness):
        tried.append(tightness)
        return tightness

    assert fitting.fit_pages(build, lambda t: build_layout(9 - t), most_pages=6) == 3
    assert tried[-1] == 3


def test_where_nothing_fits_the_tightest_is_taken():
    assert fitting.fit_pages(lambda t: t, lambda t: build_layout(99), most_pages=6) == fitting.TIGHTEST


def test_only_the_sections_that_are_too_long_are_made_tighter():
    def measure(tightness):
        pages = {"a": 1, "b": max(1, 3 - tightness["b"])}
        return build_layout(sum(pages.values()), a=1, b=2)

    assert fitting.fit_sections(dict, measure, one_page_each=["a", "b"]) == {"a": 0, "b": 2}


# --- what fails when -----------------------------------------------------------------------------------------------


def test_moments_stand_in_the_order_of_the_clock():
    found = papers.demo_findings()
    for result in found.results:
        told = moments.moments_of(result, found.snapshot)
        assert [m.minute for m in told] == sorted(m.minute for m in told)
        assert all(bool(m.service) != bool(m.need_type) for m in told)


def test_a_service_begins_to_fail_in_the_first_hour_with_anybody_without_it():
    result = impact.build_result()
    told = {m.service: m for m in moments.moments_of(result, impact.build_municipality()) if m.service}
    for curve in result.services:
        hours = [hour for hour, people in enumerate(curve.p50.tolist()) if people] or [
            hour for hour, people in enumerate(curve.p90.tolist()) if people
        ]
        assert told[curve.service].minute == hours[0] * 60 if hours else curve.service not in told


def test_decisions_come_before_the_need_and_never_before_the_start():
    content = load_paper_content()
    moment = moments.Moment(
        minute=90, is_rare=False, need_type="oxygen", people=3, basis="assumed", minute_field="a:b", people_field="a:c"
    )
    for decision in content.decisions:
        by = hazard_page._decide_by(moment, decision)
        assert by == max(0, 90 - decision.lead_hours * 60)
    assert hazard_page._decide_by(attrs.evolve(moment, minute=10), content.decisions[0]) == 0


# --- runner slips --------------------------------------------------------------------------------------------------


@given(pack=st.text("0123456789abcdef", min_size=4, max_size=64), day=st.dates(), count=st.integers(1, 12))
def test_every_slip_has_a_number_of_its_own_with_whole_check_digits(pack, day, count):
    numbers = runner_slips.slip_numbers(pack_hash=pack, date=day.isoformat(), count=count)
    assert len(set(numbers)) == count
    for number in numbers:
        series, slip, check = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", number).groups()
        assert is_whole(series + slip, check)
    assert len({number[:4] for number in numbers}) == 1


def test_another_day_or_pack_gives_another_series():
    first = runner_slips.slip_numbers(pack_hash="a", date="2026-11-23", count=1)
    assert first == runner_slips.slip_numbers(pack_hash="a", date="2026-11-23", count=1)
    assert first != runner_slips.slip_numbers(pack_hash="a", date="2026-11-24", count=1)
    assert first != runner_slips.slip_numbers(pack_hash="b", date="2026-11-23", count=1)


@pytest.mark.parametrize("pack_hash", [f"{number:x}" for number in range(12)])
def test_the_example_on_paper_leads_to_the_printed_check_code(pack_hash):
    numbers = runner_slips.slip_numbers(pack_hash=pack_hash, date="2026-11-23", count=1)
    how_to = runner_slips.runner_sections(numbers, language=DANISH, tab="")[0]
    told = plain(" ".join("".join(run.text for run in line) for line in how_to.blocks[3].items))
    first, second, third = re.search(r"(\d+) x 3 \+ (\d+) = (\d+)", told).groups()
    assert int(first) * 3 + int(second) == int(third)
    rest = int(re.search(r"under 97 tilbage: (\d+)", told)[1])
    assert int(re.search(r"gang til: (\d+)", told)[1]) % 97 == rest
    assert f"{98 - rest:02d}" == numbers[0][-2:] == re.search(r"kontroltallet: (\d+)", told)[1]


# --- visit lists ---------------------------------------------------------------------------------------------------


def with_teams(count):
    tables = impact.build_tables()
    areas = tuple(AreaRow(area_id=f"d{n}", name=f"Distrikt {n}", population=count - n) for n in range(count))
    teams = tuple(AssetRow(asset_id=f"t{n}", kind="care_team", name=f"Hold {n}", area_id=f"d{n}") for n in range(count))
    return build_snapshot(attrs.evolve(tables, areas=(*tables.areas, *areas), assets=(*tables.assets, *teams)))


@given(count=st.integers(0, 40), pages=st.integers(1, 9))
def test_every_district_has_a_place_on_at_most_the_pages_given(count, pages):
    snapshot = with_teams(count)
    found = papers.demo_findings()
    districts = visit_lists.care_districts(snapshot)
    names = attrs.evolve(found.names, area_names=dict(zip(snapshot.areas.area_id, snapshot.areas.name, strict=True)))
    sections = visit_lists.visit_sections(districts, pages=pages, snapshot=snapshot, names=names, tab="")
    assert 1 <= len(sections) <= pages
    assert len(districts) == max(count, 1)


def test_the_largest_district_comes_first():
    districts = visit_lists.care_districts(with_teams(5))
    assert [district.area_id for district in districts] == ["d0", "d1", "d2", "d3", "d4"]


def test_teams_without_an_area_come_as_one_counts_and_their_names_can_be_told_apart():
    """A draft names its districts by number, with a comma: `Hjemmeplejen, distrikt 10` stood between 1 and 2."""
    tables = impact.build_tables()
    names = {f"team-{n}": f"Hjemmeplejen, distrikt {n}" for n in (1, 2, 3, 10, 11, 12)}
    teams = tuple(AssetRow(asset_id=team, kind="care_team", name=name) for team, name in names.items())
    snapshot = build_snapshot(attrs.evolve(tables, assets=(*tables.assets, *teams)))
    districts = visit_lists.care_districts(snapshot)
    sections = visit_lists.visit_sections(
        districts[-6:],
        pages=2,
        snapshot=snapshot,
        names=attrs.evolve(papers.demo_findings().names, asset_names=names),
        tab="",
    )
    assert [plain(section.title) for section in sections] == [
        "Besøgsliste: Hjemmeplejen, distrikt 1; Hjemmeplejen, distrikt 2 og Hjemmeplejen, distrikt 3",
        "Besøgsliste: Hjemmeplejen, distrikt 10; Hjemmeplejen, distrikt 11 og Hjemmeplejen, distrikt 12",
    ]


@pytest.mark.parametrize(("people", "told"), [(0, "0"), (3, "færre end 5"), (5, "5"), (237, "240")])
def test_small_numbers_of_a_district_are_not_written_out(people, told):
    tables = impact.build_tables()
    needs = tuple(attrs.evolve(need, people=people) for need in tables.needs) if people else ()
    snapshot = build_snapshot(attrs.evolve(tables, needs=needs))
    district = visit_lists.District(area_id="havneby", team_ids=())
    about = plain(visit_lists._about(district, snapshot, papers.demo_findings().names))
    assert f"ca. {told} borgere" in about


def test_a_persons_needs_count_once():
    tables = impact.build_tables()
    second = impact.build_need_row(need_type="heat", group_id="heat", severity="critical")
    snapshot = build_snapshot(attrs.evolve(tables, needs=(*tables.needs, second)))
    assert visit_lists.critical_people_in(visit_lists.District(area_id="", team_ids=()), snapshot) == 12


def test_teams_without_an_area_have_a_list_each_for_those_whom_they_help():
    """A draft knows no districts: what counts is whom a team helps; a team of the care homes has no doors to go to."""
    tables = impact.build_tables()
    home = AssetRow(asset_id="home-a", kind="care_home", name="Hjemmet")
    teams = [AssetRow(asset_id=f"team-{n}", kind="care_team", name=f"Hold {n}") for n in (1, 2, "homes")]
    helped = []
    extra, assets = [], [home, *teams]
    for team, people in (("team-1", 7), ("team-2", 30), ("team-homes", 40)):
        part = care_slices.expand_team(team_id=team, name=team, area_id="", needs=(), origin=Origin())
        visits = care_slices.VisitClass(
            visit_id=f"{team}-visits", name="Besøg", service="care_critical", share=0.5, origin=Origin()
        )
        called = care_slices.expand_visits(team_id=team, area_id="", classes=(visits,))
        assets += [*part.assets, *called.assets]
        extra += [*part.dependencies, *called.dependencies]
        suppliers = [f"{team}-visits", *(["home-a"] if team == "team-homes" else [])]
        helped += [
            impact.build_need_row(
                profile_id=f"of-{team}", people=people, group_id=f"g{n}", supplier_id=supplier, severity="critical"
            )
            for n, supplier in enumerate(suppliers)
        ]
    snapshot = build_snapshot(
        attrs.evolve(
            tables,
            assets=(*tables.assets, *assets),
            dependencies=(*tables.dependencies, *extra),
            needs=(*tables.needs, *helped),
        )
    )
    districts = visit_lists.care_districts(snapshot)
    assert [district.team_ids for district in districts] == [("team-1",), ("team-2",)]
    assert [visit_lists.critical_people_in(district, snapshot) for district in districts] == [7, 30]
    names = attrs.evolve(papers.demo_findings().names, asset_names={"team-1": "Hold 1", "team-2": "Hold 2"})
    sections = visit_lists.visit_sections(districts, pages=4, snapshot=snapshot, names=names, tab="")
    assert [plain(section.title) for section in sections] == ["Besøgsliste: Hold 1", "Besøgsliste: Hold 2"]


# --- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "told"), [("da", "3. marts 2027"), ("en", "3 March 2027")])
def test_dates_are_written_as_the_reader_writes_them(code, told):
    assert imprint.day(datetime.date(2027, 3, 3), language(code)) == told


@given(day=st.dates(max_value=datetime.date(2090, 1, 1)), days=st.integers(1, 3650))
def test_a_paper_expires_the_number_of_days_after_it_is_printed(day, days):
    printed = imprint.Imprint(date=day, valid_days=days)
    assert (printed.expires - printed.date).days == days
