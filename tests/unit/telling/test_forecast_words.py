"""A forecast in words, on Vestby and on Fjordby: what is said and left out; every figure is the engine's."""

import datetime
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.domain.impact import course, forecast, reported
from beredt.domain.impact.reported import Report, Subject
from beredt.domain.municipality.snapshot import build_snapshot
from beredt.domain.municipality.tables import AreaRow
from beredt.domain.riskpicture.scenario import Outage
from beredt.kit.language import language
from beredt.telling import forecast_rows, forecast_words, wording
from beredt.telling.forecast_words import Seen
from beredt.telling.names import names_of
from factories.impact import build_need_row, build_tables

START = datetime.datetime(2026, 11, 24, 12, 5, tzinfo=datetime.UTC)  # Tuesday 13:05 here
LONG = 96 * 60
DEMO = build_snapshot(build_fjordby())
DEMO_GROUND = course.prepare(DEMO)


def seen_of(snapshot, outages, minute=0, *, code="da", names_assets=True, ground=None, start=START, hours=72):
    found = course.run_course(ground or course.prepare(snapshot), outages=outages, horizon_hours=hours)
    return Seen(
        forecast=forecast.forecast_at(found, minute),
        start=start,
        now=start + datetime.timedelta(minutes=minute),
        names=names_of(snapshot=snapshot, vocabulary=load_vocabulary(), language=language(code), hazard_names={}),
        area_count=len(snapshot.areas.area_id),
        names_assets=names_assets,
    )


def vestby(minute=0, tables=None, **how):
    outages = (Outage(asset_id="station", start_minute=0, end_minute=LONG),)
    return seen_of(build_snapshot(tables or build_tables()), outages, minute, **how)


def demo(subject, minute=0, **how):
    reports = [Report(subject=subject, start_minute=0, end_minute=None)]
    return seen_of(DEMO, reported.outages_of(DEMO, reports, horizon_hours=72), minute, ground=DEMO_GROUND, **how)


def test_the_next_wave_by_the_clock():
    assert forecast_words.first_sentences(vestby()) == (
        "Næste: kl. 15:05 har ca. 12 borgere brug for hjælp (ilt, Havneby).",
    )
    assert forecast_words.first_sentences(vestby(code="en")) == (
        "Next: at 15:05 about 12 citizens need help (oxygen, Havneby).",
    )


def test_who_is_past_a_tolerance_stands_first():
    assert forecast_words.first_sentences(vestby(150)) == (
        "Nu har ca. 12 borgere brug for hjælp (ilt, Havneby), de første siden 15:05.",
        "I det, der er vurderet, går ingen andre ud over en kritisk tålegrænse før fredag 13:05.",
    )


def test_one_citizen_is_one():
    tables = attrs.evolve(build_tables(), needs=(build_need_row(people=1),))
    assert "har ca. 1 borger brug for hjælp" in forecast_words.first_sentences(vestby(tables=tables))[0]
    assert "har ca. 1 borger brug for hjælp" in forecast_words.first_sentences(vestby(200, tables=tables))[0]


def test_nobody_in_danger_is_said_as_far_as_it_is_assessed():
    tables = attrs.evolve(build_tables(), needs=(build_need_row(tolerance_hours=200),))
    (sentence,) = forecast_words.first_sentences(vestby(tables=tables))
    assert sentence == "I det, der er vurderet, går ingen ud over en kritisk tålegrænse før fredag 13:05."
    (unknown,) = forecast_words.first_sentences(vestby(tables=attrs.evolve(build_tables(), needs=())))
    assert unknown == "Ingen kritiske behov er lagt ind, så hvem der kommer i fare, er ikke vurderet."


