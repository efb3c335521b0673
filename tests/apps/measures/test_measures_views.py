"""Pages of measures: what they answer, for whom, in which language, with how many queries."""

from __future__ import annotations

import html
import json
import re

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.apps.measures import addresses, answering, doors, queries, reading
from beredt.apps.measures.models import DecisionRecord, Ranking
from beredt.apps.municipality import operations as municipality_operations
from beredt.apps.municipality import queries as municipality
from beredt.domain.measures.alternatives import first_clash
from beredt.domain.measures.measure import Range
from beredt.ground.access.actor import ROLES
from beredt.kit.language import language
from beredt.telling import measure_answers, money, names, wording
from factories import calls, web

pytestmark = pytest.mark.thorough

NAMES = ("Station Havneby", "Udføring 1", "Mast Nordby")
NO_NAMES = {"management", "reader", "rescue_service", "care_worker"}
READERS = sorted(set(ROLES) - {"data_protection_officer"})
PLANNERS = {"administrator", "coordinator"}
DECIDERS = {*PLANNERS, "management"}
DECISION = {"decision": "adopt", "decider": "council", "reason": "Det haster", "version": "0"}


@pytest.fixture
def browser(runs):
    """A planner's browser."""
    return web.member_client(code="999")


def get(client, path, status=200, **more):
    response = client.get(path if path.startswith("/") else f"/999/tiltag/{path}", **more)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def words(text):
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def main_of(text):
    return text.partition('<main id="main"')[2].partition("</main>")[0]


def first_sentence(text):
    return words(re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1])


def numbered(ranking, start=0):
    """The number of a measure at a named place, ranked or not."""
    numbers = addresses.numbers_of(ranking)
    return numbers[ranking.result.measures[start].candidate.candidate_id]


def pages_of(ranking):
    base = f"{ranking.ranking_id}/"
    return {
        "latest": "",
        "list": "alle/",
        "compare": "sammenlign/",
        "decisions": "beslutninger/",
        "ranking": base,
        "budget": f"{base}budget/?budget=120.000",
        "try": f"{base}proev/?til=r2&til=r3",
        "measure": f"{base}{numbered(ranking, 1)}/",
        "unranked": f"{base}u1/",
    }


def document(browser, ranking):
    return json.loads(browser.get(f"/999/tiltag/{ranking.ranking_id}/fil/").content)


# --- what is said -----------------------------------------------------------------------------------------------------


def test_the_first_sentence_names_the_measure_that_helps_most_per_krone(ranking, browser):
    told = first_sentence(get(browser, ""))
    priced = [
        entry
        for entry in document(browser, ranking)["measures"]
        if entry["kr_per_person"] is not None and len(entry["members"]) == 1
    ]
    best = min(priced, key=lambda entry: entry["kr_per_person"])
    assert best["name"] in told
    assert money.amount(best["kr_per_person"], language("da")) in told
    others = [entry["name"] for entry in priced if entry is not best]
    assert others
    assert not any(name in told for name in others)


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_figure_on_the_page_is_a_field_of_the_file(ranking, browser, code):
    browser.cookies["language"] = code
    spoken = language(code)
    page = words(get(browser, ""))
    file = document(browser, ranking)
    alone = [entry for entry in file["measures"] if len(entry["members"]) == 1]
    assert alone
    for entry in alone:
        people = entry["effect"]["critical_people"]
        assert entry["name" if code == "da" else "name_en"] in page
        assert money.amounts(Range(**entry["cost_kr"]), spoken) in page
        if people["mean"] >= 0.5:
            assert wording.people(people["mean"], spoken) in page
        if entry["kr_per_person"] is not None:
            assert money.amount(entry["kr_per_person"], spoken) in page
        if entry["first_in_sets"]:
            assert f"{entry['first_in_sets']} {'af' if code == 'da' else 'of'} {entry['sets']}" in page
    for hazard in file["hazards"]:
        assert wording.people(hazard["critical_people"]["mean"], spoken) in page
    assert money.amount(file["best_set"]["budget_kr"], spoken) in page


