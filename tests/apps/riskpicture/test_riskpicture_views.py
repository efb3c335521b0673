"""Pages of risk pictures: every hazard told, none called safe or binding, for whom, in which language."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.adapters.catalogues.reader import load_catalogues
from beredt.ground.access.actor import ROLES
from factories import web

pytestmark = pytest.mark.thorough

READERS = sorted(set(ROLES) - {"data_protection_officer"})
NO_NAMES = {"management", "reader", "rescue_service", "care_worker"}
STORM = "nrb-2022/storm/"
PAGES = ("", "sammenlign/", "sammenlign/?fra=nrb-2022&til=nrb-2025", "nrb-2022/", STORM)
MOST_QUERIES = 12


@pytest.fixture
def visitor(vestby):
    """A planner's browser."""
    return web.member_client(code="999")


def get(client, path, status=200):
    response = client.get(f"/999/risikobillede/{path}")
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def words(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def every_hazard():
    return [hazard for edition in load_catalogues().editions for hazard in edition.hazards]


@pytest.mark.parametrize("hazard", every_hazard(), ids=lambda hazard: hazard.hazard_id)
def test_every_hazard_has_its_page(visitor, hazard):
    text = words(get(visitor, f"{hazard.hazard_id}/"))
    assert hazard.names.da.lower() in text.lower()
    for advice in hazard.advice:
        assert advice.text.da in text
    if hazard.not_expressible is not None:
        assert "er ikke vurderet her" in text
        assert hazard.not_expressible.da.rstrip(".") in text
        assert "Beregn, hvad den gør her" not in text
    for lever in hazard.template.levers if hazard.template else ():
        assert lever.because.da in text


def test_every_edition_lists_all_its_hazards_and_counts_the_rest(visitor):
    for edition in load_catalogues().editions:
        text = words(get(visitor, f"{edition.edition_id}/"))
        for hazard in edition.hazards:
            assert hazard.names.da.lower() in text.lower()
        if edition.unlisted_count:
            assert "kender vi ikke" in text
        if not edition.is_binding:
            assert "Anbefalinger, ikke krav." in text
        for source in edition.sources:
            assert source.title in text


def test_the_list_counts_confirmed_and_computable(visitor):
    text = get(visitor, "")
    for edition in load_catalogues().editions:
        row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*/{edition.edition_id}/(?:(?!</tr>).)*</tr>", text, re.DOTALL)[0]
        cells = [words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        assert cells[1:4] == [
            str(edition.hazards_published),
            str(len(edition.confirmed)),
            str(len(edition.confirmed_expressible)),
        ]


def test_what_a_hazard_hits_here_with_and_without_names(visitor):
    text = words(get(visitor, STORM))
    assert "Kan ramme 1 ressource her" in text
    assert "Mast Nordby" in text
    assert "Udeladt: Dataene har intet, det kan ramme." in text
    manager = words(get(web.member_client(["management"], code="999"), STORM))
    assert "Kan ramme 1 ressource her" in manager
    assert "Mast Nordby" not in manager


def test_computed_hazards_lead_to_their_run(runs, visitor):
    assert "Ikke beregnet endnu." in get(visitor, STORM)
    run = runs.make_run(draws=5)
    for path in ("nrb-2022/", STORM):
        text = get(visitor, path)
        assert f"/999/konsekvenser/{run.facts.run_id}/nrb-2022/storm/" in text
        assert "beregnet: ca." in words(text)
    assert "/999/konsekvenser/ny/?hazard=nrb-2022%2Fstorm" in get(visitor, STORM)


def test_a_comparison_says_what_changes_for_us(visitor):
    text = words(get(visitor, "sammenlign/?fra=nrb-2022&til=nrb-2025"))
    assert "Det ændrer for os" in text
    old, new = (next(e for e in load_catalogues().editions if e.edition_id == i) for i in ("nrb-2022", "nrb-2025"))
    for hazard in (*old.hazards, *new.hazards):
        assert hazard.names.da.lower() in text.lower()


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what(vestby, role):
    client = web.member_client([role], code="999")
    for path in PAGES:
        get(client, path, status=403 if role == "data_protection_officer" else 200)
    if role in READERS:
        assert ("Mast Nordby" in get(client, STORM)) == (role not in NO_NAMES)


def test_strangers_and_the_unknown(visitor):
    stranger = web.member_client(code="997")
    for path in PAGES:
        assert stranger.get(f"/999/risikobillede/{path}").status_code == 404
    for path in ("no-such/", "nrb-2022/no-such/", "sammenlign/?fra=no-such&til=nrb-2022"):
        get(visitor, path, status=404)


def test_both_languages_whole_and_nothing_inside_that_a_strict_page_forbids(visitor):
    for path in PAGES:
        text = get(visitor, path)
        assert not re.search(r"\b(the|hazards|can be computed)\b", words(text), re.IGNORECASE), path
        assert not re.search(r"\sstyle=|<style", text), path
        assert text.count("<h1") == 1
    visitor.cookies["language"] = "en"
    for path in PAGES:
        assert "hændelsestyper" not in words(get(visitor, path))


def test_queries_do_not_grow_with_runs(runs, visitor):
    def counted():
        found = []
        for path in PAGES:
            get(visitor, path)
            with CaptureQueriesContext(connection) as seen:
                get(visitor, path)
            found.append(len(seen))
        return found

    runs.make_run(draws=3)
    few = counted()
    assert max(few) <= MOST_QUERIES
    for seed in (2, 3, 4):
        runs.make_run(draws=3, seed=seed)
    assert counted() == few
