"""Parts of a page that renew themselves: a job's progress, and what happens when the session ends meanwhile."""

import pytest
from playwright.sync_api import expect

from beredt.ground.access.actor import Actor
from beredt.ground.jobs import attempts, kinds, operations
from beredt.ground.jobs.models import JobRow
from factories import job_kinds, web

STEPS = {"number": 1, "steps": 2}
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def member(settings, tmp_path):
    settings.BEREDT_DATA = str(tmp_path)
    return web.member(["coordinator"])


@pytest.fixture
def job(member):
    job_kinds.declare_all()
    actor = Actor(user_id=member.pk, municipality=web.HOME, roles=frozenset({"coordinator"}))
    yield operations.enqueue(actor=actor, kind="test.count", arguments={"steps": 2})
    for kind_id in job_kinds.KINDS:
        kinds.forget_kind(kind_id)


def test_a_job_is_followed_to_its_end_without_reloading(open_page, session_of, member, job, findings):
    page = open_page(f"/{web.HOME}/opgaver/{job}/", cookies=session_of(member))
    expect(page.locator("progress")).to_be_visible()
    page.evaluate("window.untouched = true")
    assert findings(page) == []
    operations.run_waiting()
    expect(page.get_by_role("link", name="Se resultatet")).to_be_visible()
    expect(page.locator("progress")).to_have_count(0)
    assert page.locator(".job").count() == 1
    assert page.evaluate("window.untouched") is True


HEAR = """() => {
  window.region = document.querySelector(".job [role=status]");
  window.heard = [];
  new MutationObserver(() => window.heard.push(window.region.textContent.trim()))
    .observe(window.region, { childList: true, characterData: true, subtree: true });
}"""


def test_what_is_told_aloud_stays_in_place_and_so_does_the_focus(open_page, session_of, member, job):
    page = open_page(f"/{web.HOME}/opgaver/{job}/", cookies=session_of(member))
    page.evaluate(HEAR)
    page.get_by_role("button", name="Stop").focus()
    attempts.claim_next()
    expect(page.locator(".job [role=status]")).to_contain_text("i gang")
    page.get_by_role("button", name="Stop").focus()
    for share in (0.31, 0.33, 0.36, 0.38):
        JobRow.objects.filter(pk=job).update(share=share, step="Step {number} of {steps}", step_values=STEPS)
        expect(page.locator(f'.job progress[value="{int(share * 100)}"]')).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Stop arbejdet"
    assert page.evaluate("window.region.isConnected")
    heard = [told for told in page.evaluate("window.heard") if told]
    assert [told.rpartition("Step 1 of 2")[2].strip() for told in heard] == [heard[0], "31 %"]


def test_the_page_stops_asking_once_the_job_is_over(open_page, session_of, member, job):
    operations.run_waiting()
    page = open_page(f"/{web.HOME}/opgaver/{job}/", cookies=session_of(member))
    page.wait_for_timeout(2500)
    assert len([response for response in page.watch.bodies if "/opgaver/" in response.url]) == 1


def test_a_session_that_ends_is_said_and_the_page_stays(open_page, session_of, member, job):
    page = open_page(f"/{web.HOME}/opgaver/{job}/", cookies=session_of(member))
    page.context.clear_cookies()
    expect(page.locator("[data-signed-out-note]")).to_contain_text("Du er logget ud")
    page.wait_for_timeout(1500)
    expect(page.locator("[data-signed-out-note]")).to_have_count(1)
    expect(page.locator(".job progress")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_older_than_the_sign_in_is_sent_again_by_hand(open_page, session_of, findings, scripts):
    member = web.member(["administrator"])
    page = open_page(f"/{web.HOME}/adgang/ny/", cookies=session_of(member), scripts=scripts)
    page.locator("[name=name]").fill("Åse <Ærø>")
    page.locator("[name=login]").fill("aase@fjordby.example")
    page.locator("[name=roles]").first.check()
    page.context.clear_cookies(name="beredt_csrf")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Formularen var ældre end din indlogning")
    if scripts:
        assert findings(page) == []
    page.get_by_role("button", name="Send det, jeg skrev").click()
    expect(page.locator("main")).to_contain_text("/link/")
