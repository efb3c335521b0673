"""For every test: no network beyond this machine, Danish as at a user's first start, repeatable random examples."""

import os
import socket
from pathlib import Path

import django
import pytest
from hypothesis import Phase, settings

from factories import postgres

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.register_profile("mutants", deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
settings.load_profile(os.environ.get("BEREDT_EXAMPLES", "repeatable"))

# The web tests' own data folder: its key is made once, its database lives in memory.
os.environ["BEREDT_DATA"] = str(Path(__file__).resolve().parents[1] / ".cache" / "test-web")
os.environ.pop("DATABASE_URL", None)
ON_POSTGRES = os.environ.get("BEREDT_TEST_DATABASE") == "postgres"
if ON_POSTGRES:
    os.environ["DATABASE_URL"] = postgres.url_for_this_run()
os.environ["DJANGO_SETTINGS_MODULE"] = "beredt.shell.settings"


def pytest_configure():
    """Django is ready before any test file is read; pytest-django does it only where the settings were read before.

    The mutation check imports our code anew for each mutant and runs no test of pages.
    """
    if os.environ.get("BEREDT_EXAMPLES") != "mutants":
        django.setup()


LOOPBACK = ("127.", "::1", "localhost")

for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
    os.environ.pop(name, None)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A connection to any other machine is an error, whatever the code under test makes of it."""
    connect = socket.socket.connect

    def connect_here_only(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}: tests use this machine only")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here_only)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """The database; between tests that commit it is emptied, which its guard over the access log has to allow."""
    from factories import guards

    with guards.down_while_emptying():
        yield


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what touches the database is run: the rest was, or will be, run on SQLite."""
    if not ON_POSTGRES:
        return
    fixtures = {"db", "transactional_db"}
    idle = [item for item in items if not (item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))]
    config.hook.pytest_deselected(items=idle)
    left_out = set(idle)
    items[:] = [item for item in items if item not in left_out]
