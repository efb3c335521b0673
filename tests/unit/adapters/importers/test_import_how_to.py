"""The how-to says what the importer does: every column's word, every field of the report, every decision on values."""

from pathlib import Path

import pytest

from beredt.adapters.importers.spreadsheet import heading_words
from beredt.adapters.importers.spreadsheet.report import ImportReport
from beredt.adapters.packs.schema import FILE_ORDER
from beredt.kit.language import language

PAGE = (
    next(parent for parent in Path(__file__).parents if (parent / "pyproject.toml").is_file())
    / "docs/how-to/import-a-spreadsheet.md"
)
TEXT = PAGE.read_text(encoding="utf-8")
COLUMNS = sorted({column.name for table in FILE_ORDER for column in table.columns})


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_stands_in_the_table_with_its_first_word(name):
    line = next(line for line in TEXT.splitlines() if line.startswith("|") and f"`{name}`" in line)
    assert heading_words.COLUMN_WORDS[name][0] in line


def test_every_field_of_the_report_is_named():
    report = ImportReport(file="f", sheet="", table="assets", pack="p", creates_pack=False).as_json(language("en"))
    assert [field for field in report if field != "schema" and f"`{field}" not in TEXT] == []


@pytest.mark.parametrize("column", sorted(heading_words.CHOICE_WORDS))
def test_every_danish_choice_is_named(column):
    first_words = {meaning: word for word, meaning in reversed(heading_words.CHOICE_WORDS[column].items())}
    assert [word for word in first_words.values() if f"`{word}`" not in TEXT] == []
