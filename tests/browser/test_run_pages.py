"""Runs and risk pictures in a real browser: the hour slider by keys, without scripts, on a phone, on paper."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"
STORM = "nrb-2022/storm"


@pytest.fixture
def fjordby(settings, tmp_path):
    """The demo municipality with one run of a storm; its run id."""
    from beredt.adapters.demo.fjordby import build_fjordby
    from beredt.apps.municipality import operations
    from factories import impact_runs

    settings.BEREDT_DATA = str(tmp_path)
    actor = impact_runs.planner()
    operations.create_municipality(actor=actor, code=CODE, tables=build_fjordby(seed=1), source="demo")
    return impact_runs.make_run(hazards=(STORM,), draws=40).facts.run_id


@pytest.fixture
def open_run(open_page, session_of, fjordby):
    """Opens a page of the run (or another below the municipality), signed in as a coordinator."""
    member = web.member(["coordinator"], code=CODE)

    def open_run(path, **how):
        return open_page(f"/{CODE}/{path.format(run=fjordby)}", cookies=session_of(member), **how)

    return open_run


HAZARD = f"konsekvenser/{{run}}/{STORM}/"


def shown_on_map(page):
    """Title, numbers and shades of the map as they are."""
    return page.evaluate(
        """() => [
            document.querySelector("[data-area-title]").textContent,
            ...[...document.querySelectorAll("[data-number]")].map((mark) => mark.textContent),
            ...[...document.querySelectorAll("[data-area] path")].map((mark) => mark.getAttribute("class")),
            ...[...document.querySelectorAll("[data-area] title")].map((mark) => mark.textContent),
        ]"""
    )


def test_the_hour_slider_by_keys_tells_what_the_server_tells(open_run):
    page = open_run(f"{HAZARD}?time=4")
    page.watch.bodies.clear()
    slider = page.locator("[data-slider-range]")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    moved = shown_on_map(page)
    assert "24" in moved[0]
    asked = [answer.url for answer in page.watch.bodies if "/static/" not in answer.url]
    assert asked == [], "the slider asks nobody"
    assert moved == shown_on_map(open_run(f"{HAZARD}?time=24"))
    assert moved != shown_on_map(open_run(f"{HAZARD}?time=4"))
    page.keyboard.press("End")
    assert shown_on_map(page) == shown_on_map(open_run(f"{HAZARD}?time=72"))


def test_another_service_keeps_the_hour(open_run):
    page = open_run(f"{HAZARD}?time=30")
    page.locator("#area-what").select_option("power")
    page.wait_for_url(re.compile("vis=power"))
    expect(page.locator("[data-area-title]")).to_have_text(re.compile("uden strøm.*efter 30 t"))


def test_without_scripts_the_button_does_it(open_run):
    page = open_run(HAZARD, scripts=False)
    page.locator("[name=time]").fill("48")
    page.locator("[data-area-form] button[type=submit]").click()
    expect(page.locator("[data-area-title]")).to_have_text(re.compile("efter 48 t"))
    page.locator("#provenance summary").click()
    expect(page.locator("#provenance")).to_contain_text("beredt-impact")


def test_a_chain_opens_as_boxes(open_run):
    page = open_run(HAZARD)
    first = page.locator(".cause-boxes").first
    expect(first.locator(".boxes")).to_be_hidden()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.locator(".boxes")).to_be_visible()
    assert first.locator(".box").count() >= 2
    assert first.locator(".box-need").count() == 1


@pytest.mark.parametrize(("size", "language"), [("desk", "da"), ("phone", "en"), ("zoom 400 %", "da"), ("desk", "en")])
def test_everything_open_nothing_found(open_run, findings, sideways, size, language):
    for path in (
        HAZARD,
        "konsekvenser/",
        "konsekvenser/{run}/",
        f"{HAZARD}grupper/",
        "konsekvenser/ny/",
        "konsekvenser/sammenlign/?foer={run}&efter={run}",
        "risikobillede/",
        "risikobillede/nrb-2022/",
        f"risikobillede/{STORM}/",
        "risikobillede/sammenlign/",
    ):
        page = open_run(path, size=size, language=language)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert findings(page) == [], path
        assert sideways(page) <= 0, path


def test_on_paper(open_run):
    page = open_run(HAZARD)
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    assert "Storme og orkaner, 72 t" in text
    assert "Internt: nævner anlæg ved navn" in text
    assert len(pages) < 15
