"""The gallery in a real browser: every component, in both languages, by eye of axe, keyboard and small windows."""

import gzip
import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIRST_VIEW_BYTES = 250_000

FOCUS = """() => {
    const held = document.activeElement;
    if (held === document.body) return null;
    const look = getComputedStyle(held);
    const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    return [held.outerHTML.slice(0, 80), outlined || look.boxShadow !== "none", held.getClientRects().length > 0];
}"""
"""What has the focus, whether one sees that, and whether it is on the page at all; null for nothing."""

SMALL = """() => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select")].filter((held) => {
    const box = held.getBoundingClientRect();
    return box.width && (box.height < 24 || box.width < 20);
}).map((held) => held.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing(open_page, findings, language, size):
    page = open_page("/ui/", language=language, size=size)
    assert findings(page) == []


def test_axe_finds_nothing_in_open_dialogs_and_tables(open_page, findings):
    page = open_page("/ui/")
    page.locator("[data-chart] summary").first.click()
    page.locator("[data-open=delete-dialog]").click()
    assert findings(page) == []


def test_axe_would_find_something(open_page, findings):
    page = open_page("/ui/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><input>')")
    found = findings(page)
    assert any(line.startswith("image-alt") for line in found)
    assert any(line.startswith("label") for line in found)


@pytest.mark.parametrize("size", ["phone", "zoom 400 %"])
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_lies_outside_a_small_window(open_page, sideways, size, scripts):
    page = open_page("/ui/", size=size, scripts=scripts)
    assert sideways(page) <= 0


def test_the_first_view_is_light(open_page):
    page = open_page("/ui/")
    page.wait_for_load_state("networkidle")
    served = {response.url: response for response in page.watch.bodies if response.ok}
    weights = {url: weight(response) for url, response in served.items() if "maplibre" not in url}
    assert len(weights) >= 9
    assert sum(weights.values()) <= FIRST_VIEW_BYTES, weights


def weight(response):
    """Bytes on the wire: libraries have a packed copy beside them (tests/ground/ui), the rest goes as it is."""
    body = response.body()
    return min(len(body), len(gzip.compress(body, 9))) if "/static/lib/" in response.url else len(body)


def test_the_map_is_not_loaded_before_it_is_near(open_page):
    page = open_page("/ui/")
    page.wait_for_load_state("networkidle")
    assert not [response.url for response in page.watch.bodies if "maplibre" in response.url]


def test_the_map_draws_areas_numbers_and_legend(open_page):
    page = open_page("/ui/")
    page.locator("[data-map-block]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-state=ready]")
    assert numbers_on(page) == {"12", "95", "ikke vurderet"}
    steps = page.locator("[data-map-legend] li").all_inner_texts()
    assert steps[0] == "ingen"
    assert steps[-1] == "ikke vurderet"
    assert len(steps) == 7


def test_the_map_follows_the_hour_slider_by_arrow_keys(open_page):
    page = open_page("/ui/")
    slider = page.locator("[data-map-block] [data-slider-range]")
    slider.scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-state=ready]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert numbers_on(page) == {"20", "140", "ikke vurderet"}
    assert page.locator("[data-map-block] [data-slider-number]").input_value() == "4"


def test_what_is_down_has_a_sign_of_its_own_and_says_so(open_page):
    page = open_page("/ui/")
    page.locator("[data-map-block]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-state=ready]")
    signs = page.evaluate(
        """async () => {
            const { map } = document.querySelector("[data-map]");
            await new Promise((done) => { map.once("idle", done); map.triggerRepaint(); });
            const drawn = map.queryRenderedFeatures({ layers: ["assets"] });
            return Object.fromEntries(drawn.map((place) => [place.properties.id, place.properties.sign]));
        }"""
    )
    assert signs == {"havnebo": "sign-care", "vand": "sign-water-down", "station": "sign-power", "mast": "sign-mobile"}
    at = page.evaluate(
        "(() => { const p = document.querySelector('[data-map]').map.project([10.17, 55.03]); return [p.x, p.y]; })()"
    )
    page.locator("[data-map]").click(position={"x": at[0], "y": at[1]})
    expect(page.locator(".maplibregl-popup-content")).to_contain_text("Østby vandværk – nede")
    expect(page.locator(".maplibregl-popup-content a")).to_have_attribute("href", "/ui/#vand")


def numbers_on(page):
    return {text for text in page.locator(".map-number").all_inner_texts() if text}


def test_where_the_map_cannot_be_drawn_the_page_says_so(open_page):
    page = open_page("/ui/")
    page.evaluate("document.querySelector('[data-map]').dataset.library = '/ui/areas.json'")
    page.locator("[data-map-block]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map][data-state=off]", state="attached")
    assert "tabellen" in page.locator("[data-map-told]").inner_text()
    assert page.locator("[data-map-block] table").is_visible()
    page.watch.errors[:] = [error for error in page.watch.errors if "MIME" not in error]


def begin_at_the_top(page):
    """The next Tab goes to the first thing on the page."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")


