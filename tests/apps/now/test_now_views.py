"""The page for now through HTTP: one tap, undo, times, clearing; what each role sees; what a page costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredt.apps.now import operations, queries
from beredt.domain.impact.reported import Subject
from beredt.ground.access.actor import ROLES
from factories import web
from factories.now import CODE, NOW, after, build_actor

pytestmark = pytest.mark.thorough

PAGE = f"/{CODE}/nu/"
POWER = Subject(service="power")


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests set."""
    from beredt.apps.now import views

    class Clock:
        moment = NOW

    found = Clock()
    monkeypatch.setattr(views, "read_clock", lambda: found.moment)
    return found


@pytest.fixture
def client(demo_pack, clock):
    return web.member_client(["coordinator"], code=CODE)


def body(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def tap(client, **fields):
    answer = client.post(f"{PAGE}meld/", fields)
    assert answer.status_code == 303
    return body(client.get(answer["Location"]))


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def reports():
    found = queries.look(actor=build_actor("coordinator"), moment=NOW).situation
    return () if found is None else found.reports


def test_an_empty_page_says_what_to_do_and_offers_one_tap_per_service(client):
    page = body(client.get(PAGE))
    assert "Intet er meldt nede" in page
    assert 'value="service:power" aria-pressed="false"' in page
    assert "Strøm: hele kommunen" in page
    assert "http-equiv" not in page, "nothing moves, so nothing is renewed"


def test_one_tap_says_who_is_next_by_the_clock(client, clock):
    page = tap(client, down="service:power")
    assert "tirsdag 13:05" in text_of(page)
    assert "Næste: kl. 16:05 har ca. 5 borgere brug for hjælp (sugning, Vesterklit)." in page
    assert "Derefter ca. 5 inden 18:00." in page
    assert "mobilmast (12) til 16:35" in page
    assert "Delvist vurderet: spildevand." in page
    assert "Gjort: 0 af 3 første handlinger" in page
    assert 'aria-pressed="true"' in page
    clock.moment = after(4)
    later = text_of(body(client.get(PAGE)))
    assert "tirsdag 17:05 · siden 13:05 (4 t)" in later
    assert "Nu har ca. 10 borgere brug for hjælp" in later
    assert "Næste: kl. 19:05" in later


def test_english_says_the_same(client):
    client.cookies["language"] = "en"
    page = tap(client, down="service:power")
    assert "Next: at 16:05 about 5 citizens need help (suction, Vesterklit)." in page
    assert "Power: the whole municipality" in page


def test_a_time_typed_with_the_tap_counts_and_a_wrong_one_keeps_the_search(client):
    tap(client, down="service:power", since_time="11.30")
    assert reports()[0].since_at == after(-1.5833333333333333)
    page = tap(client, down="service:water", since_time="snart", q="mast")
    assert "er ikke et klokkeslæt" in page
    assert 'value="mast"' in page
    assert len(reports()) == 1


def test_back_undo_and_never_down(client, clock):
    tap(client, down="service:power")
    (report,) = reports()
    clock.moment = after(2)
    page = tap(client, back=str(report.report_id))
    assert "tilbage 15:05" in page
    assert 'value="service:power" aria-pressed="false"' in page
    page = tap(client, restore=str(report.report_id))
    assert "ventes tilbage: ukendt" in page
    page = tap(client, withdraw=str(report.report_id))
    assert "det var ikke nede" in page
    assert "Intet er meldt nede" in page


def test_times_are_changed_on_a_page_of_their_own_and_a_conflict_shows_both(client, clock):
    tap(client, down="service:power")
    (report,) = reports()
    address = f"{PAGE}{report.report_id}/tider/"
    page = body(client.get(address))
    assert 'value="13:05"' in page
    typed = {
        "version": "1",
        "since_day": "2026-11-24",
        "since_time": "12:00",
        "expected_time": "20:00",
        "expected_day": "",
    }
    assert client.post(address, typed).status_code == 303
    assert (reports()[0].since_at, reports()[0].expected_at) == (after(-13 / 12), after(6 + 11 / 12))
    assert "ventes tilbage 20:00" in body(client.get(PAGE))
    refused = body(client.post(address, {**typed, "expected_time": "22:00"}), 409)
    assert "En anden har ændret" in refused
    assert "ventes tilbage 20:00" in refused
    assert 'value="22:00"' in refused
    assert 'name="version" value="2"' in refused
    assert client.post(address, {**typed, "version": "2", "expected_time": "22:00"}).status_code == 303
    clock.moment = after(10)
    assert "skulle have været tilbage 22:00" in body(client.get(PAGE))


@pytest.mark.parametrize(
    "fields", [{"since_time": ""}, {"since_time": "27:00"}, {"since_time": "12:00", "expected_day": "2026-11-24"}]
)
def test_times_that_are_none_keep_what_was_typed(client, fields):
    tap(client, down="service:power")
    (report,) = reports()
    page = body(client.post(f"{PAGE}{report.report_id}/tider/", {"version": "1", **fields}), 400)
    assert 'role="alert"' in page
    assert f'value="{fields["since_time"]}"' in page
    assert reports()[0].version == 1


def test_clearing_asks_first_and_names_what_is_lost(client):
    tap(client, down="service:power")
    client.post(f"{PAGE}handling/", {"done": "power-1"})
    version = queries.look(actor=build_actor("coordinator"), moment=NOW).situation.version
    asked = text_of(body(client.get(f"{PAGE}ryd/{version}/")))
    assert "Strøm: hele kommunen, siden 13:05" in asked
    assert "1 afkrydsning" in asked
    assert reports()
    assert "Intet er meldt nede" in body(client.post(f"{PAGE}ryd/{version}/", follow=True))
    assert not reports()
    page = body(client.get(PAGE))
    assert "Ryddet 13:05: Strøm: hele kommunen." in page
    (situation,) = re.findall(r'name="situation" value="([^"]+)"', page)
    client.post(f"{PAGE}ryd/fortryd/", {"situation": situation})
    assert len(reports()) == 1


def test_clearing_what_has_changed_meanwhile_clears_nothing(client):
    tap(client, down="service:power")
    page = body(client.post(f"{PAGE}ryd/1/", follow=True))
    assert "En anden har meldt noget" in page
    assert reports()


def test_first_actions_are_ticked(client):
    tap(client, down="service:power")
    page = body(client.post(f"{PAGE}handling/", {"done": "power-2"}, follow=True))
    assert "Gjort: 1 af 3 første handlinger" in page
    assert "Gjort 13:05" in page or "gjort 13:05" in page
    page = body(client.post(f"{PAGE}handling/", {"undone": "power-2"}, follow=True))
    assert "Gjort: 0 af 3 første handlinger" in page


@pytest.mark.parametrize(("typed", "told"), [("-4", "−4"), ("−4,5", "−4,5"), ("+3 °C", "3"), (" 0 ", "0")])
def test_the_temperature_is_typed_as_danes_do(client, typed, told):
    tap(client, down="service:heat")
    assert "varme som ved 0 °C ude" in body(client.get(PAGE))
    page = body(client.post(f"{PAGE}temperatur/", {"outdoor": typed, "outdoor_seen": ""}, follow=True))
    assert f"varme som ved {told} °C ude" in page
    assert f'name="outdoor_seen" value="{told}"' in page
    page = body(client.post(f"{PAGE}temperatur/", {"outdoor": "", "outdoor_seen": told}, follow=True))
    assert 'name="outdoor_seen" value=""' in page


@pytest.mark.parametrize("typed", ["koldt", "-4,55", "1e3", "nan", "٤"])
def test_what_is_no_temperature_is_refused(client, typed):
    tap(client, down="service:heat")
    page = body(client.post(f"{PAGE}temperatur/", {"outdoor": typed}, follow=True))
    assert "er ikke en temperatur" in page
    assert "varme som ved 0 °C ude" in page


def test_single_assets_are_found_and_ticked(client):
    page = body(client.get(PAGE, {"q": "mast nord"}))
    keys = re.findall(r'value="(asset:[^"]+)"', page)
    assert keys
    assert all("mast" in key for key in keys)
    page = tap(client, down=keys[0], q="mast nord")
    assert 'value="mast nord"' in page
    assert [report.subject.key for report in reports()] == [keys[0]]
    page = body(client.get(PAGE, {"kind": "care_team"}))
    assert "asset:team-" in page


@pytest.mark.parametrize(
    "fields", [{"back": "no uuid"}, {"restore": ""}, {"down": "hazard:x"}, {"down": "asset:none"}, {}]
)
def test_what_no_page_of_ours_sends_changes_nothing(client, fields):
    tap(client, **fields)
    assert reports() == ()


def test_the_part_that_renews_itself_holds_the_clock_and_the_reports(client, clock):
    tap(client, down="service:power")
    clock.moment = after(1)
    part = body(client.get(f"{PAGE}udsigt/", headers={"hx-request": "true"}))
    assert part.lstrip().startswith('<div id="now-live"')
    assert "tirsdag 14:05" in text_of(part)
    assert 'id="now-reports" hx-swap-oob="true"' in part
    assert "<html" not in part
    assert "now-form" not in part, "nobody loses what they type"


def test_without_scripts_the_page_renews_itself_and_can_be_stopped(client):
    page = tap(client, down="service:power")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
    still = body(client.get(PAGE, {"still": "1"}))
    assert "http-equiv" not in still
    for html in (page, still):
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), "no inline script"
        assert not re.search(r'\s(style|onclick|onchange)="', html)


