"""Vestby Kommune in the database, with or without what was computed on it, for pages and papers."""

from importlib import import_module

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Anchors and files go into the test's own folder."""
    settings.BEREDT_DATA = str(tmp_path / "data")


@pytest.fixture
def vestby(db):
    """The tables of Vestby Kommune, stored."""
    return import_module("factories.impact_runs").store_vestby()


@pytest.fixture
def run(vestby):
    """A run of a whole catalogue."""
    return import_module("factories.impact_runs").make_run()


@pytest.fixture
def ranking(run):
    """A ranking of two hazards, beside the run."""
    return import_module("factories.ranking_runs").make_ranking()


@pytest.fixture
def verification(ranking):
    """What to verify first, for that ranking."""
    return import_module("factories.ranking_runs").make_verification(ranking.ranking_id)
