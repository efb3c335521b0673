"""Now in a real browser: one tap by key, greyed while computed, by the clock, on a phone, without scripts, on paper."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from factories import web
from factories.now import CODE, NOW, after, build_actor

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = f"/{CODE}/nu/"
NEXT = "Næste: kl. 16:05 har ca. 5 borgere brug for hjælp (sugning, Vesterklit)."
POWER = "Strøm: hele kommunen"


@pytest.fixture
def clock(monkeypatch):
    from beredt.apps.now import views

    class Clock:
        moment = NOW

    found = Clock()
    monkeypatch.setattr(views, "read_clock", lambda: found.moment)
    return found


@pytest.fixture
def open_now(open_page, session_of, clock, settings, tmp_path):
    """Opens the page for the demo municipality, signed in."""
    from beredt.apps.municipality import demo
    from beredt.ground.access.actor import COMMAND_LINE

    settings.BEREDT_DATA = str(tmp_path)
    demo.build_demo(actor=COMMAND_LINE(CODE))
    member = web.member(["coordinator"], code=CODE)

    def open_now(query="", **how):
        return open_page(PAGE + query, cookies=session_of(member), **how)

    return open_now


@pytest.fixture
def power_is_down(open_now):
    from beredt.apps.now import operations
    from beredt.domain.impact.reported import Subject

    operations.report_down(
        actor=build_actor("coordinator"), subjects=[Subject(service="power")], since_at=NOW, moment=NOW
    )


def test_one_tap_by_key_says_who_is_next_and_keeps_the_place(open_now):
    page = open_now()
    expect(page.locator("h1")).to_contain_text("Intet er meldt nede")
    tick = page.get_by_role("button", name=POWER, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if tick.evaluate("held => held === document.activeElement"):
            break
    page.evaluate("window.untouched = true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NEXT)
    expect(page.get_by_role("button", name=POWER, exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.get_by_role("button", name=POWER, exact=True).evaluate("held => held === document.activeElement")
    assert page.evaluate("window.untouched") is True, "the page was not loaded anew"
    expect(page.locator("#now-said")).to_have_text(NEXT)


def test_a_mistake_is_said_without_losing_the_page(open_now):
    page = open_now()
    page.locator("#since-day").fill("2026-12-24")
    page.locator("#since-time").fill("10:00")
    page.get_by_role("button", name=POWER, exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Det tidspunkt er ikke nået endnu.")
    expect(page.locator("h1")).to_contain_text("Intet er meldt nede")


def test_an_empty_page_hears_what_others_report(open_now):
    from beredt.apps.now import operations
    from beredt.domain.impact.reported import Subject

    page = open_now()
    page.clock.install()
    page.reload()
    operations.report_down(
        actor=build_actor("coordinator"), subjects=[Subject(service="power")], since_at=NOW, moment=NOW
    )
    page.clock.fast_forward(61_000)
    expect(page.locator("h1")).to_have_text(NEXT)


def test_the_old_forecast_stays_in_grey_while_the_new_one_is_computed(open_now, power_is_down):
    page = open_now()
    page.evaluate(
        """() => {
            window.seen = [];
            const watch = new MutationObserver(() => {
                const live = document.querySelector("#now-live");
                if (live && live.classList.contains("htmx-request")) {
                    const first = live.querySelector("section");
                    window.seen.push([live.querySelector("h1").textContent, getComputedStyle(first).opacity]);
                }
            });
            watch.observe(document.querySelector("main"), {subtree: true, attributes: true, childList: true});
        }"""
    )
    page.get_by_role("button", name="Vand: hele kommunen", exact=True).click()
    expect(page.locator("#now-reports")).to_contain_text("Vand: hele kommunen")
    seen = page.evaluate("window.seen")
    assert seen
    assert seen[0] == [NEXT, "0.45"]
    assert page.locator(".now-next").evaluate("held => getComputedStyle(held).opacity") == "1"


def test_the_page_follows_the_clock_and_what_others_report_without_losing_what_is_typed(open_now, power_is_down, clock):
    from beredt.apps.now import operations
    from beredt.domain.impact.reported import Subject

    page = open_now()
    page.clock.install()
    page.reload()
    page.locator("#now-q").fill("mast")
    clock.moment = after(4)
    operations.report_down(
        actor=build_actor("crisis_staff"), subjects=[Subject(service="water")], since_at=after(3), moment=after(4)
    )
    page.clock.fast_forward(61_000)
    expect(page.locator("h1")).to_contain_text("Nu har ca. 10 borgere brug for hjælp")
    expect(page.locator(".now-clock")).to_contain_text("tirsdag 17:05 · siden 13:05 (4 t)")
    expect(page.locator("#now-reports")).to_contain_text("Vand: hele kommunen")
    expect(page.locator("#now-q")).to_have_value("mast")


def test_a_single_asset_is_searched_and_ticked(open_now):
    page = open_now()
    page.locator("#now-q").fill("mast nordø")
    found = page.locator("#now-found").get_by_role("button")
    expect(found.first).to_be_visible()
    name = found.first.inner_text()
    found.first.click()
    expect(page.locator("#now-reports")).to_contain_text(name)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing(open_now, power_is_down, findings, language, size):
    page = open_now("?q=mast", language=language, size=size)
    assert findings(page) == []
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert findings(page) == []


def test_axe_finds_nothing_on_the_pages_beside_it(open_now, power_is_down, findings):
    page = open_now()
    page.get_by_role("link", name="Ret tider").click()
    expect(page.locator("h1")).to_contain_text("Hvornår gik det")
    assert findings(page) == []
    page.go_back()
    page.get_by_role("link", name="Alt er tilbage").click()
    expect(page.locator("h1")).to_contain_text("Er alt tilbage?")
    assert findings(page) == []


@pytest.mark.parametrize("size", ["phone", "zoom 400 %"])
def test_on_a_phone_next_stands_before_who_and_who_before_what_is_down(open_now, power_is_down, sideways, size):
    page = open_now("?q=mast", size=size)
    assert sideways(page) <= 0
    tops = [page.locator(part).bounding_box()["y"] for part in (".now-next", ".now-who", ".now-down")]
    assert tops == sorted(tops)


def test_on_a_desk_what_is_down_stands_beside_who(open_now, power_is_down):
    page = open_now()
    who, down = (page.locator(part).bounding_box() for part in (".now-who", ".now-down"))
    assert down["x"] + down["width"] <= who["x"]
    assert abs(down["y"] - who["y"]) < 20


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_everything_works_without_scripts(open_now, press, sideways, size):
    page = open_now(size=size, scripts=False)
    press(page.get_by_role("button", name=POWER))
    expect(page.locator("h1")).to_have_text(NEXT)
    page.locator("#now-q").fill("mast nordø")
    press(page.get_by_role("button", name="Søg"))
    press(page.locator("#now-found").get_by_role("button").first)
    expect(page.locator("#now-reports li")).to_have_count(2)
    press(page.get_by_role("button", name=re.compile(f"^Er tilbage nu.*{POWER}")))
    expect(page.locator("#now-reports")).to_contain_text("tilbage 13:05")
    press(page.get_by_role("link", name="Alt er tilbage"))
    press(page.get_by_role("button", name="Alt er tilbage: ryd siden"))
    expect(page.locator("h1")).to_contain_text("Intet er meldt nede")
    press(page.get_by_role("button", name="Fortryd rydningen"))
    expect(page.locator("#now-reports li")).to_have_count(2)
    page.wait_for_load_state("load")
    assert sideways(page) <= 0


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_prints_on_two_pages(open_now, power_is_down, language):
    from beredt.apps.now import operations
    from beredt.domain.impact.reported import Subject

    operations.report_down(
        actor=build_actor("coordinator"),
        subjects=[Subject(service="water"), Subject(service="it"), Subject(asset_id="mast-havn-1")],
        since_at=NOW,
        moment=NOW,
    )
    page = open_now(language=language)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) <= 2
    first = paper.pages[0].extract_text()
    assert ("Næste" if language == "da" else "Next") in first.replace("\n", " ")
    everything = " ".join(sheet.extract_text() for sheet in paper.pages)
    assert ("Strøm: hele kommunen" if language == "da" else "Power: the whole municipality") in everything
    assert ("Ret tider" if language == "da" else "Change times") not in everything, "buttons are not printed"
