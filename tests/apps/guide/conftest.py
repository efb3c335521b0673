"""Bornholm as a thin draft in the database: what the guided start begins with where there are no open data."""

import pytest

from beredt.adapters.packs import reader
from beredt.overview import drafts

CODE = "400"
_read = {}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Anchors and files go into the test's own folder."""
    settings.BEREDT_DATA = str(tmp_path / "data")
    settings.BEREDT_OPEN_DATA = ""


@pytest.fixture
def bornholm(db, tmp_path):
    """The thin draft, stored."""
    from beredt.apps.municipality import operations as municipality
    from beredt.ground.access.actor import COMMAND_LINE

    if not _read:
        drafts.make_draft(code=CODE, folder=None, pack=tmp_path / "draft.zip", told=lambda share, step: None)
        _read["tables"], _ = reader.require_pack(tmp_path / "draft.zip")
    municipality.create_municipality(actor=COMMAND_LINE(CODE), code=CODE, tables=_read["tables"], source="draft")
    return _read["tables"]