def test_the_three_parts_stand_in_order(ranking, browser):
    page = get(browser, "")
    places = [page.index(f'id="{part}"') for part in ("nu", "kob", "prov", "budget", "uden-tal")]
    assert places == sorted(places)
    titles = [words(found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(page))]
    assert titles == ["Gør nu", "Køb", "Prøv tiltag sammen", "Inden for et budget", "Kan ikke regnes"]


def test_all_bars_lie_on_one_axis(ranking, browser):
    page = get(browser, "")
    zeros = set(re.findall(r'x1="([\d.]+)"[^>]*class="bar-zero"', page))
    assert len(zeros) == 1
    assert len(re.findall(r'class="bar-range"', page)) >= len(
        [entry for entry in ranking.result.measures if len(entry.members) == 1]
    )


def test_measures_that_cannot_be_told_apart_are_drawn_as_one_group(ranking, browser):
    page = get(browser, "")
    groups = [entry.group for entry in ranking.result.measures if len(entry.members) == 1 and not entry.is_do_now]
    ties = len({group for group in groups if groups.count(group) > 1})
    assert page.count('measure-tie"') == ties
    assert len(re.findall(r'<li class="measure-group', page)) == len(set(groups)) + sum(
        entry.is_do_now and len(entry.members) == 1 for entry in ranking.result.measures
    )


def test_what_has_no_number_says_why(ranking, browser):
    asserted = next(entry for entry in ranking.result.unranked if entry.reason == "asserted")
    page = words(get(browser, f"{ranking.ranking_id}/{addresses.numbers_of(ranking)[asserted.candidate_id]}/"))
    measure = next(m for m in doors.CONTENT.value.load_measures() if m.measure_id == asserted.measure_id)
    assert asserted.name_da in page
    assert measure.why_da.split(".")[0] in page
    assert asserted.name_da in words(get(browser, ""))


def test_one_measure_tells_price_payer_hazards_and_source(ranking, browser):
    entry = ranking.result.measures[1]
    page = words(get(browser, f"{ranking.ranking_id}/{numbered(ranking, 1)}/"))
    measure = entry.candidate.measure
    assert measure.what_da in page
    assert money.amounts(entry.candidate.capital_kr, language("da")) in page
    assert measure.source in page
    for place in entry.per_hazard:
        assert names.capitalised(ranking.hazard_names("da")[place.hazard]) in page


def test_the_budget_answers_for_the_largest_budget_worked_out_below_it(ranking, browser):
    part = words(get(browser, f"{ranking.ranking_id}/budget/?budget=120.000", headers={"HX-Request": "true"}))
    rung = next(rung for rung in ranking.beside.ladder if rung.best.budget_kr == 100_000)
    assert "100.000 kr." in part
    assert "Find sættet til præcis 120.000 kr." in part
    places = reading.places_for(
        web.actor(code="999"), municipality.get_pack(actor=web.actor(code="999")), ranking, language("da")
    )
    assert measure_answers.left_sentence(rung.left_people, rung.left_under_4h, places) in part
    exact = words(get(browser, f"{ranking.ranking_id}/budget/?budget=120000&exact=1", headers={"HX-Request": "true"}))
    assert "120.000 kr." in exact
    assert "Find sættet" not in exact


@pytest.mark.parametrize("budget", ["", "mange", "-1", "1e9", "99999999999999999", "１２"])
def test_a_budget_that_is_none_says_so_and_nothing_breaks(ranking, browser, budget):
    part = get(browser, f"{ranking.ranking_id}/budget/?budget={budget}", headers={"HX-Request": "true"})
    assert ('role="alert"' in part) == (budget != "")


def test_ticks_work_with_scripts_and_without(ranking, browser):
    picked = [numbered(ranking, 1), numbered(ranking, 2)]
    query = "&".join(f"til={number}" for number in picked)
    part = get(browser, f"{ranking.ranking_id}/proev/?{query}", headers={"HX-Request": "true"})
    whole = get(browser, f"{ranking.ranking_id}/proev/?{query}")
    sentence = words(re.search(r'<p class="try-sentence">(.*?)</p>', part, re.DOTALL)[1])
    assert sentence in words(whole)
    assert len(re.findall(r"<input type=\"checkbox\"[^>]* checked", whole)) == 2
    assert "<svg" in part
    assert "<table" in part
    assert "<html" not in part


