"""A data folder of the test's own, and a client that is signed in."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Files of packs and uploads go into the test's own folder."""
    settings.BEREDT_DATA = str(tmp_path / "data")
    return tmp_path / "data"
