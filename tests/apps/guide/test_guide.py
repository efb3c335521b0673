"""The guided start: what an answer does to the data, what it never does, and the way there and back."""

import html

import pytest

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.demo.fjordby import build_fjordby
from beredt.apps.guide import doors, operations, presenting, queries
from beredt.apps.guide.models import NO, UNKNOWN, YES
from beredt.apps.guide.steps import TEST
from beredt.apps.impact import queries as impact
from beredt.apps.measures import queries as measures
from beredt.apps.municipality import queries as municipality
from beredt.domain.measures.ranges import find_assumptions
from beredt.domain.municipality import verification
from beredt.domain.municipality.guide_questions import FIRST, find_places
from beredt.ground.access.actor import COMMAND_LINE
from beredt.ground.jobs import operations as jobs
from beredt.ground.jobs import queries as job_queries
from beredt.kit.errors import InvalidInput, NotAllowed
from beredt.kit.language import language
from factories import web

pytestmark = pytest.mark.thorough

CODE = "400"
ROOM = f"/{CODE}/begynd/"
PLANNER = COMMAND_LINE(CODE)
HOURS_QUESTION = "call-alarm-battery"


def client_as(*roles):
    return web.member_client(roles or ["coordinator"], code=CODE)


def question(question_id):
    return next(entry for entry in doors.CONTENT.value.load_questions() if entry.question_id == question_id)


def values(question_id):
    tables = municipality.get_pack(actor=PLANNER).tables
    return [place.value for place in find_places(question(question_id), tables)]


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:500]
    return html.unescape(answer.content.decode())


def test_a_number_stands_wherever_it_is_asked_about_and_is_assumed(bornholm):
    given = operations.give_answer(actor=PLANNER, step_id=HOURS_QUESTION, answer=YES, number=7.5)
    assert given.number == 7.5
    assert set(values(HOURS_QUESTION)) == {7.5}
    tables = municipality.get_pack(actor=PLANNER).tables
    rows = [row for row in tables.provenance if row.source == operations.SOURCE]
    assert {(row.table, row.row_key) for row in rows} == {
        (place.table, "/".join(place.key)) for place in find_places(question(HOURS_QUESTION), tables)
    }
    assert {row.basis for row in rows} == {"assumed"}
    assert not any(row.basis == "verified" for row in tables.provenance)
    assert verification.ValueOrigins(tables.provenance) is not None
    asked = {
        (value.table, value.key, value.column)
        for assumption in find_assumptions(tables, load_default_ranges())
        for value in assumption.values
    }
    assert all(
        (place.table, place.key, place.column) in asked for place in find_places(question(HOURS_QUESTION), tables)
    )


def test_a_home_that_has_its_power_from_a_generator_is_answered_for_at_the_generator():
    fjordby = build_fjordby()
    settled = operations.answered(fjordby, question("care-home-power"), 6.0, "2026-11-23")
    changed = {
        (row.asset_id, row.group_id, row.buffer_hours)
        for row, before in zip(settled.dependencies, fjordby.dependencies, strict=True)
        if row.buffer_hours != before.buffer_hours
    }
    homes = ("bakkehuset", "engvang", "lindegaarden", "nordlys")
    assert changed == {(f"generator-{home}", "fuel", 6.0) for home in homes}
    assert {row.row_key for row in settled.provenance if row.source == operations.SOURCE} == {
        f"generator-{home}/fuel" for home in homes
    }


def test_people_add_up_to_the_answer(bornholm):
    operations.give_answer(actor=PLANNER, step_id="oxygen-people", answer=YES, number=31)
    assert sum(values("oxygen-people")) == 31
    tables = municipality.get_pack(actor=PLANNER).tables
    people = {row.profile_id: row.people for row in tables.needs}
    assert sum(people.values()) <= tables.municipality.population


def test_more_people_than_live_there_are_refused_and_nothing_is_kept(bornholm):
    before = municipality.get_pack(actor=PLANNER).pack_hash
    with pytest.raises(InvalidInput):
        operations.give_answer(actor=PLANNER, step_id="oxygen-people", answer=YES, number=9_999_999)
    with pytest.raises(InvalidInput):
        operations.give_answer(actor=PLANNER, step_id="oxygen-people", answer=YES, number=60_000)
    assert municipality.get_pack(actor=PLANNER).pack_hash == before
    assert queries.get_way(actor=PLANNER).find("oxygen-people").is_open


def test_no_is_nothing_at_all_and_not_knowing_changes_no_value(bornholm):
    before = values("waterworks-power")
    operations.give_answer(actor=PLANNER, step_id="waterworks-power", answer=UNKNOWN)
    assert values("waterworks-power") == before
    operations.give_answer(actor=PLANNER, step_id="waterworks-power", answer=NO, expected_version=1)
    assert set(values("waterworks-power")) == {0.0}


def test_less_battery_never_helps_and_the_change_is_told_at_once(bornholm):
    short = operations.give_answer(actor=PLANNER, step_id="waterworks-power", answer=NO)
    long = operations.give_answer(actor=PLANNER, step_id="waterworks-power", answer=YES, number=96, expected_version=1)
    assert short.people_after is not None
    assert long.people_before == short.people_after
    assert long.people_after <= short.people_after
    step = queries.get_way(actor=PLANNER).find("waterworks-power")
    told = presenting.told_change(long, step, language("da"))
    assert "hurtigt skøn, 100 kørsler" in told


