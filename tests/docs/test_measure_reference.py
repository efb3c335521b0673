"""The reference page of the measures is the one that the content writes, and says that its prices are assumed."""

from pathlib import Path

import pytest

from beredt.adapters.catalogues.measures import load_measures
from tools import write_measure_reference

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "measures.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert write_measure_reference.measure_page() == PAGE, "run: python tools/write_measure_reference.py"


@pytest.mark.parametrize("measure", load_measures(), ids=lambda measure: measure.measure_id)
def test_every_measure_has_a_section_with_price_and_basis(measure):
    section = PAGE.split(f"### `{measure.measure_id}`")[1].split("\n#")[0]
    assert "Price (assumed)" in section
    assert measure.name_da in section
    assert measure.source in section


def test_says_that_no_price_is_from_a_source():
    assert "No price and no share below is taken from a source" in PAGE
