"""Measures in a real browser: ticking and the budget answer in place, without scripts too, on a phone, on paper."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"


@pytest.fixture
def ranked(settings, tmp_path):
    """A small municipality with a ranking, questions for the telephone and a decision."""
    settings.BEREDT_DATA = str(tmp_path)
    runs = import_module("factories.ranking_runs")
    import_module("factories.impact_runs").store_vestby()
    ranking = runs.make_ranking()
    runs.make_verification(ranking.ranking_id)
    deciding = import_module("beredt.apps.measures.deciding")
    deciding.decide(
        actor=runs.planner(),
        ranking_id=ranking.ranking_id,
        candidate_id=ranking.result.measures[1].candidate.candidate_id,
        decision="later",
        decider="council",
        reason="Når der er råd",
        expected_version=0,
    )
    return ranking.ranking_id


@pytest.fixture
def open_measures(open_page, session_of, ranked):
    """Opens a page of the room, signed in as a coordinator unless told otherwise."""

    def open_measures(path="", *, role="coordinator", **how):
        member = web.member([role], code=CODE)
        return open_page(f"/{CODE}/tiltag/{path.format(ranking=ranked)}", cookies=session_of(member), **how)

    return open_measures


def test_a_tick_redraws_the_need_curve_in_place(open_measures):
    page = open_measures()
    tried = page.locator("#tried")
    expect(tried.locator("svg")).to_have_count(0)
    page.locator(".measure-tick").first.focus()
    page.keyboard.press("Space")
    expect(tried.locator("svg .curve, svg.curves")).not_to_have_count(0)
    first = tried.locator(".try-sentence").inner_text()
    page.locator(".measure-tick").nth(1).check()
    expect(tried.locator(".try-sentence")).not_to_have_text(first)
    assert page.url.endswith("/tiltag/"), "the page itself stays"


def test_without_scripts_the_button_tries_and_the_ticks_stay(open_measures):
    page = open_measures(scripts=False)
    page.locator(".measure-tick").first.check()
    page.locator("#try-form button[type=submit]").click()
    expect(page.locator("#tried .try-sentence")).to_be_visible()
    expect(page.locator(".measure-tick").first).to_be_checked()


def test_the_slider_answers_in_place_and_the_number_without_scripts(open_measures):
    page = open_measures()
    page.locator("[name=budget]").fill("60000")
    page.keyboard.press("Tab")
    expect(page.locator("#set")).to_contain_text("50.000 kr.")
    page.get_by_role("link", name=re.compile("præcis 60.000")).click()
    expect(page.locator("#set .set-title")).to_contain_text("60.000 kr.")
    plain = open_measures(scripts=False)
    plain.locator("[name=budget]").fill("60000")
    plain.locator(".set-form button[type=submit]").click()
    expect(plain.locator("#set")).to_contain_text("50.000 kr.")


@pytest.mark.parametrize(("size", "language"), [("desk", "da"), ("phone", "en"), ("zoom 400 %", "da")])
def test_everything_open_nothing_found(open_measures, findings, sideways, size, language):
    for path in (
        "{ranking}/proev/?til=r2&til=r3",
        "{ranking}/r2/",
        "{ranking}/u1/",
        "ny/",
        "alle/",
        "ring/",
        "ring/1/",
        "beslutninger/",
    ):
        page = open_measures(path, size=size, language=language)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert findings(page) == [], path
        assert sideways(page) <= 0, path


def test_management_decides_by_keys_without_seeing_a_place(open_measures):
    page = open_measures("{ranking}/r3/", role="management")
    assert "Nordby" not in page.content()
    page.locator("input[name=decision][value=reject]").check()
    page.locator("[name=reason]").fill("Dækkes af forsyningen")
    page.locator("[name=reason]").press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#beslut .decision-reject")).to_be_visible()
    expect(page.locator("#beslut")).to_contain_text("Dækkes af forsyningen")