def test_the_waves_after_the_next_are_counted_to_the_first_full_hour_that_has_any():
    needs = [
        build_need_row(profile_id=name, people=people, tolerance_hours=hours)
        for name, people, hours in (("a", 10, 2), ("b", 20, 2.5), ("c", 30, 2.9), ("d", 40, 20))
    ]
    told = forecast_words.first_sentences(vestby(tables=attrs.evolve(build_tables(), needs=tuple(needs))))
    # 15:05 the first; 15:35 and 15:59 before four; 09:05 the last.
    assert told[1] == "Derefter ca. 50 inden 16:00."
    told = forecast_words.first_sentences(vestby(179, tables=attrs.evolve(build_tables(), needs=tuple(needs))))
    assert told[0].startswith("Nu har ca. 60 borgere")
    assert told[1].startswith("Næste: kl. 09:05 i morgen har ca. 40 borgere")


def test_what_comes_on_the_hour_is_counted_by_that_hour():
    on_the_hour = build_need_row(profile_id="b", people=20, tolerance_hours=2 + 55 / 60)
    tables = attrs.evolve(build_tables(), needs=(build_need_row(), on_the_hour))
    assert forecast_words.first_sentences(vestby(tables=tables))[1] == "Derefter ca. 20 inden 16:00."


def test_those_who_manage_least_are_told_only_where_they_come_earlier():
    tables = attrs.evolve(build_tables(), needs=(build_need_row(tolerance_p10_hours=2, tolerance_p90_hours=6),))
    assert len(forecast_words.first_sentences(vestby(tables=tables))) == 1
    assert forecast_rows.passing_rows(vestby(tables=tables))[0].spread == ""


def test_those_who_manage_least_may_come_earlier():
    spread = build_need_row(tolerance_p10_hours=1, tolerance_p90_hours=6)
    tables = attrs.evolve(build_tables(), needs=(spread,))
    assert forecast_words.first_sentences(vestby(tables=tables))[-1] == (
        "De af dem, der tåler mindst, kan have brug for hjælp fra 14:05."
    )
    assert forecast_words.first_sentences(vestby(70, tables=tables))[-1] == (
        "De af dem, der tåler mindst, kan have brug for hjælp allerede nu."
    )
    (row,) = forecast_rows.passing_rows(vestby(tables=tables))
    assert row.spread == "8 af 10: 14:05 til 19:05"


def test_what_holds_and_for_how_long():
    assert forecast_words.holding_sentence(vestby(10)) == "Holder endnu: Mast Nordby til 16:05."
    assert forecast_words.holding_sentence(vestby(200)) == ""
    (row,) = forecast_rows.holding_rows(vestby(10))
    assert (row.asset, row.reserve, row.until, row.away) == (
        "Mast Nordby",
        "batteri eller tank",
        "til 16:05",
        "om 2 t 50 min",
    )
    assert forecast_words.holding_sentence(vestby(10, names_assets=False)) == "Holder endnu: mobilmast (1) til 16:05."


def test_what_holds_is_told_six_at_a_time_the_first_to_go_first():
    seen = demo(Subject(service="power"), 10)
    phrases = forecast_words.holding_phrases(seen)
    assert len(phrases) > 6
    told = forecast_words.holding_sentence(seen)
    assert told == f"Holder endnu: {' · '.join(phrases[:6])} · og {len(phrases) - 6} mere."
    minutes = [row.minute for row in forecast_rows.holding_rows(seen) if row.until.startswith("til ")]
    assert minutes == sorted(minutes)


def test_day_four_names_reserves_and_people():
    tables = build_tables()
    slow = attrs.evolve(tables.dependencies[1], buffer_hours=80.0, buffer_kind="fuel")
    tables = attrs.evolve(
        tables, dependencies=(tables.dependencies[0], slow), needs=(build_need_row(tolerance_hours=75.0),)
    )
    assert forecast_words.day_four_sentences(vestby(tables=tables)) == (
        "Døgn 4: løber tør: brændstof (Mast Nordby).",
        "Døgn 4: i de næste 24 t går også disse ud over tålegrænsen, hvis intet nyt sker: ilt (kritisk) 12.",
    )
    late = forecast_words.day_four_sentences(vestby(tables=tables, hours=96))
    assert not any("Døgn 4" in sentence for sentence in late)


