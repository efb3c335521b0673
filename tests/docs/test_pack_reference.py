"""The reference page of the pack is the one that the code writes, and names every table, column and problem."""

from pathlib import Path

import pytest

from beredt.adapters.packs import schema
from beredt.domain.municipality.problem import KINDS
from tools import write_pack_reference

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "pack.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert write_pack_reference.pack_page() == PAGE, "run: python tools/write_pack_reference.py"


@pytest.mark.parametrize("table", schema.FILE_ORDER, ids=lambda table: table.name)
def test_every_column_is_described(table):
    section = PAGE.split(f"### `{table.file}`")[1].split("\n#")[0]
    described = [line for line in section.splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in described] == list(table.column_names)
    assert all(len(line.split("|")[4].strip()) > 4 for line in described)


@pytest.mark.parametrize("code", KINDS)
def test_every_problem_is_listed(code):
    assert f"\n| `{code}` | {KINDS[code].level} | " in PAGE
