"""The demo municipality in the database, and whoever acts in it."""

import pytest

from factories.now import CODE, build_actor


@pytest.fixture
def demo_pack(db, settings, tmp_path):
    """The demo municipality's data; anchors of the access log lie in a folder of this test."""
    from beredt.apps.municipality import demo
    from beredt.ground.access.actor import COMMAND_LINE

    settings.BEREDT_DATA = str(tmp_path)
    demo.build_demo(actor=COMMAND_LINE(CODE))


@pytest.fixture
def coordinator(demo_pack):
    return build_actor("coordinator")