def test_areas_are_named_up_to_three_and_all_of_them_are_the_municipality():
    areas = tuple(AreaRow(area_id=f"o{n}", name=f"Område {n}", population=100) for n in range(6))
    snapshot = build_snapshot(attrs.evolve(build_tables(), areas=areas, needs=(build_need_row(area_id="o1"),)))
    seen = seen_of(snapshot, ())
    told = {n: forecast_words.areas_text([area.area_id for area in areas[:n]], seen) for n in (0, 1, 3, 4, 6)}
    assert told == {
        0: "område ukendt",
        1: "Område 0",
        3: "Område 0, Område 1 og Område 2",
        4: "Område 0, Område 1 og 2 områder mere",
        6: "hele kommunen",
    }


def test_urgency_is_red_only_for_critical_needs_within_four_hours():
    urgency = {(row.minute, row.need): row.urgency for row in forecast_rows.passing_rows(vestby(100))}
    assert urgency == {(120, "Ilt"): "soon", (180, "Nødkald"): "later"}
    urgency = {row.need: row.urgency for row in forecast_rows.passing_rows(vestby(181))}
    assert set(urgency.values()) == {"passed"}
    tables = attrs.evolve(build_tables(), needs=(build_need_row(tolerance_hours=5),))
    assert [forecast_rows.passing_rows(vestby(m, tables=tables))[0].urgency for m in (59, 60, 299, 300)] == [
        "later",
        "soon",
        "soon",
        "passed",
    ]


def test_services_that_are_down_now():
    rows = forecast_rows.service_rows(vestby(200))
    assert [(row.service, row.people, row.areas) for row in rows] == [
        ("Strøm", "3.000", "Havneby"),
        ("Mobilnet", "900", "Havneby"),
    ]


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("subject", [Subject(service="power"), Subject(service="mobile", area_id="havn")])
def test_nothing_is_named_to_who_may_not_know(code, subject):
    seen = demo(subject, 200, code=code, names_assets=False)
    told = [
        *forecast_words.first_sentences(seen),
        forecast_words.holding_sentence(seen),
        *forecast_words.day_four_sentences(seen),
        *(row.asset for row in forecast_rows.holding_rows(seen)),
    ]
    words = {word.name_in(code).casefold() for word in load_vocabulary().kinds.values()}
    for name in DEMO.assets.name:
        if name and name.casefold() not in words:
            assert not any(name in sentence for sentence in told), name


@given(
    subject=st.sampled_from([c.everywhere for c in reported.service_choices(DEMO)]),
    minute=st.integers(0, 71 * 60),
)
@settings(max_examples=30)
def test_every_row_says_the_figures_of_its_passing(subject, minute):
    seen = demo(subject, minute)
    rows = forecast_rows.passing_rows(seen)
    assert [row.minute for row in rows] == [p.minute for p in seen.forecast.passings]
    for row, passing in zip(rows, seen.forecast.passings, strict=True):
        assert row.people == f"ca. {language('da').number(wording.rounded_people(passing.people))}"
        assert row.time.split()[-1 if row.time[0].isalpha() or "." in row.time else 0].count(":") == 1
        assert row.basis in {"verified", "assumed", "default"}
        assert (row.urgency == "passed") == (passing.minute <= minute)
    people = [int(n.replace(".", "")) for n in re.findall(r"ca\. ([\d.]+)", forecast_words.first_sentences(seen)[0])]
    waves = [*([seen.forecast.overdue] if seen.forecast.overdue else []), *seen.forecast.waves]
    assert people == [wording.rounded_people(wave.people) for wave in waves[:1]]


def test_over_the_night_when_the_clock_is_put_back_hours_are_real():
    start = datetime.datetime(2026, 10, 24, 23, 5, tzinfo=datetime.UTC)  # 01:05 summer time
    (sentence,) = forecast_words.first_sentences(vestby(start=start))
    assert "kl. 02:05 (vintertid)" in sentence, "two hours later the clock stands one hour later"
