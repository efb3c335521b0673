"""The reference of states is what the tables of states say."""

import pytest

from beredt.ground.jobs import states
from tools import write_state_reference

PAGE = write_state_reference.PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert write_state_reference.state_page() == PAGE, "run: python tools/write_state_reference.py"


@pytest.mark.parametrize("way", states.TRANSITIONS, ids=lambda way: f"{way.source}-{way.verb}")
def test_every_way_is_drawn_and_described(way):
    assert f"    {way.source} --> {way.target}: {way.verb}\n" in PAGE
    assert f"| `{way.source}` | `{way.verb}` | `{way.target}` |" in PAGE
