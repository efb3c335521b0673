"""A real Chromium against the application in this process. Every page that any browser test opens is watched:

a request to anything but the test server, a breach of the content security policy or an error in a script fails the
test. One that fails is run again, twice at most. Without Chromium the tests are skipped, and say so.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LIBRARY = ROOT / ".cache" / "web-lib"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
SIZES = {"desk": (1280, 900), "phone": (360, 740), "zoom 400 %": (320, 256)}
"""Viewports [CSS px]: at 400 % a window of 1280 by 1024 shows 320 by 256."""
PATIENCE = 20_000  # [ms]: the machine may be busy
expect.set_options(timeout=PATIENCE)

RUNS_AGAIN = 2
"""A browser, a server and two processors shared with the engine: what fails thrice is broken. Each time is told."""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=RUNS_AGAIN, reruns_delay=1))


# Playwright's event loop runs in this thread; Django would take the tests' own queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def chromium_path():
    """Where a Chromium is, or None."""
    named = os.environ.get("BEREDT_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def missing(what):
    """Skips the test and says why; fails it where BEREDT_BROWSER_TESTS=required says that it must run."""
    stop = pytest.fail if os.environ.get("BEREDT_BROWSER_TESTS") == "required" else pytest.skip
    stop(f"NO BROWSER TESTS: {what}")


@pytest.fixture(scope="session")
def chromium():
    """The browser, one for all tests."""
    path = chromium_path()
    if path is None:
        missing("Chromium is missing. On Debian: apt install chromium; else set BEREDT_CHROMIUM")
    if not LIBRARY.is_dir() or not AXE.exists():
        missing("front-end libraries are missing. Run: python tools/build_front_end.py test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What a browser did that it should not have."""

    def __init__(self, home):
        self.home = home
        self.outside, self.errors, self.bodies = [], [], []

    def on(self, context):
        context.route("**/*", self._let_through)
        context.on("page", self._on_page)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _let_through(self, route):
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def _on_page(self, page):
        page.on("console", self._on_console)
        page.on("response", self._on_response)

    def _on_response(self, response):
        self.bodies.append(response)

    def _on_console(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def check(self):
        assert self.outside == [], "a page asked another machine"
        assert self.errors == [], "a page broke its security policy, or a script failed"


@pytest.fixture
def open_page(chromium, live_server):
    """A function that opens an address in a fresh browser: `open_page("/ui/", language="en", size="phone")`."""
    opened = []

    def open_page(path, *, language="da", size="desk", scripts=True, cookies=(), reduced_motion="reduce"):
        watch = Watch(live_server.url)
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            reduced_motion=reduced_motion,
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies(
            [{"name": "language", "value": language, "url": live_server.url}]
            + [{"name": name, "value": value, "url": live_server.url} for name, value in dict(cookies).items()]
        )
        watch.on(context)
        opened.append((context, watch))
        page = context.new_page()
        page.watch = watch
        page.goto(live_server.url + path, wait_until="load")
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    for _, watch in opened:
        watch.check()


@pytest.fixture
def session_of():
    """A function that returns the cookies of a signed-in user: `open_page(path, cookies=session_of(user))`."""

    def session_of(user):
        # Not above: this file is read before Django's applications are ready.
        from factories import web

        client = web.client(user)
        return {web.session_name(): client.cookies[web.session_name()].value}

    return session_of


@pytest.fixture
def findings():
    """A function that returns what axe finds on a page, one line each: rule, element, why."""

    def findings(page):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        # The settings name every rule set that an automatic check of WCAG 2.2 AA can speak to.
        answer = page.evaluate(
            """() => axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                resultTypes: ["violations"],
            })"""
        )
        return [
            f"{found['id']}: {node['html'][:120]} ({node['failureSummary'].splitlines()[-1].strip()})"
            for found in answer["violations"]
            for node in found["nodes"]
        ]

    return findings


@pytest.fixture
def press():
    """A function that clicks once the page is whole and lies still.

    Without scripts nothing tells what a click really hit: one that comes while the page still moves is lost.
    """

    def press(locator):
        locator.page.wait_for_load_state("load")
        locator.scroll_into_view_if_needed()
        locator.click()

    return press


@pytest.fixture
def sideways():
    """A function that returns how many pixels [CSS px] of a page lie outside its window to the side."""

    def sideways(page):
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    return sideways
