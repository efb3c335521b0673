"""The pages of work in the background, through the browser's door."""

import html
import re
import uuid

import pytest
from django.urls import reverse

from beredt.ground.access.actor import Actor
from beredt.ground.jobs import attempts, operations
from beredt.ground.jobs.models import JobRow
from factories import web

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return web.member(["coordinator"])


@pytest.fixture
def browser(member):
    return web.client(member)


@pytest.fixture
def enqueue(member):
    def ask(kind="test.count", user_id=None, **arguments):
        actor = Actor(user_id=user_id or member.pk, municipality=web.HOME, roles=frozenset({"coordinator"}))
        return operations.enqueue(actor=actor, kind=kind, arguments=arguments)

    return ask


def address(verb, job_id=None, code=web.HOME):
    return reverse(f"jobs:{verb}", kwargs={"code": code} | ({"job_id": job_id} if job_id else {}))


def page(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_list_says_how_much_is_under_way_and_what_is_over(browser, enqueue):
    empty = page(browser.get(address("list_jobs")))
    assert "Ingen opgaver i baggrunden endnu." in empty
    assert f'<a class="button button-primary" href="/{web.HOME}/">Til overblikket</a>' in empty
    assert "Opgaver, der er overstået" not in empty
    done = enqueue(result="42")
    operations.run_waiting()
    enqueue()
    shown = page(browser.get(address("list_jobs")))
    assert "1 opgave er i gang, og ingen af de seneste mislykkedes." in shown
    assert address("show_job", done) in shown
    assert f'href="/{web.HOME}/made/42/"' in shown


def test_the_list_in_english(browser, enqueue):
    enqueue("test.refuse")
    operations.run_waiting()
    browser.cookies["language"] = "en"
    shown = page(browser.get(address("list_jobs")))
    assert "Nothing is under way; 1 of the latest failed." in shown
    assert "There are 1,200 areas too few." in shown


def test_a_waiting_page_renews_itself_with_and_without_scripts_and_a_finished_one_does_not(browser, enqueue):
    job_id = enqueue()
    shown = page(browser.get(address("show_job", job_id)))
    assert f'hx-get="{address("show_job", job_id)}?known=waiting-' in shown
    assert 'http-equiv="refresh"' in shown
    operations.run_waiting()
    shown = page(browser.get(address("show_job", job_id)))
    assert "hx-get" not in shown
    assert 'http-equiv="refresh"' not in shown
    assert "færdig" in shown


def test_the_list_is_in_the_navigation_of_those_who_may_read_it(browser):
    link = re.search(r'<nav class="side".*?</nav>', page(browser.get(address("list_jobs"))))[0]
    assert f'<a href="/{web.HOME}/opgaver/" data-key="a" aria-current="page">Opgaver i baggrunden</a>' in link
    officer = web.member_client(["data_protection_officer"]).get(f"/{web.HOME}/log/")
    assert b'class="side"' in officer.content
    assert b"/opgaver/" not in officer.content


def test_the_list_says_what_to_do_about_work_that_failed(browser, enqueue):
    enqueue()
    operations.run_waiting()
    assert "Åbn den opgave, der mislykkedes" not in page(browser.get(address("list_jobs")))
    enqueue("test.refuse")
    operations.run_waiting()
    assert "Åbn den opgave, der mislykkedes" in page(browser.get(address("list_jobs")))


def test_the_title_of_a_jobs_page_says_how_it_stands(browser, enqueue):
    job_id = enqueue()
    assert re.search(r"<title>[^<]*: venter\. ·", page(browser.get(address("show_job", job_id))))


@pytest.fixture
def begun(enqueue):
    """A job in work, and a function by which it reports how far it is."""
    job_id = enqueue(steps=40)
    attempts.claim_next()

    def report(share, step="Step {number} of {steps}", number=2):
        JobRow.objects.filter(pk=job_id).update(share=share, step=step, step_values={"number": number, "steps": 40})

    return job_id, report


def polled(browser, shown):
    """What the part asks for next, as its `hx-get` says."""
    url = html.unescape(re.search(r'hx-get="([^"]*)"', shown)[1])
    response = browser.get(url, headers={"HX-Request": "true"})
    assert response["Cache-Control"] == "no-store"
    return page(response)


def test_what_renews_itself_gets_only_its_part(browser, begun):
    job_id, report = begun
    report(0.25)
    shown = polled(browser, page(browser.get(address("show_job", job_id))))
    assert "<html" not in shown
    assert "Step 2 of 40" in shown
    assert 'value="25"' in shown


def test_a_listener_is_told_new_steps_and_tenths_and_nothing_between(browser, begun):
    job_id, report = begun
    report(0.2)
    shown = page(browser.get(address("show_job", job_id)))
    assert re.search(r'role="status"></p>', shown), "nothing is told before there is news"
    told = []
    for number, share in enumerate((0.21, 0.25, 0.299, 0.3, 0.31, 0.31, 0.52)):
        report(share, number=number)
        shown = polled(browser, shown)
        assert f"Step {number} of 40" in shown
        told.append('hx-swap-oob="innerHTML"' in shown)
    assert told == [False, False, False, True, False, False, True]
    report(0.53, step="Another step")
    shown = polled(browser, shown)
    assert re.search(r'<p id="job-[^"]*-told" hx-swap-oob="innerHTML">[^<]*Another step 53 %</p>', shown)


def test_buttons_are_replaced_only_when_the_state_changes(browser, begun):
    job_id, report = begun
    report(0.2)
    shown = page(browser.get(address("show_job", job_id)))
    report(0.7)
    shown = polled(browser, shown)
    assert "-actions" not in shown
    over = {"state": "failed", "claim": None, "finished_at": attempts.timezone.now()}
    JobRow.objects.filter(pk=job_id).update(**over, error_code="x", error_sentence="There is none.")
    shown = polled(browser, shown)
    assert f'<div id="job-{job_id}-actions" hx-swap-oob="innerHTML">' in shown
    assert address("retry_job", job_id) in shown
    assert "There is none." in re.search(r'-told" hx-swap-oob="innerHTML">([^<]*)<', shown)[1]
    assert "hx-get" not in shown


def test_what_is_replaced_every_second_is_no_live_region_and_holds_nothing_to_press(browser, begun):
    job_id, report = begun
    report(0.25)
    part = polled(browser, page(browser.get(address("show_job", job_id))))
    assert not re.search(r"aria-live|role=|<button|<a |<form", part)


def test_the_buttons_stop_and_begin_over(browser, enqueue):
    job_id = enqueue()
    assert address("cancel_job", job_id) in page(browser.get(address("show_job", job_id)))
    response = browser.post(address("cancel_job", job_id))
    assert (response.status_code, response["Location"]) == (302, address("show_job", job_id))
    shown = page(browser.get(address("show_job", job_id)))
    assert "intet halvfærdigt er gemt" in shown
    assert address("cancel_job", job_id) not in shown
    browser.post(address("retry_job", job_id))
    assert JobRow.objects.get().state == "waiting"


@pytest.mark.parametrize("verb", ["cancel_job", "retry_job"])
def test_the_buttons_do_nothing_for_a_mere_look(browser, enqueue, verb):
    job_id = enqueue()
    assert browser.get(address(verb, job_id)).status_code == 405
    assert JobRow.objects.get().state == "waiting"


def test_a_reader_sees_but_steers_only_own_work(enqueue):
    reader = web.member(["reader"])
    browser = web.client(reader)
    others, own = enqueue(), enqueue(user_id=reader.pk)
    assert address("cancel_job", others) not in page(browser.get(address("show_job", others)))
    assert browser.post(address("cancel_job", others)).status_code == 403
    assert address("cancel_job", own) in page(browser.get(address("show_job", own)))
    assert browser.post(address("cancel_job", own)).status_code == 302
    assert {row.pk: row.state for row in JobRow.objects.all()} == {others: "waiting", own: "cancelled"}


def test_foreign_and_unknown_jobs_are_the_same_404(enqueue):
    job_id = enqueue()
    neighbour = web.member_client(["administrator"], code=web.FOREIGN)
    for verb in ("show_job", "cancel_job", "retry_job"):
        ask = neighbour.get if verb == "show_job" else neighbour.post
        foreign = ask(address(verb, job_id, code=web.FOREIGN))
        unknown = ask(address(verb, uuid.uuid4(), code=web.FOREIGN))
        assert foreign.status_code == unknown.status_code == 404
        assert _without_addresses(foreign) == _without_addresses(unknown)
        assert ask(address(verb, job_id)).status_code == 404
    assert neighbour.get(address("list_jobs")).status_code == 404
    assert JobRow.objects.get().state == "waiting"


def _without_addresses(response):
    return re.sub(r"[0-9a-f-]{36}|value=\"[^\"]*\"|content=\"[^\"]*\"", "", response.content.decode())


def test_the_data_protection_officer_is_refused():
    officer = web.member_client(["data_protection_officer"])
    assert officer.get(address("list_jobs")).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long_it_is(browser, enqueue, count, django_assert_max_num_queries):
    for _ in range(count):
        enqueue()
    with django_assert_max_num_queries(9):
        browser.get(address("list_jobs"))


def test_what_runs_stands_before_what_waits(browser, enqueue):
    first, second, third = (enqueue() for _ in range(3))
    JobRow.objects.filter(pk=first).update(enqueued_at=attempts.timezone.now() + attempts.datetime.timedelta(hours=1))
    assert attempts.claim_next().pk == second
    shown = page(browser.get(address("list_jobs")))
    assert shown.index(f"job-{second}") < shown.index(f"job-{third}") < shown.index(f"job-{first}")