def test_two_that_do_the_same_job_at_one_place_are_not_tried_together(runs, vestby, browser, monkeypatch):
    content = [attrs.evolve(m, alternatives=m.measure_id) for m in doors.CONTENT.value.load_measures()]
    content += [attrs.evolve(m, measure_id=f"other-{m.measure_id}", name_da=f"{m.name_da} igen") for m in content]
    monkeypatch.setattr(doors.CONTENT.value, "load_measures", lambda: content)
    ranking = runs.make_ranking(draws=11, sets=0)
    pair = first_clash(ranking.beside.candidates)
    other = next(c for c in ranking.beside.candidates if c not in pair and first_clash([pair[0], c]) is None)

    def part_for(*candidates):
        query = "&".join(f"til={addresses.numbers_of(ranking)[c.candidate_id]}" for c in candidates)
        return get(browser, f"{ranking.ranking_id}/proev/?{query}", headers={"HX-Request": "true"})

    refused = part_for(*pair)
    told = words(re.search(r'<p class="measure-problem" role="alert">(.*?)</p>', refused, re.DOTALL)[1])
    assert all(candidate.measure.name_da in told for candidate in pair)
    assert "try-sentence" not in refused
    for candidate in pair:
        assert "try-sentence" in part_for(candidate, other)


def test_an_unknown_tick_is_not_found(ranking, browser):
    get(browser, f"{ranking.ranking_id}/proev/?til=r999", 404)
    get(browser, f"{ranking.ranking_id}/r999/", 404)


def test_changed_data_are_told_and_tries_refused_softly(ranking, browser, runs):
    change_people(runs)
    page = get(browser, "")
    assert "Data er ændret siden" in page
    part = get(browser, f"{ranking.ranking_id}/proev/?til=r1", headers={"HX-Request": "true"})
    assert 'role="alert"' in part


def change_people(runs):
    import attrs

    pack = municipality.get_pack(actor=runs.planner())
    needs = tuple(attrs.evolve(row, people=row.people + 7) for row in pack.tables.needs)
    municipality_operations.replace_tables(
        actor=runs.planner(), tables=attrs.evolve(pack.tables, needs=needs), expected_revision=pack.revision
    )


def test_an_empty_room_offers_the_first_step(vestby, browser):
    page = get(browser, "")
    assert 'href="/999/tiltag/ny/"' in page
    assert "/999/tiltag/ny/" not in main_of(get(web.member_client(["reader"], code="999"), ""))
    get(browser, "ring/")
    get(browser, "sammenlign/")
    get(browser, "beslutninger/")


# --- asking for a ranking ---------------------------------------------------------------------------------------------


def test_the_button_alone_ranks_and_says_how_long_it_took_last(ranking, browser):
    page = get(browser, "ny/")
    assert "Sidst tog det" in page
    fields = dict(re.findall(r'<input type="(?:hidden|number)" name="(\w+)" value="([^"]*)"', page))
    fields = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    sent = {**fields, "horizon": "72", "objective": "people"}
    first = browser.post("/999/tiltag/ny/", sent)
    again = browser.post("/999/tiltag/ny/", sent)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    assert re.fullmatch(r"/999/opgaver/[0-9a-f-]+/", first.url)


@pytest.mark.parametrize("field", ["budget", "draws", "sets", "seed"])
def test_what_cannot_be_ranked_with_comes_back_with_what_was_typed(vestby, browser, field):
    sent = {"catalogue": "nrb-2022", "budget": "1", "horizon": "72", "objective": "people", "sets": "1", "draws": "1"}
    sent |= {"seed": "1", "token": "x", field: "-5"}
    response = browser.post("/999/tiltag/ny/", sent)
    assert response.status_code == 200
    assert 'value="-5"' in response.content.decode()


# --- verify first -----------------------------------------------------------------------------------------------------


