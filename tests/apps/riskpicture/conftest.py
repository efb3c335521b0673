"""A small municipality with data."""

from __future__ import annotations

from importlib import import_module

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Anchors and files go into the test's own folder."""
    settings.BEREDT_DATA = str(tmp_path / "data")


@pytest.fixture
def runs(db):
    """`factories.impact_runs`; imported late, because Django is not ready when this file is read."""
    return import_module("factories.impact_runs")


@pytest.fixture
def vestby(runs):
    """The tables of Vestby Kommune, stored."""
    return runs.store_vestby()
