"""Papers by a button: the same figures as on the pages, nothing for those who may not, nothing of another's."""

import datetime
import io
import re

import docx
import pytest
from pypdf import PdfReader

from beredt.apps.measures import deciding
from beredt.apps.municipality import operations as municipality
from beredt.apps.municipality import queries as municipality_queries
from beredt.ground.jobs import operations as jobs
from beredt.kit.errors import InvalidInput, NotAllowed, NotFound
from beredt.kit.language import language
from beredt.overview.papers import operations, queries, writing
from beredt.overview.papers.operations import Wanted
from beredt.telling import figures
from factories import impact_runs, web

CODE = impact_runs.CODE
PAGE = f"/{CODE}/papir/"
DANISH = language("da")
DAY = datetime.date(2026, 11, 23)


def client_as(*roles):
    return web.member_client(roles or ["coordinator"], code=CODE)


def press(client, paper):
    """Has a paper made by the button, lets the worker work, and gives the file's answer."""
    answer = client.post(f"{PAGE}lav/", {"paper": paper, "token": "t"})
    assert answer.status_code == 303
    jobs.run_waiting()
    page = client.get(PAGE).content.decode()
    addresses = re.findall(rf'href="({PAGE}[0-9a-f-]+/)"', page)
    assert addresses, page
    return client.get(addresses[0])


def words_of_pdf(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def words_of_word(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_nothing_computed_is_said_in_the_job_and_nothing_is_kept(vestby):
    with pytest.raises(NotFound):
        writing.write_paper(actor=impact_runs.planner(), kind="staff", suffix=".pdf", language=DANISH, day=DAY)
    assert queries.list_papers(actor=impact_runs.planner()) == ()


def test_the_staffs_report_tells_the_run(ranking, run):
    answer = press(client_as(), "staff/.pdf")
    assert answer["Content-Type"] == "application/pdf"
    told = words_of_pdf(answer.content)
    worst = max(run.assessment.hazards, key=lambda result: result.harm.critical_people.mean)
    people = figures.headline(worst).critical_people
    assert DANISH.about(people.p90) in told
    assert run.local.names(DANISH)[worst.hazard] in told


def test_the_councils_case_is_editable_and_names_no_asset(ranking, run):
    chosen = ranking.result.measures[0].candidate.candidate_id
    deciding.decide(
        actor=impact_runs.planner(),
        ranking_id=ranking.ranking_id,
        candidate_id=chosen,
        decision="adopt",
        decider=next(iter(deciding.DECIDERS)),
        reason="Fordi Nordre Transformer falder ud",
        expected_version=0,
    )
    answer = press(client_as("management"), "council/.docx")
    told = words_of_word(answer.content)
    pack = municipality_queries.get_pack(actor=impact_runs.planner())
    named = [name for name in pack.snapshot.assets.name if name and name in told]
    assert not named
    assert "Allerede besluttet:" in told
    assert "Transformer" not in told
    assert ranking.result.measures[0].members[0].measure.name_da in told


def test_the_folder_is_at_most_25_pages_and_internal(run):
    answer = press(client_as(), "folder/.pdf")
    reader = PdfReader(io.BytesIO(answer.content))
    assert 5 < len(reader.pages) <= 25
    assert "INTERN" in words_of_pdf(answer.content)


def test_who_may_not_see_assets_gets_only_the_councils_case(ranking):
    client = client_as("reader")
    page = client.get(PAGE).content.decode()
    assert "council/.pdf" in page
    assert "staff/.pdf" not in page
    assert "folder/.pdf" not in page
    with pytest.raises(NotAllowed):
        writing.write_paper(
            actor=web.actor(["reader"], code=CODE), kind="staff", suffix=".pdf", language=DANISH, day=DAY
        )
    press(client_as(), "staff/.pdf")
    made = queries.list_papers(actor=impact_runs.planner())[0]
    assert queries.list_papers(actor=web.actor(["reader"], code=CODE)) == ()
    assert client.get(f"{PAGE}{made.paper_id}/").status_code == 404


def test_a_paper_of_another_municipality_is_not_there(ranking):
    press(client_as(), "council/.pdf")
    made = queries.list_papers(actor=impact_runs.planner())[0]
    foreign = web.member_client(["administrator"], code=web.FOREIGN)
    assert foreign.get(f"{PAGE}{made.paper_id}/").status_code == 404
    assert foreign.get(f"/{web.FOREIGN}/papir/{made.paper_id}/").status_code == 404


def test_changed_data_ask_for_a_new_run(ranking):
    pack = municipality_queries.get_pack(actor=impact_runs.planner())
    asset = pack.tables.assets[0]
    municipality.change_value(
        actor=impact_runs.planner(),
        table="assets",
        row_key=(asset.asset_id,),
        column="restart_hours",
        value=asset.restart_hours + 1,
        basis="verified",
        source="ringet op",
        as_of="2026-11-23",
        expected_version=1,
    )
    with pytest.raises(InvalidInput) as told:
        writing.write_paper(actor=impact_runs.planner(), kind="staff", suffix=".pdf", language=DANISH, day=DAY)
    assert told.value.code == "run_is_stale"


def test_the_same_press_twice_is_one_job_and_fetching_is_logged(ranking):
    wanted = Wanted(kind="council", suffix=".pdf", language="da")
    actor = impact_runs.planner()
    ids = {operations.enqueue_paper(actor=actor, wanted=wanted, token="same") for _ in range(2)}
    assert len(ids) == 1
    jobs.run_waiting()
    made = queries.list_papers(actor=actor)
    assert len(made) == 1
    operations.fetch_paper(actor=actor, paper_id=made[0].paper_id)


@pytest.mark.parametrize("wanted", [("folder", ".docx", "da"), ("secret", ".pdf", "da"), ("staff", ".pdf", "de")])
def test_what_there_is_not_cannot_be_asked_for(run, wanted):
    kind, suffix, code = wanted
    with pytest.raises(InvalidInput):
        operations.enqueue_paper(
            actor=impact_runs.planner(), wanted=Wanted(kind=kind, suffix=suffix, language=code), token=""
        )


def test_the_page_reads_the_same_number_of_rows_with_many_papers(run, django_assert_max_num_queries):
    client = client_as()
    written = writing.Written(content=b"x", run_id=run.facts.run_id, ranking_id=None, pack_hash="0" * 64)
    for _ in range(12):
        operations.keep_paper(
            actor=impact_runs.planner(), wanted=Wanted(kind="council", suffix=".pdf", language="da"), written=written
        )
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200
