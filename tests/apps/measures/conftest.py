"""A small municipality with data, ranked."""

from __future__ import annotations

from importlib import import_module

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Anchors and files go into the test's own folder."""
    settings.BEREDT_DATA = str(tmp_path / "data")


@pytest.fixture
def runs(db):
    """`factories.ranking_runs`; imported late, because Django is not ready when this file is read."""
    return import_module("factories.ranking_runs")


@pytest.fixture
def vestby(runs):
    """The tables of Vestby Kommune, stored."""
    return import_module("factories.impact_runs").store_vestby()


@pytest.fixture
def ranking(runs, vestby):
    """A ranking of two hazards."""
    return runs.make_ranking()


@pytest.fixture
def verification(runs, ranking):
    """What to verify first, for that ranking."""
    return runs.make_verification(ranking.ranking_id)
