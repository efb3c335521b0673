"""Installations with real processes, on both databases."""

import itertools
import os

import pytest

from factories import installations, postgres

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    return installations.migrated_sqlite(tmp_path_factory.mktemp("sqlite-template"))


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory):
    if postgres.find_binaries() is None and not os.environ.get(postgres.URL_VARIABLE):
        pytest.skip(postgres.MISSING)
    with postgres.running_server() as url:
        yield installations.migrated_postgres(url, tmp_path_factory.mktemp("postgres-template"))


@pytest.fixture(params=["sqlite", "postgres"])
def installation(request, tmp_path):
    """A fresh installation on each database; its processes are gone after the test."""
    template = request.getfixturevalue(f"{request.param}_template")
    made = installations.copy_of(template, tmp_path / "data", name=f"beredt_{os.getpid()}_{next(_NUMBERS)}")
    yield made
    made.end_all()
