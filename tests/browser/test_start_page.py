"""The start page in a real browser: axe, small windows, tables behind the curves, paper."""

import io
from importlib import import_module

import pypdf
import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = "/999/"


@pytest.fixture
def open_start(open_page, session_of, settings, tmp_path):
    """Opens the page of Vestby Kommune, signed in with a role."""
    settings.BEREDT_DATA = str(tmp_path)
    import_module("factories.impact_runs").store_vestby()

    def open_start(role="coordinator", **how):
        return open_page(PAGE, cookies=session_of(web.member([role], code="999")), **how)

    return open_start


@pytest.fixture
def computed(open_start):
    runs, rankings = import_module("factories.impact_runs"), import_module("factories.ranking_runs")
    runs.make_run()
    rankings.make_verification(rankings.make_ranking().ranking_id)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing(open_start, computed, findings, language, size):
    page = open_start(language=language, size=size)
    assert findings(page) == []


def test_axe_finds_nothing_while_nothing_is_there_yet(open_start, findings):
    page = open_start()
    expect(page.locator(".empty")).to_have_count(3)
    assert findings(page) == []


@pytest.mark.parametrize("size", ["phone", "zoom 400 %"])
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_lies_outside_a_small_window(open_start, computed, sideways, size, scripts):
    page = open_start(size=size, scripts=scripts)
    assert sideways(page) <= 0


def test_the_table_behind_a_curve_is_one_key_away(open_start, computed):
    page = open_start()
    chart = page.locator("[data-chart]").first
    chart.focus()
    page.keyboard.press("t")
    expect(chart.locator("table")).to_be_visible()


def test_each_first_step_leads_somewhere(open_start):
    page = open_start()
    for address in [link.get_attribute("href") for link in page.locator(".empty a").all()]:
        assert page.goto(page.watch.home + address).status == 200


@pytest.mark.parametrize("role", ["coordinator", "management"])
def test_it_prints(open_start, computed, role):
    page = open_start(role)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    told = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert len(paper.pages) <= 3
    assert "Hvor klar er vi til tre døgn?" in told
    assert ("Ring først" in told) == (role == "coordinator")
    assert "Mast Nordby" not in told or role == "coordinator"
