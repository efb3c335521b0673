"""What is printed at a start: a link while nobody has an account, a demo that does not mix with real users."""

import re
import subprocess
import sys

import pytest

from beredt.ground.access import one_time_links
from beredt.kit.errors import InvalidInput, NotFound
from beredt.kit.language import language
from beredt.shell import rooms, web_start
from factories import web

pytestmark = pytest.mark.django_db
DANISH = language("da")
AT = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.BEREDT_DATA = str(tmp_path)


def token_in(lines):
    return re.fullmatch(rf"  {AT}/link/([\w-]+)/", lines[-1])[1]


def test_the_first_start_shows_a_link_until_somebody_has_an_account():
    first = token_in(web_start.first_start_links(DANISH, AT))
    second = token_in(web_start.first_start_links(DANISH, AT))
    assert one_time_links.find(first) is None
    assert one_time_links.find(second).purpose == "first_start"
    web.user(runs_installation=True)
    assert web_start.first_start_links(DANISH, AT) == []


def test_a_member_alone_is_nobody_who_could_let_others_in():
    web.member(["reader"])
    assert web_start.first_start_links(DANISH, AT)


def test_the_demo_is_not_built_where_others_have_accounts(monkeypatch):
    monkeypatch.setattr(rooms, "DEMOS", ())
    web_start.build_demo(DANISH, code=web.HOME, name="Fjordby", at=AT)
    lines = web_start.build_demo(DANISH, code=web.HOME, name="Fjordby", at=AT)
    assert one_time_links.find(token_in(lines)).user.login == web_start.DEMO_LOGIN
    web.user()
    with pytest.raises(InvalidInput, match="in use"):
        web_start.build_demo(DANISH, code=web.HOME, name="Fjordby", at=AT)


def test_every_rooms_demo_is_called_in_order_and_a_room_without_one_passed_over(monkeypatch):
    called = []

    class Demo:
        def __init__(self, name):
            self.name = name

        def build_demo(self, *, actor):
            called.append((self.name, actor.municipality))

    monkeypatch.setattr(rooms, "DEMOS", (("a", "beredt.first"), ("b", "beredt.kit.missing_demo"), ("c", "beredt.last")))
    monkeypatch.setattr(web_start, "_is_there", lambda module: "missing" not in module)
    monkeypatch.setattr(web_start, "import_module", Demo)
    web_start.build_demo(DANISH, code=web.HOME, name="Fjordby", at=AT)
    assert called == [("beredt.first", web.HOME), ("beredt.last", web.HOME)]


def test_a_room_that_names_no_demo_is_known_not_to_be_there():
    assert web_start._is_there("beredt.apps.municipality.demo")
    assert not web_start._is_there("beredt.apps.municipality.nothing")


def test_a_new_password_link_is_for_a_user_who_is_there():
    user = web.user(login="klara@fjordby.example")
    address = web_start.new_password_link("klara@fjordby.example", AT)
    assert one_time_links.find(token_in(["  " + address])).user == user
    with pytest.raises(NotFound):
        web_start.new_password_link("ingen@fjordby.example", AT)


@pytest.mark.parametrize(
    ("public", "host", "expected"),
    [
        ("", "127.0.0.1", "http://127.0.0.1:8000"),
        ("", "::1", "http://[::1]:8000"),
        ("https://beredt.example.dk", "0.0.0.0", "https://beredt.example.dk"),
    ],
)
def test_the_address_is_the_one_that_a_browser_takes(settings, public, host, expected):
    settings.PUBLIC_ADDRESS = public
    assert web_start.address(host, 8000) == expected


def test_every_room_of_the_installation_is_listed_once():
    modules = [module for _, module in (*rooms.OUTSIDE, *rooms.INSIDE)]
    assert len(set(modules)) == len(modules)
    assert len({prefix for prefix, _ in rooms.INSIDE}) == len(rooms.INSIDE)
    assert len(set(rooms.APPS)) == len(rooms.APPS)
    assert rooms.APPS[-1].startswith("beredt.shell")


def test_a_worker_is_begun_without_a_pipe_that_a_forked_server_could_hold_open(monkeypatch):
    def fork_exec(*words):
        raise AssertionError("the parent would wait for a pipe that others may have inherited")

    monkeypatch.setattr(subprocess, "_fork_exec", fork_exec)
    monkeypatch.setattr(web_start, "_WORKER", (sys.executable, "-c", "print('begun')"))
    with web_start._start_worker() as worker:
        assert worker.wait(timeout=60) == 0
