"""The start page: its answer and blocks, first steps where something is missing, what each role sees, what it costs."""

import re

import attrs
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.apps.measures.stored import Decision
from beredt.apps.municipality import operations as municipality
from beredt.apps.now import operations as now
from beredt.domain.impact.reported import Subject
from beredt.ground.access.actor import ROLES
from beredt.kit.language import language
from beredt.overview.situation import gathering, start_page
from factories import impact_runs, rankings, web
from factories.now import NOW, build_actor

CODE = impact_runs.CODE
PAGE = f"/{CODE}/"
BLOCKS = ("Flest med behov for hjælp", "Gør nu", "Ring først", "Gammelt, ikke verificeret eller ikke vurderet")


def client_as(*roles):
    return web.member_client(roles or ["coordinator"], code=CODE)


def body(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_without_data_the_page_offers_the_guided_start(db):
    page = body(client_as().get(PAGE))
    assert "Det ved ingen endnu: der er ingen data om kommunen." in page
    assert f'href="/{CODE}/begynd/"' in page


def test_without_runs_each_block_offers_its_first_step(vestby):
    page = body(client_as().get(PAGE))
    assert "Det ved ingen endnu: der er ikke regnet på kommunens data." in page
    for block in BLOCKS:
        assert block in page
    for step in ("konsekvenser/ny/", "tiltag/ny/", "tiltag/ring/"):
        assert f'href="/{CODE}/{step}"' in page, step


def test_who_may_not_begin_is_told_whom_to_ask(vestby):
    page = body(client_as("reader").get(PAGE))
    assert "Bed beredskabskoordinatoren om at få det regnet." in page
    assert "konsekvenser/ny/" not in page


def test_the_page_answers_with_the_worst_hazard_and_shows_three(run):
    page = body(client_as().get(PAGE))
    worst = max(run.assessment.hazards, key=lambda result: result.harm.critical_people.mean)
    assert worst.harm.critical_people.mean > 0, "the run says something"
    name = run.local.names(language("da"))[worst.hazard]
    (heading,) = re.findall(r'<h1 class="first-sentence">(.*?)</h1>', page)
    assert heading.lower().startswith(name.lower())
    assert "uden ekstra indsats" in heading
    assert page.count('class="start-card"') == min(3, len(run.assessment.hazards)) > 1
    assert page.count("<svg viewBox") == page.count('class="start-card"')
    assert "ikke er det samme som sikkert" in page or not run.local.missing


def test_hazards_stand_by_people_and_share_one_scale(run):
    found = gathering.gather(actor=build_actor("coordinator"), moment=NOW)
    means = [hazard.facts.critical_mean for hazard in found.shown.worst]
    assert means == sorted((r.harm.critical_people.mean for r in run.assessment.hazards), reverse=True)[:3]
    small = attrs.evolve(
        found.shown.worst[0],
        timeline=attrs.evolve(found.shown.worst[0].timeline, need_p90=found.shown.worst[0].timeline.need_p90 * 40),
    )
    page = start_page.start_page(
        attrs.evolve(found, shown=attrs.evolve(found.shown, worst=(small, *found.shown.worst[1:]))), language("da")
    )
    alone = start_page.start_page(found, language("da"))
    assert page.hazards[1].chart.svg != alone.hazards[1].chart.svg, "the second is drawn on the scale of the first"
    assert page.hazards[1].chart.rows == alone.hazards[1].chart.rows


def test_do_now_ring_first_and_what_is_decided(verification, ranking):
    page = body(client_as().get(PAGE))
    found = gathering.gather(actor=build_actor("coordinator"), moment=NOW)
    told = start_page.start_page(found, language("da"))
    assert told.do_now or "Intet tiltag under" in page
    for entry in told.do_now:
        assert entry.title in page
    for call in told.calls:
        assert call.question.replace("'", "&#x27;") in page
        assert call.question.endswith("?")
        assert call.why
    assert len(told.calls) <= 3
    assert told.calls or "Intet svar i telefonen" in page


def ranked(found, decided=""):
    """The page of a ranking made by hand, with what was decided on its cheap measure."""
    lists = rankings.build_do_now()
    result = rankings.build_ranking(measures=(rankings.build_ranked(), lists, rankings.build_battery()))
    candidate_id = lists.candidate.candidate_id
    decision = Decision(
        candidate_id=candidate_id,
        measure_id="lists",
        name_da="Lister",
        name_en="Lists",
        decision=decided,
        decider="council",
        reason="",
        version=1,
        decided_at=NOW,
        recorded_by=None,
        ranking_id=None,
    )
    ranking = attrs.evolve(found.ranking, result=result)
    found = attrs.evolve(found, ranking=ranking, decisions={candidate_id: decision} if decided else {})
    return start_page.start_page(found, language("da"))


def test_only_what_is_cheap_and_not_rejected_is_told_to_do_now(ranking):
    found = gathering.gather(actor=build_actor("coordinator"), moment=NOW)
    (entry,) = ranked(found).do_now
    assert entry.title.startswith("Udskrevne lister")
    assert "40" in entry.facts
    assert "5" in entry.price
    assert entry.decided == ""
    assert [entry.decided for entry in ranked(found, "adopt").do_now] == ["besluttet: tages i brug"]
    assert [entry.decided for entry in ranked(found, "later").do_now] == ["besluttet: senere"]
    assert ranked(found, "reject").do_now == ()
    nameless = attrs.evolve(found, sees_assets=False)
    assert "Mast Nordby" in ranked(found).do_now[0].title
    assert "Mast Nordby" not in ranked(nameless).do_now[0].title


def test_changed_data_are_told(run, vestby):
    assert "Data er ændret" not in body(client_as().get(PAGE))
    municipality.change_value(
        actor=impact_runs.planner(),
        table="assets",
        row_key=("mast",),
        column="name",
        value="Mast Sydby",
        basis="verified",
        source="test",
        as_of="2026-11-01",
        expected_version=1,
    )
    page = body(client_as().get(PAGE))
    assert "Data er ændret, siden der blev regnet på hændelserne" in page


def test_what_is_down_now_stands_on_top(run, monkeypatch):
    from beredt.overview.situation import views

    monkeypatch.setattr(views, "read_clock", lambda: NOW)
    assert "Noget er nede nu" not in body(client_as().get(PAGE))
    now.report_down(actor=build_actor("coordinator"), subjects=[Subject(service="power")], since_at=NOW, moment=NOW)
    page = body(client_as().get(PAGE))
    assert "Noget er nede nu" in page
    assert (
        "Næste: kl. 15:05 har ca. 12 borgere brug for hjælp (ilt, hele kommunen)." in page or "(ilt, Havneby)" in page
    )


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_sees(verification, vestby, role):
    answer = client_as(role).get(PAGE)
    if role == "data_protection_officer":
        assert answer.status_code == 403
        return
    page = body(answer)
    names_assets = role not in {"management", "reader", "rescue_service", "care_worker"}
    assert ("Ring først" in page) == names_assets
    if not names_assets:
        for asset in vestby.assets:
            assert asset.name not in page
    assert "Gør nu" in page
    assert 'class="start-card"' in page


def test_english_says_the_same(run):
    client = client_as()
    client.cookies["language"] = "en"
    page = body(client.get(PAGE))
    assert "How ready are we for three days?" in page
    assert "without extra effort" in page
    for danish in BLOCKS:
        assert danish not in page


def test_a_stranger_finds_nothing(run):
    assert web.member_client(["administrator"], code="400").get(PAGE).status_code == 404
    assert web.client().get(PAGE).status_code == 302


def test_nothing_stands_in_the_page_that_the_policy_forbids(run):
    page = body(client_as().get(PAGE))
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r'\s(style|onclick)="', page)


def test_how_many_questions_the_page_asks_the_database(verification):
    client = client_as()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert len(asked) <= 22, [query["sql"][:100] for query in asked]