def test_the_skip_link_comes_first_and_leads_to_the_content(open_page):
    page = open_page("/ui/")
    begin_at_the_top(page)
    page.keyboard.press("Tab")
    assert focused(page, "className") == "skip"
    page.keyboard.press("Enter")
    assert focused(page, "id") == "main"


def focused(page, name):
    return page.evaluate(f"document.activeElement.{name}")


def test_everything_that_takes_the_focus_shows_it(open_page):
    page = open_page("/ui/")
    begin_at_the_top(page)
    unseen, count = [], 0
    for _ in range(200):
        page.keyboard.press("Tab")
        shown = page.evaluate(FOCUS)
        if shown is None:
            break
        count += 1
        if not (shown[1] and shown[2]):
            unseen.append(shown[0])
    assert count > 40
    assert unseen == []


def test_targets_are_large_enough_for_a_finger(open_page):
    page = open_page("/ui/", size="phone")
    small = page.evaluate(SMALL)
    assert small == []


def test_keys_search_list_and_chart(open_page):
    page = open_page("/ui/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert focused(page, "type") == "search"
    page.keyboard.type("?øst")
    assert not page.locator("#keys-dialog").is_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys-dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys-dialog").is_visible()
    page.locator("[data-chart]").first.scroll_into_view_if_needed()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    assert page.locator("[data-chart] table").first.is_visible()


def test_g_and_a_letter_go_where_the_navigation_says(open_page):
    page = open_page("/ui/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("n")
    assert page.url.endswith("#notes")


def test_keys_can_be_switched_off_and_on(open_page):
    page = open_page("/ui/")
    page.locator("[data-open=keys-dialog]").click()
    page.locator("#keys-dialog button[name=keys]").click()
    page.wait_for_load_state()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert not page.locator("#keys-dialog").is_visible()
    page.locator("[data-open=keys-dialog]").click()
    page.locator("#keys-dialog button[name=keys]").click()
    page.wait_for_load_state()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#keys-dialog").is_visible()


def test_the_language_changes_and_stays(open_page):
    page = open_page("/ui/")
    assert page.locator("html").get_attribute("lang") == "da"
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    assert "A power cut" in page.locator("h1").inner_text()


def first_column(page):
    return page.locator("table[data-sortable]").first.locator("tbody tr:not([hidden]) th").all_inner_texts()


def names(page):
    return [text.splitlines()[0] for text in first_column(page)]


def test_tables_sort_by_danish_letters_and_by_size(open_page):
    page = open_page("/ui/")
    table = page.locator("table[data-sortable]").first
    table.get_by_role("button", name="Sted").click()
    assert names(page) == ["Nordby", "Ærøhuset", "Østbyhjemmet", "Åvang"]
    table.get_by_role("button", name="Borgere").click()
    assert names(page) == ["Åvang", "Østbyhjemmet", "Nordby", "Ærøhuset"]
    assert table.locator("th[aria-sort=ascending]").count() == 1
    table.get_by_role("button", name="Borgere").click()
    assert names(page) == ["Ærøhuset", "Nordby", "Østbyhjemmet", "Åvang"]


def test_tables_are_searched_and_say_how_many_rows_are_left(open_page):
    page = open_page("/ui/")
    page.locator("[data-search]").first.fill("ÆRØ")
    assert names(page) == ["Ærøhuset"]
    assert page.locator("[data-count]").first.inner_text() == "1 af 4 rækker"


def test_tables_are_copied_as_a_spreadsheet_takes_them(open_page):
    page = open_page("/ui/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("document.querySelector('tbody td').textContent = '=1+1'")
    page.locator("[data-copy]").first.click()
    expect(page.locator("[data-count]").first).to_contain_text("Kopieret")
    rows = [line.split("\t") for line in re.split(r"\r?\n", page.evaluate("navigator.clipboard.readText()"))]
    assert rows[0] == ["Sted", "Borgere", "Holder"]
    assert rows[1] == ["Ærøhuset", "'=1+1", "20 t 40 min verificeret"]
    assert len(rows) == 5


def test_a_basis_mark_tells_its_source_on_hover_and_focus_and_closes_by_escape(open_page):
    page = open_page("/ui/")
    mark = page.locator("#basis ~ ul [data-basis]").first
    note = mark.locator(".basis-note")
    assert not note.is_visible()
    mark.locator("button").focus()
    assert note.is_visible()
    assert "Dagens opringning" in note.inner_text()
    assert "23. november 2026" in note.inner_text()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    mark.hover()
    assert note.is_visible()
    box = note.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280


@pytest.mark.parametrize("size", ["phone", "zoom 400 %"])
def test_notes_of_basis_marks_stay_inside_a_small_window(open_page, sideways, size):
    page = open_page("/ui/", size=size)
    for mark in page.locator("[data-basis] button").all():
        mark.focus()
        box = mark.locator("xpath=..").locator(".basis-note").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]
        assert sideways(page) <= 0


def test_a_dialog_names_what_is_lost_and_gives_the_focus_back(open_page):
    page = open_page("/ui/")
    opener = page.locator("[data-open=delete-dialog]")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#delete-dialog")
    assert "12 svar på ringelisten" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert focused(page, "dataset.open") == "delete-dialog"


def test_slider_and_number_are_one_value(open_page):
    page = open_page("/ui/")
    number = page.locator("#slider-budget")
    reach = page.locator("[data-slider-range]").first
    number.fill("600000")
    assert reach.input_value() == "600000"
    reach.focus()
    page.keyboard.press("ArrowLeft")
    assert number.input_value() == "595000"


@pytest.mark.parametrize("way", ["typed", "dragged"])
def test_a_slider_fetches_what_its_value_means(open_page, way):
    page = open_page("/ui/")
    expect(page.locator("#sample-budget")).to_have_text("For 250.000 kroner.")
    if way == "typed":
        page.locator("#slider-budget").fill("600000")
        page.keyboard.press("Tab")
        expected = "For 600.000 kroner."
    else:
        page.locator("[data-slider-range]").first.focus()
        page.keyboard.press("End")
        expected = "For 1.000.000 kroner."
    expect(page.locator("#sample-budget")).to_have_text(expected)
    expect(page.locator("#sample-budget")).to_have_count(1)


def test_hours_play_and_stop(open_page):
    page = open_page("/ui/")
    block = page.locator(".slider-hours").first
    block.get_by_role("button", name="Afspil").click()
    expect(page.locator("#hours-hour")).not_to_have_value("24")
    block.get_by_role("button", name="Stop").click()
    assert block.get_by_role("button", name="Afspil").is_visible()


def test_typed_text_is_not_left_behind_unasked(open_page):
    page = open_page("/ui/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_name").click()
    page.keyboard.type("Havnebo")
    page.evaluate("setTimeout(() => location.assign('/ui/?other'), 0)")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.locator("#id_name").input_value() == "Havnebo"


def test_a_form_with_errors_is_read_from_its_summary(open_page):
    page = open_page("/ui/")
    assert "Noget skal rettes" in focused(page, "textContent")
    page.locator("[data-error-summary] a").first.click()
    assert focused(page, "id") == "wrong_name"


def test_nothing_moves_while_the_page_is_made_ready(open_page):
    page = open_page("/ui/", reduced_motion="no-preference")
    page.wait_for_load_state("networkidle")
    moved = page.evaluate(
        """() => new Promise((done) => {
            new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(0), 500);
        })"""
    )
    assert moved < 0.05


def test_reading_works_without_scripts(open_page):
    page = open_page("/ui/", scripts=False)
    text = page.locator("main").inner_text()
    assert "Ved strømsvigt i 72 t har ca. 210 borgere brug for hjælp" in text
    assert page.locator("table").first.is_visible()
    assert not page.locator("[data-copy]").first.is_visible()
    page.locator("[data-chart] summary").first.click()
    assert page.locator("[data-chart] table").first.is_visible()
    page.locator("[data-basis] button").first.focus()
    assert page.locator(".basis-note").first.is_visible()


def test_it_prints_on_a4_with_page_date_municipality_and_marking(open_page):
    page = open_page("/ui/")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = (float(printed.pages[0].mediabox[at]) for at in (2, 3))
    assert (round(width), round(height)) == (595, 842)
    for number, sheet in enumerate(printed.pages, start=1):
        text = sheet.extract_text()
        assert f"{number} / {len(printed.pages)}" in text
        assert "Fjordby Kommune · Udskrevet" in text
        assert "Kun opdigtede data." in text


def test_paper_leaves_out_what_only_a_screen_needs(open_page):
    page = open_page("/ui/", scripts=False)
    page.emulate_media(media="print")
    for screen_only in (".side", ".now-button", ".foot-links", "button[type=submit]"):
        assert not page.locator(screen_only).first.is_visible()
    # Without scripts the page ends with what else stands at the foot of each sheet.
    assert "Fjordby Kommune" in page.locator(".print-foot").inner_text()
    assert page.locator(".foot-line").is_visible()


def test_the_heading_of_a_table_is_repeated_on_the_next_sheet(open_page):
    page = open_page("/ui/")
    page.evaluate(
        "const body = document.querySelector('.data-table tbody');"
        "for (let i = 0; i < 60; i += 1) body.append(body.rows[0].cloneNode(true));"
    )
    printed = pypdf.PdfReader(io.BytesIO(page.pdf()))
    assert sum("Sted Borgere Holder" in sheet.extract_text() for sheet in printed.pages) >= 2


def test_the_table_behind_a_chart_is_printed(open_page):
    page = open_page("/ui/")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf()))
    assert any("Time Borgere" in sheet.extract_text() for sheet in printed.pages)
    assert not page.locator("[data-chart] table").first.is_visible()


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_exercise_is_framed_and_named_on_screen_and_paper(open_page, findings, sideways, language):
    word = {"da": "ØVELSE", "en": "EXERCISE"}[language]
    page = open_page("/ui/?exercise", language=language)
    assert page.title().startswith(word)
    assert page.locator(".exercise-word").inner_text() == word
    assert page.evaluate("getComputedStyle(document.body).borderLeftWidth") == "6px"
    assert sideways(open_page("/ui/?exercise", language=language, size="phone")) <= 0
    assert findings(page) == []
    printed = pypdf.PdfReader(io.BytesIO(page.pdf()))
    assert all(word in sheet.extract_text() for sheet in printed.pages)


def test_what_is_no_exercise_never_says_so(open_page):
    page = open_page("/ui/")
    assert page.locator(".is-exercise").count() == 0
    assert "ØVELSE" not in page.title()
