"""The generated reference pages are what the program and its schemas say today."""

import pytest

from tools import write_reference


@pytest.mark.parametrize("page", ["cli", "results"])
def test_the_page_is_up_to_date(page):
    path = {"cli": write_reference.CLI_PAGE, "results": write_reference.RESULTS_PAGE}[page]
    wanted = {"cli": write_reference.cli_page, "results": write_reference.results_page}[page]()
    assert path.read_text(encoding="utf-8") == wanted, "run: python tools/write_reference.py"


def test_every_verb_and_argument_has_a_line():
    page = write_reference.cli_page()
    for expected in ("## `beredt assess PACK`", "| `--disruptions FILE` |", "## `beredt demo`", "| `--profile ID` |"):
        assert expected in page
    assert "%(default)s" not in page
    assert "None" not in page


def test_every_field_has_a_description_or_speaks_for_itself():
    silent = {"schema"}
    page = write_reference.results_page()
    undescribed = [line for line in page.splitlines() if line.startswith("| `") and line.endswith("|  |")]
    ours = page[page.index("## beredt/assess/1") : page.index("## beredt/check/1")]
    assert {line.split("`")[1] for line in undescribed if line in ours} <= silent
