"""A clock that stands still, people, and kinds of jobs."""

import datetime

import pytest

from beredt.ground.access.actor import Actor
from beredt.ground.jobs import kinds


class StandingClock:
    """Says the same moment until told to go on."""

    def __init__(self):
        self.now = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)

    def __call__(self):
        return self.now

    def go_on(self, **span):
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture(autouse=True)
def test_kinds():
    # Not above: this file is read before Django's applications are ready.
    from factories import job_kinds

    job_kinds.declare_all()
    yield
    for kind_id in job_kinds.KINDS:
        kinds.forget_kind(kind_id)


@pytest.fixture
def coordinator():
    return Actor(user_id=7, municipality="825", roles=frozenset({"coordinator"}))


@pytest.fixture
def reader():
    return Actor(user_id=8, municipality="825", roles=frozenset({"reader"}))


@pytest.fixture
def foreigner():
    return Actor(user_id=7, municipality="400", roles=frozenset({"coordinator"}))


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.BEREDT_DATA = tmp_path
    return tmp_path