def test_questions_can_be_read_out_on_the_telephone_and_answered_in_place(verification, browser, runs):
    page = get(browser, "ring/")
    question = answering.ordered_questions(verification)[0]
    pack = municipality.get_pack(actor=runs.planner())
    told = calls.words_of(pack.tables).question(question)
    assert told in first_sentence(page)
    form = get(browser, "ring/1/")
    revision = re.search(r'name="revision" value="(\d+)"', form)[1]
    sent = {"answer": "40", "told_by": "vagtleder", "day": "2026-11-20", "revision": revision}
    response = browser.post("/999/tiltag/ring/1/", sent, follow=True)
    after = html.unescape(response.content.decode())
    assert "Rangordn igen for at se, hvad det ændrede" in after
    assert "1 spørgsmål er besvaret" in after
    assert "/999/tiltag/ring/ny/" in page
    assert "/999/tiltag/ring/ny/" not in after, "what to verify first is looked for again after ranking again"
    assert municipality.get_pack(actor=runs.planner()).revision == pack.revision + 1
    twice = browser.post("/999/tiltag/ring/1/", sent)
    assert twice.status_code == 422
    assert municipality.get_pack(actor=runs.planner()).revision == pack.revision + 1


def test_a_refused_answer_stays_typed(verification, browser):
    sent = {"answer": "mange", "told_by": "vagtleder", "day": "2026-11-20", "revision": "1"}
    response = browser.post("/999/tiltag/ring/1/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="mange"' in page
    assert 'value="vagtleder"' in page


def test_the_call_list_goes_out_comes_back_and_waits_for_a_yes(verification, browser, runs, tmp_path):
    content = browser.get("/999/tiltag/ring/liste.xlsx").content
    question = answering.ordered_questions(verification)[0]
    path = calls.fill(
        content, tmp_path / "liste.xlsx", lambda book: calls.answer(book, question.question_id, 40, "vagtleder")
    )
    before = municipality.get_pack(actor=runs.planner()).revision
    file = SimpleUploadedFile("liste.xlsx", path.read_bytes())
    response = browser.post("/999/tiltag/ring/udfyldt/", {"file": file})
    assert response.status_code == 302
    assert response.url.startswith("/999/kommunen/import/")
    assert municipality.get_pack(actor=runs.planner()).revision == before


def test_the_downloaded_list_is_the_command_lines(verification, browser, runs):
    content = browser.get("/999/tiltag/ring/liste.xlsx").content
    assert content == answering.export_calls(actor=runs.planner(), told_in=language("da"))


def test_after_answers_the_two_newest_rankings_stand_side_by_side(runs, ranking, verification, browser):
    sent = {"answer": "40", "told_by": "vagtleder", "day": "2026-11-20", "revision": "1"}
    browser.post("/999/tiltag/ring/1/", sent)
    runs.make_ranking()
    page = get(browser, "sammenlign/")
    assert "revision 1 før, 2 nu" in words(page)
    assert "<table" in page


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_decision_shows_beside_the_measure_and_can_be_taken_back(ranking, browser):
    at = f"/999/tiltag/{ranking.ranking_id}/{numbered(ranking, 1)}/"
    page = browser.post(f"{at}beslut/", DECISION, follow=True).content.decode()
    assert "decision-adopt" in page
    assert "Det haster" in page
    assert "decision-adopt" in get(browser, "")
    assert "Det haster" in get(browser, "beslutninger/")
    page = browser.post(f"{at}fortryd/", {"version": "1"}, follow=True).content.decode()
    assert "Der er ikke taget beslutning om tiltaget" in page
    assert "decision-adopt" not in get(browser, "")
    assert DecisionRecord.objects.count() == 2


def test_two_who_decide_at_once_neither_loses_silently(ranking, browser):
    at = f"/999/tiltag/{ranking.ranking_id}/{numbered(ranking, 1)}/"
    browser.post(f"{at}beslut/", DECISION)
    other = web.member_client(["management"], code="999")
    response = other.post(f"{at}beslut/", {**DECISION, "decision": "reject", "reason": "For dyrt lige nu"})
    page = html.unescape(response.content.decode())
    assert response.status_code == 409
    assert "En anden har taget beslutning" in page
    assert "For dyrt lige nu" in page
    assert "Det haster" in page
    version = re.findall(r'name="version" value="(\d+)"', page)[-1]
    other.post(f"{at}beslut/", {**DECISION, "decision": "reject", "reason": "For dyrt lige nu", "version": version})
    (standing,) = queries.list_decisions(actor=web.actor(code="999"))
    assert (standing.decision, standing.version) == ("reject", 2)


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": "ring 12345678"}, {"decision": "perhaps"}])
def test_a_decision_that_cannot_be_stored_stays_typed(ranking, browser, changes):
    at = f"/999/tiltag/{ranking.ranking_id}/{numbered(ranking, 1)}/"
    response = browser.post(f"{at}beslut/", {**DECISION, **changes})
    assert response.status_code == 422
    assert not DecisionRecord.objects.exists()


# --- who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_every_reader_sees_the_pages_and_names_only_if_the_role_may(ranking, verification, role):
    client = web.member_client([role], code="999")
    for name, path in pages_of(ranking).items():
        text = get(client, path)
        seen = any(place in text for place in NAMES)
        assert not (role in NO_NAMES and seen), name
    assert client.get("/999/tiltag/ring/").status_code == (403 if role in NO_NAMES else 200)
    assert client.get("/999/tiltag/ny/").status_code == (200 if role in PLANNERS else 403)
    assert client.get(f"/999/tiltag/{ranking.ranking_id}/fil/").status_code == (200 if role in PLANNERS else 403)
    assert client.get("/999/tiltag/ring/liste.xlsx").status_code == (200 if role in PLANNERS else 403)
    at = f"/999/tiltag/{ranking.ranking_id}/{numbered(ranking, 1)}/beslut/"
    assert client.post(at, DECISION).status_code == (302 if role in DECIDERS else 403)


def test_names_are_there_to_be_hidden(ranking):
    text = get(web.member_client(["coordinator"], code="999"), "")
    assert any(place in text for place in NAMES)


@pytest.mark.parametrize("role", sorted(NO_NAMES))
def test_no_asset_id_stands_in_a_page_without_names(ranking, role, runs):
    client = web.member_client([role], code="999")
    ids = [row.asset_id for row in municipality.get_pack(actor=runs.planner()).tables.assets]
    for path in pages_of(ranking).values():
        text = main_of(get(client, path))
        for asset_id in ids:
            assert not re.search(rf"[@:/=]{re.escape(asset_id)}\b", text), asset_id


# --- how much it costs ------------------------------------------------------------------------------------------------

MOST_QUERIES = {
    "latest": 16,
    "list": 9,
    "compare": 16,
    "decisions": 12,
    "ranking": 16,
    "budget": 16,
    "try": 16,
    "measure": 14,
    "unranked": 14,
}


@pytest.mark.parametrize("name", sorted(MOST_QUERIES))
def test_pages_ask_the_database_few_questions_however_much_is_stored(ranking, verification, browser, runs, name):
    path = pages_of(ranking)[name]
    get(browser, path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        get(browser, path)
    for number in numbered_decisions(ranking):
        browser.post(f"/999/tiltag/{ranking.ranking_id}/{number}/beslut/", DECISION)
    for _ in range(3):
        runs.make_ranking()
    get(browser, path)
    with CaptureQueriesContext(connection) as many:
        get(browser, path)
    assert len(many) <= MOST_QUERIES[name], "\n".join(query["sql"][:150] for query in many)
    assert len(many) <= len(few) + 1


def numbered_decisions(ranking):
    return list(addresses.numbers_of(ranking).values())[:6]


def test_pages_stay_small(ranking, browser):
    for name, path in pages_of(ranking).items():
        assert len(browser.get(f"/999/tiltag/{path}").content) < 150_000, name


def test_every_ranking_is_kept(ranking, runs):
    runs.make_ranking()
    assert Ranking.objects.count() == 2


def test_a_rough_ranking_says_so_and_a_thorough_one_does_not(ranking, browser, runs):
    assert "Lavet hurtigt" in get(browser, "")
    thorough = runs.make_ranking(draws=500, sets=20, hazards=())
    assert "Lavet hurtigt" not in get(browser, "")
    assert not thorough.summary.settings.hazards