@pytest.mark.parametrize("role", ROLES)
def test_what_each_role_sees(demo_pack, clock, role):
    for subject in (POWER, Subject(asset_id="mast-havn-1")):
        operations.report_down(actor=build_actor("coordinator"), subjects=[subject], since_at=NOW, moment=NOW)
    client = web.member_client([role], code=CODE)
    answer = client.get(PAGE)
    if role == "data_protection_officer":
        assert answer.status_code == 403
        return
    page = body(answer)
    assert "Næste: kl. 16:05" in page
    may_report = role in {
        "administrator", "coordinator", "care_leader", "unit_leader", "crisis_staff", "security_officer"
    }  # fmt: skip
    assert ("now-form" in page) == may_report
    assert ("Is back" in page or "Er tilbage" in page) == may_report
    for name in ("Fjordby Apotek", "Mast Havnekvarteret", "Madhuset"):
        assert (name in page) == may_report, name
    assert ("svigt.csv" in page) == may_report
    assert (client.get(f"{PAGE}svigt.csv").status_code == 200) == may_report
    assert (client.post(f"{PAGE}meld/", {"down": "service:water"}).status_code == 303) == may_report


def test_a_stranger_finds_nothing(demo_pack, clock):
    stranger = web.member_client(["administrator"], code="400")
    for address in ("", "udsigt/", "svigt.csv", "ryd/1/"):
        assert stranger.get(PAGE + address).status_code == 404
    assert stranger.post(f"{PAGE}meld/", {"down": "service:power"}).status_code == 404
    assert body(stranger.get("/400/nu/")), "her own municipality has no data, which the page says"
    assert web.client().get(PAGE).status_code == 302


def test_how_many_questions_a_page_asks_the_database(client):
    for subjects in ("service:power", "asset:mast-havn-1", "service:water", "area:heat:midtby"):
        tap(client, down=subjects)
    for address, most in ((PAGE, 9), (f"{PAGE}?q=mast", 9), (f"{PAGE}udsigt/", 8)):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= most, [query["sql"][:90] for query in asked]
