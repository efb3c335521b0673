"""A pack's tables, written as Danes keep spreadsheets and imported again, are the same tables."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from beredt.adapters.catalogues.vocabulary import load_vocabulary
from beredt.adapters.importers.spreadsheet import heading_words, importer
from beredt.adapters.importers.spreadsheet.cleaning import clean_text
from beredt.adapters.packs import reader, rows, schema, writer
from beredt.domain.municipality import checks
from beredt.domain.municipality.tables import BASES, BUFFER_KINDS, SEVERITIES, PackTables
from beredt.kit.language import language
from factories import municipality as factory
from factories import spreadsheets

ENGLISH = language("en")
VOCABULARY = load_vocabulary()
KINDS_OF_WORDS = (VOCABULARY.services, VOCABULARY.kinds, VOCABULARY.need_types)
NAMES = {name.casefold() for words in KINDS_OF_WORDS for word in words.values() for name in (word.da, word.en)}
OWN_WORDS = {own for words in (*KINDS_OF_WORDS, BASES, SEVERITIES, BUFFER_KINDS) for own in words}
MEANING_SOMETHING_ELSE = (NAMES - OWN_WORDS) | set(heading_words.TOTAL_WORDS)


def plain(text: str, encoding: str) -> str:
    """Text that a spreadsheet in this encoding can hold and that means nothing but itself to the importer."""
    kept = text.encode(encoding, "ignore").decode(encoding)
    kept = "".join(" " if unicodedata.category(letter) == "Cc" or letter in "#+" else letter for letter in kept)
    cleaned = clean_text(kept) or ""
    return cleaned + "x" if cleaned.casefold() in MEANING_SOMETHING_ELSE else cleaned


def shortened(value: Any, encoding: str) -> Any:
    """Numbers to nine decimals of the fifteen digits that spreadsheets keep, texts to what they can hold."""
    if isinstance(value, float):
        return round(float(f"{value:.15g}"), 9)
    return plain(value, encoding) if isinstance(value, str) else value


def writable(tables: PackTables, encoding: str) -> PackTables:
    """The tables with every value as a spreadsheet can hold it; the example is dropped if they are no pack then."""

    def row(value: Any) -> Any:
        changes = {
            field.name: row(part) if attrs.has(type(part)) else shortened(part, encoding)
            for field in attrs.fields(type(value))
            if not isinstance(part := getattr(value, field.name), dict)
        }
        return attrs.evolve(value, **changes)

    names = [table.attribute for table in schema.FILE_ORDER if table is not schema.MUNICIPALITY]
    changed = {name: tuple(map(row, getattr(tables, name))) for name in names}
    written = PackTables(municipality=row(tables.municipality), **changed)
    found = checks.check_tables(written)
    keyed = [
        getattr(part, name)
        for table in schema.FILE_ORDER
        for part in rows.rows_of(written, table)
        for name in table.key
    ]
    assume(not any(problem.is_error for problem in found) and all(keyed) and written.municipality.name)
    return written


def as_file(tables: PackTables, table: schema.TableSchema, form: str, rng: random.Random, folder: Path) -> Path:
    if form == "xlsx":
        grid = spreadsheets.danish_grid(tables, table, rng=rng, cell=spreadsheets.danish_cell)
        content = spreadsheets.xlsx_bytes(grid, title=table.name)
    else:
        grid = spreadsheets.danish_grid(tables, table, rng=rng, cell=spreadsheets.danish_text)
        content = spreadsheets.csv_bytes(grid, delimiter=rng.choice([";", "\t", ","]), encoding=form)
    path = folder / f"{table.name}.{'xlsx' if form == 'xlsx' else 'csv'}"
    path.write_bytes(content)
    return path


FORMS = st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16", "xlsx"])


def encoding_of(form: str) -> str:
    return form if form == "cp1252" else "utf-8"


@pytest.mark.slow
@settings(max_examples=25)
@given(tables=factory.pack_tables(), form=FORMS, seed=st.integers(0, 10**9))
def test_importing_what_the_pack_holds_changes_nothing(tables, form, seed):
    tables = writable(tables, encoding_of(form))
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        pack = Path(folder) / "pack"
        writer.write_pack(tables, pack)
        for table in schema.FILE_ORDER:
            count = len(rows.rows_of(tables, table))
            if not count:
                continue
            plan = importer.plan_import(as_file(tables, table, form, rng, Path(folder)), table=table, pack=pack)
            errors = [p.line(ENGLISH) for p in plan.report.problems if p.is_error]
            assert not errors
            assert (plan.report.added, plan.report.changed, plan.report.unchanged) == ((), (), count)


@pytest.mark.slow
@settings(max_examples=8, phases=(Phase.explicit, Phase.generate))
@given(tables=factory.pack_tables(), form=FORMS, seed=st.integers(0, 10**9))
def test_a_pack_built_from_spreadsheets_alone_is_the_pack(tables, form, seed):
    tables = writable(tables, encoding_of(form))
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        pack = Path(folder) / "pack"
        for table in schema.FILE_ORDER:
            if rows.rows_of(tables, table):
                plan = importer.plan_import(as_file(tables, table, form, rng, Path(folder)), table=table, pack=pack)
                assert not [p.line(ENGLISH) for p in plan.report.problems if p.is_error]
                importer.apply_import(plan)
        assert reader.read_pack(pack).tables == rows.in_order(tables)