@pytest.mark.parametrize(("answer", "number"), [("maybe", None), (YES, None), (YES, -1.0), (YES, 1e9), ("", 3.0)])
def test_what_is_no_answer_changes_nothing(bornholm, answer, number):
    before = municipality.get_pack(actor=PLANNER).pack_hash
    with pytest.raises(InvalidInput):
        operations.give_answer(actor=PLANNER, step_id=HOURS_QUESTION, answer=answer, number=number)
    assert municipality.get_pack(actor=PLANNER).pack_hash == before
    assert queries.get_way(actor=PLANNER).find(HOURS_QUESTION).is_open


def test_two_who_answer_at_once_both_see_it(bornholm):
    operations.give_answer(actor=PLANNER, step_id=HOURS_QUESTION, answer=YES, number=7)
    with pytest.raises(operations.AnsweredMeanwhile) as told:
        operations.give_answer(actor=PLANNER, step_id=HOURS_QUESTION, answer=YES, number=9)
    assert told.value.theirs.number == 7
    page = body(
        client_as().post(f"{ROOM}{HOURS_QUESTION}/", {"answer": "yes", "number": "9", "version": "0"}), status=409
    )
    assert "En anden har besvaret spørgsmålet imens." in page
    assert 'value="9"' in page
    assert 'name="version" value="1"' in page


def test_only_a_yes_is_in_place(bornholm):
    steps = queries.get_way(actor=PLANNER).part(TEST)
    for step, answer in zip(steps, (YES, NO, UNKNOWN), strict=False):
        operations.give_answer(actor=PLANNER, step_id=step.step_id, answer=answer)
    way = queries.get_way(actor=PLANNER)
    assert way.in_place == 1
    page = body(client_as().get(ROOM))
    assert "1 af 20 er på plads, 1 mangler, 1 ved I ikke, 17 er ikke besvaret." in page
    measures_named = doors.CONTENT.value.measure_names()[steps[1].statement.measure_ids[0]].da
    assert measures_named in page
    assert "Nogen skal spørges" in page


def test_five_answers_by_the_pages_alone_lead_to_the_first_answer(bornholm):
    client = client_as()
    page = body(client.get(ROOM))
    assert "før det første svar" in page
    first = queries.get_way(actor=PLANNER).part(FIRST)
    assert len(first) == 5, "as the pages say, though the thin draft has no care home to ask about"
    address = f"{ROOM}{first[0].step_id}/"
    for step in first:
        page = body(client.get(address))
        assert step.ask.da in page
        assert f"{step.number} af {step.of}" in page
        assert page.count('guide-answer"') == 3
        answer = client.post(address, {"answer": "unknown", "version": "0"})
        assert answer.status_code == 303
        address = answer["Location"]
    assert address == f"{ROOM}svar/"
    page = body(client.get(address))
    assert "Et hurtigt skøn over 100 kørsler" in page
    kinds = [job.title for job in job_queries.list_jobs(actor=PLANNER)]
    assert len(kinds) == 2
    operations.enqueue_first_answer(actor=PLANNER)
    assert len(job_queries.list_jobs(actor=PLANNER)) == 2


@pytest.mark.slow
def test_the_jobs_behind_the_first_answer_end_in_a_run_and_a_ranking(bornholm):
    operations.enqueue_first_answer(actor=PLANNER)
    jobs.run_waiting()
    assert impact.latest_run(actor=PLANNER, whole_catalogue=True) is not None
    assert measures.latest_ranking(actor=PLANNER) is not None


def test_beginning_drafts_and_stores_the_municipality_once(db):
    who = web.user(runs_installation=True)
    client = web.client(who)
    page = body(client.get("/begynd/"))
    assert "Bornholm" in page
    assert page.count("<option") == 99
    answer = client.post("/begynd/", {"municipality": CODE, "token": "one"})
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/{CODE}/opgaver/")
    jobs.run_waiting()
    assert municipality.has_pack(actor=PLANNER)
    assert client.post("/begynd/", {"municipality": CODE, "token": "two"})["Location"] == ROOM
    assert body(client.post("/begynd/", {"municipality": "123"}), status=400)


def test_who_may_not_answer_reads_along(bornholm):
    client = client_as("reader")
    page = body(client.get(ROOM))
    assert f'href="{ROOM}{HOURS_QUESTION}/"' not in page
    assert client.get(f"{ROOM}{HOURS_QUESTION}/").status_code == 403
    with pytest.raises(NotAllowed):
        operations.give_answer(actor=web.actor(["reader"], code=CODE), step_id=HOURS_QUESTION, answer=UNKNOWN)


def test_in_english_it_is_english(bornholm):
    client = client_as()
    client.cookies["language"] = "en"
    page = body(client.get(f"{ROOM}{HOURS_QUESTION}/"))
    assert question(HOURS_QUESTION).ask.en in page
    assert "Don't know" in page


def test_numbers_as_danes_write_them():
    assert presenting.number_typed("2,5") == 2.5
    assert presenting.number_typed(" 12 ") == 12
    assert presenting.number_typed("fem") is None
    assert presenting.number_typed("1.2.3") is None


def test_the_way_costs_the_same_however_much_is_answered(bornholm, django_assert_max_num_queries):
    client = client_as()
    for step in queries.get_way(actor=PLANNER).part(TEST):
        operations.give_answer(actor=PLANNER, step_id=step.step_id, answer=NO)
    with django_assert_max_num_queries(14):
        assert client.get(ROOM).status_code == 200
