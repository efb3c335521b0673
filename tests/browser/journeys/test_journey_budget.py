"""Somebody has money for preparedness: the ranked measures, the best set for the sum, another sum, what it would do."""

import re
from importlib import import_module

import pytest
from playwright.sync_api import expect

from factories import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "999"


@pytest.fixture
def coordinator_page(open_page, session_of):
    """The overview of a small municipality with a ranking."""
    web.municipality(CODE, "Vestby")
    import_module("factories.impact_runs").store_vestby()
    import_module("factories.ranking_runs").make_ranking()
    return open_page(f"/{CODE}/", cookies=session_of(web.member(["coordinator"], code=CODE)))


def test_another_budget_another_set(coordinator_page, picture):
    page = coordinator_page
    page.get_by_role("link", name=re.compile("^Tiltag")).first.click()
    expect(page.locator(".measure-group").first).to_be_visible()
    picture(page, "measures")

    best = page.locator("#set")
    sets = {}
    for budget in ("60000", "0", "200000"):
        page.get_by_label("Hvad kommunen kan bruge").last.fill(budget)
        page.keyboard.press("Tab")
        wanted = {"60000": "50.000 kr.", "0": "0 kr.", "200000": "200.000 kr."}[budget]
        expect(best.locator(".set-title")).to_contain_text(f"inden for {wanted}")
        sets[budget] = best.inner_text()
    assert "Kommunen betaler" not in sets["0"]
    assert "Kommunen betaler" in sets["200000"], "more money, another set"
    assert page.url.endswith("/tiltag/"), "drawn anew in place"

    tick = page.locator(".measure-tick").first
    tick.focus()
    page.keyboard.press("Space")
    expect(page.locator("#tried svg").first).to_be_visible()
    expect(page.locator("#tried .try-sentence")).to_contain_text(re.compile(r"\d"))
